"""Splitting and citing the report, passage by passage, against the golden file."""

import json
from itertools import zip_longest

from tests.write_golden import GOLDEN, report_lines


def test_every_passage_of_the_report_is_as_it_was_reviewed() -> None:
    golden = GOLDEN.read_text(encoding="utf-8").splitlines()
    for expected, found in zip_longest(golden, report_lines()):
        assert expected is not None, f"not in the golden file: {found}"
        assert found is not None, f"missing: {expected}"
        assert json.loads(found) == json.loads(expected)

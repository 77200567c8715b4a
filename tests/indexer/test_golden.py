"""Reading, splitting and citing whole documents, passage by passage, against the golden files."""

import json
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.write_golden import DOCUMENTS, golden_file, golden_lines


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_passage_is_as_it_was_reviewed(document: Path) -> None:
    golden = golden_file(document).read_text(encoding="utf-8").splitlines()
    for expected, found in zip_longest(golden, golden_lines(document)):
        assert expected is not None, f"not in the golden file: {found}"
        assert found is not None, f"missing: {expected}"
        assert json.loads(found) == json.loads(expected)

"""Counterparts on the report do not fall below what was promised."""

from pathlib import Path

import pytest

from eval.counterparts import UNITS, measure_counterparts, read_pairs, split_of, to_markdown
from retriever.search import Index

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(600)]

FLOORS = {("passages", "Success@3"): 0.65, ("passages", "Success@5"): 0.75}
"""For Chinese passages."""
SECTIONS = 0.8
"""Of sections among the first three, from both languages."""


def test_every_pair_is_in_one_half(
    index: Index, report_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    halves = [read_pairs(index, split) for split in ("tune", "check")]
    assert len(halves[0]) + len(halves[1]) == len(read_pairs(index, "all")) == 70
    for half, split in zip(halves, ("tune", "check"), strict=True):
        assert all(split_of(pair.id) == split for pair in half)
        assert all(pair.passages["zh"] and pair.passages["en"] for pair in half)


def test_pairs_that_were_kept_from_tuning_are_found(
    report_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    rows, judgement = measure_counterparts(report_index, split="check", alone=True)
    for row in rows:
        if row.asked == "zh":
            assert row.mean >= FLOORS.get((row.unit, row.measure), 0), row
        if (row.unit, row.measure) == ("sections", "Success@3"):
            assert row.mean >= SECTIONS, row
    assert judgement.relations_right > judgement.relations_usual
    assert judgement.answered >= 0.9
    assert all(f"| {unit} | en → zh | yinju |" in to_markdown(rows) for unit in UNITS)

"""What readers say of pairs in the page is stored, also of two at the same time."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.errors import UnknownPassage
from indexer.progress import Stage
from retriever.side_by_side import Row
from ui.comparing import Counterparts, compare
from ui.current_index import CurrentIndex
from ui.pair_correcting import Said, judge_pair, name_pair

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

ZH = "# 港口\n\n蓝港管理处每周一开会。渔船由蓝港管理处登记。港口的灯在夜间一直亮着。\n"
EN = (
    "# Harbour\n\nThe Blue Harbour Office meets on Mondays. Boats are registered by the Blue "
    "Harbour Office. The lights of the harbour are on all night.\n"
)


@pytest.fixture
def current(tmp_path: Path, encoder: Encoder) -> Iterator[CurrentIndex]:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/zh.md").write_text(ZH, encoding="utf-8")
    (tmp_path / "docs/en.md").write_text(EN, encoding="utf-8")
    build_index([tmp_path / "docs"], tmp_path / "index", root=tmp_path)
    opened = CurrentIndex(tmp_path / "index")
    yield opened
    opened.close()


def silent(stage: Stage, done: int, total: int) -> None:
    pass


def rows(current: CurrentIndex) -> tuple[Row, ...]:
    with current.lease() as index:
        [asked] = [p for p in index.store.passages("docs/zh.md") if p.kind == "paragraph"]
    found = compare(current, asked.id)
    assert found is not None
    assert isinstance(found.shown, Counterparts)
    return found.shown.found[0].rows


def name(row: Row) -> str:
    assert row.a is not None
    assert row.b is not None
    return name_pair(Said(row.a, row.b))


def test_two_readers_at_the_same_time_are_both_kept(current: CurrentIndex) -> None:
    before = rows(current)
    assert len(before) == 3
    said = [("confirmed", name(before[0])), ("rejected", name(before[2]))]
    readers = [
        threading.Thread(target=judge_pair, args=(current, verdict, pair, silent))
        for verdict, pair in said
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    with current.lease() as index:
        assert {c.verdict for c in index.corrections} == {"confirmed", "rejected"}
    after = rows(current)
    assert len(after) == 2
    assert [row.confirmed for row in after] == [True, False]
    judge_pair(current, "withdrawn", name(after[0]), silent)
    assert not any(row.confirmed for row in rows(current))


def test_a_change_of_mind_takes_the_place_of_what_was_said(current: CurrentIndex) -> None:
    first = rows(current)[0]
    judge_pair(current, "confirmed", name(first), silent)
    judge_pair(current, "rejected", name(first), silent)
    with current.lease() as index:
        assert [c.verdict for c in index.corrections] == ["rejected"]


@pytest.mark.parametrize("pair", ["", "[]", "7", '[["x", 0, 1], ["y", 0, 1]]', '[["x", 0], 1]'])
def test_sentences_that_are_not_there_are_told(current: CurrentIndex, pair: str) -> None:
    with pytest.raises(UnknownPassage):
        judge_pair(current, "confirmed", pair, silent)

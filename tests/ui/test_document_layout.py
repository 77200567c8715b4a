from collections.abc import Iterator
from typing import Any

import pytest

from indexer.passages import Kind, Passage
from indexer.store import PassageStore
from indexer.store_records import Sketched
from tests.indexer.test_store import REPORT, stored, written
from ui.document_block import read_block
from ui.document_layout import BLOCK, WHOLE_TABLE, WINDOW, find_table_starts, lay_out_document

LONG = "A\tB\n" + "".join(f"{n}\tcell {n}\n" for n in range(2000)) + "\n\nThe end.\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    documents = [stored(LONG, "long.txt"), stored(REPORT.read_bytes().decode(), REPORT.as_posix())]
    with written(documents, tmp_path_factory.mktemp("laid") / "passages.sqlite") as opened:
        yield opened


@pytest.mark.parametrize("source", ["long.txt", REPORT.as_posix()])
def test_blocks_hold_every_passage_once_and_in_order(store: PassageStore, source: str) -> None:
    layout = lay_out_document(store, source)
    blocks = [read_block(store, layout, number) for number in range(len(layout.starts))]
    passages = [p for block in blocks for p in block.pieces if isinstance(p, Passage)]
    assert passages == list(store.passages(source))
    words = [p for block in blocks for p in block.pieces if isinstance(p, str)]
    assert words == [words for _, words in layout.furniture]


def test_the_report_is_sent_whole_and_its_tables_are_not_cut(store: PassageStore) -> None:
    layout = lay_out_document(store, REPORT.as_posix())
    assert len(layout.window_around(300)) == len(layout.starts)
    assert layout.tables == layout.starts


def test_of_a_long_document_a_window_is_sent(store: PassageStore) -> None:
    layout = lay_out_document(store, "long.txt")
    window = layout.window_around(1200)
    assert layout.block_of(1200) in window
    assert 0 < layout.range_of(window[-1])[1] - layout.starts[window[0]] <= WINDOW


def test_a_table_that_goes_on_keeps_its_columns(store: PassageStore) -> None:
    layout = lay_out_document(store, "long.txt")
    block = read_block(store, layout, layout.block_of(1200))
    assert block.table is not None
    assert block.table[1] == ("A", "B")
    assert len(block.measured) == WHOLE_TABLE
    assert len(block.pieces) == WHOLE_TABLE >= BLOCK


class Counted(list[Sketched]):
    looked = 0

    def __getitem__(self, place: Any) -> Any:
        self.looked += 1
        return super().__getitem__(place)


def test_where_tables_begin_is_found_in_one_pass() -> None:
    runs: list[tuple[Kind, int]] = [
        ("paragraph", 50),
        ("table-row", 5000),
        ("paragraph", 1),
        ("table-row", 500),
    ]
    kinds = [kind for kind, count in runs for _ in range(count)]
    sketched = Counted(Sketched(str(n), kind, None, None, 1) for n, kind in enumerate(kinds))
    starts = list(range(0, len(kinds), 20))
    begins = [50 if 50 < start <= 5049 else 5051 if start > 5051 else start for start in starts]
    assert list(find_table_starts(sketched, starts)) == begins
    assert sketched.looked < 3 * len(sketched)

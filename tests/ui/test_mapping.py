"""The maps of an index are made aside, told of, ended and kept."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import UnknownDocument
from retriever.named_documents import choose_sides
from retriever.section_map import SectionMap
from retriever.sides import compare_sides
from ui.current_index import CurrentIndex
from ui.mapping import ALL, KeptMaps, Making, MapAsked
from ui.working import Cancelled

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

EVERYTHING = MapAsked(ALL)
REPORT = MapAsked("A/72/840")


@pytest.fixture
def maps(parallel_index: Path) -> Iterator[KeptMaps]:
    with closing(CurrentIndex(parallel_index)) as current, closing(KeptMaps(current)) as kept:
        yield kept


def wait_for(maps: KeptMaps, asked: MapAsked) -> object:
    """Return what was made once nothing is being made."""
    while maps.making(asked) is not None:
        threading.Event().wait(0.02)
    return maps.latest(asked)


def test_a_map_is_made_once_for_an_index(maps: KeptMaps) -> None:
    assert isinstance(maps.latest(EVERYTHING), Making)
    maps.begin(EVERYTHING)
    made = wait_for(maps, EVERYTHING)
    assert isinstance(made, SectionMap)
    maps.begin(EVERYTHING)
    assert maps.making(EVERYTHING) is None
    assert maps.latest(EVERYTHING) is made


def test_why_there_is_no_map_is_kept_as_well(maps: KeptMaps) -> None:
    maps.begin(REPORT)
    assert isinstance(wait_for(maps, REPORT), UnknownDocument)


def test_a_map_that_is_cancelled_ends_and_is_made_when_it_is_asked_for_again(
    maps: KeptMaps,
) -> None:
    maps.begin(EVERYTHING)
    maps.cancel(EVERYTHING)
    outcome = wait_for(maps, EVERYTHING)
    # It may have been ready already.
    assert isinstance(outcome, Cancelled | SectionMap)
    maps.begin(EVERYTHING)
    assert isinstance(wait_for(maps, EVERYTHING), SectionMap)


def test_a_comparison_tells_how_far_it_is_and_ends_where_it_is_cancelled(maps: KeptMaps) -> None:
    told: list[tuple[str, int, int]] = []
    with maps.current.lease_reader() as reader:
        a, b = choose_sides(reader.index, [])
        sides = compare_sides(reader, a, b, lambda *step: told.append(step))
        rows, columns = sides.likeness.shape
        reading = [("read", done, rows + columns) for done in range(1, rows + columns + 1)]
        assert told[: rows + columns] == reading
        assert told[rows + columns] == ("compare", 0, rows)
        making = Making()
        making.cancelled.set()
        with pytest.raises(Cancelled):
            compare_sides(reader, a, b, making.advance)
        assert making.step == reading[0]


def test_closing_ends_what_is_being_made(parallel_index: Path) -> None:
    with closing(CurrentIndex(parallel_index)) as current:
        maps = KeptMaps(current)
        maps.begin(EVERYTHING)
        maps.begin(REPORT)
        maps.close()
        assert maps.making(EVERYTHING) is None
        assert isinstance(maps.latest(REPORT), Cancelled | UnknownDocument)

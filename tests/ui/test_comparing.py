from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import UnknownPassage, YinjuError
from retriever.errors import UnknownSection
from tests.ui.html_checking import assert_harmless
from ui import comparing
from ui.comparing import Comparison, Counterparts, Sections, compare, renew
from ui.current_index import CurrentIndex
from ui.views import show_comparison

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]

FOUNDED = "a-72-840:4febe1854264"
SECTION = "a-72-840:be493081c34e"


@pytest.fixture(scope="module")
def current(report_index: Path) -> Iterator[CurrentIndex]:
    opened = CurrentIndex(report_index)
    yield opened
    opened.close()


def test_a_passage_is_compared_with_its_pairs_and_citations(current: CurrentIndex) -> None:
    found = compare(current, FOUNDED)
    assert found is not None
    assert isinstance(found.shown, Counterparts)
    assert [item.counterpart.rank for item in found.shown.found] == list(
        range(1, len(found.shown.found) + 1)
    )
    for item in found.shown.found:
        assert len(item.rows) == len(item.counterpart.pairs)
        assert item.counterpart.passage.language == "en"
    for language in ("zh", "en"):
        _, html = show_comparison(current, found, language)
        assert_harmless(html)
        assert html.count("data-a=") == sum(len(item.rows) for item in found.shown.found)


def test_a_section_is_compared_and_set_beside_another(current: CurrentIndex) -> None:
    found = compare(current, SECTION)
    assert found is not None
    assert isinstance(found.shown, Counterparts)
    best = found.shown.found[0]
    assert best.rows
    beside = compare(current, SECTION, best.counterpart.passage.id)
    assert beside is not None
    assert isinstance(beside.shown, Sections)
    for language in ("zh", "en"):
        assert_harmless(show_comparison(current, beside, language)[1])


@pytest.mark.parametrize(
    ("passage", "beside", "error"),
    [("nowhere", "", UnknownPassage), (SECTION, FOUNDED, UnknownSection)],
)
def test_what_is_not_there_is_told(
    current: CurrentIndex, passage: str, beside: str, error: type[YinjuError]
) -> None:
    found = compare(current, passage, beside)
    assert found is not None
    assert isinstance(found.shown, error)


def test_without_a_passage_there_is_no_comparison(current: CurrentIndex) -> None:
    assert compare(current, "") is None
    assert renew(current, None) is None


def test_a_comparison_of_another_generation_is_made_anew(current: CurrentIndex) -> None:
    found = compare(current, FOUNDED)
    assert found is not None
    assert renew(current, found) is found
    renewed = renew(current, replace(found, generation="older"))
    assert renewed == found
    assert renewed is not found


def test_a_fault_of_our_own_is_no_secret_and_no_traceback(
    current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(comparing, "_counterparts", fail)
    found = compare(current, FOUNDED)
    assert isinstance(found, Comparison)
    assert type(found.shown) is YinjuError

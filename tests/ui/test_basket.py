"""The basket: what a browser sends is doubted, checked and shown without harm."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import UnknownPassage
from indexer.passages import Language, Passage
from retriever.quotations import Quotation, quotation_record, quote_passage, read_quotation
from retriever.search import Index
from tests.ui.html_checking import assert_harmless
from ui.basket import check_basket, cite_as, export_basket
from ui.basket_view import basket_head, basket_view, cited_view, exported_view
from ui.current_index import CurrentIndex
from ui.messages import message

pytestmark = pytest.mark.model

HOSTILE = "<img src=x onerror=alert(1)>\"' &"


@pytest.fixture(scope="module")
def current(report_index: Path) -> Iterator[CurrentIndex]:
    with closing(CurrentIndex(report_index)) as opened:
        yield opened


@pytest.fixture
def passage(index: Index) -> Passage:
    found = index.store.passages(index.store.sources()[0])
    return next(p for p in found if p.kind == "paragraph" and len(p.text) > 60)


@pytest.fixture
def quotation(index: Index, passage: Passage) -> Quotation:
    return quote_passage(index, passage, [(0, 30)])


def to_items(*quotations: Quotation) -> str:
    return json.dumps([quotation_record(quotation) for quotation in quotations])


@pytest.mark.parametrize("items", ["", "{", "{}", "[" * 100_000, "[1, null, {}]"])
def test_what_is_no_basket_shows_nothing_of_it(current: CurrentIndex, items: str) -> None:
    assert all(kept is None for kept in check_basket(current, items))
    assert export_basket(items, "docx", "en", "") is None
    assert exported_view(None, "1") == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_state_is_told_and_led_to_its_place(
    current: CurrentIndex, quotation: Quotation, language: Language
) -> None:
    moved = replace(quotation, receipt=replace(quotation.receipt, passage_id="lost"), note="Mine")
    gone = replace(quotation, receipt=replace(quotation.receipt, words=("Nobody wrote this",)))
    kept = check_basket(current, to_items(quotation, moved, gone))
    states = [found.checked.state for found in kept if found is not None]
    assert states == ["verbatim", "moved", "gone"]
    html = basket_view(kept, language)
    assert_harmless(html)
    citation = quotation.citation.in_language(language)
    for key in ("receipt-verbatim", "receipt-moved", "receipt-gone"):
        assert message(key, language, citation=citation) in html
    # What is gone has no place to jump to; what has moved leads to where it is.
    assert html.count(f'data-passage="{quotation.receipt.passage_id}"') == 2
    assert kept[1] is not None
    assert kept[1].renewed == replace(quotation, note="Mine")


def test_hostile_words_and_notes_are_escaped(current: CurrentIndex, quotation: Quotation) -> None:
    hostile = replace(
        quotation,
        receipt=replace(quotation.receipt, words=(HOSTILE,), passage_id=HOSTILE),
        note=f"</textarea>{HOSTILE}",
        title=HOSTILE,
    )
    html = basket_view(check_basket(current, to_items(hostile)), "en")
    assert "<img" not in html
    assert "</textarea>&lt;" not in html
    assert_harmless(html)
    assert "<img" not in exported_view(
        export_basket(to_items(hostile), "markdown", "en", ""), HOSTILE
    )


def test_formats_quote_the_places_that_are_named(current: CurrentIndex, passage: Passage) -> None:
    formats = cite_as(current, passage.id, "0-5,10-15,99999-100000,7-3,x", "en", "http://h/")
    assert isinstance(formats, dict)
    assert read_quotation(json.loads(formats["item"])).receipt.words == (
        passage.text[:5],
        passage.text[10:15],
    )
    assert "http://h/?doc=" in formats["markdown"]
    html = cited_view("1", formats, "en")
    assert_harmless(html)
    # The browser gives back the line ends of RIS.
    assert "&#13;&#10;ER  - " in html
    failed = cite_as(current, HOSTILE, "", "en", "")
    assert isinstance(failed, UnknownPassage)
    assert "<img" not in cited_view("1", failed, "en")


def test_an_empty_basket_says_how_to_fill_it() -> None:
    for language in ("zh", "en"):
        assert message("basket-empty", language) in basket_view([], language)
        assert_harmless(basket_head(language))

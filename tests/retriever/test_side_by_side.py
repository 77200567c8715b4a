from itertools import pairwise

import pytest

from retriever.compared_texts import TextReader
from retriever.counterparts import find_counterparts
from retriever.errors import UnknownSection
from retriever.search import Index
from retriever.section_counterparts import find_section_counterparts
from retriever.side_by_side import (
    SAYS_THE_SAME,
    Row,
    Sentence,
    check_pairs,
    set_sections_side_by_side,
)

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]

FOUNDED = "a-72-840:4febe1854264"
"""Paragraph 56: how the office was founded; two annexes say so, with the day."""

ACTIVITIES = "a-72-840:e88b1a0c9ed2"
"""A section of annex II, on a study that names countries; so does the glossary."""


@pytest.fixture(scope="module")
def reader(index: Index) -> TextReader:
    return TextReader(index)


def words(sentence: Sentence) -> str:
    return sentence.passage.text[slice(*sentence.span)]


def test_what_only_one_language_says_is_found_where_it_stands(reader: TextReader) -> None:
    asked = reader.index.store.passage(FOUNDED)
    best = find_counterparts(reader, asked)[0]
    [row] = check_pairs(reader, best.pairs)
    assert row.says_the_same
    found = [(found.kind, found.side, found.text) for found in row.differences]
    assert ("date", "b", "15 June") in found
    assert all(found.kind != "sentence" for found in row.differences)
    for difference in row.differences:
        side = row.a if difference.side == "a" else row.b
        assert side is not None
        assert side.passage.text[slice(*difference.span)] == difference.text
        assert side.span[0] <= difference.span[0] < difference.span[1] <= side.span[1]


def test_a_country_is_not_told_again_as_a_name(reader: TextReader) -> None:
    told = [
        (row.a and row.a.span, difference.side, difference.span)
        for counterpart in find_section_counterparts(reader, ACTIVITIES, top_k=3)
        for row in check_pairs(reader, counterpart.pairs[:1])
        for difference in row.differences
    ]
    assert told
    assert len(told) == len(set(told))


def test_pairs_that_only_share_a_subject_are_not_checked(reader: TextReader) -> None:
    for passage in reader.index.store.passages(reader.index.store.sources()[0])[40:60]:
        if passage.kind == "heading":
            continue
        for counterpart in find_counterparts(reader, passage):
            for row in check_pairs(reader, counterpart.pairs):
                assert row.score >= SAYS_THE_SAME or row.differences == ()


@pytest.fixture(scope="module")
def rows(reader: TextReader) -> tuple[Row, ...]:
    store = reader.index.store
    section = next(p for p in store.passages(store.sources()[0]) if p.text.startswith("一. 引言"))
    best = find_section_counterparts(reader, section.id, top_k=1)[0]
    sections = set_sections_side_by_side(reader, section.id, best.passage.id)
    assert (sections.a, sections.b) == (section, best.passage)
    return sections.rows


def test_every_sentence_of_both_sections_stands_in_one_row(rows: tuple[Row, ...]) -> None:
    for sentences in ([r.a for r in rows if r.a], [r.b for r in rows if r.b]):
        places = [(item.passage.id, item.span) for item in sentences]
        assert len(places) == len(set(places)) > 5
    # The text that was asked for is read in its own order.
    asked = [(row.a.passage.spans[0][0], row.a.span) for row in rows if row.a]
    assert asked == sorted(asked)


def test_a_sentence_without_a_match_follows_the_one_before_it(rows: tuple[Row, ...]) -> None:
    assert any(row.score for row in rows)
    for before, row in pairwise(rows):
        if row.a is None and row.b is not None and before.b is not None:
            assert (before.b.passage.spans, before.b.span) < (row.b.passage.spans, row.b.span)


def test_only_headings_are_sections(reader: TextReader) -> None:
    with pytest.raises(UnknownSection):
        set_sections_side_by_side(reader, FOUNDED, FOUNDED)
    with pytest.raises(UnknownSection):
        set_sections_side_by_side(reader, "a-72-840:none", FOUNDED)

"""Counterparts on the report and on small collections, with the real model."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.build import build_index
from indexer.errors import UnknownDocument
from indexer.passages import Language, Passage
from retriever.compared_texts import TextReader, compare_passages, compare_texts, other_language
from retriever.counterparts import Counterpart, choose_candidates, find_counterparts
from retriever.errors import NoPassageThere, UnknownSection
from retriever.locating import passage_at
from retriever.relations import passage_score
from retriever.search import Index, open_index
from retriever.section_counterparts import find_section_counterparts
from retriever.section_map import draw_map, make_map
from retriever.section_passages import own_sections, read_section
from retriever.sides import Side, compare_sides, find_coverage

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

BILINGUAL = """\
# 供水

## 水库

这座城市的自来水来自北边的水库，水库建于1962年，可以蓄水三千万立方米。

## 酸面包

酵种里住着野生酵母和乳酸菌，面包因此发酸。

# Water supply

## The reservoir

The city's tap water comes from the reservoir in the north, which was built in 1962 and can hold \
30 million cubic metres of water.

## Bicycle chains

Wipe the chain with a rag and put a drop of oil on every link.
"""


@pytest.fixture(scope="module")
def reader(index: Index) -> TextReader:
    return TextReader(index)


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextReader]:
    folder = tmp_path_factory.mktemp("bilingual")
    (folder / "water.md").write_text(BILINGUAL, encoding="utf-8")
    build_index([folder / "water.md"], folder / "index", root=folder)
    index = open_index(folder / "index")
    yield TextReader(index)
    index.close()


def report_passages(reader: TextReader) -> tuple[Passage, ...]:
    [source] = reader.index.store.sources()
    return reader.index.store.passages(source)


def paragraph(reader: TextReader, language: Language, label: str, annex: str = "") -> Passage:
    return next(
        passage
        for passage in report_passages(reader)
        if (passage.language, passage.label, passage.kind) == (language, label, "paragraph")
        and "".join(passage.section[:1]).startswith(annex)
    )


def heading(reader: TextReader, words: str) -> Passage:
    [source] = reader.index.store.sources()
    return next(
        passage
        for passage in reader.index.store.passages(source)
        if passage.kind == "heading" and words in passage.text
    )


def hold_the_contract(asked: Passage, found: tuple[Counterpart, ...]) -> None:
    assert [counterpart.rank for counterpart in found] == list(range(1, len(found) + 1))
    scores = [counterpart.score for counterpart in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({counterpart.passage.id for counterpart in found}) == len(found)
    for counterpart in found:
        assert counterpart.pairs
        for pair in counterpart.pairs:
            assert 0 <= pair.score <= 1
            for passage, span in ((pair.a, pair.a_span), (pair.b, pair.b_span)):
                assert any(s <= span[0] < span[1] <= e for s, e in passage.spans)
            assert (pair.a.language, pair.b.language) == (
                asked.language,
                other_language(asked.language),
            )
        assert counterpart.evidence_spans


def test_a_paragraph_finds_what_says_the_same_in_both_directions(reader: TextReader) -> None:
    for asked, other, place in (
        (paragraph(reader, "zh", "63"), "en", "A/72/840, annex IV, para. 1"),
        (paragraph(reader, "en", "1", "Annex IV"), "zh", "A/72/840, para. 63"),
    ):
        found = find_counterparts(reader, asked)
        hold_the_contract(asked, found)
        assert found[0].citation.en == place
        assert found[0].relation == "same-content"
        assert found[0].passage.language == other
        assert found[0].score > 0.9


def test_counterparts_are_passages_of_the_other_language_and_never_headings(
    reader: TextReader,
) -> None:
    searchable = [passage for passage in report_passages(reader) if passage.kind != "heading"]
    for asked in searchable[::40]:
        found = find_counterparts(reader, asked, top_k=4)
        assert len(found) <= 4
        hold_the_contract(asked, found)
        for counterpart in found:
            assert counterpart.passage.kind != "heading"
            assert counterpart.passage.language == other_language(asked.language)
        assert found == find_counterparts(TextReader(reader.index), asked, top_k=4)


def test_a_longer_list_begins_with_the_shorter_one(reader: TextReader) -> None:
    asked = paragraph(reader, "zh", "60")
    assert find_counterparts(reader, asked, top_k=2) == find_counterparts(reader, asked)[:2]


def test_a_heading_is_no_passage_to_compare(reader: TextReader) -> None:
    with pytest.raises(ValueError, match="is a heading"):
        find_counterparts(reader, heading(reader, "引言"))


def test_candidates_hold_what_the_full_comparison_finds(reader: TextReader) -> None:
    english = reader.read("en", np.arange(reader.index.store.searchable("en")))
    kept = []
    for number in range(0, reader.index.store.searchable("zh"), 9):
        scores = compare_texts(reader.read("zh", [number]), english).passages[0]
        candidates = choose_candidates(reader, "zh", number)
        assert len(set(candidates.tolist())) == len(candidates)
        kept.append(np.isin(np.argsort(-scores)[:5], candidates).mean())
    assert np.mean(kept) >= 0.9


def test_blocks_of_passages_give_what_all_at_once_does(reader: TextReader) -> None:
    chinese = reader.read("zh", np.arange(80))
    english = reader.read("en", np.arange(20))
    np.testing.assert_allclose(
        compare_passages(chinese, english), compare_texts(chinese, english).passages, rtol=1e-4
    )
    np.testing.assert_allclose(
        compare_passages(english, chinese).T, compare_passages(chinese, english), rtol=1e-4
    )
    assert compare_passages(reader.read("zh", []), english).shape == (0, 20)


def test_a_section_finds_the_section_on_its_subject(reader: TextReader) -> None:
    for words, place in (
        ("(a) 改革联合国反恐架构", "annex IV, sect. B.1"),
        ("B. Overview of CTED and UNOCT", "sect. V.b"),
        ("Countering terrorist narratives", ""),
    ):
        asked = heading(reader, words)
        found = find_section_counterparts(reader, asked.id, top_k=3)
        section = read_section(reader.index.store, asked.id)
        assert section is not None
        first = reader.index.store.passage_at(section.language, section.numbers[0])
        hold_the_contract(first, found)
        assert all(counterpart.passage.kind == "heading" for counterpart in found)
        if place:
            assert place in [
                counterpart.citation.en.removeprefix("A/72/840, ") for counterpart in found
            ]
        assert found == find_section_counterparts(reader, asked.id, top_k=3)


def test_each_passage_stands_directly_in_one_section(reader: TextReader) -> None:
    store = reader.index.store
    for language in ("zh", "en"):
        sections = own_sections(store, language, store.sources())
        numbers = [number for section in sections for number in section.numbers]
        assert len(numbers) == len(set(numbers))
        assert len(numbers) > 0.9 * store.searchable(language)
        for section in sections:
            path = (*section.heading.section, section.heading.text)
            for passage in store.passages_at(language, section.numbers):
                assert passage.section == path


def test_a_section_is_read_with_all_below_it(reader: TextReader) -> None:
    store = reader.index.store
    whole = read_section(store, heading(reader, "Annex IV").id)
    part = read_section(store, heading(reader, "1. Mandates of UNOCT and CTED").id)
    assert whole is not None
    assert part is not None
    assert set(part.numbers) < set(whole.numbers)
    for unknown in ("nothing", paragraph(reader, "zh", "63").id):
        with pytest.raises(UnknownSection):
            read_section(store, unknown)


def test_a_place_finds_its_passage(reader: TextReader) -> None:
    store = reader.index.store
    [source] = store.sources()
    asked = paragraph(reader, "zh", "63")
    start, end = asked.spans[0]
    assert passage_at(store, source, (start, end)) == asked
    assert passage_at(store, source, (start + 10, start + 12)) == asked
    following = report_passages(reader)[report_passages(reader).index(asked) + 1]
    across = (end - 3, following.spans[0][0] + 40)
    assert passage_at(store, source, across) == following
    with pytest.raises(NoPassageThere):
        passage_at(store, source, (10_000_000, 10_000_001))
    with pytest.raises(UnknownDocument):
        passage_at(store, "elsewhere.txt", (0, 1))


def test_only_what_is_on_the_same_subject_is_a_counterpart(bilingual: TextReader) -> None:
    store = bilingual.index.store
    reservoir, bread = store.searchable_passages("zh")
    [found] = find_counterparts(bilingual, reservoir, top_k=1)
    assert "reservoir" in found.passage.text
    assert "1962" in found.pairs[0].b.text
    assert find_counterparts(bilingual, bread) == ()
    section = heading(bilingual, "水库")
    [counterpart] = find_section_counterparts(bilingual, section.id)
    assert counterpart.passage.text == "The reservoir"
    assert find_section_counterparts(bilingual, heading(bilingual, "酸面包").id) == ()


def test_sides_give_the_coverage_of_passages(
    bilingual: TextReader,
) -> None:
    store = bilingual.index.store
    [source] = store.sources()
    sides = compare_sides(bilingual, Side("zh"), Side("en", source))
    coverage = find_coverage(store, sides)
    assert [c.counterpart is not None for c in coverage] == [True, False]
    best = float(sides.likeness[0].max())
    assert coverage[0].score == pytest.approx(passage_score(best))
    of_english = find_coverage(store, sides.turned())
    assert [c.counterpart is not None for c in of_english] == [True, False]
    assert of_english[0].counterpart == coverage[0].passage
    with pytest.raises(ValueError, match="same language"):
        compare_sides(bilingual, Side("zh"), Side("zh"))
    with pytest.raises(UnknownDocument):
        make_map(bilingual, Side("zh"), Side("en", "elsewhere.md"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("# 水库\n\n水库建于1962年。\n", "zh"), ("# Dams\n\nThe dam is 48 metres high.\n", "en")],
)
def test_a_collection_in_one_language_has_no_counterparts(
    tmp_path: Path, text: str, language: Language
) -> None:
    (tmp_path / "alone.md").write_text(text, encoding="utf-8")
    build_index([tmp_path / "alone.md"], tmp_path / "index", root=tmp_path)
    index = open_index(tmp_path / "index")
    reader = TextReader(index)
    [passage] = index.store.searchable_passages(language)
    assert find_counterparts(reader, passage) == ()
    [section] = own_sections(index.store, language, index.store.sources())
    assert find_section_counterparts(reader, section.heading.id) == ()
    sides = compare_sides(reader, Side(language), Side(other_language(language)))
    assert draw_map(index, sides).scores.shape == (1, 0)
    [coverage] = find_coverage(index.store, sides)
    assert (coverage.score, coverage.counterpart) == (0.0, None)
    other = compare_sides(reader, Side(other_language(language)), Side(language))
    assert find_coverage(index.store, other) == ()
    assert draw_map(index, other).scores.shape == (0, 1)
    index.close()

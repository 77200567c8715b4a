"""Maps of sections on the report and on small collections, with the real model."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from indexer.build import build_index
from indexer.errors import UnknownDocument
from retriever.compared_texts import TextReader
from retriever.errors import AmbiguousDocument, OneLanguage, SameLanguage
from retriever.named_documents import choose_sides, find_document, main_language
from retriever.search import Index, open_index
from retriever.section_map import NAMED, MapSide, SectionMap, make_map
from retriever.sides import Side, compare_sides, find_coverage

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

CHINESE = """\
水是生命之源。

# 供水

## 水库

这座城市的自来水来自北边的水库，水库建于1962年，可以蓄水三千万立方米。

## 酸面包

酵种里住着野生酵母和乳酸菌，面包因此发酸。
"""
ENGLISH = """\
# Water supply

## The reservoir

The city's tap water comes from the reservoir in the north, which was built in 1962 and can hold \
30 million cubic metres of water.

## Bicycle chains

Wipe the chain with a rag and put a drop of oil on every link.
"""
PLAIN = "The reservoir in the north was built in 1962.\n\nIt holds 30 million cubic metres.\n"

Opener = Callable[[dict[str, str]], TextReader]


@pytest.fixture(scope="module")
def open_texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    opened = []

    def build(texts: dict[str, str]) -> TextReader:
        folder = tmp_path_factory.mktemp("texts")
        for name, text in texts.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        build_index([folder / name for name in texts], folder / "index", root=folder)
        opened.append(open_index(folder / "index"))
        return TextReader(opened[-1])

    yield build
    for index in opened:
        index.close()


@pytest.fixture(scope="module")
def water(open_texts: Opener) -> TextReader:
    return open_texts({"zh/water.md": CHINESE, "en/water.md": ENGLISH, "plain.txt": PLAIN})


@pytest.fixture(scope="module")
def report_map(index: Index) -> SectionMap:
    return make_map(TextReader(index), *choose_sides(index, []))


def hold_the_contract(section_map: SectionMap) -> None:
    a, b = section_map.a, section_map.b
    assert section_map.scores.shape == (len(a.sections), len(b.sections))
    assert ((section_map.scores >= 0) & (section_map.scores <= 1)).all()
    for side, other, scores in (
        (a, b, section_map.scores),
        (b, a, section_map.scores.T),
    ):
        assert sum(section.passages for section in side.sections) == side.passages
        assert 0 <= side.coverage <= 1
        without = round(sum((1 - s.coverage) * s.passages for s in side.sections))
        assert without == len(side.uncovered)
        for section, row in zip(side.sections, scores, strict=True):
            assert bool(section.counterparts) == (section.coverage > 0)
            assert len(section.counterparts) <= NAMED
            assert all(other.sections[number].passages for number in section.counterparts)
            named = [float(row[number]) for number in section.counterparts]
            assert named == sorted(named, reverse=True)


def headings(side: MapSide) -> list[str]:
    return [section.heading for section in side.sections]


def test_each_passage_of_a_side_stands_in_one_section(report_map: SectionMap, index: Index) -> None:
    hold_the_contract(report_map)
    assert report_map.a.passages == index.store.searchable("zh")
    assert report_map.b.passages == index.store.searchable("en")
    first = report_map.a.sections[0]
    assert (first.level, first.section_id, first.path) == (0, None, ())
    assert first.heading == index.manifest.documents[0].title
    assert all(section.level > 0 and section.section_id for section in report_map.a.sections[1:])


def test_sections_of_the_report_that_belong_together_are_near(report_map: SectionMap) -> None:
    rows, columns = headings(report_map.a), headings(report_map.b)
    row = rows.index("(a) 改革联合国反恐架构")
    column = columns.index("1. Mandates of UNOCT and CTED")
    assert report_map.a.sections[row].counterparts[0] == column
    assert report_map.b.sections[column].counterparts[0] == row
    assert report_map.scores[row, column] > 0.9
    assert report_map.a.coverage > 0.8
    donors = report_map.b.sections[-1]
    assert donors.coverage < 0.2
    assert report_map.b.coverage < 0.6


def test_what_is_uncovered_is_what_has_no_counterpart(report_map: SectionMap, index: Index) -> None:
    sides = compare_sides(TextReader(index), Side("en"), Side("zh"))
    expected = [c.passage for c in find_coverage(index.store, sides) if c.counterpart is None]
    assert [u.passage for u in report_map.b.uncovered] == expected
    assert all(u.citation.en.startswith("A/72/840, ") for u in report_map.b.uncovered)


def test_a_map_turned_round_is_the_same_map(water: TextReader) -> None:
    one = make_map(water, Side("zh"), Side("en"))
    other = make_map(water, Side("en"), Side("zh"))
    hold_the_contract(one)
    np.testing.assert_allclose(one.scores, other.scores.T, rtol=1e-3)
    assert one.a == other.b
    assert one.b == other.a


def test_what_stands_below_no_heading_has_a_place_on_the_map(water: TextReader) -> None:
    section_map = make_map(water, Side("zh"), Side("en"))
    assert headings(section_map.a)[1:] == ["水库", "酸面包"]
    assert section_map.a.sections[0].section_id is None
    assert headings(section_map.b)[:2] == ["The reservoir", "Bicycle chains"]
    assert section_map.a.sections[1].path == ("供水",)
    assert section_map.a.sections[2].counterparts == ()
    alone = make_map(water, *choose_sides(water.index, ["zh/water.md", "plain.txt"]))
    hold_the_contract(alone)
    [section] = alone.b.sections
    assert (section.level, section.passages) == (0, 2)


def test_documents_are_compared_in_their_main_language(water: TextReader) -> None:
    a, b = choose_sides(water.index, ["en/water.md", "zh/water.md"])
    assert (a, b) == (Side("en", "en/water.md"), Side("zh", "zh/water.md"))
    assert choose_sides(water.index, []) == (Side("zh"), Side("en"))
    section_map = make_map(water, a, b)
    hold_the_contract(section_map)
    assert section_map.a.document is not None
    assert section_map.a.document.source == "en/water.md"
    assert {section.source for section in section_map.a.sections} == {"en/water.md"}


def test_the_main_language_of_the_report_says_more(index: Index) -> None:
    [source] = index.store.sources()
    assert main_language(index.store, source) == "en"
    assert choose_sides(index, ["A/72/840"]) == (Side("zh", source), Side("en", source))
    assert choose_sides(index, ["a-72-840.txt"]) == choose_sides(index, [source])


def test_a_name_that_is_none_or_several_is_refused(water: TextReader) -> None:
    documents = water.index.manifest.documents
    assert find_document(documents, "plain.txt").source == "plain.txt"
    with pytest.raises(UnknownDocument):
        find_document(documents, "nowhere.md")
    with pytest.raises(AmbiguousDocument) as several:
        find_document(documents, "water.md")
    assert "en/water.md, zh/water.md" in str(several.value)


def test_what_is_in_one_language_has_no_map(water: TextReader, open_texts: Opener) -> None:
    with pytest.raises(OneLanguage):
        choose_sides(water.index, ["plain.txt"])
    with pytest.raises(SameLanguage):
        choose_sides(water.index, ["plain.txt", "en/water.md"])
    alone = open_texts({"plain.txt": PLAIN})
    with pytest.raises(OneLanguage):
        choose_sides(alone.index, [])
    section_map = make_map(alone, Side("zh"), Side("en"))
    hold_the_contract(section_map)
    assert section_map.scores.shape == (0, 1)
    assert (section_map.a.coverage, section_map.b.coverage) == (0.0, 0.0)


def test_a_heading_that_comes_twice_heads_two_sections(open_texts: Opener) -> None:
    reader = open_texts(
        {"twice.md": "# Water\n\nIt boils.\n\n# Water\n\n水沸腾了。\n\nIt freezes.\n"}
    )
    section_map = make_map(reader, Side("zh"), Side("en"))
    hold_the_contract(section_map)
    assert headings(section_map.b) == ["Water", "Water"]
    assert section_map.a.sections[0].section_id == section_map.b.sections[1].section_id

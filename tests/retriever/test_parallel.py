from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import UnknownDocument
from indexer.passages import Passage
from retriever import parallel
from retriever.compared_texts import TextReader
from retriever.errors import TooLongForParallel
from retriever.parallel import (
    Parallel,
    find_translations,
    set_documents_side_by_side,
)
from retriever.search import open_index
from tests.parallel_documents import CONFIRMED

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader(parallel_index: Path) -> Iterator[TextReader]:
    opened = open_index(parallel_index)
    yield TextReader(opened)
    opened.close()


@pytest.fixture(scope="module")
def museum(reader: TextReader) -> Parallel:
    return set_documents_side_by_side(reader, ["museum.zh.md", "museum.en.md"])


@pytest.mark.parametrize("name", ["museum", "water"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_translation_of_a_document_is_found(
    reader: TextReader, name: str, language: str
) -> None:
    other = "en" if language == "zh" else "zh"
    best = find_translations(reader, f"{name}.{language}.md")[0]
    assert best.source == f"{name}.{other}.md"
    assert best.share > 0.7


def test_paragraphs_that_say_the_same_stand_in_one_row(museum: Parallel) -> None:
    assert museum.relation == "translation"
    linked = [row for row in museum.rows if row.links]
    assert len(linked) >= 15
    single = [row for row in linked if len(row.a) == len(row.b) == 1]
    # The texts were cut into paragraphs at the same places, all but sentences of one side alone.
    assert len(single) >= 0.85 * len(linked)


def shown(museum: Parallel, side: int) -> list[Passage]:
    return [passage for row in museum.rows for passage in (row.b if side else row.a)]


@pytest.mark.parametrize("side", [0, 1])
def test_every_paragraph_and_heading_is_shown_once_in_the_order_of_its_document(
    reader: TextReader, museum: Parallel, side: int
) -> None:
    source = (museum.b if side else museum.a).source or ""
    assert shown(museum, side) == list(reader.index.store.passages(source))


def test_headings_stand_before_what_they_head(museum: Parallel) -> None:
    first = museum.rows[0]
    assert [p.kind for p in (*first.a, *first.b)] == ["heading", "heading"]
    assert not first.links


def test_links_are_sentences_of_their_passages(museum: Parallel) -> None:
    for row in museum.rows:
        for link in row.links:
            assert 0 <= link.score <= 1
            for passages, places in ((row.a, link.a), (row.b, link.b)):
                assert places
                for number, (start, end) in places:
                    assert 0 <= start < end <= len(passages[number].text)


def test_what_people_confirmed_is_a_link(reader: TextReader, museum: Parallel) -> None:
    confirmed = [(row, link) for row in museum.rows for link in row.links if link.confirmed]
    assert len(confirmed) == 1
    [(row, link)] = confirmed
    number, span = link.a[0]
    assert row.a[number].text[slice(*span)] == CONFIRMED.zh[0]
    assert link.score == 1


def test_two_documents_are_read_from_either_side(reader: TextReader, museum: Parallel) -> None:
    turned = set_documents_side_by_side(reader, ["museum.en.md", "museum.zh.md"])
    assert turned.a.language == "en"
    assert shown(turned, 0) == shown(museum, 1)


def test_documents_on_other_subjects_have_no_rows(reader: TextReader) -> None:
    found = set_documents_side_by_side(reader, ["museum.zh.md", "water.en.md"])
    assert (found.relation, found.rows) == ("same-subject", ())


def test_what_is_too_long_is_refused_with_a_way_out(
    reader: TextReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "LONGEST", 3)
    with pytest.raises(TooLongForParallel, match="up to 3"):
        set_documents_side_by_side(reader, ["museum.zh.md", "museum.en.md"])


def test_an_unknown_document_has_no_translations(reader: TextReader) -> None:
    with pytest.raises(UnknownDocument):
        find_translations(reader, "nothing.md")

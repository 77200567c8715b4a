"""What was written comes back equal, by every way to ask for it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import DamagedIndex, UnknownDocument, UnknownPassage
from indexer.passages import LANGUAGES, RawDocument
from indexer.punctuation import split_sentences
from indexer.splitting import split
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store
from tests.strategies import MESSY_TEXT

REPORT = Path("corpus/a-72-840/a-72-840.txt")


def stored(text: str, source: str) -> StoredDocument:
    document = split(RawDocument(source, "0" * 64, "utf-8", text))
    return StoredDocument(
        document,
        tuple(
            () if passage.kind == "heading" else split_sentences(passage.text)
            for passage in document.passages
        ),
    )


def written(documents: Sequence[StoredDocument], path: Path) -> PassageStore:
    write_store(documents, path)
    return PassageStore.open(path)


@pytest.fixture(scope="module")
def documents() -> list[StoredDocument]:
    return [
        stored("# 引言\n\n1. 会员国加强了边境管理。\n\nA paragraph. And more.", "notes/中文.md"),
        stored(REPORT.read_bytes().decode(), REPORT.as_posix()),
    ]


@pytest.fixture(scope="module")
def store(
    documents: list[StoredDocument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PassageStore]:
    with written(documents, tmp_path_factory.mktemp("store") / "passages.sqlite") as opened:
        yield opened


def assert_equal(store: PassageStore, documents: Sequence[StoredDocument]) -> None:
    assert list(store.documents()) == [document.split.document for document in documents]
    for document in documents:
        source = document.split.document.source
        assert store.stored_document(source) == document
        assert store.document(source) == document.split.document
        assert store.sections(source) == document.split.sections
        assert store.passages(source) == document.split.passages


def test_the_report_comes_back_as_it_was_written(
    store: PassageStore, documents: list[StoredDocument]
) -> None:
    assert_equal(store, documents)


@given(texts=st.lists(MESSY_TEXT, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_document_comes_back_as_it_was_written(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    documents = [stored(text, f"{number}.md") for number, text in enumerate(texts)]
    with written(documents, tmp_path_factory.mktemp("messy") / "passages.sqlite") as store:
        assert_equal(store, documents)


def test_ids_and_numbers_find_the_same_passages(
    store: PassageStore, documents: list[StoredDocument]
) -> None:
    everything = [passage for document in documents for passage in document.split.passages]
    for language in LANGUAGES:
        searchable = [p for p in everything if p.language == language and p.kind != "heading"]
        assert store.searchable(language) == len(searchable)
        assert list(store.searchable_passages(language)) == searchable
        assert [store.number_of(p.id) for p in searchable] == list(range(len(searchable)))
        backwards = np.arange(len(searchable))[::-1]
        assert store.passages_at(language, backwards) == searchable[::-1]
        assert store.passage_at(language, 3) == searchable[3]
    assert [store.passage(passage.id) for passage in everything] == everything
    assert {store.number_of(p.id) for p in everything if p.kind == "heading"} == {None}


def test_a_part_of_a_document_is_read_by_its_places(
    store: PassageStore, documents: list[StoredDocument]
) -> None:
    source = REPORT.as_posix()
    passages = documents[1].split.passages
    assert store.passages(source, 100, 120) == passages[100:120]
    assert store.passages(source, len(passages) - 2, 10**6) == passages[-2:]
    assert store.passages(source, -5, 2) == passages[:2]
    assert store.place_of(passages[300].id) == (source, 300)
    assert store.texts(source) == tuple(passage.text for passage in passages)
    assert [(s.id, s.kind, s.label, s.parent, s.size) for s in store.sketch(source)] == [
        (p.id, p.kind, p.label, p.parent, len(p.text.encode())) for p in passages
    ]
    assert store.dropped(source) == documents[1].split.dropped


def test_sentences_know_their_passage(store: PassageStore, documents: list[StoredDocument]) -> None:
    for language in LANGUAGES:
        owners = store.sentence_owners(language)
        assert owners.dtype == np.int32
        spans = [
            sentences
            for document in documents
            for passage, sentences in zip(document.split.passages, document.sentences, strict=True)
            if passage.language == language and passage.kind != "heading"
        ]
        expected = np.repeat(np.arange(len(spans)), [len(sentences) for sentences in spans])
        assert owners.tolist() == expected.tolist()
        first = store.sentences_of(language, 0)
        assert [(s.passage, s.start, s.end) for s in first] == [(0, *span) for span in spans[0]]


@pytest.mark.parametrize("name", ["", "nothing:000", "'; DROP TABLE passages", "\ud800", "%"])
def test_unknown_names_are_errors(store: PassageStore, name: str) -> None:
    with pytest.raises(UnknownPassage):
        store.passage(name)
    with pytest.raises(UnknownPassage):
        store.number_of(name)
    for ask in (store.document, store.stored_document, store.sections, store.passages):
        with pytest.raises(UnknownDocument):
            ask(name)


@pytest.mark.parametrize("number", [-1, 10**6])
def test_unknown_numbers_are_errors(store: PassageStore, number: int) -> None:
    with pytest.raises(IndexError):
        store.passage_at("zh", number)
    with pytest.raises(IndexError):
        store.passages_at("en", [0, number])
    with pytest.raises(IndexError):
        store.sentences_of("en", number)


def test_threads_share_a_store(store: PassageStore) -> None:
    numbers = list(range(store.searchable("en")))
    expected = store.passages_at("en", numbers)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: store.passage_at("en", number), numbers)) == expected


def test_no_documents_make_a_store_without_passages(tmp_path: Path) -> None:
    with written([], tmp_path / "passages.sqlite") as store:
        assert store.documents() == ()
        assert store.searchable("zh") == 0
        assert store.sentence_owners("en").shape == (0,)


def test_sentences_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    document = stored("A paragraph.", "a.txt")
    with pytest.raises(ValueError, match="outside its text"):
        write_store([StoredDocument(document.split, (((0, 99),),))], tmp_path / "a.sqlite")
    with pytest.raises(ValueError, match="zip"):
        write_store([StoredDocument(document.split, ())], tmp_path / "b.sqlite")


def test_a_missing_file_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        PassageStore.open(tmp_path / "passages.sqlite")


@pytest.mark.parametrize("content", [b"", b"no database" * 500, None])
def test_a_damaged_file_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "passages.sqlite"
    written([stored("A paragraph.", "a.txt")], path).close()
    path.write_bytes(path.read_bytes()[:1000] if content is None else content)
    with pytest.raises(DamagedIndex, match=r"passages\.sqlite"):
        PassageStore.open(path)


def test_damage_found_later_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "passages.sqlite"
    written([stored("A paragraph. " * 2000, "a.txt")], path).close()
    whole = path.read_bytes()
    # The header page and the page of `languages`, which is read on opening, stay.
    path.write_bytes(whole[:4096] + b"\xff" * 4096 + whole[8192:])
    with pytest.raises(DamagedIndex, match=r"passages\.sqlite"), PassageStore.open(path) as store:
        store.documents()

"""The forward index gives back where the terms of a passage stand."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import forward_index
from indexer.errors import DamagedIndex
from indexer.forward_index import OFFSETS, PLACES, TERMS, ForwardIndex, ForwardWriter
from indexer.lexical import Postings
from indexer.lexical_writing import write_postings
from indexer.terms import Term, find_terms

TEXTS = ("反恐怖主义办公室 2017 年成立。", "The Office was set up in 2017.", "")


def write(documents: Sequence[Sequence[Term]], directory: Path) -> Postings:
    write_postings(([term.text for term in terms] for terms in documents), directory)
    postings = Postings.open(directory)
    with ForwardWriter(directory) as writer:
        for terms in documents:
            writer.add(terms)
        writer.number(postings)
    return postings


TERM = st.builds(
    Term, st.sampled_from(["a", "b", "反恐", "=unodc", "#8-21"]), st.integers(0, 9), st.integers(10)
)


@given(st.lists(st.lists(TERM, max_size=8), max_size=5), st.sets(st.sampled_from("ab反x")))
def test_what_was_added_is_found(documents: list[list[Term]], wanted: set[str]) -> None:
    documents = [[term for term in terms if term.end < 2**31] for terms in documents]
    with TemporaryDirectory() as folder:
        postings = write(documents, Path(folder))
        forward = ForwardIndex.open(Path(folder))
        numbers = {postings.number_of(term): term for term in wanted}
        assert forward.size == len(documents)
        for number, terms in enumerate(documents):
            assert forward.find(number, numbers) == [t for t in terms if t.text in wanted]
            assert forward.terms(number, postings) == terms


def test_terms_of_texts_have_their_places(tmp_path: Path) -> None:
    documents = [find_terms(text) for text in TEXTS]
    postings = write(documents, tmp_path)
    forward = ForwardIndex.open(tmp_path)
    wanted = {postings.number_of(term): term for term in ("2017", "办公室", "offic")}
    found = [
        [TEXTS[number][term.start : term.end] for term in forward.find(number, wanted)]
        for number in range(3)
    ]
    assert [sorted(words) for words in found] == [["2017", "办公室"], ["2017", "Office"], []]


def test_a_term_that_stands_nowhere_is_found_nowhere(tmp_path: Path) -> None:
    postings = write([find_terms(text) for text in TEXTS], tmp_path)
    assert postings.number_of("zzz") == -1
    assert ForwardIndex.open(tmp_path).find(0, {-1: "zzz"}) == []


def test_an_index_of_nothing_is_empty(tmp_path: Path) -> None:
    write([], tmp_path)
    assert ForwardIndex.open(tmp_path).size == 0


@pytest.mark.parametrize("name", [OFFSETS, TERMS, PLACES])
def test_a_file_of_another_index_is_damage(tmp_path: Path, name: str) -> None:
    write([find_terms(text) for text in TEXTS], tmp_path)
    np.save(tmp_path / name, np.zeros((1, 2) if name == PLACES else 1, dtype=np.int32))
    with pytest.raises(DamagedIndex, match="do not fit"):
        ForwardIndex.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no array", b"\x93NUMPY"])
def test_a_file_that_is_no_array_is_damage(tmp_path: Path, content: bytes) -> None:
    write([find_terms(text) for text in TEXTS], tmp_path)
    (tmp_path / TERMS).write_bytes(content)
    with pytest.raises(DamagedIndex, match="forward index"):
        ForwardIndex.open(tmp_path)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    write([find_terms(text) for text in TEXTS], tmp_path)
    (tmp_path / PLACES).unlink()
    with pytest.raises(FileNotFoundError):
        ForwardIndex.open(tmp_path)


def test_terms_that_were_taken_in_blocks_are_those_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [find_terms(text) for text in TEXTS * 5]
    write(documents, tmp_path / "one")
    monkeypatch.setattr(forward_index, "TERMS_AT_ONCE", 7)
    write(documents, tmp_path / "many")
    for name in (OFFSETS, PLACES, TERMS):
        assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()

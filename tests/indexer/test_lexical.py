"""The inverted index: its scores are those of rank_bm25, and it opens without being read."""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from indexer import lexical_writing
from indexer.errors import DamagedIndex
from indexer.lexical import (
    FREQUENCIES,
    PASSAGES,
    STATISTICS,
    VOCABULARY,
    Postings,
    bm25_idf,
    bm25_weights,
    score_bm25,
    term_idf,
)
from indexer.lexical_writing import write_postings

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "corpus" / "a-72-840" / "a-72-840.txt"

TERMS = st.sampled_from(["反恐", "恐怖", "the", "of", "a", "CTED", "é", "😀", ""])
DOCUMENTS = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=12)


def report_paragraphs() -> list[list[str]]:
    text = REPORT.read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n") if block.strip()]
    return [re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", block.lower()) for block in blocks]


@pytest.fixture(scope="module")
def paragraphs() -> list[list[str]]:
    return report_paragraphs()


@pytest.fixture(scope="module")
def postings(paragraphs: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> Postings:
    directory = tmp_path_factory.mktemp("lexical")
    write_postings(paragraphs, directory)
    return Postings.open(directory)


def written(documents: list[list[str]], directory: Path) -> Postings:
    write_postings(documents, directory)
    return Postings.open(directory)


def reference(documents: list[list[str]]) -> Any:
    """Return rank_bm25's index, with idf that no term of few passages makes negative."""
    okapi: Any = BM25Okapi(documents)
    counts = Counter(term for terms in documents for term in set(terms))
    okapi.idf = {term: bm25_idf(count, len(documents)) for term, count in counts.items()}
    return okapi


def reference_scores(documents: list[list[str]], terms: list[str]) -> NDArray[np.float64]:
    scores: NDArray[np.float64] = reference(documents).get_scores(terms)
    return scores


@pytest.mark.parametrize(
    "question",
    [
        "How many times a year do CTED and UNOCT meet",
        "the of and in to",
        "反恐怖主义办公室有多少个项目",
        "CTED 和 UNOCT 多久开一次会",
        "terrorist terrorist terrorist financing financing",
        "zyzzyva quux",
        "",
    ],
)
def test_scores_of_the_report_are_those_of_rank_bm25(
    paragraphs: list[list[str]], postings: Postings, question: str
) -> None:
    terms = re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", question.lower())
    scores = score_bm25(postings, terms)
    assert scores.dtype == np.float32
    assert scores.shape == (len(paragraphs),)
    np.testing.assert_allclose(scores, reference_scores(paragraphs, terms), rtol=1e-4, atol=1e-6)
    assert (scores.max() > 0) == any(term in {"the", "项", "terrorist", "cted"} for term in terms)


def test_ranking_of_the_report_is_that_of_rank_bm25(
    paragraphs: list[list[str]], postings: Postings
) -> None:
    terms = ["counter", "terrorism", "committee", "executive", "directorate"]
    ours = np.argsort(-score_bm25(postings, terms).astype(np.float64), kind="stable")[:20]
    theirs = np.argsort(-reference_scores(paragraphs, terms).astype(np.float32), kind="stable")[:20]
    assert ours.tolist() == theirs.tolist()


def test_idf_of_rare_terms_of_the_report_is_that_of_rank_bm25(
    paragraphs: list[list[str]], postings: Postings
) -> None:
    theirs = BM25Okapi(paragraphs).idf
    ours = {term: term_idf(postings, term) for term in postings.vocabulary()}
    assert ours.keys() == theirs.keys()
    rare = [term for term in theirs if postings.document_frequency(term) < len(paragraphs) / 50]
    assert len(rare) > 0.85 * len(theirs)
    for term in rare:
        assert ours[term] == pytest.approx(theirs[term], abs=0.025), term
    assert min(ours.values()) > 0


def test_terms_of_a_collection_of_one_passage_count(tmp_path: Path) -> None:
    postings = written([["水库", "供水"]], tmp_path)
    assert score_bm25(postings, ["水库"])[0] > 0


def test_lookup_gives_back_the_frequencies_of_the_report(
    paragraphs: list[list[str]], postings: Postings
) -> None:
    assert postings.lengths.tolist() == [len(terms) for terms in paragraphs]
    assert postings.average_length == pytest.approx(np.mean([len(terms) for terms in paragraphs]))
    for term in ["the", "cted", "反", "99"]:
        passages, frequencies = postings.lookup(term)
        assert passages.dtype == frequencies.dtype == np.int32
        expected = {n: terms.count(term) for n, terms in enumerate(paragraphs) if term in terms}
        assert dict(zip(passages.tolist(), frequencies.tolist(), strict=True)) == expected
        assert passages.tolist() == sorted(passages.tolist())
        assert postings.document_frequency(term) == len(expected) > 0


@given(documents=DOCUMENTS, question=st.lists(st.one_of(TERMS, st.text(max_size=3)), max_size=8))
@example(documents=[["a"]], question=["a"])
@example(documents=[["a"], []], question=["a", "a"])
@example(documents=[["a", "b"], ["a"], ["a"]], question=["a", "b"])
@settings(max_examples=150, deadline=None)
def test_scores_are_those_of_rank_bm25_whatever_the_terms(
    documents: list[list[str]], question: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    postings = written(documents, tmp_path_factory.mktemp("random"))
    scores = score_bm25(postings, question)
    expected = reference_scores(documents, question) if any(documents) else np.zeros(len(documents))
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-6)


@given(documents=st.lists(st.lists(st.text(max_size=5), max_size=8), max_size=8))
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_looked_up(
    documents: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    postings = written(documents, tmp_path_factory.mktemp("random"))
    vocabulary = list(postings.vocabulary())
    assert vocabulary == sorted({term for terms in documents for term in terms})
    found: list[list[str]] = [[] for _ in documents]
    for term in vocabulary:
        for number, frequency in zip(*postings.lookup(term), strict=True):
            found[number] += [term] * int(frequency)
    assert found == [sorted(terms) for terms in documents]


def test_unknown_terms_stand_nowhere(postings: Postings) -> None:
    for term in ["", "zzzzzzzz", "!", "the ", "TH", "\udc80", "\U0010ffff"]:
        passages, frequencies = postings.lookup(term)
        assert passages.dtype == frequencies.dtype == np.int32
        assert len(passages) == len(frequencies) == 0
        assert postings.document_frequency(term) == 0
        assert term_idf(postings, term) == 0.0


def test_no_passages_at_all_can_be_searched(tmp_path: Path) -> None:
    postings = written([], tmp_path)
    assert (postings.size, postings.average_length) == (0, 0.0)
    assert list(postings.vocabulary()) == []
    assert score_bm25(postings, ["a"]).shape == (0,)


def test_passages_without_terms_score_nothing(tmp_path: Path) -> None:
    postings = written([[], []], tmp_path)
    assert (postings.size, postings.average_length) == (2, 0.0)
    assert score_bm25(postings, ["a"]).tolist() == [0.0, 0.0]


def test_documents_may_be_an_iterator_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    directory = tmp_path / "lexical" / "zh"
    write_postings(iter([("a", "b"), ("b",)]), directory)
    assert Postings.open(directory).lookup("b")[0].tolist() == [0, 1]


def test_weighted_alternatives_can_be_scored_as_one_term() -> None:
    # Two alternatives with weights 0.75 and 0.25 that stand twice and four times in a passage of
    # mean length weigh what a term does that stands there 2.5 times.
    mixed = 0.75 * np.array([2]) + 0.25 * np.array([4])
    [weight] = bm25_weights(mixed, np.array([10], dtype=np.int32), 10.0)
    assert weight == pytest.approx(2.5 * 2.5 / (2.5 + 1.5))
    assert bm25_idf(2.5, 100) == pytest.approx(np.log(1 + 98.0 / 3.0))


def test_an_array_cannot_be_written_to(postings: Postings) -> None:
    passages, _ = postings.lookup("the")
    with pytest.raises(ValueError, match="read-only"):
        passages[0] = 1


@pytest.mark.parametrize("name", [PASSAGES, FREQUENCIES, VOCABULARY])
def test_a_file_that_is_cut_off_is_damage(name: str, tmp_path: Path) -> None:
    write_postings([["a", "b"], ["b"]], tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex, match="the lexical index"):
        Postings.open(tmp_path)


def test_files_of_two_indexes_do_not_fit_together(tmp_path: Path) -> None:
    write_postings([["a", "b"], ["b"]], tmp_path / "one")
    write_postings([["a"]], tmp_path / "two")
    (tmp_path / "two" / PASSAGES).replace(tmp_path / "one" / PASSAGES)
    with pytest.raises(DamagedIndex, match="do not fit together"):
        Postings.open(tmp_path / "one")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"size": null}'])
def test_statistics_that_cannot_be_understood_are_damage(content: str, tmp_path: Path) -> None:
    write_postings([["a"]], tmp_path)
    (tmp_path / STATISTICS).write_text(content)
    with pytest.raises(DamagedIndex):
        Postings.open(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_postings([["a"]], tmp_path)
    (tmp_path / FREQUENCIES).unlink()
    with pytest.raises(FileNotFoundError, match=FREQUENCIES):
        Postings.open(tmp_path)


def test_the_same_passages_give_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from indexer.lexical_writing import write_postings;"
        "write_postings([['反恐', 'b', 'a'], ['c', 'a']], pathlib.Path(sys.argv[1]))"
    )
    contents = []
    for seed in ["1", "2"]:
        directory = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", program, str(directory)],
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
        )
        contents.append({path.name: path.read_bytes() for path in directory.iterdir()})
    assert contents[0] == contents[1]
    assert json.loads(contents[0][STATISTICS])["size"] == 2


def test_opening_a_large_vocabulary_does_not_read_it(tmp_path: Path) -> None:
    # Half a million terms; reading them into a dictionary takes far more than the limit.
    write_postings([[f"term{number}" for number in range(500_000)]], tmp_path)
    Postings.open(tmp_path)
    start = time.process_time()
    postings = Postings.open(tmp_path)
    assert postings.document_frequency("term123456") == 1
    assert time.process_time() - start < 0.05


def test_an_index_of_many_runs_is_that_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(0)
    words = ["反恐", "b", "a", "\ud800", "a\0", *(f"word{number}" for number in range(40))]
    documents = [
        [words[number] for number in random.integers(0, len(words), random.integers(0, 12))]
        for _ in range(60)
    ]
    write_postings(documents, tmp_path / "one")
    monkeypatch.setattr(lexical_writing, "POSTINGS_AT_ONCE", 25)
    write_postings(documents, tmp_path / "many")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "many").iterdir())
    for name in names:
        assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()
    postings = Postings.open(tmp_path / "many")
    for word in words:
        passages, frequencies = postings.lookup(word)
        found = dict(zip(passages.tolist(), frequencies.tolist(), strict=True))
        assert found == {n: d.count(word) for n, d in enumerate(documents) if word in d}

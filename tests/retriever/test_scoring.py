"""Each channel on its own: arrays in, arrays out."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from indexer.lexical import K1, Postings, term_idf
from indexer.lexical_writing import write_postings
from indexer.terms import find_terms
from indexer.translations import Translations, write_translations
from retriever.fusion import NEIGHBOURS, fuse, references
from retriever.scoring import (
    best_places,
    best_sentences,
    lexical_scores,
    rarest_terms,
    term_weights,
)
from retriever.support import support
from retriever.translation import Alternatives, structure

DOCUMENTS = [
    ["反恐", "项目", "=unodc"],
    ["边境", "管制", "2018"],
    ["反恐", "反恐", "战略"],
    ["妇女", "青年"],
    ["青年"],
]


@pytest.fixture
def postings(tmp_path: Path) -> Postings:
    write_postings(DOCUMENTS, tmp_path)
    return Postings.open(tmp_path)


@pytest.fixture
def translations(tmp_path: Path) -> Translations:
    path = tmp_path / "translations.sqlite"
    write_translations({"border": {"边境": 0.7, "管制": 0.3}, "youth": {"青年": 1.0}}, path)
    return Translations.open(path)


def plain(*terms: str) -> list[Alternatives]:
    return [Alternatives(term, {term: 1.0}) for term in terms]


def test_without_translations_the_order_is_that_of_rank_bm25(postings: Postings) -> None:
    terms = ["反恐", "青年", "战略"]
    ours = lexical_scores(postings, plain(*terms))
    okapi = BM25Okapi(DOCUMENTS)
    okapi.idf = {term: term_idf(postings, term) for term in postings.vocabulary()}
    theirs = okapi.get_scores(terms)
    most = sum(okapi.idf[term] * (K1 + 1) for term in terms)
    np.testing.assert_allclose(ours, theirs / most, rtol=1e-5)


def test_alternatives_are_scored_as_one_term(postings: Postings) -> None:
    either = [Alternatives("border", {"边境": 0.5, "管制": 0.5})]
    assert lexical_scores(postings, either)[1] > 0
    # Both halves stand in the passage: together they are the whole term, once.
    assert lexical_scores(postings, either)[1] == pytest.approx(
        lexical_scores(postings, plain("2018"))[1]
    )


def test_unknown_terms_keep_the_rest_from_looking_like_a_full_match(postings: Postings) -> None:
    known = lexical_scores(postings, plain("青年"))
    with_unknown = lexical_scores(postings, [*plain("青年"), Alternatives("zzz", {})])
    assert with_unknown[4] < known[4]
    assert np.argmax(with_unknown) == np.argmax(known)


def test_no_terms_and_no_passages_score_nothing(postings: Postings, tmp_path: Path) -> None:
    assert not lexical_scores(postings, []).any()
    write_postings([], tmp_path / "none")
    assert lexical_scores(Postings.open(tmp_path / "none"), plain("a")).shape == (0,)


def test_a_question_is_structured_for_each_language(
    postings: Postings, translations: Translations
) -> None:
    query = structure(find_terms("border 青年 2018 zzz"), "zh", postings, translations)
    assert {a.term: dict(a.weights) for a in query} == {
        "border": pytest.approx({"边境": 0.7, "管制": 0.3}),
        "青年": {"青年": 1.0},
        "2018": {"2018": 1.0},
        "zzz": {},
    }


@given(
    scores=st.lists(st.lists(st.floats(-1, 1, width=32), max_size=4), max_size=6),
)
def test_the_best_sentence_is_the_highest_of_the_passage(scores: list[list[float]]) -> None:
    owners = np.array([n for n, own in enumerate(scores) for _ in own], dtype=np.int32)
    flat = np.array([score for own in scores for score in own], dtype=np.float32)
    best = best_sentences(flat, owners, len(scores))
    assert best.tolist() == [max(own, default=-1.0) for own in map(list, _as_float32(scores))]


def _as_float32(scores: list[list[float]]) -> list[list[float]]:
    return [np.array(own, dtype=np.float32).tolist() for own in scores]


def test_a_channel_that_finds_nothing_pushes_nothing_down() -> None:
    dense = np.array([0.5, 0.4], dtype=np.float32)
    zero = np.zeros(2, dtype=np.float32)
    assert np.argmax(fuse(dense, dense, zero)) == 0
    assert (fuse(dense, dense, zero) >= fuse(dense, zero, zero)).all()


def test_the_reference_of_a_small_language_is_not_its_only_passage() -> None:
    many = np.linspace(0, 1, 100, dtype=np.float32)
    one = np.array([0.9], dtype=np.float32)
    high, low = references([many, one])
    assert high == pytest.approx(np.sort(many)[::-1][:NEIGHBOURS].mean(), abs=1e-6)
    assert low < 0.96
    # Where no language has enough passages either: the better single passage stays ahead.
    several = np.array([0.3, 0.2], dtype=np.float32)
    of_one, of_several = references([one, several])
    assert 0.9 - of_one > 0.3 - of_several
    assert references([one, np.empty(0, dtype=np.float32)])[0] == pytest.approx(0.9)


def test_support_rises_with_the_evidence_and_falls_with_distance_from_the_subject() -> None:
    assert support(1.3, 0.5, 0.9, 0.0) > 0.9
    assert support(0.3, 0.1, 0.3, 0.3) < 0.1
    good = support(0.7, 0.3, 0.6, 0.1)
    assert good > support(0.7, 0.2, 0.6, 0.1)
    assert good > support(0.7, 0.3, 0.4, 0.1)
    assert good > support(0.7, 0.3, 0.6, 0.3)


def test_the_weight_of_a_term_is_its_rarity(postings: Postings) -> None:
    either = Alternatives("x", {"边境": 0.5, "管制": 0.5})
    query = [*plain("反恐", "妇女"), either, Alternatives("zzz", {})]
    common, rare, expected, unknown = term_weights(postings, query)
    assert common < rare
    # One of two words, each in one passage, is expected in one passage.
    assert expected == pytest.approx(rare)
    assert unknown == pytest.approx(rare)


def test_some_passages_score_as_they_do_among_all(postings: Postings) -> None:
    query = [
        *plain("反恐", "青年", "zzz"),
        Alternatives("border", {"边境": 0.5, "管制": 0.3, "战略": 0.2}),
    ]
    every = lexical_scores(postings, query)
    for numbers in ([0, 2, 4], [1], [], [0, 1, 2, 3, 4]):
        some = np.array(numbers, dtype=np.int64)
        assert np.array_equal(lexical_scores(postings, query, some), every[some])


def test_the_rarest_terms_stand_in_few_passages_together(postings: Postings) -> None:
    query = plain("反恐", "妇女", "青年", "zzz")
    assert [a.term for a in rarest_terms(postings, query, 3)] == ["妇女", "反恐"]
    assert [a.term for a in rarest_terms(postings, query, 0)] == ["妇女"]
    assert rarest_terms(postings, plain("zzz"), 3) == []


@given(
    scores=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=400),
    count=st.integers(1, 20),
)
def test_the_best_places_are_those_of_a_stable_sort(scores: list[float], count: int) -> None:
    values = np.array(scores, dtype=np.float32)
    expected = np.argsort(-values, kind="stable")[:count]
    assert best_places(values, count).tolist() == expected.tolist()

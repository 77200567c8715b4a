"""Passages ranked anew: on the scale of the old scores, and only where the model can read."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.languages import language_of
from indexer.passages import LANGUAGES, Passage
from retriever.answers import ask
from retriever.explain import explain
from retriever.known_answers import KNOWN_ANSWERS
from retriever.reranking import RERANKED, WEIGHT, Reranking, find_directions, rerank
from retriever.search import Index, search

pytestmark = pytest.mark.model

EVERY = frozenset((one, other) for one in LANGUAGES for other in LANGUAGES)
QUESTION = "How often do the heads of UNOCT and CTED meet?"


class Opinion:
    """Scores texts by a function of the question and the text."""

    name = "an opinion"

    def __init__(self, judge: Callable[[str, str], float]) -> None:
        self.judge = judge
        self.read: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return np.array([self.judge(question, text) for text in texts], dtype=np.float32)


def with_opinion(index: Index, judge: Callable[[str, str], float]) -> Index:
    return replace(index, reranking=Reranking(Opinion(judge), EVERY))


@pytest.fixture(scope="module")
def passages(index: Index) -> list[Passage]:
    return [index.store.passage_at(language, n) for language in LANGUAGES for n in range(6)]


@pytest.mark.parametrize("scale", [1.0, 50.0])
def test_new_scores_have_the_mean_and_spread_of_the_old_ones(
    passages: list[Passage], scale: float
) -> None:
    scores = np.linspace(0.9, -0.4, len(passages))
    longest_first = Opinion(lambda _, text: scale * len(text) - 7)
    new = rerank(Reranking(longest_first, EVERY), "?", "en", passages, scores)
    for places in (slice(0, 6), slice(6, 12)):
        said = (new[places] - (1 - WEIGHT) * scores[places]) / WEIGHT
        assert said.mean() == pytest.approx(scores[places].mean())
        assert said.std() == pytest.approx(scores[places].std())
        lengths = [len("\n".join([*p.section, p.text])) for p in passages[places]]
        assert list(np.argsort(said)) == list(np.argsort(lengths))
    same = rerank(Reranking(Opinion(lambda *_: scale), EVERY), "?", "en", passages, scores)
    np.testing.assert_array_equal(same, scores)


def test_only_passages_that_it_can_read_are_ranked_anew(passages: list[Passage]) -> None:
    scores = np.linspace(0.9, -0.4, len(passages))
    opinion = Opinion(lambda _, text: len(text))
    english = Reranking(opinion, frozenset([("en", "en")]))
    new = rerank(english, "?", "en", passages, scores)
    np.testing.assert_array_equal(new[:6], scores[:6])
    assert not np.allclose(new[6:], scores[6:])
    assert all(language_of(text) == "en" for text in opinion.read)
    np.testing.assert_array_equal(rerank(english, "?", "zh", passages, scores), scores)


def test_a_reranker_is_tried_on_known_answers() -> None:
    answers = {
        (known.questions[one], known.answers[other])
        for known in KNOWN_ANSWERS
        for one in LANGUAGES
        for other in LANGUAGES
    }
    assert find_directions(Opinion(lambda *pair: float(pair in answers))) == EVERY

    def reads_english(question: str, text: str) -> float:
        return float((question, text) in answers and (question + text).isascii())

    assert find_directions(Opinion(reads_english)) == {("en", "en")}
    assert find_directions(Opinion(lambda *_: 0.0)) == frozenset()
    assert find_directions(Opinion(lambda _, text: len(text))) == frozenset()
    for known in KNOWN_ANSWERS:
        for language in LANGUAGES:
            assert language_of(known.questions[language]) == language
            assert language_of(known.answers[language]) == language


def test_what_the_reranker_prefers_rises_and_support_stays(index: Index) -> None:
    plain = search(index, QUESTION, top_k=RERANKED)
    wanted = plain.hits[7].passage
    again = search(
        with_opinion(index, lambda _, text: float(text.endswith(wanted.text))), QUESTION, top_k=50
    )
    [hit] = [hit for hit in again.hits if hit.passage.id == wanted.id]
    assert hit.rank < 8
    assert hit.evidence == plain.hits[7].evidence
    assert hit.citation == plain.hits[7].citation
    assert again.support == plain.support
    assert [h.score for h in again.hits] == sorted((h.score for h in again.hits), reverse=True)
    assert [h.rank for h in again.hits] == list(range(1, 51))
    assert len({h.passage.id for h in again.hits}) == 50
    highest = plain.hits[0].score - plain.hits[-1].score
    assert again.hits[0].score <= plain.hits[0].score + highest * RERANKED**0.5


def test_only_the_best_are_read(index: Index) -> None:
    opinion = Opinion(lambda _, text: len(text))
    reranked = replace(index, reranking=Reranking(opinion, EVERY))
    best = search(index, QUESTION, top_k=RERANKED).hits
    search(reranked, QUESTION, top_k=3)
    assert len(opinion.read) == RERANKED
    assert {text.split("\n")[-1] for text in opinion.read} <= {
        hit.passage.text.split("\n")[-1] for hit in best
    }


def test_an_answer_is_taken_from_the_new_list(index: Index) -> None:
    plain = ask(index, QUESTION)
    assert plain.kind == "quote"
    right = plain.quotes[0].passage.text
    spoiled = ask(with_opinion(index, lambda _, text: -float(text.endswith(right))), QUESTION)
    assert spoiled.results.hits[0].passage.text != right
    assert spoiled.support == plain.support


def test_an_explanation_says_that_its_ranks_are_those_before(index: Index) -> None:
    passage = search(index, QUESTION).hits[0].passage
    opinion = with_opinion(index, lambda _, text: -float(text.endswith(passage.text)))
    explained = explain(opinion, QUESTION, passage.id)
    assert explained.reranker == "an opinion"
    assert explained.standing.rank == 1
    assert explain(index, QUESTION, passage.id).reranker is None

"""The best passages ranked anew by a model that reads each of them together with the question.

Nogueira and Cho, "Passage re-ranking with BERT" (2019). Such a model gives numbers of its own
scale, often favours one language, and often knows but one. So it is tried first on sentences
whose answers are known, and where it does not tell these apart, it is not asked. What it says of
the passages of a language is brought to the mean and the spread of the scores that these have
already, and the mean of both is the new score: margins between scores mean what they meant, and
no language is lifted over the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import RerankerUnavailable
from indexer.passages import LANGUAGES, Language, Passage
from retriever.known_answers import KNOWN_ANSWERS

RERANKED: Final = 30
"""How many of the best passages are ranked anew, of both languages together."""
WEIGHT: Final = 0.5
"""Of what the reranker says, against one minus that of the score before."""
TELLS_APART: Final = 0.75
"""Share of the known answers that a reranker must put first in a direction to be asked in it."""

Direction = tuple[Language, Language]
"""The language of a question, and that of a passage."""


class Reranker(Protocol):
    """A model that scores pairs of a question and a text. Threads may share one."""

    name: str

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well each text answers: (len(texts),), any numbers, higher is better."""
        ...


@dataclass(frozen=True, slots=True)
class Reranking:
    """A reranker, and what it was found to be good for."""

    reranker: Reranker
    directions: frozenset[Direction]
    """In which it is asked."""


@cache
def open_reranking(name: str) -> Reranking:
    """Return the reranker of a name, loaded and tried.

    It is kept while the process lives: an index that is built anew is searched with the same.

    Parameters
    ----------
    name
        A cross-encoder of sentence-transformers: a local folder, or a name on the hub.

    Raises
    ------
    ExtraNotInstalled
        sentence-transformers is not installed.
    RerankerUnavailable
        The model cannot be loaded, is no cross-encoder, or tells answers apart in no direction.
    """
    from indexer.sentence_transformers_reranker import SentenceTransformersReranker

    reranker = SentenceTransformersReranker(name)
    directions = find_directions(reranker)
    if not directions:
        reason = "it does not tell answers from other sentences, neither in Chinese nor in English"
        raise RerankerUnavailable(model=name, reason=reason)
    return Reranking(reranker, directions)


def find_directions(reranker: Reranker) -> frozenset[Direction]:
    """Return in which directions a reranker puts known answers before other sentences."""
    return frozenset(
        (asked_in, wanted)
        for asked_in in LANGUAGES
        for wanted in LANGUAGES
        if _share_of_answers(reranker, asked_in, wanted) >= TELLS_APART
    )


def _share_of_answers(reranker: Reranker, asked_in: Language, wanted: Language) -> float:
    texts = [known.answers[wanted] for known in KNOWN_ANSWERS]
    first = [
        int(reranker.score(known.questions[asked_in], texts).argmax()) == place
        for place, known in enumerate(KNOWN_ANSWERS)
    ]
    return sum(first) / len(first)


def rerank(
    reranking: Reranking,
    question: str,
    language: Language,
    passages: Sequence[Passage],
    scores: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return new scores of the best passages for a question, on the scale of the old ones.

    Parameters
    ----------
    language
        Of the question.
    scores : ndarray of float64, shape (len(passages),)
        Measured against what their languages' scores are measured against.

    Returns
    -------
    ndarray of float64, shape (len(passages),)
        The old score where the reranker is not asked.
    """
    reranked = scores.copy()
    for wanted in LANGUAGES:
        places = [n for n, passage in enumerate(passages) if passage.language == wanted]
        if len(places) < 2 or (language, wanted) not in reranking.directions:
            continue
        texts = [_with_headings(passages[place]) for place in places]
        said = reranking.reranker.score(question, texts).astype(np.float64)
        reranked[places] += WEIGHT * (_calibrated(said, scores[places]) - scores[places])
    return reranked


def _calibrated(said: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a reranker said with the mean and the spread of the scores."""
    spread = float(said.std())
    if spread < 1e-9:
        return scores
    calibrated: NDArray[np.float64] = (said - said.mean()) / spread * scores.std() + scores.mean()
    return calibrated


def _with_headings(passage: Passage) -> str:
    return "\n".join([*passage.section, passage.text])

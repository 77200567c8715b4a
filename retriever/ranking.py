"""All passages of a language scored for a question, and the best of all languages in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.forward_index import ForwardIndex
from indexer.lexical import Postings
from indexer.passages import Language
from indexer.translations import Translations
from indexer.vectors import Vectors
from retriever.fusion import fuse, references
from retriever.queries import Query
from retriever.scoring import best_sentences, lexical_scores, term_weights
from retriever.translation import Alternatives, structure

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Channels:
    """What is searched for one language."""

    language: Language
    postings: Postings
    forward: ForwardIndex
    passages: Vectors
    sentences: Vectors
    owners: NDArray[np.int32]
    """(n_sentences,) the passage of each sentence, ascending."""
    question_mean: NDArray[np.float32]
    """(dimension,) mean vector of questions in the language."""
    everyday: NDArray[np.float32]
    """(n, dimension) unit vectors of everyday questions in it, less that mean."""


@dataclass(frozen=True)
class Scored:
    """The scores of all passages of one language."""

    channels: Channels
    query: list[Alternatives]
    """The question for this language."""
    dense: _Floats
    sentence: _Floats
    sentences: _Floats
    """(n_sentences,) of the single sentences."""
    lexical: _Floats
    fused: _Floats
    remaining: NDArray[np.bool_] | None
    """(n_passages,) True for those that may be found; None for all."""

    @cached_property
    def weights(self) -> list[float]:
        """Of each term of the question."""
        return term_weights(self.channels.postings, self.query)

    @cached_property
    def wanted(self) -> dict[int, str]:
        """All that stands for a term of the question, by its number in the index."""
        number_of = self.channels.postings.number_of
        return {number_of(term): term for found in self.query for term in found.weights}

    def best(self, count: int) -> NDArray[np.int64]:
        """Return the passages that score best among those that remain, best first.

        Equal scores come in reading order.
        """
        if self.remaining is None:
            return np.argsort(-self.fused, kind="stable")[:count]
        numbers = np.flatnonzero(self.remaining)
        return numbers[np.argsort(-self.fused[numbers], kind="stable")[:count]]


class Ranked(NamedTuple):
    """A passage in the list of all languages."""

    scored: Scored
    number: int
    """Of the passage, in its language."""
    score: float


def score_passages(
    channels: Channels,
    query: Query,
    vector: _Floats,
    translations: Translations,
    remaining: NDArray[np.bool_] | None,
) -> Scored:
    """Return the scores of all passages of a language.

    Parameters
    ----------
    vector : ndarray of float32, shape (dimension,)
        Of the query for this language, less the mean of questions.
    remaining
        As `Scored.remaining`.
    """
    dense = channels.passages.scores(vector)
    sentences = channels.sentences.scores(vector)
    sentence = best_sentences(sentences, channels.owners, channels.passages.size)
    structured = structure(query.terms, channels.language, channels.postings, translations)
    lexical = lexical_scores(channels.postings, structured)
    fused = fuse(dense, sentence, lexical)
    return Scored(channels, structured, dense, sentence, sentences, lexical, fused, remaining)


def rank(scored: Sequence[Scored], top_k: int) -> list[Ranked]:
    """Return the best passages of all languages that remain.

    Equal scores come in the order of `scored`, then in reading order.
    """
    candidates = [
        Ranked(channel, int(number), float(channel.fused[number]) - level)
        for channel, level in zip(scored, levels(scored), strict=True)
        for number in channel.best(top_k)
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)[:top_k]


def levels(scored: Sequence[Scored]) -> list[float]:
    """Return what the scores of each language are measured against.

    Those of all passages, also of those that do not remain: it is what the question owes to the
    language, and so nothing changes places because others were taken away.
    """
    return references([channel.fused for channel in scored])

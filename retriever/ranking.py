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
from indexer.vectors import Nearest, Vectors
from retriever.candidates import find_candidates
from retriever.fusion import fuse, references
from retriever.queries import Query
from retriever.scoring import best_places, best_sentences, lexical_scores, term_weights
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
    nearest: Nearest | None
    """Finds those that may be the best among many; None where all are scored."""
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
    numbers: NDArray[np.int64]
    """(n,) of the passages that were scored, ascending."""
    owners: NDArray[np.integer]
    """(n_sentences,) the place in `numbers` of the passage of each of their sentences."""
    dense: _Floats
    """(n,), as `sentence`, `lexical` and `fused`."""
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
        """Return the places of the passages that score best among those that remain, best first.

        Equal scores come in reading order.
        """
        if self.remaining is None:
            return best_places(self.fused, count)
        places = np.flatnonzero(self.remaining[self.numbers])
        best: NDArray[np.int64] = places[best_places(self.fused[places], count)]
        return best


class Ranked(NamedTuple):
    """A passage in the list of all languages."""

    scored: Scored
    number: int
    """Place of the passage among those that were scored; its number where all were."""
    score: float


def score_passages(
    channels: Channels,
    query: Query,
    vector: _Floats,
    translations: Translations,
    remaining: NDArray[np.bool_] | None,
    top_k: int | None = None,
) -> Scored:
    """Return the scores of all passages of a language.

    Parameters
    ----------
    vector : ndarray of float32, shape (dimension,)
        Of the query for this language, less the mean of questions.
    remaining
        As `Scored.remaining`.
    """
    postings = channels.postings
    structured = structure(query.terms, channels.language, postings, translations)
    if channels.nearest is None or top_k is None:
        numbers, owners = np.arange(channels.passages.size), channels.owners
        dense, sentences = channels.passages.scores(vector), channels.sentences.scores(vector)
        lexical = lexical_scores(postings, structured)
    else:
        asked = channels.nearest, postings, vector, structured
        numbers, lexical = find_candidates(*asked, top_k=top_k)
        if remaining is not None:
            # The references of a language are those of all its passages.
            within, _ = find_candidates(*asked, top_k=top_k, remaining=remaining)
            numbers = np.union1d(numbers, within)
            lexical = lexical_scores(postings, structured, numbers)
        # subtle: numbers of another type than the owners' would have all owners converted.
        wanted = numbers.astype(channels.owners.dtype)
        starts = np.searchsorted(channels.owners, wanted)
        ends = np.searchsorted(channels.owners, wanted, side="right")
        owners = np.repeat(np.arange(len(numbers)), ends - starts)
        dense = channels.passages.scores_between(vector, numbers, numbers + 1)
        sentences = channels.sentences.scores_between(vector, starts, ends)
    sentence = best_sentences(sentences, owners, len(numbers))
    fused = fuse(dense, sentence, lexical)
    return Scored(
        channels,
        structured,
        numbers,
        owners,
        dense,
        sentence,
        sentences,
        lexical,
        fused,
        remaining,
    )


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

"""All passages of a language scored for a question, and the best of all languages in one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Postings
from indexer.passages import Language
from indexer.terms import Term
from indexer.translations import Translations
from indexer.vectors import Nearest
from retriever.candidates import find_candidates
from retriever.fusion import fuse, references
from retriever.queries import Query
from retriever.remote import Remote
from retriever.remote_candidates import find_remote_candidates
from retriever.scoring import best_places, best_sentences, lexical_scores, term_weights
from retriever.translation import Alternatives, structure

_Floats = NDArray[np.float32]


class VectorRows(Protocol):
    """Vectors by their rows: `indexer.vectors.Vectors`, or those in Milvus."""

    @property
    def size(self) -> int:
        """Number of vectors."""

    @property
    def dimension(self) -> int:
        """Of each."""

    def search(self, query: _Floats, top_k: int) -> tuple[NDArray[np.int64], _Floats]:
        """Return the rows that score best, and their scores."""

    def scores(self, query: _Floats) -> _Floats:
        """Return the scores of all rows."""

    def scores_between(
        self, query: _Floats, starts: NDArray[np.integer], ends: NDArray[np.integer]
    ) -> _Floats:
        """Return the scores of the rows of some ranges."""

    def rows(self, rows: NDArray[np.integer]) -> _Floats:
        """Return some of the vectors."""


class TermPlaces(Protocol):
    """Where terms stand: `indexer.forward_index.ForwardIndex`, or found again in the texts."""

    @property
    def size(self) -> int:
        """Number of passages."""

    def find(self, passage: int, wanted: Mapping[int, str]) -> list[Term]:
        """Return where some terms stand in a passage."""

    def terms(self, passage: int, postings: Postings) -> list[Term]:
        """Return all terms of a passage."""


@dataclass(frozen=True, slots=True)
class Channels:
    """What is searched for one language."""

    language: Language
    postings: Postings
    forward: TermPlaces
    passages: VectorRows
    sentences: VectorRows
    owners: NDArray[np.int32]
    """(n_sentences,) the passage of each sentence, ascending."""
    nearest: Nearest | None
    """Finds those that may be the best among many; None where all are scored."""
    question_mean: NDArray[np.float32]
    """(dimension,) mean vector of questions in the language."""
    everyday: NDArray[np.float32]
    """(n, dimension) unit vectors of everyday questions in it, less that mean."""
    remote: Remote | None = None
    """Finds those that may be the best where passages and vectors are in Milvus."""

    def over(self, numbers: NDArray[np.int64]) -> "Channels":
        """Return what is searched with the terms of some passages at hand, by ascending numbers."""
        if self.remote is None:
            return self
        return replace(self, postings=self.remote.postings(self.postings, numbers))


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
    also: Sequence[int] = (),
) -> Scored:
    """Return the scores of all passages of a language, or of those that may be the best.

    Parameters
    ----------
    vector : ndarray of float32, shape (dimension,)
        Of the query for this language, less the mean of questions.
    remaining
        As `Scored.remaining`.
    top_k
        How many are wanted; None for the scores of all, where they are at hand.
    also
        Numbers of passages that are scored in any case.
    """
    structured = structure(query.terms, channels.language, channels.postings, translations)
    numbers: NDArray[np.int64] | None = None
    if channels.remote is not None:
        chosen = _choose_remote(channels, channels.remote, vector, structured, remaining, top_k)
        numbers = np.union1d(chosen, np.array(also, dtype=np.int64))
        channels = channels.over(numbers)
        lexical = lexical_scores(channels.postings, structured, numbers)
    elif channels.nearest is not None and top_k is not None:
        numbers, lexical = _choose(channels, channels.nearest, vector, structured, remaining, top_k)
    else:
        lexical = lexical_scores(channels.postings, structured)
    if numbers is None:
        numbers, owners = np.arange(channels.passages.size), channels.owners
        dense, sentences = channels.passages.scores(vector), channels.sentences.scores(vector)
    else:
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


def _choose(
    channels: Channels,
    nearest: Nearest,
    vector: _Floats,
    query: Sequence[Alternatives],
    remaining: NDArray[np.bool_] | None,
    top_k: int,
) -> tuple[NDArray[np.int64], _Floats]:
    """Return the passages that may be the best of many, and their lexical scores."""
    asked = nearest, channels.postings, vector, query
    numbers, lexical = find_candidates(*asked, top_k=top_k)
    if remaining is None:
        return numbers, lexical
    # The references of a language are those of all its passages.
    within, _ = find_candidates(*asked, top_k=top_k, remaining=remaining)
    numbers = np.union1d(numbers, within)
    return numbers, lexical_scores(channels.postings, query, numbers)


def _choose_remote(
    channels: Channels,
    remote: Remote,
    vector: _Floats,
    query: Sequence[Alternatives],
    remaining: NDArray[np.bool_] | None,
    top_k: int | None,
) -> NDArray[np.int64]:
    """Return the passages in Milvus that may be the best ones."""
    asked = remote, channels.postings, channels.owners, vector, query
    numbers = find_remote_candidates(*asked, top_k=top_k or 0)
    if remaining is None:
        return numbers
    within = find_remote_candidates(*asked, top_k=top_k or 0, remaining=remaining)
    return np.union1d(numbers, within)


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

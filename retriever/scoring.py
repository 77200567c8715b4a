"""The scores of each channel for all passages of one language: arrays in, arrays out."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import K1, Postings, bm25_idf, bm25_weights
from retriever.translation import Alternatives

UNKNOWN_WEIGHT: Final = 0.5
"""What a term that stands nowhere counts in the most a passage could reach, as a share of one
that stands in a single passage: what the documents do not say must not make the rest look like
a full match, but may be a slip of the asker's as well."""


def best_sentences(
    scores: NDArray[np.float32], owners: NDArray[np.int32], passages: int
) -> NDArray[np.float32]:
    """Return the score of the best sentence of each passage.

    Parameters
    ----------
    scores : ndarray of float32, shape (n_sentences,)
    owners : ndarray of int32, shape (n_sentences,)
        The passage of each sentence, ascending.
    passages
        Number of passages.

    Returns
    -------
    ndarray of float32, shape (passages,)
        -1 for a passage without sentences, the lowest cosine.
    """
    best = np.full(passages, -1.0, dtype=np.float32)
    if len(scores):
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        best[owners[first]] = np.maximum.reduceat(scores, first)
    return best


def lexical_scores(postings: Postings, query: Sequence[Alternatives]) -> NDArray[np.float32]:
    """Return BM25 of a structured query, as a share of the most a passage could reach.

    Parameters
    ----------
    postings
        Of the passages of one language.
    query
        The question for that language.

    Returns
    -------
    ndarray of float32, shape (postings.size,)
        In [0, 1].
    """
    scores = np.zeros(postings.size, dtype=np.float64)
    most = 0.0
    rarest = bm25_idf(1, postings.size) if postings.size else 0.0
    for alternatives in query:
        passages, frequencies = _expected(postings, alternatives)
        if len(passages) == 0:
            most += UNKNOWN_WEIGHT * rarest * (K1 + 1)
            continue
        idf = bm25_idf(_document_frequency(postings, alternatives), postings.size)
        weights = bm25_weights(frequencies, postings.lengths[passages], postings.average_length)
        scores[passages] += idf * weights
        most += idf * (K1 + 1)
    shares: NDArray[np.float32] = (scores / max(most, 1e-6)).astype(np.float32)
    return np.clip(shares, 0, 1)


def lexical_parts(
    postings: Postings, query: Sequence[Alternatives], passage: int
) -> NDArray[np.float64]:
    """Return what each term of a structured query gives to the lexical score of one passage.

    Returns
    -------
    ndarray of float64, shape (2, len(query))
        What it gives, which adds up to the score, and the most that it could give.
    """
    parts = np.zeros((2, len(query)))
    rarest = bm25_idf(1, postings.size) if postings.size else 0.0
    for number, alternatives in enumerate(query):
        passages, frequencies = _expected(postings, alternatives)
        if len(passages) == 0:
            parts[1, number] = UNKNOWN_WEIGHT * rarest * (K1 + 1)
            continue
        idf = bm25_idf(_document_frequency(postings, alternatives), postings.size)
        parts[1, number] = idf * (K1 + 1)
        place = int(np.searchsorted(passages, passage))
        if place < len(passages) and passages[place] == passage:
            length = postings.lengths[[passage]]
            frequency = frequencies[[place]]
            parts[0, number] = idf * bm25_weights(frequency, length, postings.average_length)[0]
    shares: NDArray[np.float64] = parts / max(parts[1].sum(), 1e-6)
    return shares


def term_weights(postings: Postings, query: Sequence[Alternatives]) -> list[float]:
    """Return the inverse document frequency of each term of a structured query.

    One that stands nowhere has that of a term in a single passage.
    """
    return [
        bm25_idf(_document_frequency(postings, alternatives), postings.size)
        if any(map(postings.document_frequency, alternatives.weights))
        else bm25_idf(1, postings.size)
        for alternatives in query
    ]


def _document_frequency(postings: Postings, alternatives: Alternatives) -> float:
    """Return the expected number of passages that have an alternative, at least 0.5."""
    found = (
        weight * postings.document_frequency(term) for term, weight in alternatives.weights.items()
    )
    return max(sum(found), 0.5)


def _expected(
    postings: Postings, alternatives: Alternatives
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the passages that have an alternative, with the expected frequencies there."""
    found = [(*postings.lookup(term), weight) for term, weight in alternatives.weights.items()]
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0)
    every = np.concatenate([passages for passages, _, _ in found])
    weighted = np.concatenate([weight * frequencies for _, frequencies, weight in found])
    passages, places = np.unique(every, return_inverse=True)
    frequencies = np.bincount(places, weights=weighted, minlength=len(passages))
    return passages.astype(np.int64), frequencies.astype(float)

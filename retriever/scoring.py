"""The scores of each channel for all passages of one language: arrays in, arrays out."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

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


def lexical_scores(
    postings: Postings,
    query: Sequence[Alternatives],
    numbers: NDArray[np.int64] | None = None,
) -> NDArray[np.float32]:
    """Return BM25 of a structured query, as a share of the most a passage could reach.

    Parameters
    ----------
    postings
        Of the passages of one language.
    query
        The question for that language.
    numbers : ndarray of int64, shape (n,)
        Which passages are scored, ascending; None for all.

    Returns
    -------
    ndarray of float32, shape (n,)
        In [0, 1].
    """
    lengths = postings.lengths if numbers is None else postings.lengths[numbers]
    scores = np.zeros(len(lengths), dtype=np.float64)
    expected = np.zeros(len(lengths), dtype=np.float64)
    most = 0.0
    rarest = bm25_idf(1, postings.size) if postings.size else 0.0
    for alternatives in query:
        if not any(map(postings.document_frequency, alternatives.weights)):
            most += UNKNOWN_WEIGHT * rarest * (K1 + 1)
            continue
        places, frequencies = _expect(postings, alternatives, numbers, expected)
        idf = bm25_idf(_document_frequency(postings, alternatives), postings.size)
        weights = bm25_weights(frequencies, lengths[places], postings.average_length)
        # subtle: a passage that comes twice is given the same value twice, not added to twice.
        scores[places] = scores[places] + idf * weights
        most += idf * (K1 + 1)
    shares: NDArray[np.float32] = (scores / max(most, 1e-6)).astype(np.float32)
    return np.clip(shares, 0, 1, out=shares)


def query_weights(
    postings: Postings, query: Sequence[Alternatives]
) -> tuple[dict[int, float], float]:
    """Return a structured query as weights of terms, whose product with `weigh_terms` is its score.

    It is exact for terms with one alternative. Of several it is the sum of what each gives alone,
    which is never more than what `lexical_scores` gives for them together.

    Returns
    -------
    weights : dict
        By the numbers of terms.
    most : float
        What such a product is divided by for a share of the most a passage could reach.
    """
    weights: dict[int, float] = {}
    most = 0.0
    for alternatives, idf in zip(query, term_weights(postings, query), strict=True):
        known = any(map(postings.document_frequency, alternatives.weights))
        most += idf * (K1 + 1) * (1 if known else UNKNOWN_WEIGHT)
        for term, weight in alternatives.weights.items():
            number = postings.number_of(term)
            if number >= 0:
                weights[number] = weights.get(number, 0.0) + idf * weight
    return weights, max(most, 1e-6)


def rarest_terms(
    postings: Postings, query: Sequence[Alternatives], most: int
) -> list[Alternatives]:
    """Return the terms of a query that stand in the fewest passages.

    Parameters
    ----------
    most
        In how many passages they may stand, added up. The rarest is there in any case.
    """
    counted = [
        (sum(map(postings.document_frequency, alternatives.weights)), alternatives)
        for alternatives in query
    ]
    counted = sorted((pair for pair in counted if pair[0]), key=lambda pair: pair[0])
    totals = accumulate(count for count, _ in counted)
    return [
        alternatives
        for number, ((_, alternatives), total) in enumerate(zip(counted, totals, strict=True))
        if number == 0 or total <= most
    ]


def best_places(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return where the highest scores stand, the highest first, equal ones in their order.

    Returns
    -------
    ndarray of int64, shape (min(count, len(scores)),)
    """
    if not 0 < count < len(scores):
        return np.argsort(-scores, kind="stable")[:count]
    # What some of the scores reach, the best of all do as well: few are left to be sorted.
    some = scores[::16]
    least = (
        np.partition(some, len(some) - count)[len(some) - count] if len(some) > count else -np.inf
    )
    places = np.flatnonzero(scores >= least)
    least = np.partition(scores[places], len(places) - count)[len(places) - count]
    places = places[scores[places] >= least]
    best: NDArray[np.int64] = places[np.argsort(-scores[places], kind="stable")[:count]]
    return best


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
        if not any(map(postings.document_frequency, alternatives.weights)):
            parts[1, number] = UNKNOWN_WEIGHT * rarest * (K1 + 1)
            continue
        idf = bm25_idf(_document_frequency(postings, alternatives), postings.size)
        parts[1, number] = idf * (K1 + 1)
        own = np.array([passage])
        places, frequencies = _expect(postings, alternatives, own, np.zeros(1))
        if len(places):
            length = postings.lengths[own]
            weights = bm25_weights(frequencies[:1], length, postings.average_length)
            parts[0, number] = idf * weights[0]
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


def _expect(
    postings: Postings,
    alternatives: Alternatives,
    numbers: NDArray[np.int64] | None,
    expected: NDArray[np.float64],
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return where an alternative stands, with the expected frequencies there.

    Parameters
    ----------
    numbers
        As `lexical_scores` takes them.
    expected : ndarray of float64, shape (n,)
        Zeros, as they are afterwards again: room for adding up.

    Returns
    -------
    places : ndarray of integers, shape (m,)
        Of the passages among those that are scored; one that has several alternatives comes as
        often.
    frequencies : ndarray of float64, shape (m,)
    """
    found: list[tuple[NDArray[Any], NDArray[Any]]] = []
    for term, weight in alternatives.weights.items():
        passages, frequencies = postings.lookup(term)
        if len(passages) == 0:
            continue
        if numbers is None:
            found.append((passages, weight * frequencies))
            continue
        places = np.searchsorted(passages, numbers.astype(passages.dtype))
        places[places == len(passages)] = 0
        inside = np.flatnonzero(passages[places] == numbers)
        found.append((inside, weight * frequencies[places[inside]]))
    if len(found) == 1:
        return found[0]
    if not found:  # of some passages only, as `Postings.over`
        return np.empty(0, dtype=np.int64), np.empty(0)
    for places, weighted in found:
        expected[places] += weighted
    every = np.concatenate([places for places, _ in found])
    summed = expected[every]
    expected[every] = 0
    return every, summed

"""The scores of each channel for all passages of one language: arrays in, arrays out."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import K1, Postings, bm25_idf, score_bm25


def best_sentences(
    scores: NDArray[np.float32], owners: NDArray[np.int32], passages: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
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
    best : ndarray of float32, shape (passages,)
        -1 for a passage without sentences, the lowest cosine.
    rows : ndarray of int64, shape (passages,)
        The sentence; the first of equals; -1 without sentences.
    """
    best = np.full(passages, -1.0, dtype=np.float32)
    rows = np.full(passages, -1, dtype=np.int64)
    if len(scores):
        np.maximum.at(best, owners, scores)
        first = np.flatnonzero(scores == best[owners])[::-1]
        rows[owners[first]] = first
    return best, rows


def lexical_scores(postings: Postings, terms: Sequence[str], weight: float) -> NDArray[np.float32]:
    """Return BM25 as a share of the most that a passage could reach for a question.

    Parameters
    ----------
    weight
        `question_weight` of the question over all languages, more than 0.

    Returns
    -------
    ndarray of float32, shape (postings.size,)
        In [0, 1].
    """
    shares: NDArray[np.float32] = score_bm25(postings, terms) / np.float32(weight)
    return np.minimum(shares, np.float32(1))


def question_weight(postings: Sequence[Postings], terms: Sequence[str]) -> float:
    """Return the BM25 score that no passage can exceed for a question.

    A term that no passage has counts as much as one that a single passage has: what the
    documents do not say at all must not make the rest look like a full match.
    """
    weight = 0.0
    rarest = max((bm25_idf(1, p.size, p.mean_idf) for p in postings if p.size), default=0.0)
    for term, count in Counter(terms).items():
        idf = max((_idf(p, term) for p in postings), default=0.0)
        weight += count * (idf or rarest) * (K1 + 1)
    return max(weight, 1e-6)


def _idf(postings: Postings, term: str) -> float:
    frequency = postings.document_frequency(term)
    return bm25_idf(frequency, postings.size, postings.mean_idf) if frequency else 0.0

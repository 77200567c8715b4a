"""Which passages of a large collection are scored: those that may be among the best.

Many are found by their codes, some by the rarest words of the question. The words of all these are
scored, and the vectors are read of those that are best by code and words, and of those found by
words.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Postings
from indexer.vectors import Nearest
from retriever.fusion import LEXICAL_WEIGHT
from retriever.scoring import best_places, lexical_scores, rarest_terms
from retriever.translation import Alternatives

SENTENCES: Final = 1500
"""How many sentences are looked for by their codes, for the passages that they stand in."""
BY_CODES: Final = 150
"""How many of these passages are scored."""
BY_WORDS: Final = 50
"""How many passages are scored for their words alone."""
POSTINGS: Final = 50_000
"""How many entries of the inverted index are gone through to find them. Words that stand
everywhere have most of all entries, and decide little."""


def find_candidates(
    nearest: Nearest,
    postings: Postings,
    vector: NDArray[np.float32],
    query: Sequence[Alternatives],
    *,
    top_k: int,
    remaining: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return passages that may be among the best for a question, with their scores by words.

    Parameters
    ----------
    nearest, postings
        Of the passages of one language.
    vector : ndarray of float32, shape (dimension,)
        Of the question for that language, centred.
    query
        The same as a structured query.
    top_k
        How many passages are wanted; where many are, more are looked at.
    remaining : ndarray of bool, shape (passages,)
        True for the passages that may be found; None for all. Where there are few, all of them
        are candidates.

    Returns
    -------
    numbers : ndarray of int64, shape (n,)
        Ascending.
    lexical : ndarray of float32, shape (n,)
        As `retriever.scoring.lexical_scores` gives them.
    """
    by_codes, by_words = max(BY_CODES, 5 * top_k), max(BY_WORDS, 2 * top_k)
    if remaining is not None and np.count_nonzero(remaining) <= by_codes + by_words:
        numbers = np.flatnonzero(remaining)
        return numbers, lexical_scores(postings, query, numbers)
    found, scores = nearest.find(vector, max(SENTENCES, 4 * by_codes), remaining)
    rare = lexical_scores(postings, rarest_terms(postings, query, POSTINGS))
    if remaining is not None:
        rare[~remaining] = -1
    worded = best_places(rare, by_words)
    numbers = np.union1d(found, worded)
    lexical = lexical_scores(postings, query, numbers)
    places = np.searchsorted(numbers, found)
    best = best_places(scores + np.float32(LEXICAL_WEIGHT) * lexical[places], by_codes)
    kept = np.union1d(places[best], np.searchsorted(numbers, worded))
    return numbers[kept], lexical[kept]

"""Which passages in Milvus are scored for a question: those that may be among the best.

Milvus is asked three times: for passages, for sentences, and for words. What it finds is put
together here, and the best of it scored from the same vectors and frequencies and by the same
formula as in an index that is all in a directory, so that what it finds is all that it decides.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Postings
from retriever.fusion import fuse
from retriever.remote import Remote
from retriever.scoring import best_places, query_weights
from retriever.translation import Alternatives

SCORED: Final = 200
"""How many passages are scored; where many are wanted, five times as many."""
SENTENCES: Final = 4
"""How many sentences are looked for, to each passage that is scored."""

_Floats = NDArray[np.float32]
_Integers = NDArray[np.int64]


def find_remote_candidates(
    remote: Remote,
    postings: Postings,
    owners: NDArray[np.int32],
    vector: _Floats,
    query: Sequence[Alternatives],
    *,
    top_k: int,
    remaining: NDArray[np.bool_] | None = None,
) -> _Integers:
    """Return passages of one language that may be among the best for a question.

    What one of the three does not find, it scores no higher than the last that it finds. So much a
    passage is held to have there: one that is left out scores less than all that are scored.

    Parameters
    ----------
    postings
        Statistics of all its passages.
    owners : ndarray of int32, shape (n_sentences,)
        The passage of each sentence, ascending.
    vector : ndarray of float32, shape (dimension,)
        Of the question for that language, centred.
    query
        The same as a structured query.
    top_k
        How many passages are wanted.
    remaining : ndarray of bool, shape (passages,)
        True for the passages that may be found; None for all. Where there are few, all of them
        are candidates.

    Returns
    -------
    ndarray of int64, shape (n,)
        Numbers, ascending.
    """
    count = max(SCORED, 5 * top_k)
    if postings.size <= count:
        remaining = np.ones(postings.size, dtype=bool) if remaining is None else remaining
    passages = None if remaining is None else np.flatnonzero(remaining)
    if passages is not None and len(passages) <= count:
        return passages
    sentences = None if remaining is None else np.flatnonzero(remaining[owners])
    rows, sentence_scores = remote.find("sentences", vector, SENTENCES * count, sentences)
    weights, most = query_weights(postings, query)
    worded, word_scores = remote.find_words(weights, count, passages)
    # Best first, so that the first sentence of a passage is its best one.
    standing, first = np.unique(owners[rows].astype(np.int64), return_index=True)
    found = [
        (*remote.find("passages", vector, count, passages), -1.0),
        (standing, sentence_scores[first], -1.0),
        (worded, (word_scores / most).astype(np.float32), 0.0),
    ]
    full = [len(found[0][0]) == count, len(rows) == SENTENCES * count, len(worded) == count]
    numbers: _Integers = np.unique(np.concatenate([one for one, _, _ in found]))
    dense, sentence, lexical = (
        _spread(numbers, own, scores, float(scores.min()) if cut_off else lowest)
        for (own, scores, lowest), cut_off in zip(found, full, strict=True)
    )
    best = best_places(fuse(dense, sentence, lexical), count)
    return np.sort(numbers[best])


def _spread(numbers: _Integers, own: _Integers, scores: _Floats, other: float) -> _Floats:
    """Return the scores of all numbers: their own, or that of all others."""
    spread = np.full(len(numbers), other, dtype=np.float32)
    spread[np.searchsorted(numbers, own)] = scores
    return spread

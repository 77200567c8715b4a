"""The terms of passages as sparse vectors: one dimension a term, its BM25 weight as the value.

The inner product with the inverse document frequencies of the terms of a question is then the BM25
score. A term that has several translations is scored by their frequencies taken together, which no
inner product gives; so the frequencies are read back out of the weights, exactly, and the passages
that were found scored by them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import K1, B, Found, Postings, bm25_weights

FIRST: Final = 1
"""The dimension of the first term. The one before it is that of passages without terms, since a
vector may not be empty."""
BLOCK: Final = 50_000
"""Passages whose terms are gathered with one pass over all postings."""


def weigh_terms(postings: Postings) -> Iterator[dict[int, float]]:
    """Yield the sparse vector of each passage, in the order of their numbers."""
    for start in range(0, postings.size, BLOCK):
        end = min(postings.size, start + BLOCK)
        passages, terms, frequencies = postings.between(start, end)
        weights = bm25_weights(
            frequencies, postings.lengths[passages], postings.average_length
        ).astype(np.float32)
        ends = np.searchsorted(passages, np.arange(start, end), side="right").tolist()
        first = 0
        for last in ends:
            own = slice(first, last)
            yield dict(zip((terms[own] + FIRST).tolist(), weights[own].tolist(), strict=True)) or {
                FIRST - 1: 1.0
            }
            first = last


def read_frequencies(
    postings: Postings, numbers: NDArray[np.int64], vectors: Sequence[Mapping[int, float]]
) -> dict[int, Found]:
    """Return the terms of some passages with their frequencies, out of their sparse vectors.

    With f the frequency and n the norm of the length, the weight is w = f (k1 + 1) / (f + n), so
    that f = w n / (k1 + 1 - w). Frequencies are whole numbers, and weights of float32 tell them
    apart up to a thousand times in one passage.

    Parameters
    ----------
    postings
        Of all passages, for their lengths.
    numbers : ndarray of int64, shape (n,)
        Of the passages, ascending.
    vectors
        Of these passages, as `weigh_terms` made them.

    Returns
    -------
    dict
        By the numbers of terms, as `Postings.over` takes them.
    """
    counts = [len(vector) for vector in vectors]
    terms = np.array([d for vector in vectors for d in vector], dtype=np.int64) - FIRST
    weights = np.array([w for vector in vectors for w in vector.values()], dtype=np.float64)
    passages = np.repeat(numbers, counts).astype(np.int32)
    norms = K1 * (1 - B + B * postings.lengths[passages] / max(postings.average_length, 1e-9))
    frequencies = np.rint(weights * norms / (K1 + 1 - weights)).astype(np.int32)
    order = np.argsort(terms, kind="stable")
    order = order[terms[order] >= 0]
    known, starts = np.unique(terms[order], return_index=True)
    return {
        int(term): (passages[order[start:end]], frequencies[order[start:end]])
        for term, start, end in zip(known, starts, [*starts[1:], len(order)], strict=True)
    }

"""The channels on one scale, which is the same for both languages.

Rank fusion does not serve here: BM25 returns passages in the question's language only, so that
fusing ranks lifts those over everything in the other one. Scores are added instead. What is
left of the gap between the languages is that a question is nearer to *all* passages of its own
language: each passage is therefore measured against its language's best ones. Conneau,
Lample, Ranzato, Denoyer and Jégou, "Word translation without parallel data" (ICLR 2018), call
this cross-domain similarity local scaling.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEXICAL_WEIGHT: Final = 1.5
"""Of a full lexical match, against 1 for the cosine of the passage and 1 for that of its best
sentence."""

NEIGHBOURS: Final = 10
"""How many of a language's best passages its reference is the mean of."""


def fuse(
    dense: NDArray[np.float32], sentence: NDArray[np.float32], lexical: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the fused scores of the passages of one language.

    No channel can veto or push down what another found: a passage that a channel does not find
    has 0 from it.

    Parameters
    ----------
    dense, sentence, lexical : ndarray of float32, shape (n_passages,)
        As `retriever.hits.Scores` has them.

    Returns
    -------
    ndarray of float32, shape (n_passages,)
        Higher is better; comparable within a language.
    """
    fused: NDArray[np.float32] = dense + sentence + np.float32(LEXICAL_WEIGHT) * lexical
    return fused


def references(fused: Sequence[NDArray[np.float32]]) -> list[float]:
    """Return for each language what its scores are measured against.

    It is the mean of the `NEIGHBOURS` best scores. A language with fewer passages has the
    missing ones filled in at the lowest such mean of all languages, or its only passage would
    always be measured against itself.

    Parameters
    ----------
    fused
        The fused scores of each language's passages; empty where it has none.
    """
    tops = [np.sort(_highest(scores))[::-1] for scores in fused]
    full = [float(top.mean()) for top in tops if len(top) == NEIGHBOURS]
    filler = min(full or [float(top.mean()) for top in tops if len(top)], default=0.0)
    return [(float(top.sum()) + (NEIGHBOURS - len(top)) * filler) / NEIGHBOURS for top in tops]


def _highest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(scores) <= NEIGHBOURS:
        return scores
    return np.partition(scores, len(scores) - NEIGHBOURS)[-NEIGHBOURS:]

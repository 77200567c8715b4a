"""How well the documents support an answer to a question."""

import math
from typing import Final

MIDPOINT: Final = 0.5
"""Fused score of the best passage at which support is 0.5."""
STEEPNESS: Final = 12.0
"""How fast support changes there, per unit of score."""


def support(best: float | None) -> float:
    """Return the support that the best fused score gives, in [0, 1]; 0 without a passage.

    A logistic curve (Platt, "Probabilistic outputs for support vector machines", 1999) through
    the scores of questions that are answered and of questions on other subjects.

    Parameters
    ----------
    best
        The best fused score of all passages, not measured against its language's reference:
        that would hide that nothing fits.
    """
    if best is None:
        return 0.0
    return 1 / (1 + math.exp(-STEEPNESS * (best - MIDPOINT)))

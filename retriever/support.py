"""How well the documents support an answer to a question."""

import math
from typing import Final

FUSED: Final = 4.0
SENTENCE: Final = 8.0
EVERYDAY: Final = -16.0
INTERCEPT: Final = -1.1
"""Fitted by logistic regression to our development questions, those with answers against those
on other subjects, and shifted so that few of the former fall below 0.5."""


def support(fused: float, sentence: float, everyday: float) -> float:
    """Return how well the best passage supports an answer, in [0, 1].

    A score alone does not tell a question on another subject from one in unusual words: something
    is always nearest. What tells is whether the question is nearer to everyday life than to what
    the documents are about. The three are weighed by a logistic curve (Platt, "Probabilistic
    outputs for support vector machines", 1999).

    Parameters
    ----------
    fused
        Fused score of the best passage, not measured against its language's reference: that
        would hide that nothing fits.
    sentence
        Cosine of its best sentence.
    everyday
        Highest cosine between the question and everyday questions, the language means removed.
    """
    evidence = FUSED * fused + SENTENCE * sentence + EVERYDAY * everyday + INTERCEPT
    return 1 / (1 + math.exp(-evidence))

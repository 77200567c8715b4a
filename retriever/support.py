"""How well the documents support an answer to a question."""

import math
from typing import Final

FUSED: Final = 4.8
SENTENCE: Final = 13.0
KNOWN: Final = 3.6
EVERYDAY: Final = -7.0
INTERCEPT: Final = -5.6
"""Fitted by logistic regression to development questions on two collections, those with answers
against those on other subjects and on what the documents leave out, and shifted so that few of the
answered ones fall below 0.5; the weight of everyday life and the shift were set on a third one too.
"""


def support(fused: float, sentence: float, known: float, everyday: float) -> float:
    """Return how well the best passage supports an answer, in [0, 1].

    A score alone does not tell a question on another subject from one in unusual words: something
    is always nearest. What tells is how much of the question the documents have words for, and
    whether it is nearer to everyday life than to what they are about. The four are weighed by a
    logistic curve (Platt, "Probabilistic outputs for support vector machines", 1999).

    Parameters
    ----------
    fused
        Fused score of the best passage, not measured against its language's reference: that
        would hide that nothing fits.
    sentence
        Cosine of its best sentence.
    known
        Share of the question's terms that the documents have, or have a translation of.
    everyday
        Highest cosine between the question and everyday questions, the language means removed.
    """
    evidence = FUSED * fused + SENTENCE * sentence + KNOWN * known + EVERYDAY * everyday + INTERCEPT
    return 1 / (1 + math.exp(-evidence))

"""What likeness means: how sure a counterpart is, and what two texts are to each other."""

from typing import Final, Literal, TypeAlias

import numpy as np

from indexer.passages import Language

Relation: TypeAlias = Literal["same-content", "summary-of", "detail-of", "same-topic"]
"""What a text is to its counterpart. It says the same, more shortly (`summary-of`), at greater
length (`detail-of`), or something else on the same subject."""

EVEN: Final = 1.4
"""Likeness of passages from which they count as counterparts. Fitted by logistic regression to the
best counterpart of the tuning pairs' passages (1 in 20 is below) against the best one of the
second collection's, each subject of which has one document only (4 in 5 are below), and shifted
so that few counterparts are lost."""
SLOPE: Final = 5.0
"""How fast the score rises there, from the same fit."""

PAIR_EVEN: Final = 0.65
"""Likeness of sentences that 1 in 20 of translations is below, and 1 in 10 of the nearest
sentences in texts on other subjects is above."""
PAIR_SLOPE: Final = 8.0
"""How fast the score of a pair rises there; half of the translations have one above 0.99."""

MEASURED_SLOPE: Final = 4.0
"""How fast the score of sections rises where their passages are as near as what is usual; sections
of the report that are counterparts lie some 0.3 above."""

SAME: Final = 2.1
"""Likeness of passages from which they say the same: 9 in 10 of such tuning pairs are above, 19 in
20 of those that only have the topic in common below."""
SAME_SENTENCE: Final = 0.8
"""Likeness that their nearest sentences must have besides; the least of those tuning pairs."""
LONGER: Final = 4.0
"""How many times longer a text must be for the other one to be a summary of it."""
CHINESE_CHARACTER: Final = 3.4
"""Code points of English that say what one of Chinese does, in the texts of eval/alignment."""


def passage_score(likeness: float) -> float:
    """Return how sure it is that passages are counterparts, in [0, 1]."""
    return _logistic(SLOPE * (likeness - EVEN))


def sentence_score(likeness: float) -> float:
    """Return how sure it is that two sentences belong together, in [0, 1]."""
    return _logistic(PAIR_SLOPE * (likeness - PAIR_EVEN))


def section_score(measured: float) -> float:
    """Return how much nearer sections are than what is usual, in [0, 1]; 0.5 is usual."""
    return _logistic(MEASURED_SLOPE * measured)


def tell_relation(
    likeness: float, nearest: float, length: float, counterpart_length: float
) -> Relation:
    """Return what a text is to its counterpart.

    Parameters
    ----------
    likeness
        Of the two passages; of sections that of the shorter one's passages, on average.
    nearest
        Likeness of their two nearest sentences.
    length, counterpart_length
        As `length_of` gives them.
    """
    if likeness < SAME or nearest < SAME_SENTENCE:
        return "same-topic"
    if length * LONGER <= counterpart_length:
        return "summary-of"
    if counterpart_length * LONGER <= length:
        return "detail-of"
    return "same-content"


def length_of(text: str, language: Language) -> float:
    """Return how long a text is, in code points of English."""
    return len(text) * (CHINESE_CHARACTER if language == "zh" else 1.0)


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))

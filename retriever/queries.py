"""A question, read once for all channels."""

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.errors import EmptyQuestion, QuestionTooLong
from indexer.languages import language_of
from indexer.normalization import to_simplified
from indexer.passages import Language
from indexer.terms import terms

QUESTION_LIMIT = 2000
"""Code points that a question may have. The model reads some 500 tokens; beyond that a text is a
document and no question."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the channels search for."""

    question: str
    """As asked, without white space around it."""
    language: Language
    terms: tuple[str, ...]
    """Index terms, in the order of the question; repeated ones repeated."""
    vector: NDArray[np.float32]
    """(dimension,) unit vector of the question, not centred."""


def read_question(question: str) -> str:
    """Return a question that can be searched, without white space around it.

    Raises
    ------
    EmptyQuestion
        Nothing, or only punctuation and marks.
    QuestionTooLong
        Over `QUESTION_LIMIT`.
    """
    stripped = question.strip()
    if not any(unicodedata.category(character)[0] in "LN" for character in stripped):
        raise EmptyQuestion()
    if len(stripped) > QUESTION_LIMIT:
        raise QuestionTooLong(length=len(stripped), limit=QUESTION_LIMIT)
    return stripped


def read_query(question: str, encoder: Encoder) -> Query:
    """Return the query of a question.

    Chinese characters are simplified for the model, too, which saw more text in those.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `read_question`.
    """
    stripped = read_question(question)
    return Query(
        question=stripped,
        language=language_of(stripped),
        terms=tuple(terms(stripped)),
        vector=encoder.encode_queries([to_simplified(stripped)])[0],
    )

"""A question, read once for all channels."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.gazetteer import MARK, Gazetteer
from indexer.languages import language_of
from indexer.normalization import to_simplified
from indexer.passages import LANGUAGES, Language
from indexer.terms import Term, find_terms
from retriever.errors import EmptyQuestion, QuestionTooLong

QUESTION_LIMIT = 2000
"""Code points that a question may have. The model reads some 500 tokens; beyond that a text is a
document and no question."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the channels search for."""

    question: str
    """As asked, without white space around it."""
    language: Language
    terms: tuple[Term, ...]
    """Index terms with their places in `question`; repeated ones repeated."""
    vectors: Mapping[Language, NDArray[np.float32]]
    """For the passages of each language, (dimension,) vector of the question, not centred."""


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


def read_query(question: str, encoder: Encoder, gazetteer: Gazetteer) -> Query:
    """Return the query of a question.

    Names are what a model knows least across languages. Passages in the other language are
    therefore looked for with the mean of two vectors: that of the question, and that of the
    question with the names of the glossary put in that language.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `read_question`.
    """
    stripped = read_question(question)
    language = language_of(stripped)
    terms = tuple(find_terms(stripped, gazetteer))
    # Simplified for the model, too, which saw more text in those characters.
    wordings = {
        target: to_simplified(
            stripped if target == language else _with_names(stripped, terms, target, gazetteer)
        )
        for target in LANGUAGES
    }
    distinct = list(dict.fromkeys([wordings[language], *wordings.values()]))
    own, *others = encoder.encode_queries(distinct)
    other = (own + others[0]) / 2 if others else own
    return Query(
        question=stripped,
        language=language,
        terms=terms,
        vectors={target: own if target == language else other for target in LANGUAGES},
    )


def _with_names(
    question: str, terms: Sequence[Term], language: Language, gazetteer: Gazetteer
) -> str:
    """Return a question with the names that stand in another language put in this one."""
    pieces: list[str] = []
    position = 0
    for term in terms:
        name = gazetteer.name(term.text, language) if term.text.startswith(MARK) else None
        words = question[term.start : term.end]
        if name is None or term.start < position or language_of(words) == language:
            continue
        pieces += [question[position : term.start], name]
        position = term.end
    return "".join([*pieces, question[position:]])

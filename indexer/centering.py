"""Removes what a vector says about its language, so that the two languages lie on each other.

Multilingual encoders separate texts by language before subject: to a Chinese question every
Chinese passage is nearer than the right English one. Taking the mean of each language from its
vectors removes most of that: Yang, Yang, Cer and Darve, "A Simple and Effective Method to
Eliminate the Self Language Bias in Multilingual Representations" (EMNLP 2021), whose first
principal component per language this replaces by the mean.

Passages and questions are encoded differently and have means of their own. That of passages is
taken from the collection. A collection comes without questions, so theirs is taken from
questions that are made of its own phrases ("Who is responsible for {}?"): these need not make
sense, but are questions, in the language, and about the subject. Their mean lies nearer to that
of the questions people ask than the mean of any general questions does.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from itertools import chain, islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.everyday import EVERYDAY_QUESTIONS, EVERYDAY_STATEMENTS
from indexer.normalization import to_simplified
from indexer.passages import Language

PRIOR_WEIGHT = 10.0
"""How many passages of a collection the everyday statements weigh as much as. They steady the
mean of a language that has only a few passages, and are lost among many."""


QUESTION_FORMS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "{}有哪些？",
        "什么是{}？",
        "{}怎么样了？",
        "谁负责{}？",
        "为什么{}？",
        "有多少{}？",
        "{}是什么时候开始的？",
        "在{}方面做了什么？",
        "{}",
        "请问{}的情况",
        "哪些国家参与{}？",
        "如何{}？",
    ),
    "en": (
        "What is {}?",
        "Who is responsible for {}?",
        "How many {}?",
        "When did {} start?",
        "Why {}?",
        "What has been done about {}?",
        "Which countries take part in {}?",
        "How does {} work?",
        "{}",
        "Tell me about {}",
        "Where is {}?",
        "Which {} are there?",
    ),
}

PHRASES: Final = 72
"""How many phrases of a collection are made into questions."""

MANY: Final = 8 * PHRASES
"""Texts from which on a phrase is taken from some of them only."""

_CLAUSE = re.compile(
    r"[^，。；：、！？（）《》“”,.;:!?()\"|\s][^，。；：、！？（）《》“”,.;:!?()\"|]*"
)
_CLAUSE_LENGTH: Final[dict[Language, tuple[int, int]]] = {"zh": (4, 16), "en": (16, 50)}
"""Code points of a phrase that can stand in a question, least and most."""


def question_mean(
    encoder: Encoder, language: Language, texts: Iterable[str]
) -> NDArray[np.float32]:
    """Return the mean vector of questions in a language, of shape (dimension,).

    Parameters
    ----------
    texts
        The passages of the language; everyday questions take the place of missing phrases.
    """
    forms = QUESTION_FORMS[language]
    phrases = find_phrases(texts, language)
    asked = [
        forms[n % len(forms)].format(to_simplified(phrase)) for n, phrase in enumerate(phrases)
    ]
    general = EVERYDAY_QUESTIONS[language] if len(asked) < PHRASES else ()
    vectors = encoder.encode_queries([*asked, *general])
    mean: NDArray[np.float32] = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def find_phrases(texts: Iterable[str], language: Language) -> list[str]:
    """Return up to `PHRASES` clauses of a collection, spread over it, none twice."""
    rest = iter(texts)
    first = list(islice(rest, MANY + 1))
    if len(first) <= MANY:
        found = list(dict.fromkeys(chain.from_iterable(_clauses(t, language) for t in first)))
        return found[:: max(1, len(found) // PHRASES)][:PHRASES]
    # Chosen by a digest and not by their place, so that a text more leaves the choice as it is
    # and an update need not encode other questions.
    lowest: dict[str, bytes] = {}
    for text in chain(first, rest):
        digest = _digest(text)
        for clause in _clauses(text, language)[:1]:
            lowest[clause] = min(digest, lowest.get(clause, digest))
        if len(lowest) > MANY:
            lowest = {clause: lowest[clause] for clause in _lowest(lowest)}
    return _lowest(lowest)


def _lowest(digests: dict[str, bytes]) -> list[str]:
    return sorted(digests, key=digests.__getitem__)[:PHRASES]


def _clauses(text: str, language: Language) -> list[str]:
    low, high = _CLAUSE_LENGTH[language]
    clauses = (match[0].strip() for match in _CLAUSE.finditer(text))
    return [clause for clause in clauses if low <= len(clause) <= high]


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def passage_mean(
    blocks: Iterable[NDArray[np.float32]], encoder: Encoder, language: Language
) -> NDArray[np.float32]:
    """Return the mean vector of a language's passages, steadied by everyday statements.

    Parameters
    ----------
    blocks : iterable of ndarray of float32, shape (n, dimension)
        The vectors of all passages of the language, if there are any.

    Returns
    -------
    ndarray of float32, shape (dimension,)
    """
    prior = encoder.encode_passages(EVERYDAY_STATEMENTS[language]).mean(axis=0, dtype=np.float64)
    total, weight = PRIOR_WEIGHT * prior, PRIOR_WEIGHT
    for vectors in blocks:
        total += vectors.sum(axis=0, dtype=np.float64)
        weight += len(vectors)
    mean: NDArray[np.float32] = (total / weight).astype(np.float32)
    return mean


def centre(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors less a mean, brought back to unit length.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n, dimension)
    mean : ndarray of float32, shape (dimension,)

    Returns
    -------
    ndarray of float32, shape (n, dimension)
        Unit rows; a vector equal to the mean becomes zero, which is near to nothing.
    """
    difference = vectors - mean
    norms = np.linalg.norm(difference, axis=1, keepdims=True)
    centred: NDArray[np.float32] = np.divide(
        difference, norms, out=np.zeros_like(difference), where=norms > 1e-9
    )
    return centred

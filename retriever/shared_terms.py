"""How much of what two texts of different languages say is said in terms that stand for the same.

The terms of each text are looked for in the other one, as `retriever.translation` puts them into
its language. Unlike for a question, the alternatives of a term are counted together for its
rarity, as if all were one word (Pirkola, "The effects of query structure and dictionary setups in
dictionary-based cross-language information retrieval", SIGIR 1998): a term that may stand for a
word which is everywhere tells little. What is found is set against the weight of all terms of
both texts, as a cosine does, so that a text of a thousand words is not near to everything; and
each text counts as somewhat longer than it is, so that one of a single word is not either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Postings, bm25_idf
from indexer.passages import Language
from indexer.terms import Term
from indexer.translations import Translations
from retriever.scoring import UNKNOWN_WEIGHT
from retriever.translation import choose_terms, find_alternatives

Floats = NDArray[np.float32]

NUMBER_WEIGHT: Final = 0.5
"""Of a bare number, beside other terms that are as rare: 25 and 1964 stand in any two texts."""

SHORTEST: Final = 2
"""By how many terms that stand in one passage only a text counts as longer than it is."""

_NOTHING: Final[Mapping[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms of a text, and what is looked for in texts of the other language."""

    own: frozenset[str]
    """Its terms."""
    sought: Mapping[str, float]
    """Terms of the other language, with how much it weighs that one of them is found."""
    mass: float
    """The weight of all its terms, and somewhat more for a short text: see `SHORTEST`."""


class TermReader:
    """Reads texts for what they share with texts in another language. Threads may share one.

    It remembers what stands for each term, which is what takes time.

    Parameters
    ----------
    target
        The other language.
    postings
        Of the passages in it.
    """

    def __init__(self, target: Language, postings: Postings, translations: Translations) -> None:
        self._target = target
        self._postings = postings
        self._translations = translations
        self._shortest = SHORTEST * bm25_idf(1, postings.size) if postings.size else 0.0
        self._known: dict[str, tuple[Mapping[str, float], float]] = {}

    def read(self, terms: Sequence[Term]) -> Reading:
        """Return what is looked for of a text with these terms; repeated ones count once."""
        sought: dict[str, float] = {}
        mass = self._shortest
        for text in dict.fromkeys(term.text for term in choose_terms(terms, self._postings)):
            weights, weight = self._weigh(text)
            mass += weight
            for alternative, share in weights.items():
                sought[alternative] = sought.get(alternative, 0.0) + share * weight
        return Reading(frozenset(term.text for term in terms), sought, mass)

    def _weigh(self, term: str) -> tuple[Mapping[str, float], float]:
        """Return what stands for a term, and how much the term tells."""
        if term not in self._known:
            self._known[term] = self._look_up(term)
        return self._known[term]

    def _look_up(self, term: str) -> tuple[Mapping[str, float], float]:
        size = self._postings.size
        if not size:
            return _NOTHING, 0.0
        kind = NUMBER_WEIGHT if term.isdigit() else 1.0
        weights = find_alternatives(term, self._target, self._postings, self._translations)
        if not weights:
            return _NOTHING, kind * UNKNOWN_WEIGHT * bm25_idf(1, size)
        found = sum(self._postings.document_frequency(alternative) for alternative in weights)
        return weights, kind * bm25_idf(min(max(found, 1), size), size)


def share_terms(a: Sequence[Reading], b: Sequence[Reading]) -> Floats:
    """Return how much texts of one language share with texts of the other.

    Returns
    -------
    ndarray of float32, shape (len(a), len(b))
        In [0, 1]: the geometric mean of what each finds in the other, as a share of all it
        looks for.
    """
    found = np.sqrt(_found(a, b) * _found(b, a).T)
    masses = np.sqrt(np.outer(_masses(a), _masses(b)))
    shares: Floats = np.divide(found, masses, out=np.zeros_like(found), where=masses > 0)
    return shares


def _masses(texts: Sequence[Reading]) -> Floats:
    return np.array([text.mass for text in texts], np.float32)


def _found(a: Sequence[Reading], b: Sequence[Reading]) -> Floats:
    """Return the weight of what each text of the first list looks for and finds in the others."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(b):
        for term in text.own:
            numbers.setdefault(term, []).append(number)
    places = {term: np.array(standing, np.int64) for term, standing in numbers.items()}
    found = np.zeros((len(a), len(b)), np.float32)
    for row, text in zip(found, a, strict=True):
        weights = [(weight, places[term]) for term, weight in text.sought.items() if term in places]
        if weights:
            # One addition for all terms: a text looks for dozens, and there are thousands of texts.
            np.add.at(
                row,
                np.concatenate([standing for _, standing in weights]),
                np.repeat(
                    np.array([weight for weight, _ in weights], np.float32),
                    [len(standing) for _, standing in weights],
                ),
            )
    return found

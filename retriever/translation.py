"""A question as a structured query: for each of its terms, what stands for it in a language.

The alternatives of a term are scored as one term (Darwish and Oard, "Probabilistic structured
query methods", SIGIR 2003): their frequencies in a passage, and the numbers of passages they
stand in, are added up with the probabilities of the translations as weights. A term that needs
no translation is its own only alternative, so that one formula serves both languages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.gazetteer import MARK
from indexer.languages import is_han
from indexer.lexical import Postings
from indexer.passages import Language
from indexer.quantities import MONTH
from indexer.terms import Term
from indexer.translations import Translations


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What stands for one term of the question in a language."""

    term: str
    weights: Mapping[str, float]
    """Index terms with weights that add up to one; empty where nothing in the collection does."""


def structure(
    terms: Sequence[Term], language: Language, postings: Postings, translations: Translations
) -> list[Alternatives]:
    """Return the structured query of a question for the passages of a language.

    A name of the glossary stands for the words it consists of: these are left out where the
    passages have the name, so that 毒品和犯罪问题办公室 is not also looked for as any office with
    any problem.

    Parameters
    ----------
    terms
        Of the question, in both languages as it comes.
    postings
        Of the passages in `language`.
    """
    return [
        Alternatives(term.text, find_alternatives(term.text, language, postings, translations))
        for term in choose_terms(terms, postings)
    ]


def choose_terms(terms: Sequence[Term], postings: Postings) -> list[Term]:
    """Return the terms that are looked for.

    Those are all but the names that no passage has, and the words that other names consist of.

    Parameters
    ----------
    postings
        Of the passages that are searched.
    """
    names = [t for t in terms if t.text.startswith(MARK) and postings.document_frequency(t.text)]
    return [
        term
        for term in terms
        if (
            term in names
            if term.text.startswith(MARK)
            else not any(n.start <= term.start and term.end <= n.end for n in names)
        )
    ]


def find_alternatives(
    term: str, language: Language, postings: Postings, translations: Translations
) -> Mapping[str, float]:
    """Return what stands for one term in a language, as `Alternatives.weights` has it."""
    if not _is_shared(term) and _language(term) != language:
        weights = translations.of(term)
        if weights:
            return weights
    return {term: 1.0} if postings.document_frequency(term) else {}


def _is_shared(term: str) -> bool:
    """Return whether both languages write a term the same: numbers, dates, symbols."""
    return term.startswith(MONTH) or any(character.isdigit() for character in term)


def _language(term: str) -> Language:
    return "zh" if any(map(is_han, term)) else "en"

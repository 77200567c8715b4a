"""The words of which an acronym has the initials.

Matched from the right, as in Schwartz and Hearst (2003), "A simple algorithm for identifying
abbreviation definitions in biomedical text", but word by word: every word that is not small has
to have its letter.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JOINT = re.compile(r"[\s'’“”\"*_-]*|\s*,\s*|\s*/\s*|\s*&\s*")
"""What may stand between two words of a name."""
_COMPOUND = re.compile(r"(?i:counter|cyber|trans|multi|anti)(?=[a-z]{4})")
SMALL_WORDS: Final = frozenset(
    "a an and against at by de des du el for from in into la le les of on or the to under upon "
    "while with".split()
)
_SKIPPING: Final = 4
"""Letters an acronym must have to leave out a word (UNICRI has no J for Justice)."""
_SHUFFLED: Final = 3
"""Letters an acronym must have that come in another order than the words."""
_PREFIX: Final = 3
"""Letters that one word may give (GCED: Global Citizenship Education)."""


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def find_expansion(text: str, acronym: str) -> int | None:
    """Return where the words begin at the end of a text that an acronym stands for, if any do."""
    letters = re.sub(r"[^A-Z]", "", acronym.upper())
    words = _words_before(text, limit=2 * len(letters) + 4)
    # Counterterrorism gives C or CT, transport only T.
    divided = [part for word in words for part in _parts(word)]
    for initials, tokens in product((letters, letters.removeprefix("UN")), (words, divided)):
        if len(initials) < 2 or not tokens:
            continue
        number = _match_initials(tokens, initials)
        if number is None:
            continue
        start = tokens[_with_united_nations(tokens, number)].start
        return None if re.search(r"[\w-]$", text[:start]) else start
    return None


def _parts(word: _Token) -> tuple[_Token, ...]:
    match = _COMPOUND.match(word.text)
    if match is None:
        return (word,)
    middle = word.start + match.end()
    return (
        _Token(match[0], word.start, middle),
        _Token(word.text[match.end() :], middle, word.end),
    )


def _words_before(text: str, *, limit: int) -> list[_Token]:
    """Return the last words of a text that nothing but spaces, hyphens and commas divide."""
    tokens: list[_Token] = []
    end = len(text)
    for match in reversed(list(WORD.finditer(text))):
        if len(tokens) >= limit or _JOINT.fullmatch(text[match.end() : end]) is None:
            break
        end = match.start()
        tokens.append(_Token(match[0], *match.span()))
    return tokens[::-1]


def _match_initials(words: Sequence[_Token], letters: str) -> int | None:
    """Return the number of the word with which the words for all letters begin."""
    for prefix, skips in _LENIENCE:
        if (prefix > 1 and len(letters) < _PREFIX + 1) or (skips and len(letters) < _SKIPPING):
            continue
        number = _match_from(tuple(words), len(words) - 1, letters, prefix, skips)
        if number is not None and len(words) - number > 1:
            return number
    return _match_shuffled(words, letters)


def _match_shuffled(words: Sequence[_Token], letters: str) -> int | None:
    """Return as `_match_initials` where the letters are those of the words in any order.

    UNCCT is the United Nations Counter-Terrorism Centre.
    """
    large = [number for number, word in enumerate(words) if word.text.lower() not in SMALL_WORDS]
    chosen = large[-len(letters) :]
    initials = sorted(words[number].text[0].upper() for number in chosen)
    if len(letters) < _SHUFFLED or initials != sorted(letters) or chosen[-1] != len(words) - 1:
        return None
    return chosen[0]


_LENIENCE: Final = ((1, 0), (_PREFIX, 0), (1, 1))
"""How a match is tried: letters that a word may give, words that may be left out."""


# Remembered, because it comes to the same words and letters on many ways.
@lru_cache(maxsize=10_000)
def _match_from(
    words: tuple[_Token, ...], number: int, letters: str, prefix: int, skips: int
) -> int | None:
    """Return as `_match_initials`, for the words up to `number`, right to left."""
    if number < 0:
        return None
    word = words[number].text
    for part in _initials(word, prefix):
        if not letters.endswith(part):
            continue
        if len(part) == len(letters):
            if word.lower() in SMALL_WORDS:
                continue
            return number
        found = _match_from(words, number - 1, letters[: -len(part)], prefix, skips)
        if found is not None:
            return found
    if number == len(words) - 1:
        return None
    if word.lower() in SMALL_WORDS:
        return _match_from(words, number - 1, letters, prefix, skips)
    return _match_from(words, number - 1, letters, prefix, skips - 1) if skips else None


def _initials(word: str, prefix: int) -> list[str]:
    """Return what a word may give: its first letters, or all of an acronym (UN)."""
    upper = word.upper()
    parts = [upper[:length] for length in range(1, min(prefix, len(word)) + 1)]
    return [upper, *parts] if word.isupper() and len(word) > 1 else parts


def _with_united_nations(words: Sequence[_Token], number: int) -> int:
    before = [word.text for word in words[max(0, number - 2) : number]]
    if before == ["United", "Nations"]:
        return number - 2
    return number - 1 if before[-1:] == ["UN"] else number


def to_singular(acronym: str) -> str:
    """Return an acronym without the s of the plural (FTFs)."""
    return acronym[:-1] if acronym[-1:] == "s" and acronym[:-1].isupper() else acronym

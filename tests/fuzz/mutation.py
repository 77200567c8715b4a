"""Random changes of texts, in the words of a format, which bytes changed at random seldom hit."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final, TypeAlias

Mutation: TypeAlias = Callable[[bytes, Random], bytes]
"""Changes an input; the same bytes and the same state of the generator give the same result."""

ODD: Final = (
    "\0", "\x01", "\x02", "\x03", "\x1a", "\x1b", "\x85", "\xa0", "\xad", "\u0301", "\u061c",
    "\u200b", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c",
    "\u202d", "\u202e", "\u2066", "\u2067", "\u2069", "\u3000", "\ufe0f", "\ufeff", "\ufffd",
    "\uffff", "\ue000", "\U0001f468\u200d\U0001f469", "\U00020000", "\U000e0001", "ǅ", "ß", "İ",
    "ﬁ", "²", "①", "٣", "੩", "Ⅷ", "１", "㈠", "〇", "が", "한", "ไ",
    "\r", "\n", "\r\n", "\n\n", "\t", "\f", "\v",
)  # fmt: skip
"""Characters on which programs that handle text have stumbled."""
_EDGES: Final = (
    "0", "-1", "1", "2", "9", "10", "255", "256", "999", "1000", "9999", "10000", "32768", "65535",
    "1e9", "-0", "1.5", "2147483648", "4294967295", "99999999999999999999", "0x10", "٣", "²", "",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_COPY: Final = 400
_REPEATS: Final = 40

_Operation: TypeAlias = Callable[[str, Random, Sequence[str]], str]


def text_mutation(tokens: Sequence[str]) -> Mutation:
    """Return what changes a text in one to four places.

    Parameters
    ----------
    tokens
        What is put in: words that the reader of the format knows.
    """

    def mutate(content: bytes, random: Random) -> bytes:
        # Bytes that are not UTF-8 are kept as they are.
        text = content.decode("utf-8", "surrogateescape")
        for _ in range(random.randint(1, 4)):
            text = random.choice(_OPERATIONS)(text, random, tokens)
        return text.encode("utf-8", "surrogateescape")

    return mutate


def byte_mutation(content: bytes, random: Random) -> bytes:
    """Return bytes of which one to four are others, or some are left out or doubled."""
    changed = bytearray(content or b"\0")
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(changed))
        kind = random.random()
        if kind < 0.7:
            changed[place] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
        elif kind < 0.85 and len(changed) > 1:
            del changed[place]
        else:
            changed[place:place] = changed[place : place + random.randint(1, 40)]
    return bytes(changed)


def json_mutation(tokens: Sequence[str]) -> Mutation:
    """Return what changes one to four values of JSON, at times its text.

    Parameters
    ----------
    tokens
        Pieces of JSON, some of them whole values.
    """
    change_text = text_mutation(tokens)

    def mutate(content: bytes, random: Random) -> bytes:
        try:
            value = json.loads(content)
        except (ValueError, RecursionError):
            return change_text(content, random)
        if random.random() < 0.1:
            return change_text(content, random)
        for _ in range(random.randint(1, 4)):
            value = _change_value(value, random, tokens)
        return json.dumps(value, ensure_ascii=random.random() < 0.5).encode(errors="replace")

    return mutate


def _change_value(value: Any, random: Random, tokens: Sequence[str]) -> Any:
    """Return a value of JSON with one place in it changed."""
    if isinstance(value, dict | list) and value and random.random() < 0.8:
        key = random.choice(list(value) if isinstance(value, dict) else range(len(value)))
        kind = random.random()
        if kind < 0.1:
            del value[key]
        elif kind < 0.2 and isinstance(value, list):
            value.insert(key, random.choice(value))
        else:
            value[key] = _change_value(value[key], random, tokens)
        return value
    if isinstance(value, str) and random.random() < 0.8:
        for _ in range(random.randint(1, 3)):
            value = random.choice(_OPERATIONS)(value, random, ODD)
        return value
    try:
        return json.loads(random.choice(tokens))
    except ValueError:
        return random.choice((None, 0, -1, 1.5, True, "", [], {}, 2**70))


def edge_number(random: Random) -> str:
    """Return a number at which counting may go wrong."""
    return random.choice(_EDGES)


def _insert_token(text: str, random: Random, tokens: Sequence[str]) -> str:
    place = random.randint(0, len(text))
    return text[:place] + random.choice(tokens) + text[place:]


def _insert_odd(text: str, random: Random, tokens: Sequence[str]) -> str:
    place = random.randint(0, len(text))
    return text[:place] + random.choice(ODD) + text[place:]


def _insert_line(text: str, random: Random, tokens: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(random.randint(0, len(lines)), random.choice(tokens) + "\n")
    return "".join(lines)


def _repeat(text: str, random: Random, tokens: Sequence[str]) -> str:
    start, end = _stretch(text, random)
    return text[:end] + text[start:end] * random.randint(1, _REPEATS) + text[end:]


def _copy(text: str, random: Random, tokens: Sequence[str]) -> str:
    start, end = _stretch(text, random)
    place = random.randint(0, len(text))
    return text[:place] + text[start:end] + text[place:]


def _delete(text: str, random: Random, tokens: Sequence[str]) -> str:
    start, end = _stretch(text, random)
    return text[:start] + text[end:]


def _replace(text: str, random: Random, tokens: Sequence[str]) -> str:
    start, end = _stretch(text, random)
    return text[:start] + random.choice(tokens) + text[end:]


def _wrap(text: str, random: Random, tokens: Sequence[str]) -> str:
    start, end = _stretch(text, random)
    before, after = random.choice(tokens), random.choice(tokens)
    return text[:start] + before + text[start:end] + after + text[end:]


def _swap_lines(text: str, random: Random, tokens: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        first, second = random.sample(range(len(lines)), 2)
        lines[first], lines[second] = lines[second], lines[first]
    return "".join(lines)


def _change_number(text: str, random: Random, tokens: Sequence[str]) -> str:
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return text
    match = random.choice(numbers)
    return text[: match.start()] + edge_number(random) + text[match.end() :]


def _stretch(text: str, random: Random) -> tuple[int, int]:
    """Return where a stretch begins and ends, short ones more often than long ones."""
    start = random.randint(0, len(text))
    length = int(random.random() ** 3 * _LONGEST_COPY) + 1
    return start, min(len(text), start + length)


_OPERATIONS: Final[tuple[_Operation, ...]] = (
    _insert_token,
    _insert_token,
    _insert_line,
    _insert_odd,
    _repeat,
    _copy,
    _delete,
    _replace,
    _wrap,
    _swap_lines,
    _change_number,
)

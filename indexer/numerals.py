"""Chinese numerals to digits: 二〇一七, 第七十二, 三百一十七, 百分之七十一."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

_NUMERAL = re.compile(
    r"(?P<percent>百分之)?"
    r"(?P<whole>[零〇○一二两三四五六七八九十百千万亿]+)"
    r"(?:点(?P<fraction>[零〇一二三四五六七八九]+))?"
)
_DIGITS_ONLY = re.compile(r"[零〇○一二三四五六七八九]+")
_COUNTS = re.compile(r"[零〇○一二两三四五六七八九]")


class Numeral(NamedTuple):
    """A numeral in a text."""

    start: int
    end: int
    digits: str
    """As written in digits: `72`, `0.5`, `71%`."""


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the Chinese numerals of a text.

    One character alone is a numeral only behind 第 or 百分之 or before 点: 一 and 十 are words as
    well (一些, 十分), and so are units without a count (千万, 万一).
    """
    for match in _NUMERAL.finditer(text):
        whole = match["whole"]
        marked = bool(match["percent"] or match["fraction"]) or text[: match.start()].endswith("第")
        if not marked and (len(whole) < 2 or not _counts(whole)):
            continue
        value = _value(whole)
        if value is None:
            continue
        if match["fraction"]:
            value += Decimal("0." + "".join(str(_DIGITS[c]) for c in match["fraction"]))
        yield Numeral(match.start(), match.end(), _plain(value) + ("%" if match["percent"] else ""))


def scale(number: str, units: str) -> str:
    """Return a number in digits times Chinese units, in digits: `2.5`, `亿` is `250000000`."""
    value = Decimal(number)
    for unit in units:
        value *= _SMALL.get(unit) or _LARGE[unit]
    return _plain(value)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _counts(whole: str) -> bool:
    return whole[0] not in "万亿" and _COUNTS.search(whole) is not None


def _value(whole: str) -> Decimal | None:
    """Return the value of a numeral, None where the characters do not make one."""
    if _DIGITS_ONLY.fullmatch(whole):
        return Decimal("".join(str(_DIGITS[character]) for character in whole))
    total, section, digit = 0, 0, -1
    for character in whole:
        if character in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit if digit > 0 else 1) * _SMALL[character]
            digit = -1
        else:
            total = (total + section + max(digit, 0)) * _LARGE[character]
            section, digit = 0, -1
    return Decimal(total + section + max(digit, 0))

"""Chinese numerals to digits: 二〇一七, 第七十二, 三百一十七, 百分之七十一."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

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
        value = read_numeral(whole)
        if value is None:
            continue
        if match["fraction"]:
            value += read_fraction(match["fraction"])
        yield Numeral(match.start(), match.end(), plain(value) + ("%" if match["percent"] else ""))


def read_numeral(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, None where the characters do not make one."""
    if _DIGITS_ONLY.fullmatch(text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total, section, digit = 0, 0, None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (1 if digit is None else digit) * _SCALES[character]
            digit = None
        else:
            section += digit or 0
            # 一亿二千万: only what stands behind 亿 is counted in 万.
            if character == "亿":
                total, section = (total + section) * _SCALES[character], 0
            else:
                total, section = total + section * _SCALES[character], 0
            digit = None
    return Decimal(total + section + (digit or 0))


def read_fraction(digits: str) -> Decimal:
    """Return what digits behind 点 are worth: 五 is 0.5."""
    return Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))


def times(value: Decimal, units: str) -> Decimal:
    """Return a number times Chinese units: 2.5 and 亿 is 250000000."""
    for unit in units:
        value *= _SCALES[unit]
    return value


def scale(number: str, units: str) -> str:
    """Return a number in digits times Chinese units, in digits: `2.5`, `亿` is `250000000`."""
    return plain(times(Decimal(number), units))


def plain(value: Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros at the end."""
    return f"{value.normalize():f}"


def _counts(whole: str) -> bool:
    return whole[0] not in "万亿" and _COUNTS.search(whole) is not None

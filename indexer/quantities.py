"""Numbers and dates in words to terms that both languages share.

`seventy-second` is 72 as 第七十二 is, `21 August` is #8-21 as 8 月 21 日 is, `February` is #2.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

MONTH: Final = "#"
"""What terms for months and days begin with."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_ORDINAL_ONES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Final = (
    dict(zip(_ONES, range(20), strict=True))
    | dict(zip(_ORDINAL_ONES, range(20), strict=True))
    | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
    | {word[:-1] + "ieth": 10 * n for n, word in enumerate(_TENS, start=2)}
)
"""Cardinals and ordinals below one hundred that are one word."""
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()

_NUMBER_WORD = "|".join(
    sorted(chain(NUMBER_WORDS, SCALES, (f"{scale}th" for scale in SCALES)), key=len, reverse=True)
)
_SPELT = re.compile(
    rf"\b(?:{_NUMBER_WORD})(?:(?:[\s-]+and)?[\s-]+(?:{_NUMBER_WORD}))*\b", re.IGNORECASE
)
_MONTH = "|".join(_MONTHS)
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\b"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*\d))?",
    re.IGNORECASE,
)
_CHINESE_DATE = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?"
)
_CHINESE_MONTHS = {
    m: n for n, m in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), start=1)
}


class Quantity(NamedTuple):
    """A number or date in a text."""

    term: str
    start: int
    end: int


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the English numbers in words and the dates of both languages in a folded text.

    `one` alone and `second` alone are no numbers, `May` and `March` are months only in capitals.
    """
    for match in _SPELT.finditer(text):
        value = read_number_words(match[0].lower())
        if value is not None and match[0].lower() not in ("one", "second", "zero"):
            yield Quantity(str(value), *match.span())
    for match in _ENGLISH_DATE.finditer(text):
        if match["month"][0].isupper():
            month = _MONTHS.index(match["month"].lower()) + 1
            yield from _date(month, match["before"] or match["after"], *match.span())
    for match in _CHINESE_DATE.finditer(text):
        printed = match["month"]
        number = int(printed) if printed.isdigit() else _CHINESE_MONTHS.get(printed, 0)
        yield from _date(number, match["day"], *match.span())


def read_number_words(words: str) -> int | None:
    """Return the value of a number in words, in small letters; None where it is two numbers."""
    total, section = 0, 0
    for word in re.findall(r"[a-z]+", words):
        if word == "and":
            continue
        scale = SCALES.get(word.removesuffix("th") if word not in NUMBER_WORDS else word)
        if scale == 100:
            section = max(section, 1) * 100
        elif scale is not None:
            total += max(section, 1) * scale
            section = 0
        else:
            value = NUMBER_WORDS[word]
            # `twenty thirty` is two numbers, `nineteen ninety` a year that nobody writes so here.
            if section % 100 and (value >= 10 or section % 10 or section % 100 < 20):
                return None
            section += value
    return total + section


def _date(month: int, day: str | None, start: int, end: int) -> Iterator[Quantity]:
    if not 1 <= month <= 12:
        return
    yield Quantity(f"{MONTH}{month}", start, end)
    if day is not None and 1 <= int(day) <= 31:
        yield Quantity(f"{MONTH}{month}-{int(day)}", start, end)

"""Numbers to the numerals that lists print, by the names that Word has for them."""

from collections.abc import Callable, Mapping
from typing import Final

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = {
    number: chr(first + number - low)
    for low, high, first in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
    for number in range(low, high + 1)
}
_CHICAGO = "*†‡§"
_ROMAN_LIMIT = 4_999
_CHICAGO_LIMIT = 40
"""Numbers above are written in digits: a list may begin at a billion, and these grow with it."""


def write_numeral(number: int, style: str) -> str:
    """Return a number as a list prints it, in digits where the style is not known.

    Parameters
    ----------
    style
        A name of WordprocessingML (ECMA-376 part 1, 17.18.59): `decimal`, `lowerLetter`,
        `chineseCounting`, ...
    """
    write = _WRITERS.get(style)
    return write(number) if write and number > 0 else str(number)


def _letters(number: int) -> str:
    # Word and browsers differ behind z; Word's aa, bb, cc is the rarer, so the browsers' aa, ab.
    letters = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def roman(number: int) -> str:
    """Return a number in Roman numerals, in capitals; nothing for 0, a large one in digits."""
    if number > _ROMAN_LIMIT:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral


def _chinese(
    number: int, digits: str = _CHINESE, units: tuple[str, ...] = ("", "十", "百", "千")
) -> str:
    """Return a number up to 9,999 as it is counted: 十一, 一百零五."""
    if number > 9999:
        return str(number)
    text = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += digits[digit] + units[place]
        elif text and number % 10**place and not text.endswith("零"):
            text += "零"
    ten = digits[1] + units[1]
    return text.removeprefix(digits[1]) if text.startswith(ten) and digits is _CHINESE else text


def _cyclic(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _chicago(number: int) -> str:
    if number > _CHICAGO_LIMIT:
        return str(number)
    return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1)


_WRITERS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_CHINESE[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_CHINESE[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_CHINESE[int(d)] for d in str(number)),
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL, ("", "拾", "佰", "仟")),
    "ideographTraditional": _cyclic(_STEMS),
    "ideographZodiac": _cyclic(_BRANCHES),
    "decimalEnclosedCircle": lambda number: _CIRCLED.get(number, str(number)),
    "decimalEnclosedCircleChinese": lambda number: _CIRCLED.get(number, str(number)),
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "chicago": _chicago,
    "numberInDash": "-{}-".format,
    "ordinal": lambda number: f"{number}{_ordinal_ending(number)}",
    "none": lambda number: "",
    "bullet": lambda number: "",
}


def _ordinal_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")

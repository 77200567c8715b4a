"""Numbers, shares and ordinals of both languages to one form: digits without separators."""

import re
from decimal import Decimal
from typing import Final, NamedTuple


class Figure(NamedTuple):
    """A number as it is compared."""

    key: str
    """`1200000`, `0.5`, `2/3`; without the sign of a percentage."""
    percent: bool
    weak: bool
    """A word like `one` or 一, which often counts nothing."""


_UNITS: Final = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS: Final = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
} | {f"{word}th": value for word, value in _UNITS.items() if value > 12} | {
    f"{word[:-1]}ieth": value for word, value in _TENS.items()
}  # fmt: skip
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
                 "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_CHINESE_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_WORD = "|".join(sorted([*_UNITS, *_TENS, *_ORDINALS, *_SCALES, "hundredth", "thousandth"],
                        key=len, reverse=True))  # fmt: skip
_MEASURES = (
    "个座件只名次年月天日岁份口家所国种项位条面张间台米里升元倍人户亩公厘毫小分秒周届任级期"
    "代段层艘辆箱本封幅棵株点章节组批类成双对套栋幢支架"
)
_HAN_NUMERAL = "[零〇○一二两三四五六七八九十百千万亿]"

FIGURES: Final = re.compile(
    r"(?P<zh_share>(?P<zh_whole>" + _HAN_NUMERAL + r"+)分之(?P<zh_part>" + _HAN_NUMERAL + r"+))"
    r"(?:点(?P<zh_share_rest>[零〇一二三四五六七八九]+))?"
    r"|(?P<zh_half>一半|半数)"
    r"|(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?"
    r"(?:\s?(?P<zh_unit>[百千万亿]+)|\s(?P<en_unit>hundred|thousand|million|billion|trillion)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b|percentage points?\b|个百分点))?"
    r"|(?P<han>" + _HAN_NUMERAL + r"+)(?:点(?P<han_rest>[零〇一二三四五六七八九]+)"
    r"(?P<han_unit>[百千万亿]*))?(?P<han_percent>个百分点)?"
    r"|\b(?P<en_share>(?P<count>one|two|three|four|five|six|seven|a)[\s-](?:of\s)?"
    r"(?P<part>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:s\b|(?=\s+of\b)))"
    r"|\b(?P<half>half)\b"
    rf"|\b(?P<words>(?:{_WORD})(?:(?:[\s-]+and)?[\s-]+(?:{_WORD}))*)\b"
    r"(?P<words_percent>\sper\s?cent\b)?",
    re.IGNORECASE,
)


def read_figure(match: re.Match[str]) -> Figure | None:
    """Return the number that `FIGURES` has found, None for what is none after all."""
    if match["zh_share"]:
        return _chinese_share(match)
    if match["zh_half"] or match["half"]:
        return Figure("1/2", percent=False, weak=True)
    if match["digits"]:
        return _digits(match)
    if match["han"]:
        return _han(match)
    if match["en_share"]:
        count = _UNITS.get(match["count"].lower(), 1)
        key = f"{count}/{_PARTS[match['part'].lower()]}"
        return Figure(key, percent=False, weak=count == 1 and match["count"].lower() == "a")
    return _words(match)


def _digits(match: re.Match[str]) -> Figure:
    value = Decimal(match["digits"].replace(",", ""))
    for unit in match["zh_unit"] or "":
        value *= _CHINESE_SCALES[unit]
    scales = _SCALES | {"trillion": 10**12}
    value *= scales.get((match["en_unit"] or "").lower(), 1)
    return Figure(_plain(value), percent=bool(match["percent"]), weak=False)


def _chinese_share(match: re.Match[str]) -> Figure | None:
    whole, part = _value(match["zh_whole"]), _value(match["zh_part"])
    if whole is None or part is None:
        return None
    if match["zh_share_rest"]:
        part += _fraction(match["zh_share_rest"])
    if whole in (100, 1000):
        # English says `all`.
        return Figure(_plain(part * 100 / whole), percent=True, weak=part == whole)
    return Figure(f"{_plain(part)}/{_plain(whole)}", percent=False, weak=False)


def _han(match: re.Match[str]) -> Figure | None:
    text = match["han"]
    value = _value(text)
    if value is None:
        return None
    if match["han_rest"]:
        value += _fraction(match["han_rest"])
        for unit in match["han_unit"]:
            value *= _CHINESE_SCALES[unit]
        return Figure(_plain(value), percent=bool(match["han_percent"]), weak=False)
    if not any(character in _DIGITS for character in text) and text != "十":
        return None
    ordinal = match.string[: match.start()].endswith("第")
    if len(text) == 1 and not ordinal:
        behind = match.string[match.end() : match.end() + 1]
        if text in "一零〇○" or not behind or behind not in _MEASURES:
            return Figure(_plain(value), percent=False, weak=True)
    weak = value == 1
    return Figure(_plain(value), percent=bool(match["han_percent"]), weak=weak)


def _words(match: re.Match[str]) -> Figure | None:
    words = [word for word in re.findall(r"[a-z]+", match["words"].lower()) if word != "and"]
    total, section = 0, 0
    for word in words:
        scale = _SCALES.get(word) or _SCALES.get(word.removesuffix("th"))
        if scale == 100:
            section = max(section, 1) * 100
        elif scale:
            total, section = total + max(section, 1) * scale, 0
        else:
            value = _UNITS.get(word) or _TENS.get(word) or _ORDINALS[word]
            if section % 100 and (section % 10 or value >= 10):
                return None
            section += value
    weak = len(words) == 1 and (words[0] in _SCALES or words[0] in ("one", "first", "second"))
    return Figure(str(total + section), percent=bool(match["words_percent"]), weak=weak)


def _value(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, None where the characters do not make one."""
    if all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total, section, digit = 0, 0, None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (1 if digit is None else digit) * _CHINESE_SCALES[character]
            digit = None
        else:
            scale = _CHINESE_SCALES[character]
            section += digit or 0
            # 一亿二千万: only what stands behind 亿 is counted in 万.
            if character == "亿":
                total, section = (total + section) * scale, 0
            else:
                total, section = total + section * scale, 0
            digit = None
    return Decimal(total + section + (digit or 0))


def _fraction(digits: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"

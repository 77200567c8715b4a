"""Numbers, shares and ordinals of both languages to one form: digits without separators."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from indexer.numerals import plain, read_fraction, read_numeral, times
from indexer.quantities import NUMBER_WORDS, SCALES, read_number_words


class Figure(NamedTuple):
    """A number as it is compared."""

    key: str
    """`1200000`, `0.5`, `2/3`; without the sign of a percentage."""
    percent: bool
    weak: bool
    """A word like `one` or 一, which often counts nothing."""


_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
                 "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
_HAN_DIGITS: Final = "零〇○一二两三四五六七八九"

_WORD = "|".join(
    sorted(
        {*NUMBER_WORDS, *SCALES, "hundredth", "thousandth"} - {"zero", "zeroth"},
        key=lambda word: (-len(word), word),
    )
)
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
        count = NUMBER_WORDS.get(match["count"].lower(), 1)
        key = f"{count}/{_PARTS[match['part'].lower()]}"
        return Figure(key, percent=False, weak=count == 1 and match["count"].lower() == "a")
    return _words(match)


def _digits(match: re.Match[str]) -> Figure:
    value = times(Decimal(match["digits"].replace(",", "")), match["zh_unit"] or "")
    scales = SCALES | {"trillion": 10**12}
    value *= scales.get((match["en_unit"] or "").lower(), 1)
    return Figure(plain(value), percent=bool(match["percent"]), weak=False)


def _chinese_share(match: re.Match[str]) -> Figure | None:
    whole, part = read_numeral(match["zh_whole"]), read_numeral(match["zh_part"])
    if whole is None or part is None:
        return None
    if match["zh_share_rest"]:
        part += read_fraction(match["zh_share_rest"])
    if whole in (100, 1000):
        # English says `all`.
        return Figure(plain(part * 100 / whole), percent=True, weak=part == whole)
    return Figure(f"{plain(part)}/{plain(whole)}", percent=False, weak=False)


def _han(match: re.Match[str]) -> Figure | None:
    text = match["han"]
    value = read_numeral(text)
    if value is None:
        return None
    if match["han_rest"]:
        value = times(value + read_fraction(match["han_rest"]), match["han_unit"])
        return Figure(plain(value), percent=bool(match["han_percent"]), weak=False)
    if not any(character in _HAN_DIGITS for character in text) and text != "十":
        return None
    ordinal = match.string[: match.start()].endswith("第")
    if len(text) == 1 and not ordinal:
        behind = match.string[match.end() : match.end() + 1]
        if text in "一零〇○" or not behind or behind not in _MEASURES:
            return Figure(plain(value), percent=False, weak=True)
    weak = value == 1
    return Figure(plain(value), percent=bool(match["han_percent"]), weak=weak)


def _words(match: re.Match[str]) -> Figure | None:
    value = read_number_words(match["words"].lower())
    if value is None:
        return None
    word = match["words"].lower()
    weak = word in SCALES or word in ("one", "first", "second")
    return Figure(str(value), percent=bool(match["words_percent"]), weak=weak)

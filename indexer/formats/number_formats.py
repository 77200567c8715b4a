"""Values of spreadsheet cells as they are displayed: numbers, shares, amounts, dates and times.

ECMA-376 part 1, 18.8.30 and 18.8.31. What depends on the reader's country (dates in the short form
of the system) is written as ISO 8601 has it. Fractions and conditions are shown as plain numbers.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

BUILT_IN: Final[Mapping[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "General",
    13: "General",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "0.0E+0",
    49: "@",
} | {
    # In Chinese editions of Excel.
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: "General",
    35: "General",
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: "General",
    56: "General",
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats by number that a file need not define."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|_.|\*."
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|e+|m+|d+|h+|s+|a{3,4}(?![/m]))"
    r"|(?P<number>[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+,*)(?P<power>E[+-]0+)?|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAYS_ZH = "一二三四五六日"
_LAST_DAY = 2_958_466
"""The day behind 31 December 9999."""


def is_date_format(code: str) -> bool:
    """Tell whether numbers in a format are dates or times."""
    return any(
        match["date"] or match["elapsed"] or match["half"]
        for match in _TOKEN.finditer(code.split(";")[0])
    )


def display(value: str, code: str, *, from_1904: bool = False) -> str:
    """Return a number as a cell of this format shows it; as it is where it is none.

    Parameters
    ----------
    value
        As the file has it: digits, with a full stop.
    code
        The format, `General` for none.
    from_1904
        Days are counted from 1904, as old editions for the Macintosh did.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return value
    section, number = _section(code, number)
    if section.strip().lower() in ("general", "", "@", "g/通用格式"):
        return _general(number)
    if is_date_format(section):
        shown = _date(section, number, from_1904=from_1904)
        return _general(number) if shown is None else shown
    return _number(section, number)


def _section(code: str, number: Decimal) -> tuple[str, Decimal]:
    """Return the part of a format for a number, and the number as that part shows it."""
    sections = code.split(";")
    if number < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -number
    if number == 0 and len(sections) > 2 and sections[2]:
        return sections[2], number
    return sections[0], number


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 15:
        return str(int(number))
    # Eleven digits is what Excel shows, and hides that 0.1 + 0.2 is 0.30000000000000004.
    return f"{float(number):.11g}".replace("e+", "E+").replace("e-", "E-")


def _number(code: str, number: Decimal) -> str:
    tokens = list(_TOKEN.finditer(code))
    digits = [token for token in tokens if token["number"]]
    if any(token["other"] == "/" for token in tokens):
        return _general(number)
    if any(token["other"] == "%" for token in tokens):
        number *= 100
    shown = ""
    for token in tokens:
        if token["number"]:
            # What stands between digits is part of telephone numbers and the like: too rare.
            shown += _digits(token["number"], token["power"], number) if token is digits[0] else ""
        else:
            shown += _literal(token)
    sign = "-" if number < 0 and digits and not shown.lstrip().startswith("-") else ""
    return sign + shown.strip()


def _digits(pattern: str, power: str | None, number: Decimal) -> str:
    shown = pattern.rstrip(",")
    whole, _, fraction = shown.partition(".")
    number = abs(number) / Decimal(1000) ** (len(pattern) - len(shown))
    if power:
        return f"{number:.{len(fraction)}E}".replace("E+", "E+0") if number else "0"
    places = Decimal(1).scaleb(-len(fraction))
    try:
        rounded = number.quantize(places, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return _general(number)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    integer, _, decimals = text.partition(".")
    least = whole.count("0")
    integer = "" if integer == "0" and not least else integer.zfill(least)
    optional = len(fraction) - len(fraction.rstrip("#?"))
    kept = decimals[: len(decimals) - optional] + decimals[len(decimals) - optional :].rstrip("0")
    return f"{integer}.{kept}" if kept else integer


def _literal(token: re.Match[str]) -> str:
    for group in ("quoted", "escaped", "currency", "other"):
        if token[group] is not None:
            return token[group].replace("@", "")
    return token["date"] or token["half"] or ""


def _date(code: str, number: Decimal, *, from_1904: bool) -> str | None:
    if not 0 <= number < _LAST_DAY:
        return None
    seconds = int((number * 86400).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    # Lotus held 1900 for a leap year, and Excel kept that: day 60 never was.
    day = timedelta(seconds=seconds)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and number < 60:
        start = datetime(1899, 12, 31)
    try:
        moment = start + day
    except OverflowError:
        return None
    tokens = list(_TOKEN.finditer(code))
    half = any(token["half"] for token in tokens)
    shown = ""
    for place, token in enumerate(tokens):
        if token["elapsed"]:
            divisor = {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()]
            shown += str(seconds // divisor)
        elif token["half"]:
            chinese = token["half"] == "上午/下午"
            shown += ("上午下午"[2 * (moment.hour >= 12) :][:2]) if chinese else f"{moment:%p}"
        elif token["date"]:
            unit = token["date"].lower()
            shown += _unit(unit, moment, half=half, minutes=_is_minutes(tokens, place))
        elif token["number"]:
            shown += token["number"].replace("0", "").replace(".", "")
        else:
            shown += _literal(token)
    return shown.strip()


def _is_minutes(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Tell whether m stands for minutes: behind hours or before seconds."""
    units = [
        (other, (token["date"] or token["elapsed"])[0].lower())
        for other, token in enumerate(tokens)
        if token["date"] or token["elapsed"]
    ]
    before = [unit for other, unit in units if other < place]
    after = [unit for other, unit in units if other > place]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _unit(unit: str, moment: datetime, *, half: bool, minutes: bool) -> str:
    kind, width = unit[0], len(unit)
    if kind in "ye":
        return f"{moment.year % 100:02}" if width <= 2 and kind == "y" else str(moment.year)
    if kind == "a":
        return ("星期" if width == 4 else "周") + _DAYS_ZH[moment.weekday()]
    if kind in "md" and width > 2 and not minutes:
        name = _MONTHS[moment.month - 1] if kind == "m" else _DAYS[moment.weekday()]
        return name[:3] if width == 3 else name
    value = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if half else moment.hour,
        "s": moment.second,
    }[kind]
    return f"{value:02}" if width > 1 else str(value)

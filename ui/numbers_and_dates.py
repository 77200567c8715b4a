"""Numbers, dates and sizes as each language writes them."""

from datetime import datetime
from typing import Final

from indexer.passages import Language

_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_UNITS: Final = ("B", "kB", "MB", "GB")


def number(value: int) -> str:
    """Return a number with its thousands set apart; both languages do it alike."""
    return f"{value:,}"


def day(moment: datetime, language: Language) -> str:
    """Return a date: `25 November 2026`, `2026年11月25日`."""
    if language == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def day_and_time(moment: datetime, language: Language) -> str:
    """Return a date and the time of the day, to the minute."""
    separator = " " if language == "zh" else ", "
    return f"{day(moment, language)}{separator}{moment:%H:%M}"


def local_moment(text: str) -> datetime | None:
    """Return a moment of the manifest in the time zone of this machine, None where it is none."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None


def file_size(size: int) -> str:
    """Return a size in the unit that needs no more than three digits before the point."""
    value, unit = float(size), _UNITS[0]
    for unit in _UNITS:
        if value < 999.5 or unit == _UNITS[-1]:
            break
        value /= 1000
    digits = 1 if unit != "B" and value < 9.95 else 0
    return f"{value:,.{digits}f} {unit}"

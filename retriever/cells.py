"""What a cell of a table says: the items of a list, names, years and numbers."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from indexer.gazetteer import Gazetteer
from indexer.languages import language_of
from indexer.normalization import fold
from indexer.passages import Span
from retriever.countries import find_countries

OPEN_END: Final = 9999
"""The last year of what goes on: `since 2015`, `2016-ongoing`."""

_SEPARATOR = re.compile(r"\s*(?:[,;，；、/\n]|\band\b|&|和|与|及|以及)\s*")
_BRACKETS = re.compile(r"[()（）]")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]+(?:[-/&][A-Z0-9]+)*(?![A-Za-z0-9])")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&、，-]|\band\b|和|与)\s*(?:and\s+)?(?:the\s+)?")
_PARENTHESIS = re.compile(r"[(（]([^()（）]{1,60})[)）]")
_YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?!\d)")
_IN_DATES = re.compile(
    r"(?:\d{1,4}|年|月|日|号|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*"
    r"|dec\w*|annual(?:\s+events?)?|since|from|to|until|and|ongoing|present|each year|每年|起"
    r"|至今|至|到|自"
    r"|[-–—.,/、，\s]|st|nd|rd|th)+",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"since|ongoing|present|至今|起|自", re.IGNORECASE)
_NUMBER = re.compile(r"[^\d\s.,-]{0,3}\s*(-?\d[\d,]*(?:\.\d+)?)\s*(?:%|[^\W\d]{0,3})")


class Years(NamedTuple):
    """From the year something begins to the year it ends, both included."""

    first: int
    last: int
    """`OPEN_END` where it goes on."""
    start: int
    """Where the text says so."""
    end: int


def split_items(text: str) -> tuple[str, ...]:
    """Return the items of a cell that lists some, in small letters; the whole where it does not."""
    pieces = (piece.strip(" .。") for piece in _SEPARATOR.split(_BRACKETS.sub(",", text)))
    items = (re.sub(r"^the\s+", "", piece, flags=re.IGNORECASE).lower() for piece in pieces)
    return tuple(dict.fromkeys(item for item in items if item))


def find_names(text: str, gazetteer: Gazetteer) -> list[tuple[str, Span]]:
    """Return the bodies, countries and places that a folded text names, in order.

    Names of the glossary come as its concepts, countries that it does not have by their Chinese
    names, other acronyms as they are printed.
    """
    found = [(name.concept, (name.start, name.end)) for name in gazetteer.find(text)]
    for country in find_countries(text, language_of(text)):
        span = (country.start, country.end)
        if not country.weak and not _touches(span, found):
            found.append((country.key, span))
    for match in _ACRONYM.finditer(text):
        if not _touches(match.span(), found):
            found.append((match[0].lower(), match.span()))
    return sorted(found, key=lambda name: name[1])


def names_at_end(text: str, gazetteer: Gazetteer) -> Span | None:
    """Return where a cell, folded, ends in a list of names; None where it does not.

    That is how tables name who is responsible in a cell with the title: ``Youth Employability in
    Bangladesh (2018) UNCCT, ILO``.
    """
    stop = len(text.rstrip(" ."))
    dated = [years for years in [find_years(text)] if years]
    if dated and 0 < stop - dated[-1].end <= 80 and text[dated[-1].end - 1] in ")）":
        start = dated[-1].end
        start += len(text[start:stop]) - len(text[start:stop].lstrip(' .”"'))
        return (start, stop) if start < stop else None
    # Names of bodies, not of subjects: `… violent extremism.` names nobody.
    spans = [s for _, s in find_names(text, gazetteer) if not text[s[0]].islower()]
    start = stop
    for low, high in reversed(spans):
        if high == start or (start < stop and _BETWEEN_NAMES.fullmatch(text[high:start])):
            start = low
        elif high < start:
            break
    return (start, stop) if start < stop else None


def find_years(text: str) -> Years | None:
    """Return the last dates in brackets, or those that are the whole cell; None without any.

    A year behind a number belongs to it: ``resolution 2309 (2016)``.
    """
    if _IN_DATES.fullmatch(text.strip()):
        return _read_years(text, 0, len(text))
    for match in reversed(list(_PARENTHESIS.finditer(text))):
        if re.search(r"\d\s*$", text[: match.start()]) or not _IN_DATES.fullmatch(match[1]):
            continue
        years = _read_years(match[1], *match.span())
        if years is not None:
            return years
    return None


def read_amount(text: str) -> Decimal | None:
    """Return the number that a whole cell is, with its unit or without; None for anything else."""
    match = _NUMBER.fullmatch(fold(text).text.strip())
    try:
        return Decimal(match[1].replace(",", "")) if match else None
    except InvalidOperation:
        return None


def _read_years(text: str, start: int, end: int) -> Years | None:
    years = [int(year[0]) for year in _YEAR.finditer(text)]
    if not years:
        return None
    last = OPEN_END if _GOES_ON.search(text) and len(years) == 1 else max(years)
    return Years(min(years), last, start, end)


def _touches(span: Span, found: list[tuple[str, Span]]) -> bool:
    return any(span[0] < end and start < span[1] for _, (start, end) in found)

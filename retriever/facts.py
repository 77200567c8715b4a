"""What can be checked in a sentence of either language: numbers, dates, symbols, names, negations.

Each fact has a key that is the same in both languages: 一亿二千万 and `120 million` are
``120000000``, 8 月 21 日 and `21 August` are ``8-21``, 三十年代 and `the 1930s` are ``30s``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from indexer.gazetteer import Gazetteer
from indexer.languages import language_of
from indexer.normalization import fold
from indexer.passages import Span
from retriever.countries import find_countries
from retriever.figures import FIGURES, read_figure

FactKind: TypeAlias = Literal[
    "number", "date", "percentage", "symbol", "name", "country", "negation"
]


class Fact(NamedTuple):
    """Something in a sentence that must stand in its translation."""

    kind: FactKind
    key: str
    start: int
    end: int
    weak: bool
    """It may answer to a fact of the other side, but need not have one itself."""


_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_CHINESE_DAY = r"[0-9一二三四五六七八九十]{1,3}"

_SYMBOL = re.compile(
    r"(?<![A-Z0-9/])(?P<document>[A-Z]{1,8}(?:/[A-Z0-9][A-Z0-9_.-]*)*/[A-Z0-9_.-]*\d[A-Z0-9_-]*"
    r"(?:/[A-Z0-9][A-Z0-9_-]*)*)"
    r"|(?P<resolution>\d{3,4}\s?\(\s?(?:19|20)\d\d\s?\))"
    r"|(?<![\d/])(?P<decision>\d{1,3}/\d{1,4})(?![\d/])"
    r"|(?<![A-Za-z0-9])(?P<standard>[A-Z]{2,6}[ -]?\d[\d.]*(?:-\d+)?)(?![A-Za-z0-9])"
)
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:to|and|[-–—])\s?(?P<to>\d{{1,2}}))?\s+"
    rf"(?P<month>{_MONTH}))"
    rf"|(?:(?P<month_before>{_MONTH})(?:\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|,\d))?)"
    rf"|(?P<zh_month>{_CHINESE_DAY})\s?月(?!份?里?[亮球])(?:份)?"
    rf"(?:\s?(?P<zh_day>{_CHINESE_DAY})\s?[日号])?"
    rf"(?:\s?[至到和\-–—]\s?(?P<zh_to>{_CHINESE_DAY})\s?[日号])?"
)
_DECADE = re.compile(r"\b(?:1\d|20)?(?P<en>\d0)s\b|(?P<zh>[一二三四五六七八九]十|\d0)年代")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z&]*[A-Z](?=s?(?![A-Za-z0-9]))")

_NEGATION = {
    "zh": re.compile(
        r"不(?!(?<=是不)是|(?<=能不)能|(?<=会不)会|(?<=要不)要|止|自禁|仅|但|过(?!去)|同|断|久|论|管|少|足|满|如|禁|妨|得不|一定|锈|动产|合格)(?<!差不)"
        r"|没有?(?!收)|(?<!从)未(?!来|必|婚)|无(?!论|疑|线|人机|数|比|锡)|非(?!常|洲|但|政府)(?<!除非)"
        r"|从未|决不"
    ),
    "en": re.compile(
        r"\b(?:not(?! only)|no(?!\.| doubt)|never|none|nobody|nothing|neither|without|cannot)\b"
        r"|n['’]t\b",
        re.IGNORECASE,
    ),
}
_HALF_NEGATION = {
    "zh": re.compile(
        r"不|没|无|未|非|免|缺|拒|失|难|停|禁|止|少|欠|只(?=[有是能会要好说占])|错|否|勿|别|以外|之外|低于"
    ),
    "en": re.compile(
        r"\b(?:un(?!it|ic|iv|less|til|der)\w+|in(?:valid|ability|capable|sufficient|adequate|complete)"
        r"|im(?:possible|perfect)|ir\w+ive|non-?\w+|fail\w*|lack\w*|refus\w+|prevent\w*|unable"
        r"|hardly|rarely|seldom|only|under|less|few(?:er)?|too|stop\w*|avoid\w*|free|nor"
        r"|short|scarce\w*|lost|den(?:y|ied|ies)|absen\w+|instead|except|waive\w*|exempt\w*|miss\w*)\b"
        r"|\w+less\b",
        re.IGNORECASE,
    ),
}


def find_facts(text: str, gazetteer: Gazetteer | None = None) -> list[Fact]:
    """Return the facts of a text with their half-open places in it, in order.

    Parameters
    ----------
    gazetteer
        Names of bodies to know in both languages; None to know only acronyms.
    """
    folded = fold(text)
    places = folded.places
    found = sorted(_facts(folded.text, gazetteer), key=lambda fact: (fact.start, fact.end))
    return [fact._replace(start=places[fact.start], end=places[fact.end - 1] + 1) for fact in found]


def count_denials(text: str) -> int:
    """Return how many words of a text may deny something, be it only half (`too few`, 缺少)."""
    language = language_of(text)
    folded = fold(text).text
    places = {
        match.start()
        for pattern in (_NEGATION[language], _HALF_NEGATION[language])
        for match in pattern.finditer(folded)
    }
    return len(places)


def _facts(text: str, gazetteer: Gazetteer | None) -> Iterator[Fact]:
    language = language_of(text)
    taken: list[Span] = []
    for fact in [*_symbols(text), *_dates(text), *_decades(text), *_figures(text)]:
        if any(fact.start < end and start < fact.end for start, end in taken):
            continue
        taken.append((fact.start, fact.end))
        yield fact
    yield from _names(text, gazetteer, taken)
    for country, start, end, weak in find_countries(text, language):
        yield Fact("country", country, start, end, weak)
    for match in _NEGATION[language].finditer(text):
        yield Fact("negation", "not", *match.span(), weak=False)


def _symbols(text: str) -> Iterator[Fact]:
    for match in _SYMBOL.finditer(text):
        yield Fact("symbol", "".join(match[0].split()).rstrip(".-"), *match.span(), weak=False)


def _dates(text: str) -> Iterator[Fact]:
    for match in _DATE.finditer(text):
        if match["zh_month"]:
            month = _small(match["zh_month"])
            days = [_small(day) for day in (match["zh_day"], match["zh_to"]) if day]
        else:
            month = _MONTHS.index((match["month"] or match["month_before"])[:3]) + 1
            days = [int(d) for d in (match["day"], match["to"], match["day_after"]) if d]
        if not 1 <= month <= 12:
            continue
        key = "+".join(f"{month}-{day}" for day in days) or str(month)
        # `May` and `March` are words as well.
        weak = not days and match[0] in ("May", "March", "Mar")
        yield Fact("date", key, *match.span(), weak=weak)


def _decades(text: str) -> Iterator[Fact]:
    for match in _DECADE.finditer(text):
        printed = match["en"] or match["zh"]
        key = f"{printed if printed.isdigit() else _small(printed)}s"
        yield Fact("date", key, *match.span(), weak=False)


def _figures(text: str) -> Iterator[Fact]:
    for match in FIGURES.finditer(text):
        figure = read_figure(match)
        if figure is not None:
            kind: FactKind = "percentage" if figure.percent else "number"
            yield Fact(kind, figure.key, *match.span(), weak=figure.weak)


def _names(text: str, gazetteer: Gazetteer | None, taken: list[Span]) -> Iterator[Fact]:
    known = gazetteer.find(text) if gazetteer is not None else []
    for name in known:
        yield Fact("name", name.concept, name.start, name.end, weak=False)
    spans = [*taken, *((name.start, name.end) for name in known)]
    # What English calls by its letters, Chinese seldom does, but not the other way round.
    weak = language_of(text) == "en"
    for match in _ACRONYM.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in spans):
            yield Fact("name", match[0], *match.span(), weak=weak)


def _small(printed: str) -> int:
    """Return a number below a hundred, written with digits or in Chinese."""
    if printed.isdigit():
        return int(printed)
    figure = FIGURES.search(f"第{printed}个")
    read = read_figure(figure) if figure else None
    return int(Decimal(read.key)) if read and read.key.isdigit() else 0

"""What a text has of the kind that a question asks for: numbers, dates, countries, bodies."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from indexer.gazetteer import Gazetteer
from indexer.normalization import fold
from indexer.terms import find_terms
from indexer.translations import Translations
from retriever.facts import find_facts
from retriever.places import find_places
from retriever.wanted import Wanted, find_wanted

REMEMBERED: Final = 4096
"""Texts of which it is remembered what they have of a kind."""


class Candidate(NamedTuple):
    """Something in a text that may be what is asked for."""

    start: int
    end: int
    keys: tuple[str, ...]
    """What it says, in a form that both languages share where they can."""


class Asked(NamedTuple):
    """What a question asks for, and what it says of that kind itself, which is no answer."""

    wanted: Wanted
    keys: frozenset[str]
    counted: frozenset[str] = frozenset()
    """Index terms of what is counted, in both languages: `How many countries` counts `countri`."""
    several: bool = False
    """It asks for more than one."""
    day: bool = False
    """It asks for a date to the day."""
    total: bool = False
    """It asks for a total."""
    sort: re.Pattern[str] | None = None
    """What sort of body it asks for: a university, a committee."""
    period: bool = False
    """It asks from when to when."""


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)\d\d"
_DATE: Final = re.compile(
    rf"\d{{1,2}}(?:\s?(?:[-–—]|to|and)\s?\d{{1,2}})?\s+{_MONTH}(?:\s+{_YEAR})?(?:\s?[-–—]\s?\d{{1,2}}\s+{_MONTH}(?:\s+{_YEAR})?)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:,\s+{_YEAR})?\b"
    rf"|\b{_MONTH}\s+{_YEAR}(?:\s?(?:[-–—]|to)\s?{_MONTH}\s+{_YEAR})?"
    rf"|{_YEAR}\s?年\s?(?:\d{{1,2}}\s?月\s?(?:\d{{1,2}}\s?日(?:\s?[和至到、]\s?\d{{1,2}}\s?日)?)?)?(?:\s?[至到-]\s?{_YEAR}\s?年\s?(?:\d{{1,2}}\s?月)?)?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s?[和至到]\s?\d{1,2}\s?日)?"
    rf"|(?<![\d/(]){_YEAR}\s?(?:[-–—]|to|至)\s?{_YEAR}\s?年?(?![\d/)])|(?<=\(){_YEAR}\s?[-–—]\s?{_YEAR}(?=\))"
    rf"|(?:(?<=since )|(?<=in )|(?<=from )|(?<=by )|(?<=\()){_YEAR}(?!\d|\s?年)"
)
_RESOLUTION_YEAR = re.compile(r"\d\s?[(（]$")
_FREQUENCY: Final = re.compile(
    r"\b(?:bi-?)?(?:daily|weekly|monthly|quarterly|annually|annual|yearly|biennial(?:ly)?)\b"
    r"|\b(?:on an? )?(?:daily|weekly|monthly|quarterly|annual|biannual) basis"
    r"|\b(?:once|twice|\w+ times) (?:a|per|every|each) (?:day|week|month|quarter|year|two years)\b"
    r"|\bevery (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?)\b"
    r"|每(?:隔)?(?:[一二两三四五六半\d]\s?个?)?(?:天|日|周|星期|个?月|季度?|年)(?:度)?(?:一次|[两二三]次)?|一年一度|按季度|定期",
    re.IGNORECASE,
)
_SMALL = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_DURATION: Final = re.compile(
    rf"\b(?:(?:a further|another|up to)\s+)?{_SMALL}[- ](?:more\s+)?(?:years?|months?|weeks?"
    rf"|days?)\b"
    r"|(?:\d+|[一二两三四五六七八九十]+)\s?(?:年(?!\s?\d|代|级|月|来)|个月|周|天)(?:期)?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?!\d)")
_ABOUT = re.compile(
    r"(?:more than|over|nearly|almost|about|around|some|at least|up to|approximately|fewer than"
    r"|less than|a total of"
    r"|超过|逾|近|约|大约|至少|共|多达|不到)\s*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\s?(?:多|余)?\s?(?:万|亿)?\s?[个名位项次种份届所类场处期家件套起]")
_LABEL = re.compile(r"^\s*[(（]?\d{1,3}[.)）、]?\s")
_BODY_WORDS: Final = re.compile(
    r"\b(?:office|committee|organi[sz]ation|programme|program|fund|centre|center|agency|council|directorate|union"
    r"|department|institute|group|secretariat|assembly|commission|mission|team|coordinator|rapporteur|bank|force"
    r"|league|university|interpol|board|bureau|authority|ministry|police|association|alliance"
    r"|court|high commissioner"
    r"|secretary-general|service|network|body|entity|college|academy|forum)\b"
    r"|办公室|委员会|组织|[署局厅处部司]$|(?:委员|理事|协|学|议|安理|人权理事)会|中心|基金|联盟|理事会|大会|工作队|特派团|小组|银行|大学|研究所|协调员|报告员"
    r"|工作组|法院|秘书长|机构|计划署|总部|国家队|警察|学院|论坛",
    re.IGNORECASE,
)


_COUNTED: Final = re.compile(
    r"\bhow many\s+(?P<en>[^?,.;]{2,60})|\bnumber of\s+(?P<of>[^?,.;]{2,60})"
    r"|(?:多少|几)\s*[个名位项次种份届所类场处期家件]?(?P<zh>[^？?，。、]{2,12})",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    r"\b(?:countries|states|nations|places|regions|bodies|agencies|entities|organi[sz]ations|partners)\b|哪[些两几三四]",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\btotal\b|\bin all\b|总[数共计]|一共|合计|共有", re.IGNORECASE)
_DAY: Final = re.compile(
    r"\b(?:which|what|on what|exact) (?:day|date)s?\b|哪一?[天日]|几号|哪几天", re.IGNORECASE
)


def read_asked(question: str, gazetteer: Gazetteer, translations: Translations) -> Asked | None:
    """Return what a question asks for, None where it is nothing that is short."""
    wanted = find_wanted(question)
    if wanted is None:
        return None
    text = fold(question).text
    found = find_candidates(question, wanted, gazetteer)
    return Asked(
        wanted=wanted,
        keys=frozenset(key for candidate in found for key in candidate.keys),
        counted=_read_counted(text, translations) if wanted == "number" else frozenset(),
        several=_SEVERAL.search(text) is not None,
        day=_DAY.search(text) is not None,
        total=_TOTAL.search(text) is not None,
        sort=_read_sort(text) if wanted == "body" else None,
        period=_PERIOD.search(text) is not None,
    )


_SORTS: Final = (
    r"\buniversit(?:y|ies)\b|大学", r"\bcent(?:re|er)s?\b|中心", r"\bcommittees?\b|委员会",
    r"\bdepartments?\b|部(?!门)", r"\binstitutes?\b|研究所|学院", r"\bfunds?\b|基金",
    r"\bworking groups?\b|工作组", r"\bmissions?\b|特派团", r"\bcouncils?\b|理事会",
)  # fmt: skip
_SORT_ASKED: Final = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+){0,2}?(\w+)|哪[个所些一家几]*(?:\w{0,4})", re.IGNORECASE
)
_PERIOD: Final = re.compile(
    r"\bfrom when\b|\bperiod\b|\bduration\b|从哪|到哪|起止|期间", re.IGNORECASE
)


def _read_sort(text: str) -> re.Pattern[str] | None:
    asked = _SORT_ASKED.search(text)
    for sort in _SORTS:
        if asked and re.search(sort, asked[0], re.IGNORECASE):
            return re.compile(sort, re.IGNORECASE)
    return None


def _read_counted(text: str, translations: Translations) -> frozenset[str]:
    match = _COUNTED.search(text)
    if match is None:
        return frozenset()
    words = find_terms(next(group for group in match.groups() if group))[:3]
    both = {other for word in words for other in list(translations.of(word.text))[:3]}
    return frozenset(both | {word.text for word in words})


def find_new(text: str, asked: Asked, gazetteer: Gazetteer) -> list[Candidate]:
    """Return what a text has of what a question asks for and does not say itself."""
    return [
        candidate
        for candidate in find_candidates(text, asked.wanted, gazetteer)
        if not asked.keys.issuperset(candidate.keys)
    ]


# For an answer they are asked for several times: as evidence, to be quoted, as its short form.
@lru_cache(maxsize=REMEMBERED)
def find_candidates(text: str, wanted: Wanted, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return what a text has of a kind, with half-open places in it, in order."""
    folded = fold(text)
    places = folded.places
    return tuple(
        Candidate(places[c.start], places[c.end - 1] + 1, c.keys)
        for c in sorted(_FINDERS[wanted](folded.text, gazetteer))
        if c.start < c.end
    )


def _numbers(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    spaced = [match.span() for match in _SPACED.finditer(text)]
    for start, end in spaced:
        yield _counted(text, start, end, text[start:end].replace(" ", ""))
    label = _LABEL.match(text)
    for fact in find_facts(text, gazetteer):
        if fact.kind != "number" or any(s < fact.end and fact.start < e for s, e in spaced):
            continue
        if label and fact.start < label.end():
            continue
        # Part of a name: `G5`, `Covid-19` has none of its own.
        if re.search(r"[A-Za-z][-–]?$", text[: fact.start][-2:]):
            continue
        if _is_year(text, fact.start, fact.end) or text[fact.start - 1 : fact.start] == "第":
            continue
        if fact.weak and not _MEASURE.match(text, fact.end):
            continue
        if _is_range_of_years(text, fact.start, fact.end):
            continue
        yield _counted(text, fact.start, fact.end, fact.key)


def _counted(text: str, start: int, end: int, key: str) -> Candidate:
    """Return a number with the words that belong to it: `more than 8,000`, 近 60 个."""
    measure = _MEASURE.match(text, end)
    about = _ABOUT.search(text[max(0, start - 16) : start])
    low = start - len(about[0]) if about else start
    return Candidate(low, measure.end() if measure else end, (key,))


def _is_year(text: str, start: int, end: int) -> bool:
    digits = text[start:end].strip()
    return bool(re.fullmatch(_YEAR, digits)) and not _MEASURE.match(text, end)


def _is_range_of_years(text: str, start: int, end: int) -> bool:
    return bool(re.match(r"\s?年", text[end:])) and len(text[start:end].strip()) == 4


def _shares(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for fact in find_facts(text, gazetteer):
        if fact.kind == "percentage" or (fact.kind == "number" and "/" in fact.key):
            about = _ABOUT.search(text[max(0, fact.start - 16) : fact.start])
            low = fact.start - len(about[0]) if about else fact.start
            yield Candidate(low, fact.end, (fact.key,))


def _dates(text: str, _: Gazetteer) -> Iterator[Candidate]:
    for match in _DATE.finditer(text):
        if not _RESOLUTION_YEAR.search(text[: match.start()]):
            printed = match[0].rstrip()
            keys = tuple(re.findall(r"\d+", printed))
            yield Candidate(match.start(), match.start() + len(printed), keys)


def _matches(pattern: re.Pattern[str]) -> Callable[[str, Gazetteer], Iterator[Candidate]]:
    def find(text: str, _: Gazetteer) -> Iterator[Candidate]:
        for match in pattern.finditer(text):
            yield Candidate(*match.span(), (match[0].lower(),))

    return find


def _countries(text: str, _: Gazetteer) -> Iterator[Candidate]:
    for (start, end), keys in find_places(text):
        yield Candidate(start, end, keys)


_JOINED = re.compile(
    r"\s*[)）]?\s*(?:,|、|，|和|与|以及|及|and|&|[(（])?\s*(?:and\s+)?(?:the\s+|its\s+)?"
)


_CAPITAL = r"[A-ZÀ-Þ][\w'’-]+"
_PROPER = re.compile(
    rf"(?:{_CAPITAL}\s+)+(?:University|Cent(?:re|er)|Institute|Office|Committee|Organization|Agency|Council"
    r"|Commission|Association|Alliance|Foundation|Department|Fund|Union|Group|Bank|Court|Academy|College)"
    rf"(?:\s+(?:of|for|on|against)\s+(?:the\s+)?{_CAPITAL}(?:\s+{_CAPITAL})*)?"
    rf"|University of {_CAPITAL}"
)
"""Names of bodies that no glossary has."""


def _bodies(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    found: list[Candidate] = []
    for fact in find_facts(text, gazetteer):
        printed = text[fact.start : fact.end]
        if fact.kind != "name":
            continue
        name = gazetteer.name(fact.key, "en") or printed
        # An acronym that the glossary spells out is a body if that says so: `TVET` is none.
        letters = name.isascii() and name.isupper() and len(name) > 2
        if letters or _BODY_WORDS.search(printed) or _BODY_WORDS.search(name):
            found.append(Candidate(fact.start, fact.end, (fact.key,)))
    for match in _PROPER.finditer(text):
        if not any(match.start() < c.end and c.start < match.end() for c in found):
            found.append(Candidate(*match.span(), (match[0].lower(),)))
    open_: Candidate | None = None
    for candidate in sorted(found):
        if open_ and _JOINED.fullmatch(text[open_.end : candidate.start]):
            open_ = Candidate(open_.start, candidate.end, open_.keys + candidate.keys)
            continue
        if open_:
            yield open_
        open_ = candidate
    if open_:
        yield open_


def _symbols(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for fact in find_facts(text, gazetteer):
        if fact.kind == "symbol":
            yield Candidate(fact.start, fact.end, (fact.key,))


_FINDERS: Final[dict[Wanted, Callable[[str, Gazetteer], Iterator[Candidate]]]] = {
    "number": _numbers,
    "share": _shares,
    "date": _dates,
    "frequency": _matches(_FREQUENCY),
    "duration": _matches(_DURATION),
    "country": _countries,
    "body": _bodies,
    "symbol": _symbols,
}

"""What a sentence claims that can be looked up in a text of either language.

Numbers, dates, symbols, names, how often something is, and what it quotes: each has a key that is
the same in both languages, and a text has it or not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from indexer.gazetteer import Gazetteer, concept_of
from indexer.glossary_entries import GlossaryEntry
from indexer.languages import HAN
from indexer.normalization import fold
from indexer.numerals import read_numeral
from indexer.passages import Passage
from indexer.quantities import NUMBER_WORDS
from indexer.translations import Translations
from retriever.facts import Fact, find_facts
from retriever.proper_names import find_proper_names, has_proper_name
from retriever.written import Reason, ReasonKind

_UNITS: Final = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
    "季度": "quarter", "季": "quarter", "年": "year",
}  # fmt: skip
_ENGLISH_EVERY = re.compile(
    r"\b(?:every|each|per|once an?)\s+(?:(?P<count>[a-z]+|\d+)\s+)?"
    r"(?P<unit>day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_CHINESE_EVERY = re.compile(
    r"每(?:隔)?\s?(?P<count>半|\d+|[一二两三四五六七八九十]+)?\s?个?(?P<unit>天|日|周|星期|礼拜|月|季度|季|年)"
    r"|(?P<two>两年期|两年度|两年一次)|(?P<year>年度)"
)
_ADVERBS: Final = {
    "daily": (1, "day"), "weekly": (1, "week"), "fortnightly": (2, "week"), "monthly": (1, "month"),
    "quarterly": (1, "quarter"), "annual": (1, "year"), "annually": (1, "year"),
    "yearly": (1, "year"), "biennial": (2, "year"), "biennially": (2, "year"),
}  # fmt: skip
_ADVERB = re.compile(rf"\b(?:{'|'.join(_ADVERBS)})\b", re.IGNORECASE)

_QUOTED = re.compile(r"[“\"「『](?P<words>[^“”\"「」『』]+)[”\"」』]")
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,})\s*")
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d[ ])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
_RESOLUTION = re.compile(r"(\d+)\(")
_MONTH_CONTEXT = re.compile(
    r"(?:\b(?:in|since|by|until|of|from|to|before|after)\s+)$", re.IGNORECASE
)
_EDGES: Final = " \t\n.,;:!?。，；：！？、"


class Claim(NamedTuple):
    """Something in a sentence that must stand in what it cites."""

    kind: ReasonKind
    key: str
    words: str
    """As the sentence has it."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What of a text claims are held against."""

    text: str
    """Folded, its thousands without spaces."""
    around: str
    """The headings that it stands under, folded: they name what the text is about."""
    facts: frozenset[tuple[str, str]]
    """Kinds and keys: of numbers, dates, symbols, names, countries and frequencies."""


class Lexicon:
    """The names that an index knows: what a claim is read with."""

    def __init__(
        self, glossary: Sequence[GlossaryEntry], gazetteer: Gazetteer, translations: Translations
    ) -> None:
        self.gazetteer = gazetteer
        self.translations = translations
        self._names: dict[str, list[str]] = {}
        self._proper: set[str] = set()
        for entry in glossary:
            concept = concept_of(entry)
            names = (*entry.zh, *entry.en, *entry.acronyms)
            self._names.setdefault(concept, []).extend(fold(name).text for name in names)
            # The other entries are terms of the subject, which may be put in other words.
            if entry.acronyms or not entry.en or entry.en[0][:1].isupper():
                self._proper.add(concept)

    def is_proper(self, concept: str) -> bool:
        """Return whether a concept is somebody or something with a name of its own."""
        return concept in self._proper or concept not in self._names

    def has_name(self, concept: str, text: str) -> bool:
        """Return whether a text has one of the names of a concept, be it within a longer one."""
        return any(_has_phrase(text, name) for name in self._names.get(concept, ()))


def read_text(passage: Passage, lexicon: Lexicon) -> ReadText:
    """Return what claims about a passage are held against."""
    text = _plain(passage.text)
    facts: set[tuple[str, str]] = set()
    # Both readings: `1 000` is a thousand, and two numbers in a row of a table are two.
    for reading in {text, passage.text}:
        for fact in find_facts(reading, lexicon.gazetteer):
            facts |= set(_keys(fact))
    facts |= {("frequency", key) for key, _, _ in _frequencies(text)}
    return ReadText(text, fold(" ".join(passage.section)).text, frozenset(facts))


def find_claims(sentence: str, lexicon: Lexicon) -> list[Claim]:
    """Return what a sentence claims, in no order but that of their kinds."""
    text = _plain(sentence)
    often = list(_frequencies(text))
    claims = [Claim("frequency", key, text[start:end]) for key, start, end in often]
    facts = [
        fact
        for fact in find_facts(text, lexicon.gazetteer)
        if fact.kind != "negation"
        and not any(s <= fact.start and fact.end <= e for _, s, e in often)
    ]
    claims += [
        Claim(fact.kind, fact.key, text[fact.start : fact.end])
        for fact in facts
        if _is_claimed(fact, text, lexicon)
    ]
    known = [(fact.start, fact.end) for fact in facts if fact.kind in ("name", "country", "symbol")]
    claims += [Claim("name", "", name.words) for name in find_proper_names(text, known)]
    claims += _quotations(sentence, facts, text)
    return claims


def find_missing(sentence: str, cited: Sequence[ReadText], lexicon: Lexicon) -> list[Reason]:
    """Return what a sentence claims and none of the texts that it cites has."""
    claims = find_claims(sentence, lexicon)
    shares = any(claim.kind == "percentage" for claim in claims)
    missing = [
        Reason(claim.kind, claim.words)
        for claim in claims
        if not any(_stands(claim, text, lexicon, shares=shares) for text in cited)
    ]
    return list(dict.fromkeys(missing))


def _stands(claim: Claim, cited: ReadText, lexicon: Lexicon, *, shares: bool) -> bool:
    if claim.kind == "quotation":
        return _has_phrase(_comparable(cited.text), claim.key)
    if claim.kind == "name":
        return _has_name(claim, cited, lexicon)
    if claim.kind in ("number", "percentage"):
        # `from 14.6 to 11.9 per cent` has its sign once, there as here.
        other = shares and any(kind == "percentage" for kind, _ in cited.facts)
        kinds = ("number", "percentage") if other else (claim.kind,)
        return any((kind, claim.key) in cited.facts for kind in kinds)
    if claim.kind == "symbol":
        return any(kind == "symbol" and _same_symbol(key, claim.key) for kind, key in cited.facts)
    if claim.kind == "date":
        return all(("date", day) in cited.facts for day in claim.key.split("+"))
    return (claim.kind, claim.key) in cited.facts


def _has_name(claim: Claim, cited: ReadText, lexicon: Lexicon) -> bool:
    words = f"{cited.text}\n{cited.around}"
    if not claim.key:
        return has_proper_name(claim.words, words, lexicon.translations)
    return (
        ("name", claim.key) in cited.facts
        or lexicon.has_name(claim.key, words)
        or _has_phrase(words, claim.words)
    )


def _keys(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield what a fact of a passage answers to."""
    yield fact.kind, fact.key
    if fact.kind == "date":
        for day in fact.key.split("+"):
            yield "date", day
            # `in June` is true of 21 June.
            yield "date", day.split("-")[0]
    # `resolution 2331` is `resolution 2331 (2016)`.
    if fact.kind == "symbol" and (resolution := _RESOLUTION.match(fact.key)):
        yield "number", resolution[1]


def _is_claimed(fact: Fact, text: str, lexicon: Lexicon) -> bool:
    """Return whether a fact of a sentence must stand in what it cites."""
    if fact.kind == "name":
        return lexicon.is_proper(fact.key)
    if fact.kind == "date" and fact.weak:
        behind = text[fact.end :].lstrip()
        return bool(_MONTH_CONTEXT.search(text[: fact.start])) or behind[:2] in ("19", "20")
    # An adjective names the country as well, an acronym whoever is called so.
    return not fact.weak or fact.kind == "country"


def _same_symbol(one: str, other: str) -> bool:
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def _frequencies(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield how often something is, as a key, with its place."""
    for match in _ENGLISH_EVERY.finditer(text):
        if count := _count(match["count"] or "1"):
            yield f"{count} {match['unit'].lower()}", *match.span()
    for match in _CHINESE_EVERY.finditer(text):
        if match["two"] or match["year"]:
            yield ("2 year" if match["two"] else "1 year"), *match.span()
            continue
        if match["count"] == "半":
            yield "6 month", *match.span()
        elif count := _count(match["count"] or "1"):
            yield f"{count} {_UNITS[match['unit']]}", *match.span()
    for match in _ADVERB.finditer(text):
        count, unit = _ADVERBS[match[0].lower()]
        yield f"{count} {unit}", *match.span()


def _count(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    if printed.isascii():
        return 2 if printed.lower() in ("other", "second") else NUMBER_WORDS.get(printed.lower(), 0)
    return int(read_numeral(printed) or 0)


def _quotations(sentence: str, facts: Sequence[Fact], text: str) -> Iterator[Claim]:
    names = {text[fact.start : fact.end] for fact in facts if fact.kind == "name"}
    for match in _QUOTED.finditer(sentence):
        if _plain(match["words"]) in names:
            continue  # A name in quotation marks is checked as a name.
        for part in _ELLIPSIS.split(match["words"]):
            if part.strip(_EDGES):
                yield Claim("quotation", _comparable(_plain(part)), match["words"])


def _comparable(text: str) -> str:
    """Return a text without what quoting may change: marks, capitals, white space in Chinese."""
    words = re.sub(r"[^\w%]+", " ", text.lower())
    return re.sub(rf"(?<=[{HAN}])\s+|\s+(?=[{HAN}])", "", words).strip()


def _plain(text: str) -> str:
    return _THOUSANDS.sub(lambda n: re.sub(r"\D", "", n[0]), fold(text).text)


def _has_phrase(text: str, phrase: str) -> bool:
    if not phrase.isascii():
        return phrase in text
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None

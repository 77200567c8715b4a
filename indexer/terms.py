"""Text to index terms, the same way for passages and questions, in both languages.

Chinese is cut into words, English words are stemmed. Symbols, resolution numbers, acronyms and
numbers are kept whole as well; numbers and dates in words, and names of the glossary, give terms
that both languages share.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.gazetteer import Gazetteer
from indexer.jieba_segmenter import find_words
from indexer.languages import HAN
from indexer.normalization import fold
from indexer.numerals import find_numerals, scale
from indexer.quantities import find_quantities
from indexer.stemming import stem

TOKENIZATION: Final = "jieba-search+porter2/5"
"""Names these rules; counted up whenever a text gives other terms than before."""

_TOKEN = re.compile(
    # A/72/840, S/2017/249, A/RES/60/288: a symbol has a digit somewhere.
    r"(?P<symbol>(?<![A-Z0-9/.:])[A-Z]{1,8}(?:/[A-Z0-9][A-Z0-9_.-]*)*/[A-Z0-9_.-]*\d[A-Z0-9_.-]*"
    r"(?:/[A-Z0-9][A-Z0-9_.-]*)*)"
    r"|(?P<resolution>\d{3,4})\s?\(\s?(?P<year>(?:19|20)\d\d)\s?\)"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*)"
    r"(?:(?P<percent>\s?(?:%|per\s?cent\b))|\s?(?P<unit>[百千万亿]+))?"
    rf"|(?P<han>[{HAN}〇○]+)"
    rf"|(?P<word>[^\W\d_{HAN}][^\W_{HAN}]*(?:['’\-‐‑][^\W_{HAN}]+)*)",
    re.IGNORECASE,
)
_PART = re.compile(r"[^'’\-‐‑]+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)

STOP_WORDS: Final = frozenset(
    "a an the of to in on at by for from with and or is are was were be been being it its this "
    "that these those as do does did has have had will would can could should may what which who "
    "whom whose when where why how many much there any some if into about than then they their "
    "i you we he she me us our your not no up out off over again also such each other more most "
    "very just only own same both so while during before after between through under within per "
    "的 了 和 与 及 或 在 是 有 为 对 以 把 被 由 从 到 向 于 就 也 都 还 又 并 而 但 "
    "所 其 之 这 那 个 些 吗 呢 吧 啊 么 谁 哪 哪些 哪个 哪里 什么 怎么 怎样 如何 为什么 为何 "
    "多少 几 几个 是否 有没有 请问 "
    "一个 这个 那个 这些 那些 我们 他们 它们 你 我 他 她 它".split()
)
"""Words that carry a sentence and not its subject; neither passages nor questions have them."""


class Term(NamedTuple):
    """An index term and where it stands."""

    text: str
    start: int
    """Offset of its first code point in the text that was read."""
    end: int
    """Offset behind its last one."""


def terms(text: str, gazetteer: Gazetteer | None = None) -> list[str]:
    """Return the index terms of a text, repeated ones repeated."""
    return [term.text for term in find_terms(text, gazetteer)]


def find_terms(text: str, gazetteer: Gazetteer | None = None) -> list[Term]:
    """Return the index terms of a text with their places: words first, then numbers and names.

    Terms overlap where a whole and its parts are both kept: ``2178 (2014)`` gives ``2178(2014)``,
    ``2178`` and ``2014``; ``counter-terrorism`` gives both its stems and their compound.

    Parameters
    ----------
    gazetteer
        Names to look for as well; None for none.
    """
    folded = fold(text)
    found = [term for match in _TOKEN.finditer(folded.text) for term in _terms_of(match)]
    found += [Term(*quantity) for quantity in find_quantities(folded.text)]
    if gazetteer is not None:
        found += [Term(*name) for name in gazetteer.find(folded.text)]
    places = folded.places
    return [Term(term.text, places[term.start], places[term.end - 1] + 1) for term in found]


def _terms_of(match: re.Match[str]) -> Iterator[Term]:
    if match["symbol"]:
        return _symbol_terms(match)
    if match["resolution"]:
        return _resolution_terms(match)
    if match["number"]:
        return _number_terms(match)
    if match["han"]:
        return _chinese_terms(match["han"], match.start())
    return _word_terms(match)


def _symbol_terms(match: re.Match[str]) -> Iterator[Term]:
    start, end = match.span()
    symbol = match[0].rstrip(".-").lower()
    yield Term(symbol, start, end)
    # Resolutions of the General Assembly are called by session and number: 60/288.
    *_, session, number = symbol.split("/")
    if session.isdigit() and number.isdigit():
        yield Term(f"{session}/{number}", start, end)


def _resolution_terms(match: re.Match[str]) -> Iterator[Term]:
    yield Term(f"{match['resolution']}({match['year']})", *match.span())
    yield Term(match["resolution"], *match.span("resolution"))
    yield Term(match["year"], *match.span("year"))


def _number_terms(match: re.Match[str]) -> Iterator[Term]:
    number = match["number"].replace(",", "")
    yield Term(number, *match.span("number"))
    if match["percent"]:
        yield Term(f"{number}%", *match.span())
    if match["unit"] and number.count(".") <= 1:
        yield Term(scale(number, match["unit"]), *match.span())
    rest = match.string[match.end() : match.end() + 6]
    if second := re.match(r"/(\d{2,4})(?!\d)", rest):
        yield Term(f"{number}/{second[1]}", match.start(), match.end() + second.end())


def _chinese_terms(text: str, offset: int) -> Iterator[Term]:
    for word, start, end in find_words(text):
        if word not in STOP_WORDS:
            yield Term(word, offset + start, offset + end)
    for start, end, digits in find_numerals(text):
        yield Term(digits, offset + start, offset + end)


def _word_terms(match: re.Match[str]) -> Iterator[Term]:
    start, end = match.span()
    parts = [
        (part[0], start + part.start(), start + part.end())
        for part in _PART.finditer(_POSSESSIVE.sub("", match[0]))
    ]
    for part, low, high in parts:
        lower = part.lower()
        stemmed = stem(lower)
        if lower in STOP_WORDS and not part.isupper():
            continue
        yield Term(stemmed, low, high)
        # An acronym may look like a word with an ending (UNITAR's, LAS).
        if part.isupper() and stemmed != lower:
            yield Term(lower, low, high)
    if len(parts) > 1:
        yield Term(stem("".join(part.lower() for part, _, _ in parts)), start, end)

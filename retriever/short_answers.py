"""The short form of an answer: the number, date, country or body that a question asks for."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from indexer.gazetteer import Gazetteer
from indexer.passages import Span
from indexer.tables import CELL_SEPARATOR
from indexer.terms import find_terms
from retriever.answer_candidates import Asked, Candidate, find_new
from retriever.hits import Hit

REACH: Final = 40
"""Code points around a candidate in which words of the question speak for it."""
RANK_COST: Final = 0.35
"""What each place further down in the results takes from a candidate."""
BEHIND_WEIGHT: Final = 2.5
"""How much more a word counts that stands behind a number than one before it."""

COUNTED_REACH: Final = 24
"""Code points behind a number in which what it counts stands."""
FIT_WEIGHT: Final = 0.5
_TOTAL: Final = re.compile(r"\btotal of\b|总共|共有?|合计", re.IGNORECASE)
_RANGE: Final = re.compile(r"(?:19|20)\d\d\s?(?:[-–—至]|to)")
_HAS_DAY: Final = re.compile(r"\d\s?[日号]|\d{1,2}\s+[A-Z][a-z]|[a-z]\.?\s+\d{1,2}\b(?!\d)")
_BEFORE: Final = ("number", "share", "body")
"""What mostly stands before the words that it belongs to: what is counted, what a body does."""


class Short(NamedTuple):
    """A short answer, and where it stands."""

    hit: int
    """Place of its hit among those given."""
    span: Span
    """In the clean text of the passage."""


def find_short(hits: Sequence[Hit], asked: Asked, gazetteer: Gazetteer) -> Short | None:
    """Return the short answer that the evidence of some hits gives, None where it has none.

    Of the candidates in the sentences that answer, the one is taken around which most words of the
    question stand, nearer hits before later ones.

    Parameters
    ----------
    hits
        Those that are quoted, best first.
    asked
        What the question asks for.
    """
    best: tuple[float, Short] | None = None
    for place, hit in enumerate(hits):
        for candidate in find_new(hit.passage.text, asked, gazetteer):
            span = (candidate.start, candidate.end)
            if not is_quoted(candidate, hit):
                continue
            score = _closeness(span, hit, asked) + _fit(candidate, hit, asked) - RANK_COST * place
            if best is None or score > best[0] + 1e-9:
                best = (score, Short(place, span))
    return best[1] if best else None


_AGENT_BEFORE = re.compile(r"(?:\bby|\bled by|由|经|是)\s*(?:the\s+)?$")
_AGENT_BEHIND = re.compile(
    r"\s*[)）]?\s*(?:will|has|have|is|are|was|were|would|can|should|also|continue[sd]?"
    r"|正在|正|已|将|继续|还|负责|牵头|应)"
)


def _is_responsible(candidate: Candidate, hit: Hit) -> float:
    """Return whether a body does what its sentence says, or is responsible for a row."""
    text = hit.passage.text
    if hit.passage.fields:
        # Rows name who is responsible at the end of a cell.
        return 4.0 * (text.startswith(CELL_SEPARATOR, candidate.end) or candidate.end == len(text))
    before, behind = text[max(0, candidate.start - 12) : candidate.start], text[candidate.end :]
    return float(bool(_AGENT_BEFORE.search(before) or _AGENT_BEHIND.match(behind)))


def is_quoted(candidate: Candidate, hit: Hit) -> bool:
    """Return whether a candidate stands in a sentence that is quoted."""
    return any(low <= candidate.start and candidate.end <= high for low, high in hit.quoted)


def counts(text: str, candidate: Candidate, asked: Asked) -> bool:
    """Return whether what a question counts stands right behind a candidate of a text."""
    behind = text[candidate.end - 1 : candidate.end + COUNTED_REACH]
    return bool(asked.counted) and any(t.text in asked.counted for t in find_terms(behind))


def _closeness(span: Span, hit: Hit, asked: Asked) -> float:
    total = 0.0
    for low, high in hit.matches:
        if low < span[1] and span[0] < high:
            continue
        behind = low >= span[1]
        distance = low - span[1] if behind else span[0] - high
        if distance >= REACH:
            continue
        weight = BEHIND_WEIGHT if behind and asked.wanted in _BEFORE else 1.0
        total += weight * (1 - distance / REACH) ** 2
    return min(total, 4.0) / 2


def _fit(candidate: Candidate, hit: Hit, asked: Asked) -> float:
    """Return what speaks for a candidate in how it is said and what it counts."""
    text = hit.passage.text
    fit = 0.0
    fit += counts(text, candidate, asked)
    if asked.total:
        fit += _TOTAL.search(text[max(0, candidate.start - 12) : candidate.start + 10]) is not None
    if asked.several and asked.wanted in ("country", "body"):
        fit += len(candidate.keys) > 1
    if asked.day and asked.wanted == "date":
        fit += _HAS_DAY.search(text[candidate.start : candidate.end]) is not None
    printed = text[candidate.start : candidate.end]
    if asked.wanted == "date" and not asked.period:
        fit -= _RANGE.search(printed) is not None
    if asked.sort is not None:
        fit += 2.0 * (asked.sort.search(printed) is not None)
    if asked.wanted == "body":
        fit += _is_responsible(candidate, hit)
    return FIT_WEIGHT * fit

"""The conditions that a question sets on the rows of a table, each with the rows that fulfil it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.gazetteer import Gazetteer
from indexer.numbering import heading_style, read_number
from indexer.quantities import NUMBER_WORDS
from indexer.translations import Translations
from retriever import table_words as words
from retriever.divisions import division_words
from retriever.table_amounts import find_amount, find_period
from retriever.table_filters import (
    ALTERNATIVES,
    AmbiguousQuestionError,
    Condition,
    Operator,
    Value,
    rows_where,
)
from retriever.table_text import QuestionText
from retriever.table_values import find_items, find_named, find_statuses
from retriever.tables import Table


@dataclass(frozen=True, slots=True)
class Found:
    """All conditions of a question."""

    conditions: tuple[Condition, ...]
    serial: bool
    """One of them names a row by its number."""
    names_rows: bool
    """What the rows are was said with one of them: `project 87`."""


def find_conditions(
    text: QuestionText, table: Table, gazetteer: Gazetteer, translations: Translations
) -> Found | None:
    """Return the conditions of a question and take their words; None where one is ambiguous."""
    try:
        sections = _of_sections(text, table)
        serial = _of_serial(text, table)
        periods = list(find_period(text, table))
        amounts = list(find_amount(text, table))
        values = [*find_statuses(text, table)]
        values += find_named(text, table, gazetteer)
        values += find_items(text, table, translations)
    except AmbiguousQuestionError:
        return None
    joined = _join(text, values)
    if joined is None:
        return None
    compared = [Condition(c.column, c.operator, c.value, c.rows) for c in (*periods, *amounts)]
    conditions = (*sections, *serial, *joined, *compared)
    rows = frozenset(range(len(table.rows)))
    for condition in serial:
        rows &= condition.rows
    for condition in sections:
        rows &= condition.rows
    if serial and len({table.rows[n].passage.section for n in rows}) != 1:
        return None
    return Found(conditions, serial=bool(serial), names_rows=bool(serial))


_NUMERAL = (
    rf"(?:[IVX]{{1,5}}\b|\d{{1,3}}|[二三四五六七八九]?十[一二三四五六七八九]?"
    rf"|[一二三四五六七八九]|\b(?:{'|'.join(NUMBER_WORDS)})\b)"
)


def section_divisions(table: Table) -> Mapping[str, tuple[tuple[str, ...], int]]:
    """Return the headings of a table that are numbered divisions, with their words and numbers."""
    found = {}
    for heading in table.sections():
        style = heading_style(heading)
        if style is not None and style[0].startswith("keyword:"):
            word = style[0].removeprefix("keyword:")
            found[heading] = (division_words(word), read_number(style[1], roman=True))
    return found


def _of_sections(text: QuestionText, table: Table) -> list[Condition]:
    divisions = section_divisions(table)
    numbers: list[int] = []
    for word in sorted({word for words_, _ in divisions.values() for word in words_}):
        named = rf"\b{word}s?\s+" if word.isascii() else rf"{word}\s*"
        rest = rf"(?:\s*(?:,|、|和|与|或|and|or|&)\s*(?:{named})?{_NUMERAL})*"
        after = re.compile(rf"{named}(?:no\.?\s*)?({_NUMERAL}{rest})", re.IGNORECASE)
        before = re.compile(
            rf"\b(?:the\s+)?({_NUMERAL})\s+{word}\b"
            if word.isascii()
            else rf"第\s*({_NUMERAL}(?:(?:、|和|与)第?{_NUMERAL})*)\s*(?:个|大)?{word}",
            re.IGNORECASE,
        )
        for pattern in (before, after):
            while match := text.claim_first(pattern):
                numbers += [_numeral(n) for n in re.findall(_NUMERAL, match[1], re.IGNORECASE)]
    headings = [h for h, (_, number) in divisions.items() if number in numbers]
    if set(numbers) - {divisions[h][1] for h in headings}:
        raise AmbiguousQuestionError
    for heading in table.sections():
        literal = re.compile(rf"(?<!\w){re.escape(heading)}(?!\w)", re.IGNORECASE)
        if len(table.sections()) > 1 and len(heading) > 1 and text.claim_first(literal):
            headings.append(heading)
    if not headings:
        return []
    rows = rows_where(table, lambda n: table.rows[n].passage.section[-1:] and
                 table.rows[n].passage.section[-1] in headings)  # fmt: skip
    operator: Operator = "is" if len(headings) == 1 else "any of"
    return [Condition(None, operator, ALTERNATIVES.join(headings), rows)]


def _numeral(printed: str) -> int:
    if printed.lower() in NUMBER_WORDS:
        return NUMBER_WORDS[printed.lower()]
    return read_number(printed, roman=True)


_SERIAL = re.compile(
    r"(?P<noun>\b(?:project|programme|activity|row|item|entry|record)\s+)?(?:\bno\.|\bnumber"
    r"|\bserial(?: number)?|#)\s*(?P<a>\d{1,5})\b"
    r"|\b(?:project|programme|activity|row|item|entry|record)\s+(?P<b>\d{1,5})\b"
    r"|(?:项目|活动|序号|编号|第)\s*第?(?P<c>\d{1,5}|[一二三四五六七八九十百]{1,5})\s*(?:(?:号|项(?!目)|行)(?:的?(?:项目|活动))?|个?(?:项目|活动))"
    r"|(?:项目|序号|编号)\s*(?P<d>\d{1,5})(?!\d|年)"
    r"|(?<!\d)(?P<e>\d{1,5})\s*号(?:项目|活动)",
    re.IGNORECASE,
)


def _of_serial(text: QuestionText, table: Table) -> list[Condition]:
    column = table.columns[0]
    if "serial" not in column.facets:
        return []
    match = text.claim_first(_SERIAL)
    if match is None:
        return []
    printed = next(group for group in match.groups()[1:] if group)
    label = str(_numeral(printed)) if not printed.isdigit() else printed
    rows = rows_where(table, lambda n: (table.rows[n].passage.label or "") == label)
    if not rows or text.claim_first(_SERIAL):
        raise AmbiguousQuestionError
    return [Condition(column, "is", label, rows)]


def _join(text: QuestionText, values: Sequence[Value]) -> list[Condition] | None:
    """Return the conditions of values; those of one column are joined as the question does.

    `or` makes alternatives, and so do statuses, of which no row has two; bodies must all be there.
    Two places with `and` are ambiguous, unless `both` says which.
    """
    together = bool(text.claim_all(words.TOGETHER)) if len(values) > 1 else False
    by_column: dict[str, list[list[Value]]] = {}
    previous: Value | None = None
    for value in sorted(values, key=lambda value: value.start):
        runs = by_column.setdefault(value.condition.name, [])
        if (
            previous is not None
            and runs
            and previous is runs[-1][-1]
            and _adjoin(text, previous, value)
        ):
            text.claim(previous.end, value.start)
            runs[-1].append(value)
        else:
            runs.append([value])
        previous = value
    conditions: list[Condition] = []
    for runs in by_column.values():
        joined = [_join_run(text, run) for run in runs]
        parts = [part for run in joined for part in run]
        distinct = list({part.value: part for part in parts}.values())
        first = distinct[0]
        several = len(distinct) > 1
        if several and (first.of_status or "is not" in {part.operator for part in distinct}):
            return None
        if several and first.column is not None and first.column.whole and not together:
            return None
        conditions += distinct
    return conditions


_CONNECTION = re.compile(
    r"\s*(?:,|、|，)?\s*(?:and|or|和|与|或者?|以及|及|还是|&|/)?\s*(?:also\s+|the\s+|in\s+|在)*",
    re.IGNORECASE,
)


def _adjoin(text: QuestionText, first: Value, second: Value) -> bool:
    gap = text.text[first.end : second.start]
    return bool(gap.strip()) and _CONNECTION.fullmatch(gap) is not None


def _join_run(text: QuestionText, run: Sequence[Value]) -> list[Condition]:
    """Return the conditions of values that stand side by side."""
    gaps = [text.text[a.end : b.start] for a, b in pairwise(run)]
    first = run[0].condition
    either = any(words.ALTERNATIVE.search(gap) for gap in gaps)
    if len(run) == 1 or not (either or first.of_status):
        return [value.condition for value in run]
    if any(value.condition.operator == "is not" for value in run):
        return [value.condition for value in run]
    rows = frozenset[int]().union(*(value.condition.rows for value in run))
    value = ALTERNATIVES.join(dict.fromkeys(value.condition.value for value in run))
    return [Condition(first.column, "any of", value, rows, of_status=first.of_status)]

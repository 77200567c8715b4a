"""The conditions that a question sets on the rows of a table, each with the rows that fulfil it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from indexer.gazetteer import MARK, Gazetteer
from indexer.languages import HAN
from indexer.numbering import heading_style, read_number
from indexer.quantities import NUMBER_WORDS
from indexer.stemming import stem
from indexer.translations import Translations
from retriever import table_words as words
from retriever.cells import find_names
from retriever.countries import find_countries
from retriever.divisions import division_words
from retriever.table_amounts import find_amount, find_period
from retriever.table_text import QuestionText
from retriever.tables import Column, Table

Operator: TypeAlias = Literal[
    "is", "is not", "contains", "any of", "starts in", "starts before", "starts after",
    "ends in", "ends before", "ends after", "covers", "=", ">", ">=", "<", "<=",
]  # fmt: skip

SECTION: Final = "section"
"""What the place of a row in its document is called where it is a condition."""


FEW: Final = 12
"""Values up to which a column may say of each row which of a few it is."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the rows of a table."""

    column: Column | None
    """None: the section that a row stands in."""
    operator: Operator
    value: str
    """As it is printed in the table where it is."""
    rows: frozenset[int]
    """Numbers of the rows that fulfil it."""
    of_status: bool = False
    """It is one of a few values of which each row has one."""

    @property
    def name(self) -> str:
        """The name of the column, or `SECTION`."""
        return SECTION if self.column is None else self.column.name


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
        values = [*_of_statuses(text, table)]
        values += _of_names(text, table, gazetteer)
        values += _of_items(text, table, translations)
    except _Ambiguous:
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


class _Ambiguous(Exception):
    """A part of the question could be read in two ways."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that stands in a question, with its place."""

    condition: Condition
    start: int
    end: int


# ---- sections

_NUMERAL = rf"(?:[IVX]{{1,5}}\b|\d{{1,3}}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\b(?:{'|'.join(NUMBER_WORDS)})\b)"


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
        raise _Ambiguous
    for heading in table.sections():
        literal = re.compile(rf"(?<!\w){re.escape(heading)}(?!\w)", re.IGNORECASE)
        if len(table.sections()) > 1 and len(heading) > 1 and text.claim_first(literal):
            headings.append(heading)
    if not headings:
        return []
    rows = _rows(table, lambda n: table.rows[n].passage.section[-1:] and
                 table.rows[n].passage.section[-1] in headings)  # fmt: skip
    operator: Operator = "is" if len(headings) == 1 else "any of"
    return [Condition(None, operator, " | ".join(headings), rows)]


def _numeral(printed: str) -> int:
    if printed.lower() in NUMBER_WORDS:
        return NUMBER_WORDS[printed.lower()]
    return read_number(printed, roman=True)


# ---- serials

_SERIAL = re.compile(
    r"(?P<noun>\b(?:project|programme|activity|row|item|entry|record)\s+)?(?:\bno\.|\bnumber|\bserial(?: number)?|#)\s*(?P<a>\d{1,5})\b"
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
    rows = _rows(table, lambda n: (table.rows[n].passage.label or "") == label)
    if not rows or text.claim_first(_SERIAL):
        raise _Ambiguous
    return [Condition(column, "is", label, rows)]


# ---- statuses


def _of_statuses(text: QuestionText, table: Table) -> Iterator[_Value]:
    phrases: list[tuple[str, Column, str]] = []
    for column in table.columns:
        values = _few_values(table, column)
        for value in values:
            for phrase in _wordings(value, values):
                phrases.append((phrase, column, value))
    for phrase, column, value in sorted(phrases, key=lambda item: -len(item[0])):
        pattern = re.compile(
            rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])"
            if phrase.isascii()
            else re.escape(phrase),
            re.IGNORECASE,
        )
        while match := text.claim_first(pattern):
            rows = _rows(table, lambda n, c=column, v=value: _whole(table, n, c) == v)
            operator: Operator = "is"
            printed = next(table.rows[n].cells[column.number].text for n in sorted(rows))
            start = match.start()
            negated = words.NEGATED.search(text.text[: match.start()])
            if negated:
                text.claim(*negated.span())
                start, operator = negated.start(), "is not"
                rows = _rows(table, lambda n, r=rows: n not in r)
            condition = Condition(column, operator, printed, rows, of_status=True)
            yield _Value(condition, start, match.end())


def _few_values(table: Table, column: Column) -> list[str]:
    """Return the values of a column of which each row has one of a few."""
    if "items" not in column.facets:
        return []
    filled = [_whole(table, n, column) for n in range(len(table.rows))]
    distinct = sorted(set(filled) - {""})
    if not 1 < len(distinct) <= FEW:
        return []
    status = any(value in {*english, *chinese} for value in distinct
                 for english, chinese in words.SAME_STATUS)  # fmt: skip
    return distinct if status or len(distinct) <= len(filled) // 2 else []


def _wordings(value: str, values: Sequence[str]) -> Iterator[str]:
    yield value
    for english, chinese in words.SAME_STATUS:
        same = {*english, *chinese}
        if value in same and len(same & set(values)) == 1:
            yield from sorted(same - {value})


def _whole(table: Table, number: int, column: Column) -> str:
    return table.rows[number].cells[column.number].text.strip(" .。").lower()


# ---- names


def _of_names(text: QuestionText, table: Table, gazetteer: Gazetteer) -> Iterator[_Value]:
    for name, (start, end) in find_names(text.text, gazetteer):
        if not text.is_free(start, end):
            continue
        column = _column_of(name, table)
        if column is None:
            continue
        rows = _rows(table, lambda n, c=column, k=name: k in table.rows[n].cells[c.number].names)
        if column.whole:
            _check_longer(name, rows, column, table, gazetteer)
        text.claim(start, end)
        value = _printed_name(name, rows, column, table, gazetteer) or text.text[start:end]
        yield _Value(Condition(column, "contains", value, rows), start, end)


def _column_of(name: str, table: Table) -> Column | None:
    counts = {
        column.number: sum(name in row.cells[column.number].names for row in table.rows)
        for column in table.columns
    }
    ranked = sorted(counts, key=lambda number: -counts[number])
    if not counts[ranked[0]]:
        return None
    if len(ranked) > 1 and counts[ranked[1]] * 5 > counts[ranked[0]]:
        raise _Ambiguous
    return table.columns[ranked[0]]


def _check_longer(
    name: str, rows: frozenset[int], column: Column, table: Table, gazetteer: Gazetteer
) -> None:
    """Refuse a region that also stands in the names of others: `Africa` in `North Africa`.

    Whether those count is for people to say. What is within the name of another country
    (`Guinea-Bissau`) does not.
    """
    own = gazetteer.name(name, "en") if name.startswith(MARK) else None
    if own is None or next(iter(find_countries(own, "en")), None) is not None:
        return
    pattern = re.compile(rf"(?<!\w){re.escape(own)}(?!\w)", re.IGNORECASE)
    if any(
        pattern.search(row.cells[column.number].text)
        for number, row in enumerate(table.rows)
        if number not in rows
    ):
        raise _Ambiguous


def _printed_name(
    name: str, rows: frozenset[int], column: Column, table: Table, gazetteer: Gazetteer
) -> str | None:
    """Return a name as the first of its cells prints it."""
    for number in sorted(rows):
        cell = table.rows[number].cells[column.number]
        shown = cell.text if column.whole else cell.bodies
        for found, (start, end) in find_names(shown, gazetteer):
            if found == name:
                return shown[start:end]
    return None


# ---- other items


def _of_items(text: QuestionText, table: Table, translations: Translations) -> Iterator[_Value]:
    values: dict[str, list[Column]] = {}
    for column in table.columns:
        if "items" in column.facets:
            for item in {i for row in table.rows for i in row.cells[column.number].items}:
                values.setdefault(item, []).append(column)
    for item in sorted(values, key=lambda item: (-len(item), item)):
        if len(item) < 2 or item.isdigit() or item in words.NOISE_EN:
            continue
        for start, end in _places_of(item, text, translations):
            if len(values[item]) > 1:
                raise _Ambiguous
            column = values[item][0]
            rows = _rows(
                table, lambda n, c=column, v=item: v in table.rows[n].cells[c.number].items
            )
            text.claim(start, end)
            value = _printed_item(item, rows, column, table)
            yield _Value(Condition(column, "contains", value, rows), start, end)


def _places_of(
    item: str, text: QuestionText, translations: Translations
) -> Iterator[tuple[int, int]]:
    pattern = rf"(?<!\w){re.escape(item)}(?:e?s)?(?!\w)" if item.isascii() else re.escape(item)
    if item.isascii() and item.endswith("y"):
        pattern = rf"(?<!\w){re.escape(item[:-1])}(?:y|ies)(?!\w)"
    for match in re.finditer(pattern, text.text, re.IGNORECASE):
        if text.is_free(*match.span()):
            yield match.span()
    if re.fullmatch(r"[a-z]{3,}", item):
        for start, end in list(text.free()):
            for match in re.finditer(rf"[{HAN}]{{2}}", text.text[start:end]):
                likely = list(translations.of(match[0]))[:2]
                if stem(item) in likely and len(item) > 3:
                    yield start + match.start(), start + match.end()


def _printed_item(item: str, rows: frozenset[int], column: Column, table: Table) -> str:
    shown = table.rows[min(rows)].cells[column.number].text
    place = shown.lower().find(item)
    return shown[place : place + len(item)] if place >= 0 else item


# ---- several values


def _join(text: QuestionText, values: Sequence[_Value]) -> list[Condition] | None:
    """Return the conditions of values; those of one column are joined as the question does.

    `or` makes alternatives, and so do statuses, of which no row has two; bodies must all be there.
    Two places with `and` are ambiguous, unless `both` says which.
    """
    together = bool(text.claim_all(words.TOGETHER)) if len(values) > 1 else False
    by_column: dict[str, list[list[_Value]]] = {}
    previous: _Value | None = None
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


def _adjoin(text: QuestionText, first: _Value, second: _Value) -> bool:
    gap = text.text[first.end : second.start]
    return bool(gap.strip()) and _CONNECTION.fullmatch(gap) is not None


def _join_run(text: QuestionText, run: Sequence[_Value]) -> list[Condition]:
    """Return the conditions of values that stand side by side."""
    gaps = [text.text[a.end : b.start] for a, b in zip(run, run[1:], strict=False)]
    first = run[0].condition
    either = any(words.ALTERNATIVE.search(gap) for gap in gaps)
    if len(run) == 1 or not (either or first.of_status):
        return [value.condition for value in run]
    if any(value.condition.operator == "is not" for value in run):
        return [value.condition for value in run]
    rows = frozenset[int]().union(*(value.condition.rows for value in run))
    value = " | ".join(dict.fromkeys(value.condition.value for value in run))
    return [Condition(first.column, "any of", value, rows, of_status=first.of_status)]


def _rows(table: Table, holds: Callable[[int], object]) -> frozenset[int]:
    return frozenset(number for number in range(len(table.rows)) if holds(number))

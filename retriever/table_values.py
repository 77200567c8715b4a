"""The values of a table that stand in a question: statuses, names, other items of its cells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.gazetteer import MARK, Gazetteer
from indexer.languages import HAN
from indexer.stemming import stem
from indexer.translations import Translations
from retriever import table_words as words
from retriever.cells import find_names
from retriever.countries import find_countries
from retriever.table_filters import (
    AmbiguousQuestionError,
    Condition,
    Operator,
    Value,
    rows_where,
)
from retriever.table_text import QuestionText
from retriever.tables import Column, Table

FEW: Final = 12
"""Values up to which a column may say of each row which of a few it is."""


def find_statuses(text: QuestionText, table: Table) -> Iterator[Value]:
    """Yield the values of which each row has one of a few, `completed`, and take their words."""
    phrases: list[tuple[str, Column, str]] = []
    for column in table.columns:
        values = few_values(table, column)
        phrases += [
            (phrase, column, value) for value in values for phrase in _wordings(value, values)
        ]
    for phrase, column, value in sorted(phrases, key=lambda item: -len(item[0])):
        pattern = re.compile(
            rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])"
            if phrase.isascii()
            else re.escape(phrase),
            re.IGNORECASE,
        )
        while match := text.claim_first(pattern):
            rows = rows_with_value(table, column, value)
            operator: Operator = "is"
            printed = next(table.rows[n].cells[column.number].text for n in sorted(rows))
            start = match.start()
            negated = words.NEGATED.search(text.text[: match.start()])
            if negated:
                text.claim(*negated.span())
                start, operator = negated.start(), "is not"
                rows = frozenset(range(len(table.rows))) - rows
            condition = Condition(column, operator, printed, rows, of_status=True)
            yield Value(condition, start, match.end())


def few_values(table: Table, column: Column) -> list[str]:
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


def find_named(text: QuestionText, table: Table, gazetteer: Gazetteer) -> Iterator[Value]:
    """Yield the bodies, countries and places that some cell names, and take their words."""
    for name, (start, end) in find_names(text.text, gazetteer):
        if not text.is_free(start, end):
            continue
        column = _column_of(name, table)
        if column is None:
            continue
        rows = rows_with_name(table, column, name)
        if column.whole:
            _check_longer(name, rows, column, table, gazetteer)
        text.claim(start, end)
        value = _printed_name(name, rows, column, table, gazetteer) or text.text[start:end]
        yield Value(Condition(column, "contains", value, rows), start, end)


def _column_of(name: str, table: Table) -> Column | None:
    counts = {
        column.number: sum(name in row.cells[column.number].names for row in table.rows)
        for column in table.columns
    }
    ranked = sorted(counts, key=lambda number: -counts[number])
    if not counts[ranked[0]]:
        return None
    if len(ranked) > 1 and counts[ranked[1]] * 5 > counts[ranked[0]]:
        raise AmbiguousQuestionError
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
        raise AmbiguousQuestionError


def _printed_name(
    name: str, rows: frozenset[int], column: Column, table: Table, gazetteer: Gazetteer
) -> str | None:
    """Return a name as most of its cells print it."""
    printed: Counter[str] = Counter()
    for number in sorted(rows):
        cell = table.rows[number].cells[column.number]
        shown = cell.text if column.whole else cell.bodies
        printed.update(
            shown[start:end]
            for found, (start, end) in find_names(shown, gazetteer)
            if found == name
        )
    return printed.most_common(1)[0][0] if printed else None


def find_items(text: QuestionText, table: Table, translations: Translations) -> Iterator[Value]:
    """Yield the other items of cells, and take their words."""
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
                raise AmbiguousQuestionError
            column = values[item][0]
            rows = rows_with_item(table, column, item)
            text.claim(start, end)
            value = _printed_item(item, rows, column, table)
            yield Value(Condition(column, "contains", value, rows), start, end)


def _places_of(
    item: str, text: QuestionText, translations: Translations
) -> Iterator[tuple[int, int]]:
    pattern = rf"(?<!\w){re.escape(item)}(?:e?s)?(?!\w)" if item.isascii() else re.escape(item)
    if item.isascii() and item.endswith("y"):
        pattern = rf"(?<!\w){re.escape(item[:-1])}(?:y|ies)(?!\w)"
    for match in re.finditer(pattern, text.text, re.IGNORECASE):
        if text.is_free(*match.span()):
            yield match.span()
    if re.fullmatch(r"[a-z]{4,}", item):
        for start, end in list(text.free()):
            for match in re.finditer(rf"[{HAN}]{{2}}(?:性的?)?", text.text[start:end]):
                word = match[0][:2]
                # What is counted, or a column, is no value: 多少个国家 asks for no `national`.
                if words.COLUMN_NOUNS.fullmatch(word) or words.COUNTED.search(
                    text.text[: start + match.start()]
                ):
                    continue
                if stem(item) in list(translations.of(word))[:2]:
                    yield start + match.start(), start + match.end()


def _printed_item(item: str, rows: frozenset[int], column: Column, table: Table) -> str:
    shown = table.rows[min(rows)].cells[column.number].text
    place = shown.lower().find(item)
    return shown[place : place + len(item)] if place >= 0 else item


def rows_with_value(table: Table, column: Column, value: str) -> frozenset[int]:
    """Return the rows whose cell is a value, given in small letters."""
    return rows_where(table, lambda number: _whole(table, number, column) == value)


def rows_with_name(table: Table, column: Column, name: str) -> frozenset[int]:
    """Return the rows whose cell has a name, as `retriever.cells.find_names` calls it."""
    return rows_where(table, lambda n: name in table.rows[n].cells[column.number].names)


def rows_with_item(table: Table, column: Column, item: str) -> frozenset[int]:
    """Return the rows whose cell lists an item, given in small letters."""
    return rows_where(table, lambda n: item in table.rows[n].cells[column.number].items)

"""Conditions on years and amounts: `starting in 2018`, 超过100元."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from indexer.normalization import fold
from indexer.stemming import stem
from retriever.cells import OPEN_END, Years
from retriever.figures import FIGURES, read_figure
from retriever.table_filters import rows_where
from retriever.table_text import QuestionText
from retriever.tables import Column, Table

PeriodOperator: TypeAlias = Literal[
    "starts in", "starts before", "starts after", "ends in", "ends before", "ends after", "covers"
]
AmountOperator: TypeAlias = Literal["=", ">", ">=", "<", "<="]


class Compared(NamedTuple):
    """A condition on years or amounts."""

    column: Column
    operator: PeriodOperator | AmountOperator
    value: str
    rows: frozenset[int]


_Y = r"(?P<year>(?:19|20)\d\d)"
_START = (
    r"(?:start(?:s|ed|ing)?|beg(?:ins?|an|un|inning)|launch(?:ed|es|ing)?|commenc(?:e|es|ed|ing)"
    r"|initiated|kick(?:ed)? off)"
)
_END = (
    r"(?:end(?:s|ed|ing)?|finish(?:es|ed|ing)?|conclud(?:e|es|ed|ing)|expir(?:e|es|ed|ing)"
    r"|clos(?:es|ed|ing))"
)
_ZH_START = r"(?:正式)?(?:开始|启动|起始|发起|立项|起)(?:实施|执行|进行|的|了)?"
_ZH_END = r"(?:结束|终止|到期|截止|收尾)(?:的|了)?"
_ZH_Y = _Y + r"\s*年"

_PERIODS: Final[tuple[tuple[PeriodOperator, str], ...]] = (
    ("starts before", rf"\b(?:that |which )?{_START}\s+before\s+{_Y}"),
    ("starts after", rf"\b(?:that |which )?{_START}\s+after\s+{_Y}"),
    ("ends before", rf"\b(?:that |which )?{_END}\s+before\s+{_Y}"),
    ("ends after", rf"\b(?:that |which )?{_END}\s+after\s+{_Y}"),
    ("starts in", rf"\b(?:that |which |with a )?{_START}(?:\s+(?:date|year))?\s+(?:in|of)\s+{_Y}"),
    ("ends in", rf"\b(?:that |which |with an )?(?:{_END}|(?:run|last)(?:s|ning"
                rf"|ing)?\s+(?:un)?til|due to (?:end|finish))"
                rf"(?:\s+(?:date|year))?\s+(?:in|of)?\s*{_Y}"),
    ("covers", rf"\b(?:active|in operation|operating)\s+(?:in|during)\s+{_Y}"),
    ("starts before", rf"(?:在|于)?{_ZH_Y}(?:之前|以前|前){_ZH_START}"),
    ("starts after", rf"(?:在|于)?{_ZH_Y}(?:之后|以后|后){_ZH_START}"),
    ("ends before", rf"(?:在|于)?{_ZH_Y}(?:之前|以前|前){_ZH_END}"),
    ("ends after", rf"(?:在|于)?{_ZH_Y}(?:之后|以后|后){_ZH_END}"),
    ("starts in", rf"(?:在|于|从|自)?{_ZH_Y}\s*{_ZH_START}"),
    ("starts in", rf"(?:开始|启动|始)于\s*{_ZH_Y}"),
    ("ends in", rf"(?:在|于|将于|到)?{_ZH_Y}\s*(?:年?底)?{_ZH_END}"),
    ("ends in", rf"(?:结束|终止|截止|止)于\s*{_ZH_Y}"),
)  # fmt: skip

_HOLDS: Final[dict[PeriodOperator, Callable[[Years, int], bool]]] = {
    "starts in": lambda years, year: years.first == year,
    "starts before": lambda years, year: years.first < year,
    "starts after": lambda years, year: years.first > year,
    "ends in": lambda years, year: years.last == year,
    "ends before": lambda years, year: years.last < year,
    "ends after": lambda years, year: year < years.last < OPEN_END,
    "covers": lambda years, year: years.first <= year <= years.last,
}

_COMPARE: Final[dict[AmountOperator, Callable[[Decimal, Decimal], bool]]] = {
    "=": Decimal.__eq__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
}

_COMPARISONS: Final[tuple[tuple[AmountOperator, str, str], ...]] = (
    (">=", r"\b(?:at least|no less than|not less than|a minimum of)\s+", ""),
    ("<=", r"\b(?:at most|no more than|not more than|up to|a maximum of)\s+", ""),
    (">", r"\b(?:(?:more|greater|higher|larger|longer) than|over|above|exceed(?:s|ing)?)\s+", ""),
    ("<", r"\b(?:(?:less|fewer|lower|smaller|shorter|cheaper) than|under|below)\s+", ""),
    (">=", r"(?:不少于|至少|不低于|不小于|大于等于)\s*", ""),
    ("<=", r"(?:不超过|至多|最多|不多于|不高于|不大于)\s*", ""),
    (">", r"(?:超过|多于|大于|高于|超出)\s*", ""),
    ("<", r"(?:少于|低于|小于|不到|不足)\s*", ""),
    (">=", "", r"(?:及?以上)"),
    ("<=", "", r"(?:及?以下|及?以内)"),
)  # fmt: skip
_WORD_END = r"(?![A-Za-z])"


def find_period(text: QuestionText, table: Table) -> Iterator[Compared]:
    """Yield the conditions on years and take their words."""
    columns = [column for column in table.columns if "years" in column.facets]
    if len(columns) != 1:
        return
    [column] = columns
    for operator, pattern in _PERIODS:
        while match := text.claim_first(re.compile(pattern, re.IGNORECASE)):
            year = int(match["year"])
            yield Compared(
                column, operator, str(year), rows_of_years(table, column, operator, year)
            )


def rows_of_years(
    table: Table, column: Column, operator: PeriodOperator, year: int
) -> frozenset[int]:
    """Return the rows whose years are to a year as an operator says."""
    return rows_where(
        table,
        lambda number: (
            (years := table.rows[number].cells[column.number].years)
            and _HOLDS[operator](years, year)
        ),
    )


def find_amount(text: QuestionText, table: Table) -> Iterator[Compared]:
    """Yield the conditions on amounts whose column the question names, and take their words."""
    columns = [column for column in table.columns if "amount" in column.facets]
    if not columns:
        return
    named = {unit for column in columns for unit in _units(column)}
    units = "|".join([*(re.escape(unit) for unit in sorted(named, key=len, reverse=True)), ""])
    for operator, before, behind in _COMPARISONS:
        figure = rf"(?:[$€£¥]\s*)?(?P<amount>{FIGURES.pattern})\s*(?P<unit>{units})"
        pattern = re.compile(rf"{before}{figure}{behind or _WORD_END}", re.IGNORECASE)
        for match in pattern.finditer(text.text):
            if not text.is_free(*match.span()):
                continue
            number = FIGURES.match(text.text, match.start("amount"))
            read = read_figure(number) if number else None
            column = _amount_column(text, columns, match["unit"].strip())
            if read is None or column is None or "/" in read.key:
                continue
            text.claim(*match.span())
            yield Compared(
                column,
                operator,
                read.key,
                rows_of_amounts(table, column, operator, Decimal(read.key)),
            )


def _amount_column(text: QuestionText, columns: list[Column], unit: str) -> Column | None:
    """Return the column that the question names by its header, or by the unit in it."""
    named: dict[int, Column] = {}
    for column in columns:
        header = fold(column.name).text
        name = re.sub(r"[(（].*?[)）]", "", header).strip()
        for match in re.finditer(r"[A-Za-z]+|[^\W\d_a-zA-Z]+", text.text):
            word = match[0]
            same = stem(word.lower()) == stem(name.lower()) if word.isascii() else False
            if same:
                text.claim(*match.span())
                named[column.number] = column
        if not name.isascii() and name in text.text:
            place = text.text.index(name)
            text.claim(place, place + len(name))
            named[column.number] = column
        if unit and any(stem(unit.lower()) == stem(u.lower()) for u in _units(column)):
            named[column.number] = column
    return next(iter(named.values())) if len(named) == 1 else None


def _units(column: Column) -> list[str]:
    """Return what stands in brackets in a header: `Fee (yuan)`."""
    return [unit for unit in re.findall(r"[(（](.*?)[)）]", fold(column.name).text) if unit]


def rows_of_amounts(
    table: Table, column: Column, operator: AmountOperator, limit: Decimal
) -> frozenset[int]:
    """Return the rows whose amount is to another as an operator says."""
    return rows_where(
        table,
        lambda number: (
            (amount := table.rows[number].cells[column.number].amount) is not None
            and _COMPARE[operator](amount, limit)
        ),
    )

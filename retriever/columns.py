"""The columns of tables, and which of their cells have a value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.languages import is_han
from indexer.normalization import fold
from indexer.passages import LANGUAGES, Language

CHOICES: Final = 20
"""A column with at most so many different cells is one of choices: a status, a region."""

_SEPARATORS: Final = re.compile(r"\s*[,;/|、，；]\s*")
_Numbers = NDArray[np.int32]


class Rows(NamedTuple):
    """The rows of one language that have a column; arrays of int32, shape (rows,)."""

    numbers: _Numbers
    """Of the passages, in the list of the language."""
    cells: _Numbers
    """Places in `Column.cells`."""


@dataclass(frozen=True)
class Column:
    """What stands below one name of a column, in all tables that have it."""

    name: str
    cells: tuple[str, ...]
    """The different ones, those of most rows first; empty ones are none."""
    rows: Mapping[Language, Rows]

    @property
    def has_choices(self) -> bool:
        """Whether the cells are few enough to choose from."""
        return len(self.cells) <= CHOICES

    def matches(self, value: str) -> NDArray[np.int64]:
        """Return the cells that a value means, as places in `cells`, ascending.

        Full-width and Traditional characters and capitals make no difference. Where there are
        choices, a cell has to be the value or to list it between commas and the like, so that
        `Completed` is not `Not completed`. Elsewhere the value may stand anywhere in the cell, as
        whole words.
        """
        wanted = folded(value)
        if not wanted:
            return np.empty(0, dtype=np.int64)
        if self.has_choices:
            same = [
                place
                for place, cell in enumerate(map(folded, self.cells))
                if wanted in (cell, *_SEPARATORS.split(cell))
            ]
            return np.array(same, dtype=np.int64)
        text, starts = self._joined
        # The words alone first: the rule for their edges is slow to look for everywhere.
        rule = whole_words(wanted)
        literal = re.finditer(re.escape(wanted), text)
        found = [match.start() for match in literal if rule.match(text, match.start())]
        return np.unique(np.searchsorted(starts, found, side="right") - 1)

    @cached_property
    def _joined(self) -> tuple[str, NDArray[np.int64]]:
        """All cells folded, a line each, and where each line begins: searched at one go."""
        lines = [folded(cell) for cell in self.cells]
        lengths = np.array([len(line) + 1 for line in lines], dtype=np.int64)
        return "\n".join(lines), np.cumsum(lengths) - lengths


def read_columns(
    rows: Iterable[tuple[Language, int, Sequence[tuple[str, str]]]],
) -> tuple[Column, ...]:
    """Return the columns of table rows, given by language, number and fields."""
    numbers: dict[str, dict[str, int]] = {}
    found: dict[str, dict[Language, list[tuple[int, int]]]] = {}
    for language, number, fields in rows:
        for name, cell in fields:
            if not name or not cell:
                continue
            cells = numbers.setdefault(name, {})
            by_language = found.setdefault(name, {language: [] for language in LANGUAGES})
            by_language[language].append((number, cells.setdefault(cell, len(cells))))
    return tuple(_column(name, tuple(numbers[name]), found[name]) for name in found)


def find_columns(columns: Sequence[Column], name: str) -> list[Column]:
    """Return the columns that are called so; else those whose name has these words."""
    wanted = folded(name)
    exact = [column for column in columns if folded(column.name) == wanted]
    if exact or not wanted:
        return exact
    return [column for column in columns if whole_words(wanted).search(folded(column.name))]


def folded(text: str) -> str:
    """Return a text as texts are compared, in one line."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(fold(text).text.casefold().split())


def whole_words(words: str) -> re.Pattern[str]:
    """Return what finds words in a folded text where no longer word has them; Han anywhere."""
    before = "" if is_han(words[0]) or not words[0].isalnum() else r"(?<![^\W_])"
    after = "" if is_han(words[-1]) or not words[-1].isalnum() else r"(?![^\W_])"
    # Beside Han there is no edge to look for: 在UNODC的
    han = r"(?<=[\u3400-\u9fff])"
    if before:
        before = f"(?:{before}|{han})"
    if after:
        after = rf"(?:{after}|(?=[\u3400-\u9fff]))"
    return re.compile(before + re.escape(words) + after)


def _column(
    name: str, cells: tuple[str, ...], found: dict[Language, list[tuple[int, int]]]
) -> Column:
    pairs = {
        language: np.array(rows, dtype=np.int32).reshape(len(rows), 2)
        for language, rows in found.items()
    }
    counts = sum(np.bincount(table[:, 1], minlength=len(cells)) for table in pairs.values())
    order = np.argsort(-np.asarray(counts), kind="stable")
    place = np.empty(len(cells), dtype=np.int32)
    place[order] = np.arange(len(cells), dtype=np.int32)
    return Column(
        name=name,
        cells=tuple(cells[number] for number in order),
        rows={
            language: Rows(np.ascontiguousarray(table[:, 0]), place[table[:, 1]])
            for language, table in pairs.items()
        },
    )

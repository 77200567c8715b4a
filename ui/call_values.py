"""What programs send with a call, held against what it may be: they send anything."""

from collections.abc import Callable, Mapping
from typing import Final, get_args

from indexer.passages import KINDS
from retriever.hits import LanguageFilter
from retriever.table_answers import Filter
from retriever.table_filters import Operator
from ui.address import MOST_CONDITIONS
from ui.errors import BadParameter

MOST_PASSAGES: Final = 100
"""Passages that one call returns, at most."""
MOST_AROUND: Final = 20
"""Passages before, and after, the one that is read, at most."""
MOST_NAMES: Final = 50
"""Names that a filter has, at most."""

_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "top_k": (1, MOST_PASSAGES),
    "around": (0, MOST_AROUND),
    "start": (0, 10**9),
    "number": (1, 10**9),
}
"""The least and the greatest value."""
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"search_in": get_args(LanguageFilter)}
_LISTS: Final[Mapping[str, Callable[[object], bool]]] = {
    "document": lambda value: _is_text(value),
    "section": lambda value: _is_text(value),
    "kind": lambda value: value in KINDS[:-1],
    "where": lambda value: _is_text(value),
}
"""What each value of a list may be."""


def check_values(**values: object) -> None:
    """Hold values against what the parameters of these names may be; others are texts.

    Raises
    ------
    BadParameter
        One is of another type or out of its range.
    """
    for name, value in values.items():
        if name in _NUMBERS:
            least, most = _NUMBERS[name]
            # subtle: true is an int to Python.
            if type(value) is not int or not least <= value <= most:
                raise BadParameter(name=name, expected=f"{least}–{most}")
        elif name in _CHOICES:
            require_choice(name, value, _CHOICES[name])
        elif name in _LISTS:
            _require_list(name, value)
        elif not _is_text(value):
            raise BadParameter(name=name, expected='"..."')


def require_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Make sure that a value is one of a few.

    Raises
    ------
    BadParameter
        It is not.
    """
    if value not in choices:
        raise BadParameter(name=name, expected=" | ".join(choices))


def read_filters(values: object) -> list[Filter] | None:
    """Return conditions on the rows of a table, which come as `table_record` gives them; or None.

    Raises
    ------
    BadParameter
        They are of another form.
    """
    if values is None:
        return None
    if not isinstance(values, list) or len(values) > MOST_CONDITIONS:
        raise _no_filters()
    return [_read_filter(value) for value in values]


def _read_filter(value: object) -> Filter:
    match value:
        case {"column": column, "operator": operator, "value": text} if (
            _is_text(column) and _is_text(text) and operator in get_args(Operator)
        ):
            return Filter(column, operator, text)
        case _:
            raise _no_filters()


def _no_filters() -> BadParameter:
    each = '{"column": "...", "operator": "...", "value": "..."}'
    return BadParameter(name="conditions", expected=f"[{each}, ...] (≤ {MOST_CONDITIONS})")


def _require_list(name: str, values: object) -> None:
    holds = _LISTS[name]
    if (
        not isinstance(values, list | tuple)
        or len(values) > MOST_NAMES
        or not all(map(holds, values))
    ):
        each = " | ".join(KINDS[:-1]) if name == "kind" else '"...", ...'
        raise BadParameter(name=name, expected=f"[{each}] (≤ {MOST_NAMES})")


def _is_text(value: object) -> bool:
    """Tell whether it is a text, without half of a surrogate pair, which no answer could repeat."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)

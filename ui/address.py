"""What is asked, as part of the address of the page, so that it can be linked and gone back to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args
from urllib.parse import parse_qsl, urlencode

from indexer.passages import KINDS
from retriever.hits import LanguageFilter
from retriever.restrictions import NO_RESTRICTIONS, Restrictions
from retriever.table_answers import Filter
from retriever.table_filters import Operator

MOST_CONDITIONS: Final = 20
"""Conditions on the rows of a table that are taken, at most."""
FILTERS: Final = ("document", "section", "kind", "where")
"""The names that filters have in an address; each may come several times."""
NAMES: Final = ("q", "lang", *FILTERS, "condition")
"""The names of all that an address asks; `ui/web/asked.js` has the same."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with all that it is restricted to."""

    question: str = ""
    search_in: LanguageFilter = "all"
    restrictions: Restrictions = NO_RESTRICTIONS
    conditions: tuple[Filter, ...] | None = None
    """Of a question about a table, those that a reader has set; None as it is understood."""


def read_address(address: str) -> Asking:
    """Return what the query of an address asks; what it does not know it passes over."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(address.removeprefix("?")):
        found.setdefault(name, []).append(value)
    language = found.get("lang", ["all"])[0]
    columns: dict[str, list[str]] = {}
    for text in found.get("where", []):
        column, _, value = text.partition("=")
        if column and value:
            columns.setdefault(column, []).append(value)
    return Asking(
        question=found.get("q", [""])[0],
        search_in=cast(LanguageFilter, language) if language in ("zh", "en") else "all",
        restrictions=Restrictions(
            documents=_once(found.get("document", [])),
            sections=_once(found.get("section", [])),
            kinds=tuple(kind for kind in KINDS[:-1] if kind in found.get("kind", [])),
            columns=tuple((column, _once(values)) for column, values in columns.items()),
        ),
        conditions=read_conditions(found["condition"][0]) if "condition" in found else None,
    )


def read_conditions(text: str) -> tuple[Filter, ...] | None:
    """Return the conditions that `write_conditions` wrote; None for what is nothing like it."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    read = [_read_condition(value) for value in values] if isinstance(values, list) else [None]
    if len(read) > MOST_CONDITIONS or None in read:
        return None
    return tuple(condition for condition in read if condition is not None)


def write_conditions(conditions: Sequence[Filter]) -> str:
    """Return conditions as JSON: a list of column, operator and value for each."""
    parts = [[part.column, part.operator, part.value] for part in conditions]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _read_condition(value: object) -> Filter | None:
    match value:
        case [str(column), operator, str(text)] if operator in get_args(Operator):
            return Filter(column, cast(Operator, operator), text)
        case _:
            return None


def write_address(asking: Asking) -> str:
    """Return the query of the address of what is asked, without the question mark."""
    pairs = [("q", asking.question)] if asking.question else []
    if asking.search_in != "all":
        pairs.append(("lang", asking.search_in))
    pairs += filter_pairs(asking.restrictions)
    if asking.conditions is not None:
        pairs.append(("condition", write_conditions(asking.conditions)))
    return urlencode(pairs)


def filter_pairs(restrictions: Restrictions) -> list[tuple[str, str]]:
    """Return the filters one by one, as they stand in an address."""
    return [
        *(("document", source) for source in restrictions.documents),
        *(("section", section) for section in restrictions.sections),
        *(("kind", kind) for kind in restrictions.kinds),
        *(
            ("where", f"{column}={value}")
            for column, values in restrictions.columns
            for value in values
        ),
    ]


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

"""What is asked, as part of the address of the page, so that it can be linked and gone back to."""

from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import parse_qsl, urlencode

from indexer.passages import KINDS
from retriever.hits import LanguageFilter
from retriever.restrictions import NO_RESTRICTIONS, Restrictions

FILTERS: Final = ("document", "section", "kind", "where")
"""The names that filters have in an address; each may come several times."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with all that it is restricted to."""

    question: str = ""
    search_in: LanguageFilter = "all"
    restrictions: Restrictions = NO_RESTRICTIONS


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
    )


def write_address(asking: Asking) -> str:
    """Return the query of the address of what is asked, without the question mark."""
    pairs = [("q", asking.question)] if asking.question else []
    if asking.search_in != "all":
        pairs.append(("lang", asking.search_in))
    return urlencode([*pairs, *filter_pairs(asking.restrictions)])


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

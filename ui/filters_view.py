"""The filters of a search as HTML: what is chosen, and what can be, with numbers of passages."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import count
from typing import Final

from indexer.manifest import IndexedDocument
from indexer.passages import Language
from retriever.columns import Column
from retriever.facets import Facets
from retriever.restrictions import Restrictions
from retriever.section_names import NamedSection
from ui.address import Asking, filter_pairs, write_address
from ui.html import LANGUAGE_TAGS
from ui.messages import message

SHOWN: Final = 300
"""How many choices of a sort are listed at most."""
SUGGESTED: Final = 50
"""How many cells are suggested for a column of texts."""


def filters_view(
    facets: Facets,
    restrictions: Restrictions,
    documents: Mapping[str, IndexedDocument],
    language: Language,
) -> str:
    """Return the bar of the filters in use, and the panel to choose from, folded away."""
    chosen = filter_pairs(restrictions)
    names = {section.id: section.heading for section, _, _ in facets.sections}
    title = message("filters-count" if chosen else "filters", language, count=len(chosen))
    left = message(
        "filters-left" if facets.remaining else "filters-none-left",
        language,
        count=f"{facets.remaining:,}",
    )
    address = write_address(Asking(restrictions=restrictions))
    ids = count()
    groups = [
        _group("document", _documents(facets, documents), chosen, ids, language),
        _group("section", _sections(facets), chosen, ids, language),
        _group(
            "kind",
            ((k, message(f"kind-{k}", language), n, 0, "") for k, n in facets.kinds),
            chosen,
            ids,
            language,
        ),
        *(
            _column(column, counts, restrictions, ids, language)
            for column, counts in facets.columns
        ),
    ]
    return (
        f'<div class="filters" lang="{LANGUAGE_TAGS[language]}" data-address="{escape(address)}">'
        f"<details><summary>{escape(title)}</summary>"
        f'<div class="filter-panel">{"".join(groups)}</div></details>'
        f"{_chips(chosen, names, documents, language)}"
        f'<p class="left{"" if chosen else " unseen"}" role="status">{escape(left)}</p></div>'
    )


_Choice = tuple[str, str, int, int, str]
"""Value, name, passages, depth, and tag of the language of the name."""


def _documents(facets: Facets, documents: Mapping[str, IndexedDocument]) -> Iterator[_Choice]:
    for source, number in sorted(facets.documents, key=lambda item: -item[1]):
        yield source, _document_name(source, documents), number, 0, ""


def _document_name(source: str, documents: Mapping[str, IndexedDocument]) -> str:
    document = documents.get(source)
    if document is None:
        return source
    return " · ".join(filter(None, (document.symbol, document.title)))


def _sections(facets: Facets) -> Iterator[_Choice]:
    for section, depth, number in facets.sections:
        yield section.id, section.heading, number, depth, LANGUAGE_TAGS[_language(section)]


def _language(section: NamedSection) -> Language:
    return section.language


def _group(
    key: str,
    choices: Iterable[_Choice],
    chosen: list[tuple[str, str]],
    ids: "count[int]",
    language: Language,
) -> str:
    every = list(choices)
    # What is chosen can always be taken back, and what would leave nothing is not offered.
    offered = [c for c in every if c[2] or (key, c[0]) in chosen]
    items = "".join(_item(key, choice, chosen, ids) for choice in offered[:SHOWN])
    rest = len(offered) - SHOWN
    more = f"<p>{escape(message('filters-more', language, count=rest))}</p>" if rest > 0 else ""
    name = message(f"filter-{key}", language)
    return f"<fieldset><legend>{escape(name)}</legend><ul>{items}</ul>{more}</fieldset>"


def _item(key: str, choice: _Choice, chosen: list[tuple[str, str]], ids: "count[int]") -> str:
    value, name, number, depth, tag = choice
    checked = " checked" if (key, value) in chosen else ""
    written = f' lang="{tag}"' if tag else ""
    return (
        f'<li style="--depth: {depth}"><label><input type="checkbox" id="filter-{next(ids)}" '
        f'data-key="{key}" value="{escape(value)}"{checked}>'
        f"<span{written}>{escape(name)}</span> <small>{number:,}</small></label></li>"
    )


def _column(
    column: Column,
    counts: tuple[int, ...],
    restrictions: Restrictions,
    ids: "count[int]",
    language: Language,
) -> str:
    values = dict(restrictions.columns).get(column.name, ())
    legend = escape(message("filter-column", language, name=column.name))
    if column.has_choices:
        chosen = [("where", f"{column.name}={value}") for value in values]
        items = "".join(
            _item("where", (f"{column.name}={cell}", cell, number, 0, ""), chosen, ids)
            for cell, number in zip(column.cells, counts, strict=True)
            if number or cell in values
        )
        return f"<fieldset><legend>{legend}</legend><ul>{items}</ul></fieldset>"
    number = next(ids)
    likely = sorted(zip(counts, column.cells, strict=True), key=lambda item: -item[0])
    options = "".join(
        f'<option value="{escape(cell)}"></option>'
        for times, cell in likely[:SUGGESTED]
        if times > 1
    )
    label = escape(message("filter-text", language))
    return (
        f'<fieldset><legend>{legend}</legend><label class="words"><span>{label}</span>'
        f'<input type="text" id="filter-{number}" data-column="{escape(column.name)}" '
        f'value="{escape(values[0] if values else "")}" list="filter-list-{number}" '
        f'maxlength="200" autocomplete="off"></label>'
        f'<datalist id="filter-list-{number}">{options}</datalist></fieldset>'
    )


def _chips(
    chosen: list[tuple[str, str]],
    sections: Mapping[str, str],
    documents: Mapping[str, IndexedDocument],
    language: Language,
) -> str:
    if not chosen:
        return ""
    items = ""
    for key, value in chosen:
        name = {
            "document": _document_name(value, documents),
            "section": sections.get(value, value),
            "where": value.replace("=", message("colon", language), 1),
        }.get(key) or message(f"kind-{value}", language)
        hint = escape(message("filter-remove", language, name=name))
        items += (
            f'<li><button type="button" class="chip" data-key="{key}" value="{escape(value)}" '
            f'aria-label="{hint}" title="{hint}"><span>{escape(name)}</span> '
            '<span aria-hidden="true">×</span></button></li>'
        )
    label = escape(message("filters-active", language))
    clear = escape(message("filters-clear", language))
    return (
        f'<ul class="chips" aria-label="{label}">{items}'
        f'<li><button type="button" class="quiet clear">{clear}</button></li></ul>'
    )

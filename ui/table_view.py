"""An answer from a table as HTML: what was understood, the number, the rows and files of them."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from indexer.passages import Language, Passage
from retriever.hits import Citation
from retriever.table_answers import TableAnswer
from ui.conditions import rows_count
from ui.conditions_view import conditions_view
from ui.messages import message
from ui.table_files import FORMATS, rows_file

ROWS_SHOWN: Final = 200
"""Rows that the page shows; the files have all of them."""
FILE_ROWS: Final = 2000
"""Rows up to which the page carries them as files."""


def table_answer(
    table: TableAnswer, citations: Sequence[Citation], key: str, language: Language
) -> str:
    """Return an answer from a table.

    Parameters
    ----------
    citations
        Of its rows, in their order.
    key
        Names the marks that the document is to have.
    """
    parts = [
        f"<h2>{escape(message('from-table', language))}</h2>",
        _figure(table, language),
        conditions_view(table, language),
    ]
    if isinstance(table.value, Mapping):
        parts.append(_groups(table, table.value, language))
    if table.rows and len(table.rows) <= FILE_ROWS:
        parts.append(_downloads(table, citations, language))
    if table.rows:
        parts += [
            _rows(table.rows[:ROWS_SHOWN], citations, key, language),
        ]
        more = len(table.rows) - ROWS_SHOWN
        if more > 0:
            parts.append(
                f'<p class="more">{escape(message("rows-more", language, count=more))}</p>'
            )
    told = message("conditions-told", language, count=len(table.rows))
    return f'<section class="table-answer" data-told="{escape(told)}">{"".join(parts)}</section>'


def _figure(table: TableAnswer, language: Language) -> str:
    counted = escape(rows_count(table, language))
    if table.operation == "value":
        return f'<p class="short">{escape(str(table.value))}</p>'
    if table.operation == "count":
        return f'<p class="short">{escape(str(table.value))}</p>'
    return f'<p class="counted">{counted}</p>'


def _groups(table: TableAnswer, groups: Mapping[str, int], language: Language) -> str:
    most = max(groups.values(), default=1)
    rows = "".join(
        f'<tr><th scope="row">{escape(group)}</th><td class="tally">{count}</td>'
        f'<td aria-hidden="true"><span class="bar" style="width:{100 * count / most:.0f}%"></span>'
        "</td></tr>"
        for group, count in groups.items()
    )
    head = (
        f'<tr><th scope="col">{escape(message("group", language))}</th>'
        f'<th scope="col">{escape(message("group-rows", language))}</th><td></td></tr>'
    )
    return f'<table class="groups"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _rows(
    rows: Sequence[Passage], citations: Sequence[Citation], key: str, language: Language
) -> str:
    columns = [name for name, _ in rows[0].fields]
    cited = message("row-cited", language)
    heads = "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{number}" '
        f'title="{escape(message("sort-by", language, column=column))}">{escape(column)}'
        "</button></th>"
        for number, column in enumerate([cited, *columns])
    )
    lines = "".join(
        f'<tr lang="{passage.language}"><td>{_cite(passage, citation, key, language)}</td>'
        + "".join(f"<td>{escape(cell)}</td>" for _, cell in passage.fields)
        + "</tr>"
        for passage, citation in zip(rows, citations, strict=False)
    )
    label = escape(message("from-table", language))
    return (
        f'<div class="rows" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="sortable"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cite(passage: Passage, citation: Citation, key: str, language: Language) -> str:
    return (
        f'<button type="button" class="cite" data-source="{escape(passage.source)}" '
        f'data-passage="{escape(passage.id)}" data-key="{key}" '
        f'title="{escape(message("open-citation", language))}">'
        f"{escape(citation.in_language(language))}</button>"
    )


def _downloads(table: TableAnswer, citations: Sequence[Citation], language: Language) -> str:
    files = [rows_file(table, citations, name, language) for name in FORMATS]
    links = " ".join(
        f'<a class="download" download="{file.name}" '
        f'href="data:{file.media_type};base64,{b64encode(file.content).decode("ascii")}">'
        f"{escape(message(f'download-{name}', language))}</a>"
        for name, file in zip(FORMATS, files, strict=True)
    )
    return f'<p class="downloads">{links}</p>'

"""Quotations as a file, in each of the formats in which they can be taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from indexer.passages import Language
from retriever.citation_formats import bibtex, plain_citation, ris
from retriever.quotations import Quotation, quotation_record
from ui.exported_docx import docx_export
from ui.exporting import link_of, markdown_export, prepare_export
from ui.records import to_line

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("quotations.txt", "text/plain;charset=utf-8"),
    "markdown": ("quotations.md", "text/markdown;charset=utf-8"),
    "bibtex": ("quotations.bib", "application/x-bibtex"),
    "ris": ("quotations.ris", "application/x-research-info-systems"),
    "docx": (
        "quotations.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "json": ("quotations.jsonl", "application/jsonl"),
}
"""Name and media type by format; the formats are `ui.cite_options.FORMATS`."""


@dataclass(frozen=True, slots=True)
class CitationFile:
    """A file of quotations."""

    name: str
    media_type: str
    content: bytes
    """Text is in UTF-8."""


def citation_file(
    quotations: Sequence[Quotation], format_name: str, language: Language, page: str
) -> CitationFile:
    """Return quotations as a file.

    Parameters
    ----------
    format_name
        One of `ui.cite_options.FORMATS`.
    language
        Whose style the citations have.
    page
        Address of the page, for links.
    """
    name, media_type = _KINDS[format_name]
    if format_name in ("docx", "markdown"):
        export = prepare_export(quotations, language, datetime.now().astimezone(), page)
        content = docx_export(export) if format_name == "docx" else markdown_export(export).encode()
        return CitationFile(name, media_type, content)
    text = _text(quotations, format_name, language, [link_of(q, page) for q in quotations])
    return CitationFile(name, media_type, text.encode())


def _text(
    quotations: Sequence[Quotation], format_name: str, language: Language, links: Sequence[str]
) -> str:
    if format_name == "bibtex":
        return bibtex(quotations, language, links)
    if format_name == "ris":
        return ris(quotations, language, links)
    if format_name == "json":
        return "".join(f"{to_line(quotation_record(quotation))}\n" for quotation in quotations)
    return "".join(
        f"{plain_citation(q.text, q.citation.in_language(language), language)}\n"
        for q in quotations
    )

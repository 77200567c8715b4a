"""Quotations as a text to work on: what it holds, and as Markdown with footnotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indexer.passages import Language
from retriever.citation_formats import escape_markdown, markdown_link, one_line
from retriever.quotations import Quotation
from ui.links import passage_link
from ui.messages import message
from ui.numbers_and_dates import day


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation as a reader of a language sees it; all texts are one line."""

    quotation: Quotation
    words: str
    """In quotation marks."""
    citation: str
    link: str
    """To its place in the page."""
    notes: tuple[str, ...]
    """The lines of the note."""


@dataclass(frozen=True, slots=True)
class Export:
    """What stands in an export, in its order."""

    title: str
    date: str
    excerpts: tuple[Excerpt, ...]
    documents_title: str
    documents: tuple[str, ...]
    """Title and symbol of each document that is cited, in the order of the quotations."""
    language: Language


def prepare_export(
    quotations: Sequence[Quotation], language: Language, moment: datetime, page: str
) -> Export:
    """Return what stands in an export for a reader of a language.

    Parameters
    ----------
    moment
        Whose day it bears.
    page
        Address of the page, for links.
    """
    return Export(
        title=message("quotations", language),
        date=day(moment, language),
        excerpts=tuple(_excerpt(quotation, language, page) for quotation in quotations),
        documents_title=message("cited-documents", language),
        documents=tuple(dict.fromkeys(_document(quotation, language) for quotation in quotations)),
        language=language,
    )


def link_of(quotation: Quotation, page: str) -> str:
    """Return the permanent link to the place of a quotation."""
    return page + passage_link(quotation.receipt.source, quotation.receipt.passage_id)


def markdown_export(export: Export) -> str:
    """Return an export as Markdown, each quotation with a footnote that cites it."""
    blocks = [f"# {export.title}", export.date]
    notes = []
    for number, excerpt in enumerate(export.excerpts, start=1):
        blocks.append(f"> {escape_markdown(excerpt.words)}[^{number}]")
        blocks += map(escape_markdown, excerpt.notes)
        notes.append(f"[^{number}]: {markdown_link(excerpt.citation, excerpt.link)}")
    blocks.append(f"## {export.documents_title}")
    blocks.append("\n".join(f"- {escape_markdown(document)}" for document in export.documents))
    return "\n\n".join([*blocks, *notes]) + "\n"


def _excerpt(quotation: Quotation, language: Language, page: str) -> Excerpt:
    return Excerpt(
        quotation=quotation,
        words=f"“{one_line(quotation.text)}”",
        citation=one_line(quotation.citation.in_language(language)),
        link=one_line(link_of(quotation, page)),
        notes=tuple(filter(None, map(one_line, quotation.note.splitlines()))),
    )


def _document(quotation: Quotation, language: Language) -> str:
    key = "document-named" if quotation.symbol else "document-untitled"
    return one_line(message(key, language, title=quotation.title, symbol=quotation.symbol or ""))

"""What the page shows for an event: one call to the retriever, and its HTML."""

import logging
from typing import TypeAlias

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.hits import Answer, LanguageFilter
from retriever.search import Index, ask
from ui.html import answer_evidence, answer_key, answer_view, error_notice, first_page
from ui.reader import document_head, document_page, empty_head

Shown: TypeAlias = Answer | YinjuError | None
"""What stands in the place of the results: None before the first question."""

_log = logging.getLogger(__name__)


def answer_question(index: Index, question: str, search_in: LanguageFilter) -> Shown:
    """Return what was found, or why nothing could be looked for."""
    try:
        return ask(index, question, language=search_in)
    except YinjuError as error:
        return error
    except Exception:
        _log.exception("a question could not be answered")
        return YinjuError()


def show_results(index: Index, shown: Shown, language: Language) -> str:
    """Return the HTML of what was found."""
    if shown is None:
        return first_page(index.manifest.documents, language)
    if isinstance(shown, YinjuError):
        return error_notice(shown, language)
    return answer_view(shown, language)


def show_document(
    index: Index, shown: Shown, language: Language, source: str | None, passage_id: str | None
) -> tuple[str | None, str, str]:
    """Return the source of the document in the reader, its head and its page.

    Parameters
    ----------
    shown
        What is marked as evidence.
    source
        Not needed where a passage is named.
    passage_id
        Where the document is opened; at its beginning if None or empty.
    """
    if not passage_id and not source:
        return None, empty_head(language), ""
    try:
        if passage_id:
            source = index.store.passage(passage_id).source
        split = index.store.stored_document(source or "").split
    except YinjuError as error:
        return None, error_notice(error, language), ""
    answer = shown if isinstance(shown, Answer) else None
    page = document_page(
        split,
        answer_evidence(answer) if answer else {},
        key=answer_key(answer) if answer else "",
        opened=passage_id or None,
    )
    return source, document_head(split.document, split.sections, language), page


def show_head(index: Index, opened: str | None, language: Language) -> str:
    """Return what stands above the document in the reader."""
    if opened is None:
        return empty_head(language)
    return document_head(index.store.document(opened), index.store.sections(opened), language)

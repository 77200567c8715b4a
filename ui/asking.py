"""What the page does with a question and its filters: calls to the retriever, and their HTML."""

from html import escape

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.errors import RestrictionError
from retriever.explain import explain
from retriever.facets import count_facets
from retriever.restrictions import NO_RESTRICTIONS
from ui.address import Asking, write_address
from ui.current_index import CurrentIndex
from ui.explain_view import explanation_view
from ui.filters_view import filters_view
from ui.found import Found
from ui.messages import error_message


def show_filters(current: CurrentIndex, asking: Asking, language: Language) -> str:
    """Return the filters, with the number of passages that each would leave."""
    with current.lease() as index:
        restrictor = index.restrictor
        try:
            facets = count_facets(restrictor, asking.restrictions, asking.search_in)
        except RestrictionError:
            # A link of other days: what is no longer there can be seen and taken away.
            facets = count_facets(restrictor, NO_RESTRICTIONS, asking.search_in)
        return filters_view(facets, asking.restrictions, index.documents, language)


def show_explanation(
    current: CurrentIndex, shown: Found | YinjuError | None, passage_id: str, language: Language
) -> str:
    """Return why a passage stands where it does for the question that was asked."""
    if not isinstance(shown, Found):
        return ""
    try:
        with current.lease() as index:
            explained = explain(
                index,
                shown.answer.question,
                passage_id,
                language=shown.search_in,
                restrictions=shown.restrictions,
            )
    except YinjuError as error:
        return f'<div class="explanation"><p>{escape(error_message(error, language))}</p></div>'
    return explanation_view(explained, language)


def asked_view(asking: Asking, shown: Found | YinjuError | None) -> str:
    """Return what was asked and how much was found, for the address and the history."""
    if shown is None:
        return ""
    hits = len(shown.hits) if isinstance(shown, Found) else 0
    found = isinstance(shown, Found) and shown.answer.kind != "none"
    language = shown.answer.language if isinstance(shown, Found) else ""
    return (
        f'<span data-address="{escape(write_address(asking))}" '
        f'data-question="{escape(asking.question)}" data-hits="{hits}" '
        f'data-found="{"yes" if found else ""}" data-language="{language}"></span>'
    )

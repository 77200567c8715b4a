"""The buttons beside a citation that copy it, and keep it."""

from collections.abc import Sequence
from html import escape
from typing import Final

from indexer.passages import Language, Span
from retriever.citation_formats import plain_citation
from retriever.hits import Hit
from ui.messages import message

GAP: Final = " … "
"""Between two sentences that do not follow each other."""


def quoted_text(hit: Hit) -> str:
    """Return the sentences of a passage that answer."""
    spans: Sequence[Span] = hit.evidence
    return GAP.join(hit.passage.text[start:end].strip() for start, end in spans)


def place_list(spans: Sequence[Span]) -> str:
    """Return spans of a clean text as `cite_menu` takes them."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def cite_menu(passage_id: str, places: str, citation: str, language: Language) -> str:
    """Return the button that opens the other formats; they are made when it does.

    Parameters
    ----------
    places
        What is quoted, as `ui.basket.cite_as` takes it.
    """
    name = f"{message('cite-as', language)}{message('colon', language)}{citation}"
    formats = "".join(
        f'<button type="button" class="copy-as" data-format="{kind}" disabled '
        f'data-copied="{escape(message("copied", language))}" '
        f'data-by-hand="{escape(message("copy-by-hand", language))}">'
        f"{escape(message(f'copy-{kind}', language))}</button>"
        for kind in ("markdown", "bibtex", "ris")
    )
    return (
        f'<button type="button" class="cite-as" aria-expanded="false" '
        f'data-passage="{escape(passage_id)}" data-places="{places}" aria-label="{escape(name)}" '
        f'title="{escape(message("cite-as-hint", language))}">'
        f"{escape(message('cite-as', language))}</button>"
        '<span class="cite-menu" hidden>'
        f'<button type="button" class="keep" disabled '
        f'data-kept="{escape(message("in-basket", language))}">'
        f"{escape(message('add-to-basket', language))}</button>{formats}</span>"
    )


def copy_button(text: str, citation: str, language: Language) -> str:
    """Return the button that copies a quotation.

    The page says that it did, or shows the text for copying by hand where the browser refuses.
    """
    name = f"{message('copy', language)}{message('colon', language)}{citation}"
    return (
        f'<button type="button" class="copy" aria-label="{escape(name)}" '
        f'title="{escape(message("copy-hint", language))}" '
        f'data-copy="{escape(plain_citation(text, citation, language))}" '
        f'data-copied="{escape(message("copied", language))}" '
        f'data-by-hand="{escape(message("copy-by-hand", language))}">'
        f"{escape(message('copy', language))}</button>"
    )

"""Citations to take away, as plain text, and the buttons that copy them."""

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

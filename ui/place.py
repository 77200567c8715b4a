"""What all that stands in the place of the results has: its head, and words for the page."""

from html import escape

from indexer.passages import Language
from ui.html import LANGUAGE_TAGS
from ui.messages import message


def place_words(language: Language) -> str:
    """Return the words that the page puts to the passages of the reader, which has none itself."""
    return (
        f'lang="{LANGUAGE_TAGS[language]}" '
        f'data-name="{escape(message("other-language", language))}" '
        f'data-hint="{escape(message("other-language-hint", language))}"'
    )


def place_head(title: str, ways: str, language: Language) -> str:
    """Return the head, with the way back to the results.

    Parameters
    ----------
    ways
        HTML of further buttons.
    """
    return (
        f'<div class="comparison-head"><h2 tabindex="-1">{escape(title)}</h2><div>'
        '<button type="button" class="quiet close"><span aria-hidden="true">← </span>'
        f"{escape(message('back-to-results', language))}</button>{ways}</div></div>"
    )

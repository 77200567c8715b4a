"""What all that stands in the place of the results has: its address, its head, its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from indexer.passages import Language
from ui.html import LANGUAGE_TAGS
from ui.messages import message


@dataclass(frozen=True, slots=True)
class Place:
    """What an address or a button names, to stand in the place of the results; empty for nothing.

    The names are those of the address: `?compare=ID&beside=ID`, `?map=NAME`,
    `?parallel=NAME&beside=NAME`.
    """

    compare: str = ""
    """A passage or section."""
    beside: str = ""
    """The section, or for `parallel` the document, beside it."""
    map: str = ""
    """A map; with `compare`, the one that it is opened from."""
    parallel: str = ""
    """A document."""

    @classmethod
    def read(cls, named: Mapping[str, object]) -> "Place":
        """Return the place that the parameters of an address or an event name."""
        return cls(**{name: str(named.get(name) or "") for name in cls.__slots__})


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

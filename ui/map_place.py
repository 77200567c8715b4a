"""A map in the place of the results: the map, how far it is made, or why there is none."""

from collections.abc import Mapping
from html import escape
from typing import Final

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.progress import ComparingStage
from ui.html import LANGUAGE_TAGS, progress_bar, share_done
from ui.map_view import map_view
from ui.mapping import Made, Making, MapAsked
from ui.messages import error_message, message
from ui.place import place_head, place_words
from ui.working import Cancelled

_SHARES: Final[Mapping[ComparingStage, tuple[int, int]]] = {"read": (0, 80), "compare": (80, 100)}
"""Where a stage begins and ends in a bar of 100, roughly as long as it takes."""


def map_place(asked: MapAsked, made: Made | Making, language: Language) -> str:
    """Return what stands in the place of the results."""
    if isinstance(made, Making):
        # How far it is stands in a place of its own: what is here is not made anew with each step.
        content = _making(language)
    elif isinstance(made, Cancelled):
        content = (
            f'<div class="notice" role="status"><p>{escape(message("map-cancelled", language))}'
            '</p><button type="button" class="quiet" data-again '
            f'data-open-map="{escape(asked.name)}">{escape(message("map-make", language))}'
            "</button></div>"
        )
    elif isinstance(made, YinjuError):
        content = (
            f'<div class="notice" role="alert"><h2>{escape(message("map-none", language))}</h2>'
            f"<p>{escape(error_message(made, language))}</p></div>"
        )
    else:
        content = (
            f'<p class="count">{escape(message("map-hint", language))}</p>'
            f"{map_view(made, language)}"
        )
    return (
        f'<div class="view comparison mapped" {place_words(language)} '
        f'data-map="{escape(asked.name)}">'
        f"{place_head(message('map', language), '', language)}{content}"
        '<p class="said" role="status"></p></div>'
    )


def map_progress(making: Making, language: Language) -> str:
    """Return how far a map is, to stand below the words that it is being made."""
    share = 0
    if making.cancelled.is_set():
        how_far = message("cancelling", language)
    elif making.step is None:
        how_far = message("map-waiting", language)
    else:
        stage, done, total = making.step
        share = share_done(_SHARES[stage], done, total)
        name = message(f"stage-{stage}", language)
        how_far = message("step", language, stage=name, done=done, total=total)
    bar = progress_bar(message("map-making-name", language), how_far, share)
    return f'<div class="view" lang="{LANGUAGE_TAGS[language]}"><p>{escape(how_far)}</p>{bar}</div>'


def _making(language: Language) -> str:
    return (
        f'<div class="notice making"><p role="status">{escape(message("map-making", language))}</p>'
        '<button type="button" class="quiet" data-again data-stop-map>'
        f"{escape(message('cancel-change', language))}</button></div>"
    )

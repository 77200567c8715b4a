"""A map in the place of the results: the map, that it is being made, or why there is none."""

from html import escape

from indexer.errors import YinjuError
from indexer.passages import Language
from ui.map_view import map_view
from ui.mapping import Made, MapAsked
from ui.messages import error_message, message
from ui.place import place_head, place_words


def map_place(asked: MapAsked, made: Made | None, language: Language) -> str:
    """Return what stands in the place of the results; `made` is None while a map is made."""
    if made is None:
        content = (
            '<div class="notice making" role="status">'
            f"<p>{escape(message('map-making', language))}</p></div>"
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

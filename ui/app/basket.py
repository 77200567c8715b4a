"""The basket beside the page: its components, and what its events do."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.basket import check_basket, cite_as, export_basket
from ui.basket_view import basket_head, basket_view, cited_view, exported_view
from ui.current_index import CurrentIndex
from ui.web import script, telling


@dataclass(frozen=True, slots=True)
class Basket:
    """The components that events read and write."""

    head: gr.HTML
    listed: gr.HTML
    cited: gr.HTML
    """A quotation in all formats, for the menu that asked for it."""
    exported: gr.HTML
    """The file that was asked for last."""


def lay_out_basket(language: Language) -> Basket:
    """Return the components, in the blocks that are open."""
    with gr.Column(elem_id="basket", min_width=0):
        head = _html(basket_head(language), "basket-head", script("latest") + script("citing"))
        listed = _html("", "basket-list", telling("basket"))
        cited = _html("", "basket-cited", telling("cited-as"))
        exported = _html("", "basket-exported", telling("exported"))
    return Basket(head, listed, cited, exported)


def wire_basket(
    current: CurrentIndex, basket: Basket, language: gr.Radio, quiet: dict[str, Any]
) -> None:
    """Connect the events of the basket; what it holds comes from the browser with each.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """

    def show(language: Language, event: gr.EventData) -> str:
        return basket_view(check_basket(current, str(event.items)), language)

    def cite(language: Language, event: gr.EventData) -> str:
        passage, places = str(event.passage), str(event.places)
        formats = cite_as(current, passage, places, language, str(event.page))
        return cited_view(str(event.asked), formats, language)

    def export(language: Language, event: gr.EventData) -> str:
        file = export_basket(str(event.items), str(event.kind), language, str(event.page))
        return exported_view(file, str(event.turn))

    # A basket that changes while it is checked is checked again.
    basket.head.open(show, language, basket.listed, trigger_mode="always_last", **quiet)
    basket.head.cite(cite, language, basket.cited, trigger_mode="multiple", **quiet)
    basket.head.export(export, language, basket.exported, trigger_mode="multiple", **quiet)
    # The page asks for the list again when it sees the words of its head change.
    language.change(basket_head, language, basket.head, **quiet)


def _html(value: str, name: str, js: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=js)

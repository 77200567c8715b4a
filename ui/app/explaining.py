"""Why this, and why not that: loaded when a card is opened, or for a passage of the document."""

from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.app.page import Page
from ui.asking import show_explanation
from ui.mapping import KeptMaps
from ui.views import Shown


def wire_explaining(maps: KeptMaps, page: Page, quiet: dict[str, Any]) -> None:
    """Connect what asks why a passage stands where it does.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """

    def explain(shown: Shown, language: Language, event: gr.EventData) -> str:
        shown_now = show_explanation(maps.current, shown, str(event.passage), language)
        return f'<div data-turn="{int(event.turn)}">{shown_now}</div>'

    page.explanation.explain(
        explain,
        [page.shown, page.language],
        page.explanation,
        trigger_mode="always_last",
        **quiet,
    )

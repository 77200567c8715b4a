"""The reader of the page: what opens a document in it, and what its script asks for."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.app.page import Page
from ui.reading import Reading, Told
from ui.views import Shown


def asked_of(reading: Reading) -> list[Callable[[object], Told]]:
    """Return what the script of the reader asks the server, under the names that it knows."""

    # Gradio marks functions, which cannot be done to methods.
    def read_part(asked: object) -> Told:
        return reading.read_part(asked)

    def find_in_document(asked: object) -> Told:
        return reading.find_in_document(asked)

    return [read_part, find_in_document]


def wire_reading(reading: Reading, page: Page, quiet: dict[str, Any]) -> None:
    """Connect the events of the reader.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """

    def open_document(
        shown: Shown, language: Language, event: gr.EventData
    ) -> tuple[str | None, str, str]:
        return reading.show_document(shown, language, str(event.source), str(event.passage))

    # The one that was asked for last counts.
    page.reader_body.open(
        open_document,
        [page.shown, page.language],
        page.reader,
        trigger_mode="always_last",
        **quiet,
    )

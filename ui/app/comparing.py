"""The comparison in the place of the results: its component, and what its events do."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from ui.comparing import Comparison, compare
from ui.current_index import CurrentIndex
from ui.views import show_comparison

_SCRIPT = Path(__file__).parent.with_name("comparison.js")


def lay_out_comparison() -> gr.HTML:
    """Return the component, in the blocks that are open."""
    return gr.HTML(
        "",
        elem_id="comparison",
        apply_default_css=False,
        js_on_load=_SCRIPT.read_text(encoding="utf-8"),
    )


def wire_comparison(
    current: CurrentIndex,
    comparison: gr.HTML,
    results: gr.HTML,
    compared: gr.State,
    language: gr.Radio,
    quiet: dict[str, Any],
) -> None:
    """Connect the events of the comparison.

    Parameters
    ----------
    results
        What it takes the place of.
    compared
        `ui.comparing.Comparison`, or None.
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    busy = quiet | {"show_progress": "minimal", "show_progress_on": [results, comparison]}

    def open_comparison(event: gr.EventData) -> Comparison | None:
        return compare(current, str(event.passage), str(event.beside))

    # The one that was asked for last counts.
    comparison.open(open_comparison, None, compared, trigger_mode="always_last", **busy).then(
        partial(show_comparison, current), [compared, language], [compared, comparison], **quiet
    )

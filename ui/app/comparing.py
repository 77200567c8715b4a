"""What stands in the place of the results: its component, and what its events do."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.mapping import KeptMaps, MapAsked
from ui.place import Place
from ui.views import Opened, judge_and_tell, open_place, show_opened
from ui.web import script


def lay_out_comparison() -> gr.HTML:
    """Return the component, in the blocks that are open."""
    return gr.HTML(
        "",
        elem_id="comparison",
        apply_default_css=False,
        js_on_load=script("latest") + script("comparison"),
    )


def wire_comparison(
    maps: KeptMaps,
    comparison: gr.HTML,
    told: gr.HTML,
    results: gr.HTML,
    compared: gr.State,
    language: gr.Radio,
    quiet: dict[str, Any],
) -> None:
    """Connect the events of what stands in the place of the results.

    Parameters
    ----------
    told
        How what a reader says of sentences is stored.
    results
        What it takes the place of.
    compared
        `ui.views.Opened`
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    busy = quiet | {"show_progress": "minimal", "show_progress_on": [results, comparison]}

    def open_it(event: gr.EventData) -> tuple[Opened, str]:
        named = {name: getattr(event, name, "") for name in Place.__slots__}
        return open_place(maps.current, Place.read(named)), ""

    def judge(language: Language, event: gr.EventData) -> Iterator[str]:
        yield from judge_and_tell(maps.current, str(event.verdict), str(event.said), language)

    # The one that was asked for last counts.
    opening = comparison.open(open_it, None, [compared, told], trigger_mode="always_last", **busy)
    show_when_made(maps, opening, comparison, compared, language, quiet)
    # Nothing that is said is passed over: one is stored after the other.
    comparison.judge(judge, language, told, trigger_mode="multiple", **quiet).then(
        partial(show_opened, maps), [compared, language], [compared, comparison], **quiet
    )


def show_when_made(
    maps: KeptMaps,
    opening: gr.events.Dependency,
    comparison: gr.HTML,
    compared: gr.State,
    language: gr.Radio,
    quiet: dict[str, Any],
) -> None:
    """Show what was opened; of a map at once what there is, and again once it is made.

    What is shown then is what is open by then: whoever has gone elsewhere is not called back.
    """

    def make(opened: Opened) -> None:
        if isinstance(opened, MapAsked):
            maps.make(opened)

    def show(opened: Opened, language: Language) -> tuple[Any, str]:
        renewed, shown = show_opened(maps, opened, language)
        # Nothing is not put in the place of what a reader opened while it was looked up.
        return gr.skip() if renewed is None else renewed, shown

    shown = (show, [compared, language], [compared, comparison])
    opening.then(*shown, **quiet).then(make, compared, None, **quiet).then(*shown, **quiet)

"""What stands in the place of the results: its components, and what its events do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import gradio as gr

from indexer.passages import Language
from ui.mapping import KeptMaps, MapAsked
from ui.place import Place
from ui.views import Opened, judge_and_tell, open_place, show_opened, show_progress
from ui.web import script

_LOOK_SECONDS: Final = 0.5
"""How often it is looked how far a map is."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The components of what stands in the place of the results."""

    comparison: gr.HTML
    compared: gr.State
    """`ui.views.Opened`"""
    progress: gr.HTML
    """How far a map is."""
    clock: gr.Timer
    """Runs while a map is made."""


def lay_out_opening() -> Opening:
    """Return the components, in the blocks that are open."""
    comparison = gr.HTML(
        "",
        elem_id="comparison",
        apply_default_css=False,
        js_on_load=script("latest") + script("comparison"),
    )
    progress = gr.HTML("", elem_id="map-progress", apply_default_css=False)
    return Opening(comparison, gr.State(None), progress, gr.Timer(_LOOK_SECONDS, active=False))


def wire_comparison(
    maps: KeptMaps,
    opening: Opening,
    told: gr.HTML,
    results: gr.HTML,
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
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    comparison, compared = opening.comparison, opening.compared
    busy = quiet | {"show_progress": "minimal", "show_progress_on": [results, comparison]}

    def open_it(event: gr.EventData) -> tuple[Opened, str]:
        named = {name: getattr(event, name, "") for name in Place.__slots__}
        return open_place(maps.current, Place.read(named)), ""

    def judge(language: Language, event: gr.EventData) -> Iterator[str]:
        yield from judge_and_tell(maps.current, str(event.verdict), str(event.said), language)

    # The one that was asked for last counts.
    opened = comparison.open(open_it, None, [compared, told], trigger_mode="always_last", **busy)
    show_when_opened(maps, opened, opening, language, quiet)
    _wire_maps(maps, opening, language, quiet)
    # Nothing that is said is passed over: one is stored after the other.
    comparison.judge(judge, language, told, trigger_mode="multiple", **quiet).then(
        partial(show_opened, maps), [compared, language], [compared, comparison], **quiet
    )


def show_when_opened(
    maps: KeptMaps,
    opened: gr.events.Dependency,
    opening: Opening,
    language: gr.Radio,
    quiet: dict[str, Any],
) -> None:
    """Show what was opened; of a map at once what there is, and then how far it is."""

    def begin(opened: Opened) -> None:
        if isinstance(opened, MapAsked):
            maps.begin(opened)

    def show(opened: Opened, language: Language) -> tuple[Any, str, str, gr.Timer]:
        # Looked at before it is shown: what is made in between is then seen by the clock.
        far = show_progress(maps, opened, language)
        renewed, shown = show_opened(maps, opened, language)
        # Nothing is not put in the place of what a reader opened while it was looked up.
        state = gr.skip() if renewed is None else renewed
        return state, shown, far or "", gr.Timer(active=far is not None)

    opened.then(begin, opening.compared, None, **quiet).then(
        show,
        [opening.compared, language],
        [opening.compared, opening.comparison, opening.progress, opening.clock],
        **quiet,
    )


def _wire_maps(maps: KeptMaps, opening: Opening, language: gr.Radio, quiet: dict[str, Any]) -> None:
    """Show how far a map is until it is made, and end it."""

    def look(opened: Opened, language: Language) -> tuple[Any, Any, gr.Timer]:
        far = show_progress(maps, opened, language)
        if far is not None:
            return gr.skip(), far, gr.Timer(active=True)
        # Whoever has gone elsewhere is not called back.
        on_map = isinstance(opened, MapAsked)
        shown = show_opened(maps, opened, language)[1] if on_map else gr.skip()
        return shown, "", gr.Timer(active=False)

    def stop(opened: Opened, language: Language) -> tuple[Any, Any, gr.Timer]:
        if isinstance(opened, MapAsked):
            maps.cancel(opened)
        return look(opened, language)

    looked = [opening.compared, language], [opening.comparison, opening.progress, opening.clock]
    opening.clock.tick(look, *looked, **quiet)
    opening.comparison.stop(stop, *looked, **quiet)

"""Asking: the question, its filters, what is found, and the address that says it all."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from indexer.passages import Language
from retriever.hits import LanguageFilter
from ui.address import FILTERS, Asking, read_address, write_address
from ui.app.page import Page
from ui.asking import asked_view, show_filters
from ui.found import Layout
from ui.mapping import KeptMaps
from ui.views import Opened, Shown, answer_question, lay_out, show_opened, show_results


@dataclass(frozen=True, slots=True)
class AskingSteps:
    """What is done when the page is opened: functions with their inputs and outputs."""

    open_address: tuple[Any, ...]
    """Asks what the address asks."""
    show_filters: tuple[Any, ...]


def wire_asking(maps: KeptMaps, page: Page, quiet: dict[str, Any]) -> AskingSteps:
    """Connect the events of the question, its filters and its history.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    current = maps.current
    busy = quiet | {
        "show_progress": "minimal",
        "show_progress_on": [page.results, page.comparison],
    }
    asked = [page.question, page.search_in, page.layout, page.chosen]
    found = [page.asking, page.shown]

    def answer(
        question: str, search_in: LanguageFilter, layout: Layout, chosen: str
    ) -> tuple[Asking, Shown]:
        asking = Asking(question.strip(), search_in, read_address(chosen).restrictions)
        return asking, answer_question(current, asking, layout)

    def show(asking: Asking, shown: Shown, language: Language) -> tuple[str, str, Opened, str]:
        # What is found takes the place that a comparison may have had.
        return (
            asked_view(asking, shown),
            show_results(current, shown, language),
            *show_opened(maps, None, language),
        )

    # Shown in a step of its own, in the language that is chosen by then.
    shown = (
        [page.asking, page.shown, page.language],
        [page.asked, page.results, page.compared, page.comparison],
    )
    gr.on([page.ask.click, page.question.submit], answer, asked, found, **busy).then(
        show, *shown, **quiet
    )
    for button in page.examples:
        # The value as it is now: a loop variable would be that of the last button.
        button.click(partial(str, button.value), None, page.question, **quiet).then(
            answer, asked, found, **busy
        ).then(show, *shown, **quiet)

    def choose_layout(shown: Shown, layout: Layout) -> tuple[Layout, Shown]:
        return layout, lay_out(current, shown, layout)

    page.layout.input(
        choose_layout, [page.shown, page.layout], [page.remembered_layout, page.shown], **busy
    ).then(partial(show_results, current), [page.shown, page.language], page.results, **quiet)

    def show_choice(chosen: str, search_in: LanguageFilter, language: Language) -> str:
        asking = Asking("", search_in, read_address(chosen).restrictions)
        return show_filters(current, asking, language)

    def answer_again(
        asking: Asking | None, search_in: LanguageFilter, layout: Layout, chosen: str
    ) -> tuple[Any, Any]:
        # What is being typed is not asked before the reader says so.
        if asking is None or not asking.question:
            return gr.skip(), gr.skip()
        return answer(asking.question, search_in, layout, chosen)

    def show_again(
        asking: Asking | None, shown: Shown, language: Language
    ) -> tuple[Any, Any, Any, Any]:
        if asking is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return show(asking, shown, language)

    filters = (show_choice, [page.chosen, page.search_in, page.language], page.filters)
    again = [page.asking, page.search_in, page.layout, page.chosen]

    def choose(event: gr.EventData) -> str:
        return str(event.address)

    # The one that was chosen last counts.
    page.filters.choose(choose, None, page.chosen, trigger_mode="always_last", **quiet).then(
        *filters, **quiet
    ).then(answer_again, again, found, **busy).then(show_again, *shown, **quiet)
    page.search_in.input(*filters, **quiet)

    def restore(address: str, layout: Layout) -> list[Any]:
        asking = read_address(address)
        chosen = write_address(Asking(restrictions=asking.restrictions))
        found: Shown = None
        if asking.question:
            found = answer_question(current, asking, layout)
        return [asking.question, asking.search_in, chosen, asking, found]

    restored = [page.question, page.search_in, page.chosen, *found]

    def go_back(layout: Layout, event: gr.EventData) -> list[Any]:
        return restore(str(event.address), layout)

    page.asked.restore(go_back, page.layout, restored, **busy).then(*filters, **quiet).then(
        show, *shown, **quiet
    )

    def open_address(layout: Layout, request: gr.Request) -> list[Any]:
        pairs = request.query_params.multi_items()
        wanted = [pair for pair in pairs if pair[0] in ("q", "lang", *FILTERS)]
        return restore(urlencode(wanted), layout) if wanted else [gr.skip()] * len(restored)

    return AskingSteps(
        open_address=(open_address, page.layout, restored),
        show_filters=filters,
    )

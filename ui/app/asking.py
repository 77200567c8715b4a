"""Asking: the question, its filters, what is found, and the address that says it all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from indexer.passages import Language
from retriever.hits import LanguageFilter
from ui.address import NAMES, Asking, read_address, read_conditions, write_address
from ui.app.page import Page
from ui.asking import asked_view, show_filters
from ui.current_index import CurrentIndex
from ui.found import Layout
from ui.mapping import KeptMaps
from ui.views import Opened, Shown, answer_question, lay_out, show_opened, show_results


@dataclass(frozen=True, slots=True)
class AskingSteps:
    """What is done when the page is opened: functions with their inputs and outputs."""

    open_address: tuple[Any, ...]
    """Asks what the address asks."""
    show_filters: tuple[Any, ...]
    shown: list[gr.events.Dependency]
    """What is over when something else was found and is shown."""


@dataclass(frozen=True, slots=True)
class _Steps:
    """What several events do: functions with their inputs and outputs."""

    found: list[Any]
    """The components of what was asked and what was found."""
    show: tuple[Any, ...]
    filters: tuple[Any, ...]
    busy: dict[str, Any]
    quiet: dict[str, Any]


def wire_asking(maps: KeptMaps, page: Page, quiet: dict[str, Any]) -> AskingSteps:
    """Connect the events of the question, its filters and its history.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    current = maps.current
    places = [page.results, page.opening.comparison]
    steps = _Steps(
        found=[page.asking, page.shown],
        # Shown in a step of its own, in the language that is chosen by then.
        show=(
            partial(_show, maps),
            [page.asking, page.shown, page.language],
            [page.asked, page.results, page.opening.compared, page.opening.comparison],
        ),
        filters=(
            partial(_show_filters, current),
            [page.chosen, page.search_in, page.language],
            page.filters,
        ),
        busy=quiet | {"show_progress": "minimal", "show_progress_on": places},
        quiet=quiet,
    )
    answer = partial(_answer, current)
    shown = _wire_question(page, answer, steps)
    _wire_layout(current, page, steps)
    shown += [_wire_filters(page, answer, steps), _wire_conditions(current, page, steps)]
    open_address, gone_back = _wire_going_back(current, page, steps)
    return AskingSteps(open_address, steps.filters, [*shown, gone_back])


_Answer = Callable[[str, LanguageFilter, Layout, str], tuple[Asking, Shown]]


def _wire_question(page: Page, answer: _Answer, steps: _Steps) -> list[gr.events.Dependency]:
    asked = [page.question, page.search_in, page.layout, page.chosen]
    triggers = [page.ask.click, page.question.submit]
    answered = [gr.on(triggers, answer, asked, steps.found, **steps.busy)]
    answered += [
        # The value as it is now: a loop variable would be that of the last button.
        button.click(partial(str, button.value), None, page.question, **steps.quiet).then(
            answer, asked, steps.found, **steps.busy
        )
        for button in page.examples
    ]
    return [done.then(*steps.show, **steps.quiet) for done in answered]


def _wire_layout(current: CurrentIndex, page: Page, steps: _Steps) -> None:
    def choose(shown: Shown, layout: Layout) -> tuple[Layout, Shown]:
        return layout, lay_out(current, shown, layout)

    page.layout.input(
        choose, [page.shown, page.layout], [page.remembered_layout, page.shown], **steps.busy
    ).then(partial(show_results, current), [page.shown, page.language], page.results, **steps.quiet)


def _wire_filters(page: Page, answer: _Answer, steps: _Steps) -> gr.events.Dependency:
    def choose(event: gr.EventData) -> str:
        return str(event.address)

    def answer_again(
        asking: Asking | None, search_in: LanguageFilter, layout: Layout, chosen: str
    ) -> tuple[Any, Any]:
        # What is being typed is not asked before the reader says so.
        if asking is None or not asking.question:
            return gr.skip(), gr.skip()
        return answer(asking.question, search_in, layout, chosen)

    again = [page.asking, page.search_in, page.layout, page.chosen]
    # The one that was chosen last counts.
    chosen = page.filters.choose(
        choose, None, page.chosen, trigger_mode="always_last", **steps.quiet
    )
    page.search_in.input(*steps.filters, **steps.quiet)
    shown: gr.events.Dependency = (
        chosen.then(*steps.filters, **steps.quiet)
        .then(answer_again, again, steps.found, **steps.busy)
        .then(*steps.show, **steps.quiet)
    )
    return shown


def _wire_conditions(current: CurrentIndex, page: Page, steps: _Steps) -> gr.events.Dependency:
    def refine(asking: Asking | None, layout: Layout, event: gr.EventData) -> tuple[Any, Any]:
        if asking is None:
            return gr.skip(), gr.skip()
        refined = replace(asking, conditions=read_conditions(str(event.conditions)))
        return refined, answer_question(current, refined, layout)

    refined = page.results.refine(
        refine, [page.asking, page.layout], steps.found, trigger_mode="always_last", **steps.busy
    )
    shown: gr.events.Dependency = refined.then(*steps.show, **steps.quiet)
    return shown


def _wire_going_back(
    current: CurrentIndex, page: Page, steps: _Steps
) -> tuple[tuple[Any, ...], gr.events.Dependency]:
    """Connect going back to what was asked before; return what opens an address, and the end."""
    restored = [page.question, page.search_in, page.chosen, *steps.found]

    def restore(address: str, layout: Layout) -> list[Any]:
        asking = read_address(address)
        chosen = write_address(Asking(restrictions=asking.restrictions))
        shown = answer_question(current, asking, layout) if asking.question else None
        return [asking.question, asking.search_in, chosen, asking, shown]

    def go_back(layout: Layout, event: gr.EventData) -> list[Any]:
        return restore(str(event.address), layout)

    def open_address(layout: Layout, request: gr.Request) -> list[Any]:
        pairs = request.query_params.multi_items()
        wanted = [pair for pair in pairs if pair[0] in NAMES]
        return restore(urlencode(wanted), layout) if wanted else [gr.skip()] * len(restored)

    gone_back = (
        page.asked.restore(go_back, page.layout, restored, **steps.busy)
        .then(*steps.filters, **steps.quiet)
        .then(*steps.show, **steps.quiet)
    )
    return (open_address, page.layout, restored), gone_back


def _answer(
    current: CurrentIndex, question: str, search_in: LanguageFilter, layout: Layout, chosen: str
) -> tuple[Asking, Shown]:
    asking = Asking(question.strip(), search_in, read_address(chosen).restrictions)
    return asking, answer_question(current, asking, layout)


def _show(
    maps: KeptMaps, asking: Asking | None, shown: Shown, language: Language
) -> tuple[str, str, Opened, str]:
    # What is found takes the place that a comparison may have had.
    return (
        "" if asking is None else asked_view(asking, shown),
        show_results(maps.current, shown, language),
        *show_opened(maps, None, language),
    )


def _show_filters(
    current: CurrentIndex, chosen: str, search_in: LanguageFilter, language: Language
) -> str:
    asking = Asking("", search_in, read_address(chosen).restrictions)
    return show_filters(current, asking, language)

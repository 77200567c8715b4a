"""The page: gradio wiring only, from an event to a call of the retriever to HTML."""

import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.app.comparing import show_when_made, wire_comparison
from ui.app.drawer import wire_drawer
from ui.app.library import wire_library
from ui.app.page import Page, lay_out_page, page_labels, theme
from ui.current_index import CurrentIndex
from ui.found import LAYOUTS, Layout
from ui.library_adding import LARGEST_FILE
from ui.library_work import LibraryWork
from ui.map_style import page_rules
from ui.mapping import KeptMaps
from ui.messages import EXAMPLES, accepted_language, message
from ui.serving import LAUNCH, free_port, stay_on_this_machine, uploads_of_its_own
from ui.views import (
    Opened,
    Shown,
    answer_question,
    lay_out,
    open_place,
    show_document,
    show_glossary,
    show_head,
    show_opened,
    show_results,
)
from ui.web import style_sheet

USERS_AT_ONCE = 4
"""How many questions are answered side by side; others wait in the queue."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def create_app(work: LibraryWork) -> gr.Blocks:
    """Return the page for an index; `serve` gives it its looks."""
    current = work.current
    with current.lease() as index:
        symbols = [document.symbol or "" for document in index.manifest.documents]
    examples = next((EXAMPLES[symbol] for symbol in symbols if symbol in EXAMPLES), ())
    app = gr.Blocks(title="引据 Yinju", analytics_enabled=False, fill_width=True)
    with app:
        page = lay_out_page(examples)
        maps = KeptMaps(current)
        _wire_asking(maps, page)
        _wire_reader(current, page)
        _wire_language(maps, app, page)
        wire_comparison(
            maps, page.comparison, page.told, page.results, page.compared, page.language, _QUIET
        )
        wire_drawer(current, page.drawer, page.language, _QUIET)
        wire_library(work, page.library, page.language, _QUIET)
    app.queue(api_open=False, default_concurrency_limit=USERS_AT_ONCE)
    return app


def serve(
    directory: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    model: str | None = None,
    language: Language = "en",
) -> None:
    """Serve the page for the index in `directory` until it is interrupted.

    Parameters
    ----------
    host, port
        The address to bind to; port 0 takes a free one.
    model
        As in `retriever.search.open_index`.
    language
        Of the line that tells the URL on standard output, once the page can be opened.

    Raises
    ------
    YinjuError
        The index cannot be opened, or the address is in use.
    """
    current = CurrentIndex(directory, model=model)
    work = LibraryWork(current)
    try:
        port = free_port(host, port)
        stay_on_this_machine(host)
        current.read_ahead()
        with uploads_of_its_own():
            _serve(work, host, port, language)
    finally:
        work.close()
        current.close()


def _serve(work: LibraryWork, host: str, port: int, language: Language) -> None:
    app = create_app(work)
    css = style_sheet() + page_rules()
    _, url, _ = app.launch(
        server_name=host,
        server_port=port,
        theme=theme(),
        # As `css=` gradio would write every rule anew, and those of media queries wrongly.
        head=f"<style>{css}</style>",
        max_file_size=LARGEST_FILE,
        **LAUNCH,
    )
    try:
        _say(message("serving", language, url=url))
        threading.Event().wait()
    except KeyboardInterrupt:
        _say(message("stopped", language))
    finally:
        app.close(verbose=False)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wire_asking(maps: KeptMaps, page: Page) -> None:
    current = maps.current
    places = [page.results, page.comparison]
    busy = _QUIET | {"show_progress": "minimal", "show_progress_on": places}
    answer = partial(answer_question, current)
    asked = [page.question, page.search_in, page.layout]

    def show(shown: Shown, language: Language) -> tuple[str, Opened, str]:
        # What is found takes the place that a comparison may have had.
        return show_results(current, shown, language), *show_opened(maps, None, language)

    # Shown in a step of its own, in the language that is chosen by then.
    shown = ([page.shown, page.language], [page.results, page.compared, page.comparison])
    gr.on([page.ask.click, page.question.submit], answer, asked, page.shown, **busy).then(
        show, *shown, **_QUIET
    )
    for button in page.examples:
        # The value as it is now: a loop variable would be that of the last button.
        button.click(partial(str, button.value), None, page.question, **_QUIET).then(
            answer, asked, page.shown, **busy
        ).then(show, *shown, **_QUIET)

    def choose(shown: Shown, layout: Layout) -> tuple[Layout, Shown]:
        return layout, lay_out(current, shown, layout)

    page.layout.input(
        choose, [page.shown, page.layout], [page.remembered_layout, page.shown], **busy
    ).then(partial(show_results, current), [page.shown, page.language], page.results, **_QUIET)


def _wire_reader(current: CurrentIndex, page: Page) -> None:
    def open_document(
        shown: Shown, language: Language, event: gr.EventData
    ) -> tuple[str | None, str, str]:
        return show_document(current, shown, language, str(event.source), str(event.passage))

    page.results.open(open_document, [page.shown, page.language], page.reader, **_QUIET)


def _wire_language(maps: KeptMaps, app: gr.Blocks, page: Page) -> None:
    current = maps.current

    def switch(
        language: Language,
        shown: Shown,
        compared: Opened,
        opened: str | None,
        words: str,
    ) -> list[Any]:
        return [
            language,
            show_results(current, shown, language),
            *show_opened(maps, compared, language),
            show_head(current, opened, language),
            show_glossary(current, words, language),
            *page_labels(page, language),
        ]

    page.language.input(
        switch,
        [page.language, page.shown, page.compared, page.opened, page.drawer.words],
        [
            page.remembered,
            page.results,
            page.compared,
            page.comparison,
            page.reader_head,
            page.drawer.listed,
            *page.labelled(),
        ],
        **_QUIET,
    )

    def start(remembered: object, layout: object, request: gr.Request) -> list[Any]:
        header = request.headers.get("accept-language", "")
        language: Language = accepted_language(header)
        if remembered in ("zh", "en"):
            language = "zh" if remembered == "zh" else "en"
        asked = request.query_params
        # Of a comparison, what was asked for is read where it stands.
        passage = asked.get("passage") or asked.get("compare")
        return [
            language,
            layout if layout in LAYOUTS else LAYOUTS[0],
            *show_document(current, None, language, None, passage),
            *page_labels(page, language),
        ]

    def open_address(request: gr.Request) -> Opened:
        asked = request.query_params
        return open_place(
            current, asked.get("compare", ""), asked.get("beside", ""), asked.get("map", "")
        )

    # What is asked for by clicking, once there is something to click, must not be undone.
    opening = (
        app.load(
            start,
            [page.remembered, page.remembered_layout],
            [page.language, page.layout, *page.reader, *page.labelled()],
            **_QUIET,
        )
        .then(open_address, None, page.compared, **_QUIET)
        .then(partial(show_results, current), [page.shown, page.language], page.results, **_QUIET)
    )
    show_when_made(maps, opening, page.comparison, page.compared, page.language, _QUIET)

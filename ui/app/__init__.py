"""The page: gradio wiring only, from an event to a call of the retriever to HTML."""

import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from indexer.passages import Language
from ui.access import FILE_LIMIT, Guard, is_this_machine
from ui.access_password import read_passwords
from ui.address import Asking
from ui.app.api import add_endpoints
from ui.app.asking import AskingSteps, wire_asking
from ui.app.basket import wire_basket
from ui.app.comparing import show_when_opened, wire_comparison
from ui.app.drawer import wire_drawer
from ui.app.explaining import wire_explaining
from ui.app.library import wire_library
from ui.app.page import Page, lay_out_page, page_labels, theme
from ui.app.reading import asked_of, wire_reading
from ui.app.sessions import SESSIONS, CallForgetter
from ui.app.streams import LingeringStreams
from ui.app.uploads import Blocks
from ui.app.writing import wire_writing
from ui.asking import asked_view
from ui.current_index import CurrentIndex
from ui.errors import PasswordNeeded
from ui.found import LAYOUTS
from ui.library_work import LibraryWork
from ui.map_style import page_rules
from ui.mapping import KeptMaps
from ui.mcp_server import tool_routes
from ui.messages import EXAMPLES, accepted_language, message
from ui.place import Place
from ui.reading import Reading
from ui.reranking_notice import reranking_notice
from ui.serving import listen, private_files, send_nothing_home, serving, url_of
from ui.views import Opened, Shown, open_place, show_glossary, show_opened, show_results
from ui.web import style_sheet
from ui.writer import Writer
from ui.writing import Writing
from ui.written_view import written_view

USERS_AT_ONCE = 4
"""How many questions are answered side by side; others wait in the queue."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def create_app(work: LibraryWork, maps: KeptMaps, writer: Writer | None = None) -> gr.Blocks:
    """Return the page for an index; `serve` gives it its looks."""
    current = work.current
    with current.lease() as index:
        symbols = [document.symbol or "" for document in index.manifest.documents]
    examples = next((EXAMPLES[symbol] for symbol in symbols if symbol in EXAMPLES), ())
    app = Blocks(title="引据 Yinju", analytics_enabled=False, fill_width=True)
    with app:
        reading = Reading(current)
        page = lay_out_page(examples, asked_of(reading))
        # Before the page's own events, whose functions may have the same names.
        add_endpoints(work)
        steps = wire_asking(maps, page, _QUIET)
        wire_explaining(maps, page, _QUIET)
        wire_reading(reading, page, _QUIET)
        opened = _wire_language(maps, reading, app, page, steps)
        if writer is not None:
            wire_writing(current, page, writer, [*steps.shown, opened], _QUIET)
        wire_comparison(maps, page.opening, page.told, page.results, page.language, _QUIET)
        wire_drawer(current, page.drawer, page.language, _QUIET)
        wire_library(work, page.library, page.language, _QUIET)
        wire_basket(current, page.basket, page.language, _QUIET)
    app.queue(api_open=False, default_concurrency_limit=USERS_AT_ONCE)
    return app


def serve(
    directory: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    model: str | None = None,
    reranker: str | None = None,
    language: Language = "en",
    writer: Writer | None = None,
) -> None:
    """Serve the page for the index in `directory` until it is interrupted or ended.

    The environment says who may use it: see `ui.access_password`.

    Parameters
    ----------
    host, port
        The address to bind to; port 0 takes a free one.
    model, reranker
        As in `retriever.search.open_index`.
    language
        Of the line that tells the URL on standard output, once the page can be opened.
    writer
        The language model that writes answers from what is found; None for none.

    Raises
    ------
    PasswordNeeded
        Other machines could reach it, and nobody was given a password.
    UnreadablePasswords
        As `ui.access_password.read_passwords`.
    YinjuError
        The index cannot be opened, or the address is in use.
    """
    passwords = read_passwords(os.environ)
    if passwords is None and not is_this_machine(host):
        raise PasswordNeeded(host=host)
    # Whoever ends it as a service does so as by hand.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    send_nothing_home()
    with (
        closing(CurrentIndex(directory, model=model, reranker=reranker)) as current,
        closing(LibraryWork(current)) as work,
        private_files(),
    ):
        listening = listen(host, port)
        current.read_ahead()
        try:
            url = url_of(listening)
            with serving(Guard(mount_page(work, url, writer), passwords), listening):
                _say(message("serving", language, url=url))
                with current.lease() as index:
                    if notice := reranking_notice(index, language):
                        sys.stderr.write(f"{notice}\n")
                threading.Event().wait()
        except KeyboardInterrupt:
            _say(message("stopped", language))


def mount_page(work: LibraryWork, url: str, writer: Writer | None = None) -> CallForgetter:
    """Return the page, its endpoints and the tools as one application, open to everybody."""
    maps = KeptMaps(work.current)
    app = create_app(work, maps, writer)
    app.state_session_capacity = SESSIONS
    routes, tools = tool_routes(work, url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools():
            yield
        maps.close()

    application = FastAPI(
        routes=list(routes),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    css = style_sheet() + page_rules()
    gr.mount_gradio_app(
        application,
        app,
        "/",
        theme=theme(),
        # As `css=` gradio would write every rule anew, and those of media queries wrongly.
        head=f"<style>{css}</style>",
        max_file_size=FILE_LIMIT,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    return CallForgetter(LingeringStreams(application, app), app)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wire_language(
    maps: KeptMaps, reading: Reading, app: gr.Blocks, page: Page, steps: AskingSteps
) -> gr.events.Dependency:
    """Connect the language, and what is done when the page is opened; return the end of that."""
    current = maps.current

    def switch(
        language: Language,
        shown: Shown,
        writing: Writing | None,
        compared: Opened,
        opened: str | None,
        words: str,
    ) -> list[Any]:
        return [
            language,
            show_results(current, shown, language),
            written_view(writing, language),
            *show_opened(maps, compared, language),
            reading.show_head(opened, language),
            show_glossary(current, words, language),
            *page_labels(page, language),
        ]

    page.language.input(
        switch,
        [
            page.language,
            page.shown,
            page.writing,
            page.opening.compared,
            page.opened,
            page.drawer.words,
        ],
        [
            page.remembered,
            page.results,
            page.written,
            page.opening.compared,
            page.opening.comparison,
            page.reader_head,
            page.drawer.listed,
            *page.labelled(),
        ],
        **_QUIET,
    ).then(*steps.show_filters, **_QUIET)

    def start(remembered: object, layout: object, request: gr.Request) -> list[Any]:
        header = request.headers.get("accept-language", "")
        language: Language = accepted_language(header)
        if remembered in ("zh", "en"):
            language = "zh" if remembered == "zh" else "en"
        asked = request.query_params
        # Of a comparison, what was asked for is read where it stands.
        passage = asked.get("p") or asked.get("passage") or asked.get("compare")
        return [
            language,
            layout if layout in LAYOUTS else LAYOUTS[0],
            *reading.show_document(None, language, asked.get("doc"), passage),
            *page_labels(page, language),
        ]

    def open_address(request: gr.Request) -> Any:
        place = Place.read(request.query_params)
        # What a reader opened meanwhile stays open.
        return gr.skip() if place == Place() else open_place(current, place)

    def show_asked(asking: Asking | None, shown: Shown) -> str:
        return "" if asking is None else asked_view(asking, shown)

    # What is asked for by clicking, once there is something to click, must not be undone.
    opening = (
        app.load(
            start,
            [page.remembered, page.remembered_layout],
            [page.language, page.layout, *page.reader, *page.labelled()],
            **_QUIET,
        )
        .then(open_address, None, page.opening.compared, **_QUIET)
        .then(*steps.open_address, **_QUIET)
        .then(*steps.show_filters, **_QUIET)
        .then(partial(show_results, current), [page.shown, page.language], page.results, **_QUIET)
    )
    asked: gr.events.Dependency = opening.then(
        show_asked, [page.asking, page.shown], page.asked, **_QUIET
    )
    show_when_opened(maps, opening, page.opening, page.language, _QUIET)
    return asked

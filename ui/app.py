"""The page: gradio wiring only, from an event to a call of the retriever to HTML."""

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from indexer.passages import LANGUAGES, Language
from retriever.hits import LanguageFilter
from retriever.search import Index, open_index
from ui.html import first_page
from ui.messages import EXAMPLES, accepted_language, message
from ui.reader import empty_head
from ui.serving import Policy, free_port, stay_on_this_machine
from ui.views import Shown, answer_question, show_document, show_head, show_results

USERS_AT_ONCE = 4
"""How many questions are answered side by side; others wait in the queue."""

_HERE = Path(__file__).parent
_LANGUAGES = (("中文", "zh"), ("English", "en"))
_FILTERS: tuple[LanguageFilter, ...] = ("all", "zh", "en")


@dataclass(frozen=True, slots=True)
class _Page:
    """The components that events read and write."""

    name: gr.HTML
    language: gr.Radio
    question: gr.Textbox
    ask: gr.Button
    search_in: gr.Radio
    examples: gr.HTML | None
    results: gr.HTML
    reader_head: gr.HTML
    reader_body: gr.HTML
    shown: gr.State
    """`Shown`"""
    opened: gr.State
    """The source of the document in the reader, or None."""
    remembered: gr.BrowserState

    def labelled(self) -> list[Any]:
        """Return the components that `_labels` gives values for."""
        return [
            part
            for part in (self.name, self.question, self.ask, self.search_in, self.examples)
            if part is not None
        ]


def create_app(index: Index) -> gr.Blocks:
    """Return the page for an index; `serve` gives it its looks."""
    questions = _example_questions(index)
    app = gr.Blocks(title="引据 Yinju", analytics_enabled=False, fill_width=True)
    with app:
        page, buttons = _lay_out(index, questions)
        _wire(index, app, page, buttons)
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
    index = open_index(directory, model=model)
    try:
        port = free_port(host, port)
        stay_on_this_machine(host)
        app = create_app(index)
        _, url, _ = app.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            app_kwargs={"middleware": [Middleware(Policy)]},
            theme=_theme(),
            # As `css=` gradio would write every rule anew, and those of media queries wrongly.
            head=f"<style>{(_HERE / 'page.css').read_text(encoding='utf-8')}</style>",
        )
        try:
            _say(message("serving", language, url=url))
            threading.Event().wait()
        except KeyboardInterrupt:
            _say(message("stopped", language))
        finally:
            app.close(verbose=False)
    finally:
        index.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _lay_out(index: Index, questions: Sequence[str]) -> tuple[_Page, list[gr.Button]]:
    language: Language = "en"
    with gr.Row(elem_id="masthead"):
        name = gr.HTML(_name(language), elem_id="name", apply_default_css=False)
        languages = gr.Radio(
            _LANGUAGES,
            value=language,
            # In both, for whoever is looking for the other one.
            label=" / ".join(message("interface-language", name) for name in LANGUAGES),
            show_label=False,
            container=False,
            elem_id="language",
        )
    with gr.Row(elem_id="ask-row"):
        question = gr.Textbox(
            label=message("question", language),
            placeholder=message("question-hint", language),
            lines=1,
            max_lines=6,
            show_label=False,
            container=False,
            autofocus=True,
            elem_id="question",
            scale=1,
        )
        ask_button = gr.Button(
            message("ask", language), variant="primary", elem_id="ask", scale=0, min_width=96
        )
    with gr.Row(elem_id="options"):
        search_in = gr.Radio(**_filter(language), value="all", elem_id="filter")
    examples: gr.HTML | None = None
    buttons: list[gr.Button] = []
    if questions:
        with gr.Row(elem_id="examples"):
            examples = gr.HTML(message("examples", language), elem_id="examples-label")
            buttons = [gr.Button(text, size="sm", variant="secondary") for text in questions]
    with gr.Row(elem_id="panes"):
        with gr.Column(elem_id="results-pane", min_width=0):
            results = gr.HTML(
                first_page(index.manifest.documents, language),
                elem_id="results",
                apply_default_css=False,
                js_on_load=(_HERE / "page.js").read_text(encoding="utf-8"),
            )
        with gr.Column(elem_id="reader", min_width=0):
            reader_head = gr.HTML(
                empty_head(language), elem_id="reader-head", apply_default_css=False
            )
            with gr.Column(elem_id="reader-scroll"):
                reader_body = gr.HTML(
                    "",
                    elem_id="reader-body",
                    apply_default_css=False,
                    js_on_load=(
                        "watch('value', () => document.dispatchEvent(new Event('yinju:document')))"
                    ),
                )
    page = _Page(
        name=name,
        language=languages,
        question=question,
        ask=ask_button,
        search_in=search_in,
        examples=examples,
        results=results,
        reader_head=reader_head,
        reader_body=reader_body,
        shown=gr.State(None),
        opened=gr.State(None),
        remembered=gr.BrowserState(None, storage_key="yinju-language", secret="yinju"),
    )
    return page, buttons


def _wire(index: Index, app: gr.Blocks, page: _Page, examples: Sequence[gr.Button]) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    busy = quiet | {"show_progress": "minimal", "show_progress_on": page.results}
    answer = partial(answer_question, index)
    show = partial(show_results, index)
    asked = [page.question, page.search_in]
    # Shown in a step of its own, in the language that is chosen by then.
    shown = ([page.shown, page.language], page.results)
    gr.on([page.ask.click, page.question.submit], answer, asked, page.shown, **busy).then(
        show, *shown, **quiet
    )
    for button in examples:
        button.click(_text_of(button), None, page.question, **quiet).then(
            answer, asked, page.shown, **busy
        ).then(show, *shown, **quiet)
    reader = [page.opened, page.reader_head, page.reader_body]

    def open_document(
        shown: Shown, language: Language, event: gr.EventData
    ) -> tuple[str | None, str, str]:
        return show_document(index, shown, language, str(event.source), str(event.passage))

    page.results.open(open_document, [page.shown, page.language], reader, **quiet)

    def switch(language: Language, shown: Shown, opened: str | None) -> list[Any]:
        return [
            language,
            show_results(index, shown, language),
            show_head(index, opened, language),
            *_labels(language, page),
        ]

    switched = [page.remembered, page.results, page.reader_head, *page.labelled()]
    page.language.input(switch, [page.language, page.shown, page.opened], switched, **quiet)

    def start(remembered: Language | None, request: gr.Request) -> list[Any]:
        header = request.headers.get("accept-language", "")
        language = remembered if remembered in ("zh", "en") else accepted_language(header)
        passage = request.query_params.get("passage")
        return [
            language,
            *show_document(index, None, language, None, passage),
            *_labels(language, page),
        ]

    started = [page.language, *reader, *page.labelled()]
    app.load(start, page.remembered, started, **quiet).then(show, *shown, **quiet)


def _labels(language: Language, page: _Page) -> list[Any]:
    labels: list[Any] = [
        _name(language),
        gr.update(
            label=message("question", language), placeholder=message("question-hint", language)
        ),
        message("ask", language),
        gr.update(**_filter(language)),
    ]
    return labels if page.examples is None else [*labels, message("examples", language)]


def _name(language: Language) -> str:
    return f"<h1>{message('name', language)}</h1><p>{message('tagline', language)}</p>"


def _filter(language: Language) -> dict[str, Any]:
    return {
        "label": message("search-in", language),
        "choices": [(message(f"filter-{name}", language), name) for name in _FILTERS],
    }


def _example_questions(index: Index) -> tuple[str, ...]:
    symbols = [document.symbol for document in index.manifest.documents]
    return next((EXAMPLES[symbol] for symbol in symbols if symbol and symbol in EXAMPLES), ())


def _text_of(button: gr.Button) -> Callable[[], Any]:
    return lambda: button.value


def _theme() -> gr.themes.Base:
    names = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei"]
    names += ["Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
    return gr.themes.Base(
        font=[gr.themes.Font(name) for name in names],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    )

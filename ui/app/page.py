"""The components of the page: where they stand, and their words in both languages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from indexer.passages import LANGUAGES, Language
from retriever.hits import LanguageFilter
from ui.app.basket import Basket, lay_out_basket
from ui.app.comparing import Opening, lay_out_opening
from ui.app.drawer import Drawer, drawer_labels, lay_out_drawer
from ui.app.library import Library, lay_out_library
from ui.explain_view import explained_drawer
from ui.found import LAYOUTS
from ui.history_view import history_view
from ui.html import masthead, tools
from ui.messages import message
from ui.reader_head import empty_head
from ui.web import script, telling

_LANGUAGES = (("中文", "zh"), ("English", "en"))
_FILTERS: tuple[LanguageFilter, ...] = ("all", "zh", "en")


@dataclass(frozen=True, slots=True)
class Page:
    """The components that events read and write."""

    name: gr.HTML
    tools: gr.HTML
    language: gr.Radio
    question: gr.Textbox
    ask: gr.Button
    search_in: gr.Radio
    layout: gr.Radio
    filters: gr.HTML
    asked: gr.HTML
    """What was asked last, for the address and the history."""
    history: gr.HTML
    explained: gr.HTML
    """The drawer of an explanation."""
    explanation: gr.HTML
    """The one that was asked for last; the page puts it where it belongs."""
    examples_label: gr.HTML | None
    examples: list[gr.Button]
    opening: Opening
    """In the place of the results while it has something."""
    told: gr.HTML
    """How what a reader says of sentences is stored."""
    results: gr.HTML
    written: gr.HTML
    """What a language model writes; the page puts it among the results."""
    reader_head: gr.HTML
    reader_body: gr.HTML
    drawer: Drawer
    chosen: gr.State
    """The filters as the query of an address."""
    asking: gr.State
    """`ui.address.Asking`, what was asked last; None before the first question."""
    library: Library
    basket: Basket
    shown: gr.State
    """`ui.views.Shown`"""
    writing: gr.State
    """`ui.writing.Writing`; None where no model writes."""
    opened: gr.State
    """The source of the document in the reader, or None."""
    remembered: gr.BrowserState
    """The language of the interface."""
    remembered_layout: gr.BrowserState

    @property
    def reader(self) -> list[Any]:
        """The components that `ui.reading.Reading.show_document` gives values for."""
        return [self.opened, self.reader_head, self.reader_body]

    def labelled(self) -> list[Any]:
        """Return the components that `page_labels` gives values for."""
        parts = [
            self.name,
            self.tools,
            self.history,
            self.explained,
            self.question,
            self.ask,
            self.search_in,
            self.layout,
        ]
        parts += [] if self.examples_label is None else [self.examples_label]
        return [*parts, *self.drawer.labelled()]


def lay_out_page(examples: Sequence[str], asked_of: Sequence[Callable[[object], object]]) -> Page:
    """Return the components, in the blocks that are open, with their words in English.

    Parameters
    ----------
    examples
        Questions to try; may be empty.
    asked_of
        What the script of the reader asks, by the names of these functions.
    """
    language: Language = "en"
    with gr.Row(elem_id="masthead"):
        name = gr.HTML(masthead(language), elem_id="name", apply_default_css=False)
        glossary = gr.HTML(
            tools(language),
            elem_id="tools",
            apply_default_css=False,
            js_on_load=telling("tools", at_once=True),
        )
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
        ask = gr.Button(
            message("ask", language), variant="primary", elem_id="ask", scale=0, min_width=96
        )
    with gr.Row(elem_id="options"):
        search_in = gr.Radio(**_filter(language), value="all", elem_id="filter")
        layout = gr.Radio(**_layout(language), value=LAYOUTS[0], elem_id="layout")
    # Empty until it is known which language to show it in.
    filters = _html("", "filters", js=script("latest") + script("filters"))
    asked = _html("", "asked", js=script("asked"))
    explained = _html(explained_drawer(language), "explained", js=telling("explained"))
    examples_label: gr.HTML | None = None
    buttons: list[gr.Button] = []
    if examples:
        with gr.Row(elem_id="examples"):
            examples_label = gr.HTML(message("examples", language), elem_id="examples-label")
            buttons = [gr.Button(text, size="sm", variant="secondary") for text in examples]
    with gr.Row(elem_id="panes"):
        with gr.Column(elem_id="results-pane", min_width=0):
            opening = lay_out_opening()
            told = _html("", "pair-told")
            # Empty until it is known which language to show it in.
            scripts = ("page", "tables", "latest", "conditions")
            results = _html("", "results", js="".join(map(script, scripts)))
        # What stands in a container is laid out by its width, the container itself is not.
        with (
            gr.Column(elem_id="reader", min_width=0),
            gr.Column(elem_id="reader-frame", min_width=0),
        ):
            reader_head = _html(empty_head(language), "reader-head", js=telling("head"))
            with gr.Column(elem_id="reader-scroll"):
                reader_body = gr.HTML(
                    "",
                    elem_id="reader-body",
                    apply_default_css=False,
                    js_on_load=script("latest") + script("reader") + script("finding"),
                    server_functions=list(asked_of),
                )
    return Page(
        name=name,
        tools=glossary,
        language=languages,
        question=question,
        ask=ask,
        search_in=search_in,
        layout=layout,
        filters=filters,
        asked=asked,
        explained=explained,
        explanation=_html("", "explanation", js=script("latest") + script("explaining")),
        history=_html(history_view(language), "history", js=script("history")),
        examples_label=examples_label,
        examples=buttons,
        opening=opening,
        told=told,
        results=results,
        written=_html("", "written", js=script("written")),
        reader_head=reader_head,
        reader_body=reader_body,
        drawer=lay_out_drawer(language),
        chosen=gr.State(""),
        asking=gr.State(None),
        library=lay_out_library(language),
        basket=lay_out_basket(language),
        shown=gr.State(None),
        writing=gr.State(None),
        opened=gr.State(None),
        remembered=gr.BrowserState(None, storage_key="yinju-language", secret="yinju"),
        remembered_layout=gr.BrowserState(None, storage_key="yinju-layout", secret="yinju"),
    )


def page_labels(page: Page, language: Language) -> list[Any]:
    """Return the words of the components that `Page.labelled` lists."""
    labels: list[Any] = [
        masthead(language),
        tools(language),
        history_view(language),
        explained_drawer(language),
        gr.update(
            label=message("question", language), placeholder=message("question-hint", language)
        ),
        message("ask", language),
        gr.update(**_filter(language)),
        gr.update(**_layout(language)),
    ]
    if page.examples_label is not None:
        labels.append(message("examples", language))
    return [*labels, *drawer_labels(language)]


def theme() -> gr.themes.Base:
    """Return fonts that are there already; gradio's own would be fetched."""
    names = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei"]
    names += ["Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
    return gr.themes.Base(
        font=[gr.themes.Font(name) for name in names],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    )


def _html(content: str, name: str, *, js: str | None = None) -> gr.HTML:
    return gr.HTML(content, elem_id=name, apply_default_css=False, js_on_load=js)


def _filter(language: Language) -> dict[str, Any]:
    return {
        "label": message("search-in", language),
        "choices": [(message(f"filter-{name}", language), name) for name in _FILTERS],
    }


def _layout(language: Language) -> dict[str, Any]:
    return {
        "label": message("layout", language),
        "choices": [(message(f"layout-{name}", language), name) for name in LAYOUTS],
    }

"""The glossary beside the page: its components, their words, and what its events do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from indexer.passages import Language
from ui.current_index import CurrentIndex
from ui.glossary_adding import add_and_tell
from ui.glossary_editing import NewEntry
from ui.glossary_view import form_head, glossary_head
from ui.messages import message
from ui.views import show_glossary
from ui.web import script

_FIELDS = ("zh", "en", "acronym")


@dataclass(frozen=True, slots=True)
class Drawer:
    """The components that events read and write."""

    head: gr.HTML
    words: gr.Textbox
    """What the entries are filtered by."""
    listed: gr.HTML
    title: gr.HTML
    fields: list[gr.Textbox]
    """Chinese, English, acronym."""
    add: gr.Button
    told: gr.HTML
    """How far an entry is added, or why it was not."""

    def labelled(self) -> list[Any]:
        """Return the components that `drawer_labels` gives values for."""
        return [self.head, self.words, self.title, *self.fields, self.add, self.told]


def lay_out_drawer(language: Language) -> Drawer:
    """Return the components, in the blocks that are open."""
    with gr.Column(elem_id="glossary", min_width=0):
        head = gr.HTML(
            glossary_head(language),
            elem_id="glossary-head",
            apply_default_css=False,
            js_on_load=script("glossary"),
        )
        words = gr.Textbox(**_filter(language), elem_id="glossary-filter", max_lines=1)
        with gr.Column(elem_id="glossary-scroll", min_width=0):
            listed = gr.HTML("", elem_id="glossary-list", apply_default_css=False)
        with gr.Column(elem_id="glossary-form", min_width=0):
            title = gr.HTML(form_head(language), elem_id="form-head", apply_default_css=False)
            fields = [
                gr.Textbox(
                    label=message(f"entry-{name}", language),
                    max_lines=1,
                    max_length=1000,
                    min_width=0,
                )
                for name in _FIELDS
            ]
            add = gr.Button(message("add", language), variant="primary", elem_id="add-entry")
            told = gr.HTML("", elem_id="glossary-told", apply_default_css=False)
    return Drawer(head, words, listed, title, fields, add, told)


def drawer_labels(language: Language) -> list[Any]:
    """Return the words of the components that `Drawer.labelled` lists."""
    return [
        glossary_head(language),
        gr.update(**_filter(language)),
        form_head(language),
        *(gr.update(label=message(f"entry-{name}", language)) for name in _FIELDS),
        message("add", language),
        # What it told was in the other language.
        "",
    ]


def wire_drawer(
    current: CurrentIndex, drawer: Drawer, language: gr.Radio, quiet: dict[str, Any]
) -> None:
    """Connect the events of the drawer.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    show = partial(show_glossary, current)
    listing = ([drawer.words, language], drawer.listed)
    drawer.head.open(show, *listing, **quiet)
    drawer.words.change(show, *listing, trigger_mode="always_last", **quiet)

    def add(zh: str, en: str, acronym: str, language: Language) -> Iterator[list[Any]]:
        entry = NewEntry(zh, en, acronym)
        for told, added in add_and_tell(current, entry, language):
            if added:
                # What was added is shown by itself, and the fields are ready for the next.
                words = entry.cells()["zh"][0]
                yield [told, words, show(words, language), "", "", ""]
            else:
                yield [told, *(gr.skip() for _ in range(5))]

    gr.on(
        [drawer.add.click, *(field.submit for field in drawer.fields)],
        add,
        [*drawer.fields, language],
        [drawer.told, drawer.words, drawer.listed, *drawer.fields],
        trigger_mode="once",
        **quiet,
    )


def _filter(language: Language) -> dict[str, Any]:
    return {
        "label": message("glossary-filter", language),
        "placeholder": message("glossary-filter-hint", language),
    }

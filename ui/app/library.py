"""The library beside the page: its components, their words, and what its events do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeAlias

import gradio as gr

from indexer.passages import Language
from indexer.progress import Progress
from ui.app.uploads import forget_files, given_files
from ui.library_adding import ChangeReport, add_files
from ui.library_changes_view import changes_view
from ui.library_contents import file_name, read_contents
from ui.library_editing import read_again, remove_document, restore_document
from ui.library_view import holds_view, library_head, list_view
from ui.library_work import Kind, LibraryWork
from ui.messages import message
from ui.web import script, telling

_BUSY_SECONDS: Final = 0.7
_IDLE_SECONDS: Final = 3.0
"""How often a library that is open looks for what others have done to it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a session sees of the list, and what it was shown last."""

    page: int = 0
    opened: str = ""
    """The source of the document whose sections are shown."""
    told: str = ""
    """The changes as they were shown."""
    listed: tuple[str, int, str, str, str] | None = None
    """Names what the list was made of."""


@dataclass(frozen=True, slots=True)
class Library:
    """The components that events read and write."""

    head: gr.HTML
    told: gr.HTML
    """What is being done, and what came of it."""
    holds: gr.HTML
    """How much there is."""
    words: gr.Textbox
    """What the documents are filtered by."""
    listed: gr.HTML
    place: gr.State
    """`Place`"""
    clock: gr.Timer
    """Runs while the library is open."""


_Shown: TypeAlias = list[Any]
"""For `Library.told`, `holds`, `listed`, `place` and `clock`."""


def lay_out_library(language: Language) -> Library:
    """Return the components, in the blocks that are open."""
    with gr.Column(elem_id="library", min_width=0):
        head = gr.HTML(
            library_head(language),
            elem_id="library-head",
            apply_default_css=False,
            js_on_load=script("library"),
        )
        told = gr.HTML(
            "",
            elem_id="library-told",
            apply_default_css=False,
            js_on_load=telling("library"),
        )
        holds = gr.HTML("", elem_id="library-holds", apply_default_css=False)
        words = gr.Textbox("", **_filter(language), elem_id="library-filter", max_lines=1)
        with gr.Column(elem_id="library-scroll", min_width=0):
            listed = gr.HTML(
                "",
                elem_id="library-list",
                apply_default_css=False,
                js_on_load=telling("library"),
            )
    return Library(head, told, holds, words, listed, gr.State(Place()), gr.Timer(3, active=False))


def wire_library(
    work: LibraryWork, library: Library, language: gr.Radio, quiet: dict[str, Any]
) -> None:
    """Connect the events of the library.

    Parameters
    ----------
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    read = [library.words, library.place, language]
    written = [library.told, library.holds, library.listed, library.place, library.clock]
    show = partial(_show, work)

    def turn(words: str, place: Place, language: Language) -> _Shown:
        return show(words, replace(place, page=0), language)

    def act(words: str, place: Place, language: Language, event: gr.EventData) -> _Shown:
        return show(words, _act(work, place, str(event.act), str(event.value)), language)

    def add(words: str, place: Place, language: Language, event: gr.EventData) -> _Shown:
        files = given_files(event.files)
        if files:
            names = tuple(file.name for file in files)
            work.begin(
                "add",
                names,
                partial(add_files, work.current, files),
                ended=partial(forget_files, files),
            )
        return show(words, place, language)

    def close(place: Place) -> tuple[Place, Any]:
        return place, gr.Timer(active=False)

    library.head.open(show, read, written, **quiet)
    library.head.act(act, read, written, trigger_mode="multiple", **quiet)
    library.head.given(add, read, written, trigger_mode="multiple", **quiet)
    library.head.shut(close, library.place, [library.place, library.clock], **quiet)
    library.words.change(turn, read, written, trigger_mode="always_last", **quiet)
    library.clock.tick(show, read, written, **quiet)

    def relabel(words: str, place: Place, language: Language) -> _Shown:
        labels = [library_head(language), gr.update(**_filter(language))]
        shown = show(words, place, language)
        # Whether the clock runs is not for the language to say.
        return [*labels, *shown[:-1]]

    language.change(relabel, read, [library.head, library.words, *written[:-1]], **quiet)


_CHANGES: Final[dict[str, tuple[Kind, Callable[..., ChangeReport]]]] = {
    "remove": ("remove", remove_document),
    "restore": ("restore", restore_document),
    "update": ("update", read_again),
}


def _show(work: LibraryWork, words: str | None, place: Place, language: Language) -> _Shown:
    """Return what has changed since it was shown last."""
    words = words or ""  # None while the page is made
    changes = work.changes()
    told = changes_view(changes, language)
    busy = any(change.outcome is None for change in changes)
    with work.current.lease() as index:
        generation = index.manifest.generation
        listed = (generation, place.page, place.opened, words, language)
        holds: Any = gr.skip()
        contents: Any = gr.skip()
        if listed != place.listed:
            read = read_contents(index, words, place.page, place.opened)
            holds = holds_view(read, language)
            contents = list_view(read, words, language)
            place = replace(place, page=read.page)
    shown: Any = gr.skip() if told == place.told else told
    clock = gr.Timer(_BUSY_SECONDS if busy else _IDLE_SECONDS, active=True)
    return [shown, holds, contents, replace(place, told=told, listed=listed), clock]


def _act(work: LibraryWork, place: Place, name: str, value: str) -> Place:
    """Do what a button says, and return what is to be seen of the list then."""
    if name == "page":
        return replace(place, page=int(value) if value.isdecimal() else 0)
    if name == "sections":
        return replace(place, opened=value)
    if name in ("cancel", "dismiss") and value.isdecimal():
        (work.cancel if name == "cancel" else work.forget)(int(value))
    elif name in _CHANGES:
        kind, change = _CHANGES[name]
        _begin(work, kind, value, change)
    return place


def _begin(work: LibraryWork, kind: Kind, value: str, change: Callable[..., ChangeReport]) -> None:
    def run(progress: Progress) -> ChangeReport:
        if kind == "update":
            return change(work.current, progress)
        return change(work.current, value, progress)

    work.begin(kind, (file_name(value),) if value else (), run)


def _filter(language: Language) -> dict[str, Any]:
    return {
        "label": message("library-filter", language),
        "placeholder": message("library-filter-hint", language),
    }

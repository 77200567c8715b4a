"""What a language model writes below the quotations: begun when something is found, and stopped."""

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import gradio as gr

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.hits import Answer
from ui.app.page import Page
from ui.current_index import CurrentIndex
from ui.found import Found
from ui.views import Shown
from ui.writer import Writer
from ui.writing import Writing, follow_writing
from ui.written_view import written_view

_log = logging.getLogger(__name__)


def wire_writing(
    current: CurrentIndex,
    page: Page,
    writer: Writer,
    shown: Sequence[gr.events.Dependency],
    quiet: dict[str, Any],
) -> None:
    """Let a model write whenever something else is shown, and stop when the reader says so.

    Parameters
    ----------
    shown
        What is over when something else was found and is shown.
    quiet
        Arguments of events that show nothing of gradio's own.
    """
    turns = _Turns()

    async def write(
        shown: Shown, language: Language, request: gr.Request
    ) -> AsyncGenerator[tuple[Writing | None, str], None]:
        # Nothing of the answer before it is left while the model reads.
        yield None, ""
        if isinstance(shown, Found):
            session = str(request.session_hash)
            async with aclosing(_write(current, shown.answer, writer, turns, session)) as steps:
                async for writing in steps:
                    yield writing, written_view(writing, language)

    def stop(writing: Writing | None, language: Language) -> tuple[Writing | None, str]:
        if writing is not None and writing.is_under_way:
            writing = replace(writing, stopped=True)
        return writing, written_view(writing, language)

    both = [page.writing, page.written]
    writing_now = [
        event.then(
            write,
            [page.shown, page.language],
            both,
            trigger_mode="multiple",
            concurrency_id="writing",
            **quiet,
        )
        for event in shown
    ]
    for event in writing_now:
        # The language of the page may have changed meanwhile.
        event.then(written_view, [page.writing, page.language], page.written, **quiet)
    page.written.stop(stop, [page.writing, page.language], both, cancels=writing_now, **quiet)
    # What is asked next takes the place of what is still being written.
    asked = [page.ask.click, page.question.submit, page.filters.choose, page.asked.restore]
    for begins in (*asked, page.results.refine, *(button.click for button in page.examples)):
        begins(None, cancels=writing_now, **quiet)


class _Turns:
    """Whose turn it is to write for a page: of two answers the later one is wanted."""

    def __init__(self) -> None:
        self._latest: dict[str, object] = {}

    def take(self, session: str) -> object:
        """Begin to write for a page."""
        turn = self._latest[session] = object()
        return turn

    def has(self, session: str, turn: object) -> bool:
        """Return whether nobody else has begun since."""
        return self._latest.get(session) is turn

    def end(self, session: str, turn: object) -> None:
        """Forget a turn that is over."""
        if self.has(session, turn):
            del self._latest[session]


async def _write(
    current: CurrentIndex, answer: Answer, writer: Writer, turns: _Turns, session: str
) -> AsyncGenerator[Writing, None]:
    turn = turns.take(session)
    try:
        with current.lease() as index:
            async with aclosing(follow_writing(index, answer, writer)) as steps:
                async for writing in steps:
                    if not turns.has(session, turn):
                        return
                    yield writing
    except Exception:
        _log.exception("an answer could not be written")
        yield Writing(writer, error=YinjuError())
    finally:
        turns.end(session, turn)

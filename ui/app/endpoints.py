"""How a named endpoint answers: with plain values, or with why it cannot, in words."""

from collections.abc import Callable

import gradio as gr

from indexer.passages import Language
from ui.call_errors import CallError, answering
from ui.records import Record


def answered(language: object, call: Callable[[Language], Record]) -> Record:
    """Return what a call returns.

    Parameters
    ----------
    language
        Of error messages; the call gets English where it is neither "zh" nor "en".

    Raises
    ------
    gradio.Error
        The call failed; the message is what the program gets.
    """
    try:
        with answering(language) as known:
            return call(known)
    except CallError as failure:
        raise gr.Error(str(failure), print_exception=False) from failure


def page_address(request: gr.Request) -> str:
    """Return the address of the page as whoever calls knows it."""
    return str(request.base_url)

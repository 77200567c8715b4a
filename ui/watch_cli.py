"""The command that follows folders: `yinju index --watch`."""

import argparse
from collections.abc import Iterator

from indexer.errors import YinjuError
from indexer.passages import Language
from indexer.watching import watch
from ui.messages import error_message, message
from ui.terminal import failures_text, update_text


def run_watch(options: argparse.Namespace, language: Language) -> Iterator[tuple[str, bool]]:
    """Yield a line for each update, and whether it is about something that went wrong."""
    yield message("watching", language), False
    last = ""
    for update in watch(
        options.paths,
        options.index,
        model=options.model,
        allow_empty=options.allow_empty,
        store=options.store,
    ):
        if isinstance(update, YinjuError):
            line = error_message(update, language)
            if line != last:
                yield line, True
            last = line
            continue
        last = ""
        yield update_text(update, language), False
        if update.failures:
            yield failures_text(update.failures, language), True

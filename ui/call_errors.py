"""Why a call was not answered, in the language of whoever called."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from indexer.errors import YinjuError
from indexer.passages import Language
from ui.glossary_editing import EntryError
from ui.messages import error_message, message

_log: Final = logging.getLogger(__name__)


class CallError(Exception):
    """Why a call was not answered, in the language of whoever called."""


@contextmanager
def answering(language: object) -> Iterator[Language]:
    """Tell whoever calls why a call failed, in their language and without a traceback.

    Yields
    ------
    Language
        The one that was asked for, English where that is none.

    Raises
    ------
    CallError
        Whatever was raised in the block; what nobody expected is logged.
    """
    known: Language = "zh" if language == "zh" else "en"
    try:
        yield known
    except YinjuError as error:
        raise CallError(error_message(error, known)) from error
    except EntryError as error:
        raise CallError(message(error.key, known, **error.values)) from error
    except CallError:
        raise
    except Exception as error:
        _log.exception("what a program asked for could not be done")
        raise CallError(error_message(YinjuError(), known)) from error

"""What other programs can call: search, passage, compare and ask, each returning plain values."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, get_args

from indexer.errors import BadParameter, YinjuError
from indexer.passages import Language, Passage
from retriever.answers import ask
from retriever.comparing import compare_passage
from retriever.hits import LanguageFilter
from retriever.search import Index, cite_passage, search
from ui.current_index import CurrentIndex
from ui.links import passage_link
from ui.messages import error_message
from ui.records import (
    Record,
    answer_record,
    counterparts_record,
    passage_record,
    results_record,
)

MOST_PASSAGES: Final = 100
"""Passages that one call returns, at most."""
MOST_AROUND: Final = 20
"""Passages before, and after, the one that is read, at most."""

_log: Final = logging.getLogger(__name__)


class CallError(Exception):
    """Why a call was not answered, in the language of whoever called."""


def call_search(
    current: CurrentIndex, question: str, top_k: int, search_in: LanguageFilter
) -> Record:
    """Return the passages that answer, as `yinju search --json` prints them, with links."""
    _check(question=question, top_k=top_k, search_in=search_in)
    with current.lease() as index:
        results = search(index, question, top_k=top_k, language=search_in)
    return _linked(results_record(results))


def call_ask(current: CurrentIndex, question: str, top_k: int, search_in: LanguageFilter) -> Record:
    """Return the answer as `yinju ask --json` prints it, with links."""
    _check(question=question, top_k=top_k, search_in=search_in)
    with current.lease() as index:
        answer = ask(index, question, top_k=top_k, language=search_in)
    return _linked(answer_record(answer))


def call_passage(current: CurrentIndex, passage_id: str, around: int) -> Record:
    """Return a passage as `yinju passages` prints it, with links.

    Beside it `before` and `after`: as many passages as `around` says, in reading order.
    """
    _check(passage_id=passage_id, around=around)
    with current.lease() as index:
        before, passage, after = read_around(index, passage_id, around)
        record = _passage(index, passage)
        record["before"] = [_passage(index, neighbour) for neighbour in before]
        record["after"] = [_passage(index, neighbour) for neighbour in after]
    return record


def call_compare(current: CurrentIndex, passage_id: str, top_k: int) -> Record:
    """Return counterparts as `yinju compare --json` prints them, with links."""
    _check(passage_id=passage_id, top_k=top_k)
    with current.lease_reader() as reader:
        asked = reader.index.store.passage(passage_id)
        found = compare_passage(reader, asked, top_k=top_k)
    return _linked(counterparts_record(asked, found))


def read_around(
    index: Index, passage_id: str, around: int
) -> tuple[tuple[Passage, ...], Passage, tuple[Passage, ...]]:
    """Return what stands before a passage in its document, the passage, and what stands after it.

    Raises
    ------
    UnknownPassage
        The index has none with this id.
    """
    passage = index.store.passage(passage_id)
    if not around:
        return (), passage, ()
    passages = index.store.passages(passage.source)
    place = next(n for n, other in enumerate(passages) if other.id == passage.id)
    before = passages[max(0, place - around) : place]
    return before, passage, passages[place + 1 : place + 1 + around]


@contextmanager
def answering(language: object) -> Iterator[None]:
    """Tell whoever calls why a call failed, in their language and without a traceback.

    Raises
    ------
    CallError
        Whatever was raised in the block; what nobody expected is logged.
    """
    known: Language = "zh" if language == "zh" else "en"
    try:
        yield
    except YinjuError as error:
        raise CallError(error_message(error, known)) from error
    except Exception as error:
        _log.exception("what a program asked for could not be done")
        raise CallError(error_message(YinjuError(), known)) from error


def _check(**values: object) -> None:
    """Hold the values against what they may be: programs send anything.

    Raises
    ------
    BadParameter
        One is of another type or out of its range.
    """
    for name, value in values.items():
        if name in ("top_k", "around"):
            least, most = (1, MOST_PASSAGES) if name == "top_k" else (0, MOST_AROUND)
            # subtle: true is an int to Python.
            if type(value) is not int or not least <= value <= most:
                raise BadParameter(name=name, expected=f"{least}–{most}")
        elif name == "search_in":
            if value not in get_args(LanguageFilter):
                raise BadParameter(name=name, expected=" | ".join(get_args(LanguageFilter)))
        elif not isinstance(value, str) or not _is_whole(value):
            raise BadParameter(name=name, expected='"..."')


def _is_whole(text: str) -> bool:
    """Tell whether a text has no half of a surrogate pair, which no answer could repeat."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _passage(index: Index, passage: Passage) -> Record:
    return _linked(passage_record(passage, cite_passage(index, passage)))


def _linked(record: Record) -> Record:
    """Add the permanent link to every passage of a record."""
    for passage in (record, *record.get("hits", ()), *record.get("quotes", ())):
        if "source" in passage:
            passage["link"] = passage_link(passage["source"], passage["passage_id"])
    return record

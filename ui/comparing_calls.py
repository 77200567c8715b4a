"""What other programs can call to set the languages beside each other: map, parallel, judge."""

import json
from typing import Any, Final, get_args

from indexer.errors import YinjuError
from retriever.parallel import Linked, ParallelRow
from ui.call_values import check_values, require_choice
from ui.current_index import CurrentIndex
from ui.errors import BadParameter
from ui.mapping import ALL, Making, MapAsked, draw
from ui.pair_correcting import Judged, judge_pair
from ui.parallel_reading import read_in_parallel
from ui.records import DIGITS, Record, map_record

_SENTENCE: Final = '["PASSAGE_ID", 0, 12]'


def call_map(current: CurrentIndex, name: str) -> Record:
    """Return the map of the sections of both languages, as `yinju map --json` prints it.

    Parameters
    ----------
    name
        Of a document, by its source, symbol or file name; empty for all of them.
    """
    check_values(name=name)
    with current.lease_reader() as reader:
        return map_record(draw(reader, MapAsked(name or ALL), Making()))


def call_parallel(current: CurrentIndex, name: str, beside: str) -> Record:
    """Return a document paragraph by paragraph beside its translation, with the linked sentences.

    Parameters
    ----------
    name, beside
        Documents, by source, symbol or file name; `beside` empty for the likeliest translation.
    """
    check_values(name=name, beside=beside)
    shown = read_in_parallel(current, name, beside).shown
    if isinstance(shown, YinjuError):
        raise shown
    parallel = shown.parallel
    return {
        "document": shown.document.source,
        "beside": shown.other.source if shown.other else None,
        "choices": [document.source for document in shown.choices],
        "relation": parallel.relation if parallel else None,
        "rows": [_row_record(row) for row in (parallel.rows if parallel else ())],
    }


def call_judge(current: CurrentIndex, verdict: str, a: Any, b: Any) -> Record:
    """Store what somebody says of two sentences, for everybody.

    Parameters
    ----------
    verdict
        One of `ui.pair_correcting.Judged`.
    a, b
        A sentence of either language, or some that follow each other: the id of its passage, and
        where it begins and ends in the text.
    """
    require_choice("verdict", verdict, get_args(Judged))
    pair = []
    for name, sentence in (("a", a), ("b", b)):
        match sentence:
            case [str(passage_id), int(start), int(end)]:
                check_values(**{name: passage_id})
                pair.append([passage_id, start, end])
            case _:
                raise BadParameter(name=name, expected=_SENTENCE)
    judge_pair(current, verdict, json.dumps(pair), lambda *_: None)
    return {"verdict": verdict, "a": pair[0], "b": pair[1]}


def _row_record(row: ParallelRow) -> Record:
    return {
        "a": [{"passage_id": passage.id, "text": passage.text} for passage in row.a],
        "b": [{"passage_id": passage.id, "text": passage.text} for passage in row.b],
        "linked": [_linked_record(row, linked) for linked in row.links],
    }


def _linked_record(row: ParallelRow, linked: Linked) -> Record:
    """Return linked sentences, each with the id of its passage and its place in the text."""
    return {
        "a": [[row.a[number].id, *span] for number, span in linked.a],
        "b": [[row.b[number].id, *span] for number, span in linked.b],
        "score": round(linked.score, DIGITS),
        "confirmed": linked.confirmed,
    }

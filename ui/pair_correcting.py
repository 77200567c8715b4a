"""What a reader says of two sentences in the page: stored at once, for everybody."""

import json
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from indexer.corrections import Verdict
from indexer.errors import UnknownPassage
from indexer.passages import Passage, Span
from indexer.progress import Progress
from retriever.compared_texts import TextReader
from retriever.correcting import AlignedTexts, find_retired, make_correction
from retriever.side_by_side import Sentence
from ui.correcting import store_corrections
from ui.current_index import CurrentIndex

Judged: TypeAlias = Literal["confirmed", "rejected", "withdrawn"]
"""What is said of a pair; withdrawn: nothing any more."""

_VERDICTS: Final[dict[str, Verdict]] = {"confirmed": "confirmed", "rejected": "rejected"}


class Said(NamedTuple):
    """The sentences that something is said of."""

    a: Sentence
    b: Sentence


class _Place(NamedTuple):
    passage_id: str
    span: Span


def name_pair(said: Said) -> str:
    """Return two sentences as the page names them to `judge_pair`."""
    return json.dumps([[s.passage.id, *s.span] for s in said], ensure_ascii=False)


def judge_pair(current: CurrentIndex, judged: str, pair: str, progress: Progress) -> None:
    """Store what a reader says of two sentences, or groups of them.

    Parameters
    ----------
    judged
        One of `Judged`.
    pair
        As `name_pair` gives it.

    Raises
    ------
    UnknownPassage
        There are no such sentences, perhaps not any more.
    YinjuError
        As `ui.correcting.store_corrections`.
    """
    a_place, b_place = _read_name(pair)
    with current.lease_reader() as reader:
        a, a_texts, a_numbers = _sentences(reader, a_place)
        b, b_texts, b_numbers = _sentences(reader, b_place)
        texts = AlignedTexts(a_texts, b_texts, (a.language, b.language), ())
        verdict = _VERDICTS.get(judged, "confirmed")
        correction = make_correction(texts, verdict, a_numbers, b_numbers)
        known = reader.index.corrections
    if correction is None or a.language == b.language:
        raise UnknownPassage(passage_id=b_place.passage_id)
    if judged == "withdrawn":
        store_corrections(current, (), progress, retired=(correction,))
    else:
        retired = find_retired(texts, known, (correction,))
        store_corrections(current, (correction,), progress, retired=retired)


def _read_name(pair: str) -> tuple[_Place, _Place]:
    try:
        a, b = (_Place(str(name), (int(start), int(end))) for name, start, end in json.loads(pair))
    except (TypeError, ValueError) as error:
        raise UnknownPassage(passage_id=pair) from error
    return a, b


def _sentences(reader: TextReader, place: _Place) -> tuple[Passage, tuple[str, ...], Sequence[int]]:
    """Return a passage, its sentences, and the numbers of those that are meant."""
    passage = reader.index.store.passage(place.passage_id)
    number = reader.index.store.number_of(passage.id)
    if number is None:
        raise UnknownPassage(passage_id=passage.id)
    spans = reader.read(passage.language, [number]).spans
    start, end = place.span
    meant = [n for n, span in enumerate(spans) if start <= span[0] and span[1] <= end]
    if not meant:
        raise UnknownPassage(passage_id=passage.id)
    return passage, tuple(passage.text[slice(*span)] for span in spans), meant

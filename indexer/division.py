"""Passages that are too long to be cited or encoded, divided at their sentences."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.passages import Passage, Run, Span
from indexer.punctuation import split_sentences

PASSAGE_LIMIT = 6000
"""Code points of the longest passage; a longer paragraph is divided at its sentences. The longest
paragraph of the report has 2,600: the limit is for text without paragraphs."""


def divide(passage: Passage) -> list[Passage]:
    """Return the pieces of a passage over `PASSAGE_LIMIT`, else the passage; rows stay whole."""
    if len(passage.text) <= PASSAGE_LIMIT or passage.kind == "table-row":
        return [passage]
    trimmed = [_trim(passage.text, start, end) for start, end in pairwise(_cuts(passage.text))]
    pieces = [_piece(passage, low, high) for low, high in trimmed if low < high]
    return [
        replace(piece, spans=_share(passage.spans, pieces, number))
        for number, piece in enumerate(pieces)
    ]


def _cuts(text: str) -> list[int]:
    """Return where the pieces begin and the last one ends: at sentences, else at words."""
    cuts = [0]
    for _, end in split_sentences(text):
        while end - cuts[-1] > PASSAGE_LIMIT:
            fits = cuts[-1] + PASSAGE_LIMIT
            earlier = text.rfind(" ", cuts[-1] + 1, fits)
            cuts.append(earlier + 1 if earlier > 0 else fits)
        if end - cuts[-1] > PASSAGE_LIMIT // 2:
            cuts.append(end)
    if cuts[-1] < len(text):
        cuts.append(len(text))
    return cuts


def _piece(passage: Passage, low: int, high: int) -> Passage:
    runs = tuple(
        Run(
            max(run.clean, low) - low,
            run.source + max(0, low - run.clean),
            min(run.clean + run.length, high) - max(run.clean, low),
        )
        for run in passage.runs
        if run.clean < high and run.clean + run.length > low
    )
    return replace(passage, text=passage.text[low:high], runs=runs)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _share(spans: Sequence[Span], pieces: Sequence[Passage], number: int) -> tuple[Span, ...]:
    """Return the part of the spans that a piece has: from its first character to the next's."""
    low = spans[0][0] if number == 0 else pieces[number].runs[0].source
    last = number + 1 == len(pieces)
    high = spans[-1][1] if last else pieces[number + 1].runs[0].source
    cut = ((max(start, low), min(end, high)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)

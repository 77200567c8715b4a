"""A document and its translation, paragraph beside paragraph.

The sentences of both are aligned in their order, with the vectors that the index holds; paragraphs
that share aligned sentences stand in one row. Of which document another one is the translation is
found by asking where the nearest paragraphs of some of its own stand.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indexer.passages import Passage, Span
from retriever.alignment import Alignment, CentredText, Relation, align_centred
from retriever.compared_texts import ComparedTexts, TextReader, other_language
from retriever.errors import TooLongForParallel
from retriever.named_documents import choose_sides, find_document, main_language
from retriever.sides import Side, side_numbers
from retriever.text_relation import is_translation

SAMPLE: Final = 16
"""Passages of a document whose nearest ones are looked for in the other language."""
LONGEST: Final = 6000
"""Passages of a document, at most; as many rows are what a browser shows with ease."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Sentences of both sides that say the same."""

    a: tuple[tuple[int, Span], ...]
    """Each with the number of its passage in the row, and its place in the clean text."""
    b: tuple[tuple[int, Span], ...]
    score: float
    """How sure that is, in [0, 1]."""
    confirmed: bool
    """Whether people said so."""


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """Passages that belong together, or some of one side without a counterpart."""

    a: tuple[Passage, ...]
    b: tuple[Passage, ...]
    links: tuple[Linked, ...] = ()
    """In the order of the first side."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """Two documents side by side, each in its main language, or one document in its two."""

    a: Side
    b: Side
    relation: Relation
    """`same-subject` where the order of the one is not that of the other: there are no rows."""
    rows: tuple[ParallelRow, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may say the same in the other language."""

    source: str
    share: float
    """Of the sampled passages, how many have their nearest one there, in [0, 1]."""


def find_translations(reader: TextReader, name: str) -> tuple[Candidate, ...]:
    """Return the documents in the other language that a document may be a translation of.

    The likeliest first; only those in which passages of the document have their nearest ones.

    Raises
    ------
    UnknownDocument, AmbiguousDocument
        As `retriever.named_documents.find_document`.
    """
    store = reader.index.store
    source = find_document(reader.index.manifest.documents, name).source
    language = main_language(store, source)
    numbers = side_numbers(store, Side(language, source))
    there = reader.channels(other_language(language)).passages
    if not len(numbers) or not there.size:
        return ()
    places = np.unique(np.linspace(0, len(numbers) - 1, min(SAMPLE, len(numbers))).astype(np.int64))
    vectors = reader.channels(language).passages.rows(numbers[places])
    nearest = [int(there.search(vector, 1)[0][0]) for vector in vectors]
    found = Counter(p.source for p in store.passages_at(other_language(language), nearest))
    return tuple(Candidate(name, count / len(places)) for name, count in found.most_common())


def set_documents_side_by_side(reader: TextReader, names: Sequence[str]) -> Parallel:
    """Return two documents, or the two languages of one, paragraph by paragraph.

    Parameters
    ----------
    names
        Of one document or two, as `retriever.named_documents.choose_sides` takes them.

    Raises
    ------
    UnknownDocument, AmbiguousDocument, OneLanguage, SameLanguage
        As `retriever.named_documents.choose_sides`.
    TooLongForParallel
        A side has more than `LONGEST` passages.
    """
    a, b = choose_sides(reader.index, names)
    texts = [_read(reader, side) for side in (a, b)]
    centred = [_centred(reader, text) for text in texts]
    if not all(len(text) for text in texts) or not is_translation(*(c.units for c in centred)):
        return Parallel(a, b, "same-subject", ())
    alignments = align_centred(
        *centred, relation="translation", corrections=reader.index.corrections
    )
    rows = list(_rows((texts[0], texts[1]), alignments))
    return Parallel(a, b, "translation", tuple(_with_headings(reader, (a, b), rows)))


def _read(reader: TextReader, side: Side) -> ComparedTexts:
    numbers = side_numbers(reader.index.store, side)
    if len(numbers) > LONGEST:
        raise TooLongForParallel(source=side.source, passages=len(numbers), limit=LONGEST)
    return reader.read(side.language, numbers)


def _centred(reader: TextReader, text: ComparedTexts) -> CentredText:
    owners = _owners(text)
    sentences = [
        text.passages[owner].text[slice(*span)] or " "
        for owner, span in zip(owners, text.spans, strict=True)
    ]
    language = text.passages[0].language if text.passages else "zh"
    return CentredText(sentences, language, text.sentence_vectors)


def _owners(text: ComparedTexts) -> list[int]:
    places = np.searchsorted(text.starts, np.arange(len(text.spans)), side="right") - 1
    return [int(place) for place in places]


def _rows(
    texts: tuple[ComparedTexts, ComparedTexts], alignments: Sequence[Alignment]
) -> Iterator[ParallelRow]:
    """Yield the rows: what the alignments tie together, and what stands between."""
    owners = [_owners(text) for text in texts]
    latest = [0, 0]
    for ties in _tied(alignments, owners):
        ends = [max(owners[side][n] for tie in ties for n in _of(tie, side)) + 1 for side in (0, 1)]
        starts = [min(owners[side][n] for tie in ties for n in _of(tie, side)) for side in (0, 1)]
        yield from _alone(texts, latest, starts)
        links = tuple(_linked(tie, texts, owners, starts) for tie in ties)
        yield ParallelRow(
            texts[0].passages[starts[0] : ends[0]], texts[1].passages[starts[1] : ends[1]], links
        )
        latest = ends
    yield from _alone(texts, latest, [len(text) for text in texts])


def _tied(
    alignments: Sequence[Alignment], owners: Sequence[Sequence[int]]
) -> Iterator[list[Alignment]]:
    """Yield the alignments in stretches that no end of a passage on either side divides."""
    stretch: list[Alignment] = []
    reach = [-1, -1]
    for found in sorted((f for f in alignments if f.a and f.b), key=lambda f: f.a):
        first = [owners[side][_of(found, side)[0]] for side in (0, 1)]
        # What people confirmed may stand elsewhere in the other text: it has no row of its own.
        if any(place < at for place, at in zip(first, reach, strict=True)):
            continue
        if stretch and all(place > at for place, at in zip(first, reach, strict=True)):
            yield stretch
            stretch = []
        stretch.append(found)
        reach = [owners[side][_of(found, side)[-1]] for side in (0, 1)]
    if stretch:
        yield stretch


def _of(found: Alignment, side: int) -> tuple[int, ...]:
    return found.b if side else found.a


def _alone(
    texts: tuple[ComparedTexts, ComparedTexts], starts: Sequence[int], ends: Sequence[int]
) -> Iterator[ParallelRow]:
    for number in range(starts[0], ends[0]):
        yield ParallelRow((texts[0].passages[number],), ())
    for number in range(starts[1], ends[1]):
        yield ParallelRow((), (texts[1].passages[number],))


def _linked(
    found: Alignment,
    texts: Sequence[ComparedTexts],
    owners: Sequence[Sequence[int]],
    starts: Sequence[int],
) -> Linked:
    a, b = (
        tuple((owners[side][n] - starts[side], texts[side].spans[n]) for n in _of(found, side))
        for side in (0, 1)
    )
    return Linked(a, b, found.score, found.confirmed)


def _with_headings(
    reader: TextReader, sides: tuple[Side, Side], rows: Sequence[ParallelRow]
) -> Iterator[ParallelRow]:
    """Yield the rows, each after the headings that stand before its passages."""
    before = [_headings(reader, side) for side in sides]
    for row in rows:
        a, b = (
            tuple(h for p in passages for h in headings.get(p.id, ()))
            for passages, headings in zip((row.a, row.b), before, strict=True)
        )
        if a or b:
            yield ParallelRow(a, b)
        yield row


def _headings(reader: TextReader, side: Side) -> dict[str, tuple[Passage, ...]]:
    """Return the headings before each passage of a side, by the id of the passage."""
    found: dict[str, tuple[Passage, ...]] = {}
    waiting: list[Passage] = []
    for passage in reader.index.store.passages(side.source or ""):
        if passage.language != side.language:
            continue
        if passage.kind == "heading":
            waiting.append(passage)
        elif waiting:
            found[passage.id] = tuple(waiting)
            waiting = []
    return found

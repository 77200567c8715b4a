"""Two texts of different languages side by side: sentences that belong together, and what differs.

Rows follow the text that was asked for. A sentence of the other text that belongs to none stands
after the one before it, so that each is read where it stands in its own text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indexer.gazetteer import Gazetteer
from indexer.passages import Passage, Span
from retriever.alignment import Alignment
from retriever.compared_texts import ComparedTexts, TextReader, compare_texts, other_language
from retriever.counterparts import LEAST, SentencePair
from retriever.differences import Difference, differences
from retriever.likeness import Floats
from retriever.relations import sentence_score
from retriever.section_passages import SectionPassages, find_heading, own_sections, read_section

SAYS_THE_SAME: Final = 0.97
"""Score of a pair from which its sentences are taken to say the same, so that what only one of them
says is worth telling. Half of all translations have 0.99; on the report, pairs that merely share
a subject are below."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage."""

    passage: Passage
    span: Span
    """In the clean text of the passage."""


@dataclass(frozen=True, slots=True)
class Row:
    """Two sentences that belong together, or one that has no counterpart."""

    a: Sentence | None
    """Of the text that was asked for."""
    b: Sentence | None
    score: float
    """How sure it is that they belong together, in [0, 1]; 0 for one alone."""
    differences: tuple[Difference, ...] = ()
    """What only one of them says; spans are in the clean text of its passage. Nothing where they
    do not say the same."""

    @property
    def says_the_same(self) -> bool:
        """Whether both sentences say the same, so that they can be checked against each other."""
        return self.score >= SAYS_THE_SAME


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two sections, sentence by sentence."""

    a: Passage
    """The heading of the section that was asked for."""
    b: Passage
    """The heading of the other one."""
    rows: tuple[Row, ...]


def set_sections_side_by_side(reader: TextReader, a_id: str, b_id: str) -> SideBySide:
    """Return two sections side by side.

    The first is taken with all that is below it, the second with what stands directly in it, as
    `retriever.section_counterparts.find_section_counterparts` compares them.

    Raises
    ------
    UnknownSection
        The index has no heading with one of these ids.
    """
    store = reader.index.store
    a_heading, b_heading = find_heading(store, a_id), find_heading(store, b_id)
    asked = read_section(store, a_id)
    if asked is None:
        return SideBySide(a_heading, b_heading, ())
    other = other_language(asked.language)
    own = own_sections(store, other, [b_heading.source])
    numbers = next((s.numbers for s in own if s.heading.id == b_id), _below(reader, asked, b_id))
    a, b = reader.read(asked.language, asked.numbers), reader.read(other, numbers)
    pairs = _nearest_pairs(compare_texts(a, b).sentences) if len(b) else {}
    return SideBySide(a_heading, b_heading, _rows(a, b, pairs, reader.index.gazetteer))


def check_pairs(reader: TextReader, pairs: Sequence[SentencePair]) -> tuple[Row, ...]:
    """Return the pairs of two passages in the order of the first, with what differs in them.

    Parameters
    ----------
    pairs
        Of the same two passages, at least one.

    Raises
    ------
    ValueError
        One of them is a heading.
    """
    a, b = (_read(reader, passage) for passage in (pairs[0].a, pairs[0].b))
    numbered = {
        a.spans.index(pair.a_sentence): (b.spans.index(pair.b_sentence), pair.score)
        for pair in pairs
    }
    rows = _rows(a, b, numbered, reader.index.gazetteer)
    return tuple(row for row in rows if row.a is not None and row.b is not None)


def _below(reader: TextReader, asked: SectionPassages, section_id: str) -> tuple[int, ...]:
    """Return the passages of a section that only has sections in it, in the other language."""
    section = read_section(reader.index.store, section_id)
    return section.numbers if section and section.language != asked.language else ()


def _read(reader: TextReader, passage: Passage) -> ComparedTexts:
    number = reader.index.store.number_of(passage.id)
    if number is None:
        raise ValueError(f"{passage.id} is a heading")
    return reader.read(passage.language, [number])


def _nearest_pairs(likeness: Floats) -> dict[int, tuple[int, float]]:
    """Return the sentences that are each other's nearest and sure enough."""
    back = likeness.argmax(axis=0)
    return {
        row: (int(column), score)
        for row, column in enumerate(likeness.argmax(axis=1))
        if back[column] == row and (score := sentence_score(float(likeness[row, column]))) >= LEAST
    }


def _rows(
    a: ComparedTexts,
    b: ComparedTexts,
    pairs: dict[int, tuple[int, float]],
    gazetteer: Gazetteer,
) -> tuple[Row, ...]:
    order = _order(len(a.spans), len(b.spans), pairs)
    found: dict[int, list[Difference]] = {}
    if any(score >= SAYS_THE_SAME for _, score in pairs.values()):
        found = _differences(a, b, order, gazetteer)
    a_sentences, b_sentences = _sentences(a), _sentences(b)
    rows = []
    for number, (x, y) in enumerate(order):
        score = pairs[x][1] if x is not None and y is not None else 0.0
        differing = found.get(number, []) if score >= SAYS_THE_SAME else []
        rows.append(
            Row(
                None if x is None else a_sentences[x],
                None if y is None else b_sentences[y],
                score,
                tuple(_told_once(differing)),
            )
        )
    return tuple(rows)


def _order(
    count_a: int, count_b: int, pairs: dict[int, tuple[int, float]]
) -> list[tuple[int | None, int | None]]:
    """Return which sentences stand in each row."""
    taken = {y for y, _ in pairs.values()}

    def alone_from(first: int) -> list[tuple[int | None, int | None]]:
        rows: list[tuple[int | None, int | None]] = []
        while first < count_b and first not in taken:
            rows.append((None, first))
            first += 1
        return rows

    rows = alone_from(0)
    for x in range(count_a):
        y = pairs[x][0] if x in pairs else None
        rows.append((x, y))
        if y is not None:
            rows += alone_from(y + 1)
    return rows


def _sentences(texts: ComparedTexts) -> list[Sentence]:
    owners = np.searchsorted(texts.starts, np.arange(len(texts.spans)), side="right") - 1
    return [
        Sentence(texts.passages[int(owner)], span)
        for owner, span in zip(owners, texts.spans, strict=True)
    ]


def _differences(
    a: ComparedTexts,
    b: ComparedTexts,
    order: Sequence[tuple[int | None, int | None]],
    gazetteer: Gazetteer,
) -> dict[int, list[Difference]]:
    """Return what stands on one side only, by the number of the row.

    All sentences are given, also those that stand alone: what a sentence says may stand with the
    next one on the other side.
    """
    sides = [_sentences(a), _sentences(b)]
    texts = ["\n".join(s.passage.text[slice(*s.span)] for s in side) for side in sides]
    places = [_places(side) for side in sides]
    alignments = [
        Alignment(() if x is None else (x,), () if y is None else (y,), 0.0) for x, y in order
    ]
    found: dict[int, list[Difference]] = {}
    for difference in differences(
        (texts[0], texts[1]), (places[0], places[1]), alignments, gazetteer
    ):
        if difference.kind == "sentence":
            continue
        side = 0 if difference.side == "a" else 1
        starts = [start for start, _ in places[side]]
        sentence = int(np.searchsorted(starts, difference.span[0], side="right")) - 1
        row = next(n for n, pair in enumerate(order) if pair[side] == sentence)
        shift = sides[side][sentence].span[0] - starts[sentence]
        found.setdefault(row, []).append(_moved(difference, shift))
    return found


def _told_once(found: Sequence[Difference]) -> list[Difference]:
    """Return the differences without names that are told as something else: as a country."""
    others = {(item.side, item.span) for item in found if item.kind != "name"}
    return [item for item in found if item.kind != "name" or (item.side, item.span) not in others]


def _places(sentences: Sequence[Sentence]) -> list[Span]:
    places = []
    position = 0
    for sentence in sentences:
        length = sentence.span[1] - sentence.span[0]
        places.append((position, position + length))
        position += length + 1
    return places


def _moved(difference: Difference, by: int) -> Difference:
    start, end = difference.span
    return Difference(
        difference.kind, difference.side, difference.text, (start + by, end + by), None
    )

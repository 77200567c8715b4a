"""Two texts of different languages side by side: sentences that belong together, and what differs.

Rows follow the text that was asked for. A sentence of the other text that belongs to none stands
after the one before it, so that each is read where it stands in its own text. What people confirmed
is a row, also of several sentences; what they rejected is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from indexer.gazetteer import Gazetteer
from indexer.passages import Language, Passage, Span
from retriever.alignment import Alignment
from retriever.compared_texts import ComparedTexts, TextReader, compare_texts, other_language
from retriever.corrected_groups import find_groups
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
    """A sentence of a passage, or several that people confirmed together."""

    passage: Passage
    span: Span
    """In the clean text of the passage."""
    number: int = 0
    """Of the first one in its passage."""
    count: int = 1


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
    confirmed: bool = False
    """Whether people said that they belong together."""

    @property
    def says_the_same(self) -> bool:
        """Whether both sentences say the same, so that they can be checked against each other."""
        return self.score >= SAYS_THE_SAME


class _Pair(NamedTuple):
    """What a row of the first text belongs to."""

    b: int
    score: float
    confirmed: bool = False


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
    rows = _align(reader, a, b, asked.language)
    return SideBySide(a_heading, b_heading, rows)


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
    a, b = (_sentences(_read(reader, passage)) for passage in (pairs[0].a, pairs[0].b))
    a, _ = _joined(a, [_run(a, pair.a_sentence) for pair in pairs])
    b, _ = _joined(b, [_run(b, pair.b_sentence) for pair in pairs])
    spans = [unit.span for unit in a], [unit.span for unit in b]
    numbered = {
        spans[0].index(pair.a_sentence): _Pair(
            spans[1].index(pair.b_sentence), pair.score, pair.confirmed
        )
        for pair in pairs
    }
    rows = _rows(a, b, numbered, reader.index.gazetteer)
    return tuple(row for row in rows if row.a is not None and row.b is not None)


def _align(
    reader: TextReader, a: ComparedTexts, b: ComparedTexts, language: Language
) -> tuple[Row, ...]:
    """Return two texts side by side, first what people said, then what is each other's nearest."""
    a_all, b_all = _sentences(a), _sentences(b)
    gazetteer = reader.index.gazetteer
    if not b_all:
        return _rows(a_all, b_all, {}, gazetteer)
    likeness = compare_texts(a, b).sentences.copy()
    said = find_groups(
        [_text(sentence) for sentence in a_all],
        [_text(sentence) for sentence in b_all],
        (language, other_language(language)),
        reader.index.corrections,
    )
    for (x, size), by_size in said.rejected.items():
        if size == 1 and 1 in by_size:
            likeness[x, by_size[1]] = -np.inf
    for place, alone in enumerate(said.alone):
        likeness[
            (sorted(alone), slice(None)) if place == 0 else (slice(None), sorted(alone))
        ] = -np.inf
    # What runs on in another passage cannot be read in one place.
    fixed = [
        step
        for step in said.fixed
        if _within_one(a_all[step.a : step.a + step.size_a])
        and _within_one(b_all[step.b : step.b + step.size_b])
    ]
    a_runs = [(step.a, step.a + step.size_a) for step in fixed]
    b_runs = [(step.b, step.b + step.size_b) for step in fixed]
    for a_run, b_run in zip(a_runs, b_runs, strict=True):
        likeness[slice(*a_run)], likeness[:, slice(*b_run)] = -np.inf, -np.inf
    a_rows, a_units = _joined(a_all, a_runs)
    b_rows, b_units = _joined(b_all, b_runs)
    pairs = {
        a_units[x]: _Pair(b_units[y], score) for x, (y, score) in _nearest_pairs(likeness).items()
    }
    pairs |= {
        a_units[x]: _Pair(b_units[y], 1.0, confirmed=True)
        for (x, _), (y, _) in zip(a_runs, b_runs, strict=True)
    }
    return _rows(a_rows, b_rows, pairs, gazetteer)


def _run(sentences: Sequence[Sentence], span: Span) -> Span:
    """Return which sentences of a passage a span has."""
    inside = [
        number
        for number, sentence in enumerate(sentences)
        if span[0] <= sentence.span[0] and sentence.span[1] <= span[1]
    ]
    return inside[0], inside[-1] + 1


def _joined(
    sentences: Sequence[Sentence], runs: Sequence[Span]
) -> tuple[list[Sentence], list[int]]:
    """Return sentences with those of a run as one, and in which of them each one is now."""
    ends = dict(runs)
    joined: list[Sentence] = []
    units: list[int] = []
    while len(units) < len(sentences):
        first = len(units)
        run = sentences[first : max(ends.get(first, 0), first + 1)]
        joined.append(replace(run[0], span=(run[0].span[0], run[-1].span[1]), count=len(run)))
        units += [len(joined) - 1] * len(run)
    return joined, units


def _within_one(sentences: Sequence[Sentence]) -> bool:
    return len({sentence.passage.id for sentence in sentences}) == 1


def _text(sentence: Sentence) -> str:
    return sentence.passage.text[slice(*sentence.span)]


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
        if back[column] == row
        and likeness[row, column] > -np.inf
        and (score := sentence_score(float(likeness[row, column]))) >= LEAST
    }


def _rows(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    pairs: dict[int, _Pair],
    gazetteer: Gazetteer,
) -> tuple[Row, ...]:
    order = _order(len(a), len(b), pairs)
    found: dict[int, list[Difference]] = {}
    if any(pair.score >= SAYS_THE_SAME for pair in pairs.values()):
        found = _differences(a, b, order, gazetteer)
    rows = []
    for number, (x, y) in enumerate(order):
        if x is None or y is None:
            rows.append(Row(None if x is None else a[x], None if y is None else b[y], 0.0))
            continue
        score, confirmed = pairs[x].score, pairs[x].confirmed
        differing = found.get(number, []) if score >= SAYS_THE_SAME else []
        rows.append(Row(a[x], b[y], score, tuple(_told_once(differing)), confirmed))
    return tuple(rows)


def _order(
    count_a: int, count_b: int, pairs: dict[int, _Pair]
) -> list[tuple[int | None, int | None]]:
    """Return which sentences stand in each row."""
    taken = {pair.b for pair in pairs.values()}

    def alone_from(first: int) -> list[tuple[int | None, int | None]]:
        rows: list[tuple[int | None, int | None]] = []
        while first < count_b and first not in taken:
            rows.append((None, first))
            first += 1
        return rows

    rows = alone_from(0)
    for x in range(count_a):
        y = pairs[x].b if x in pairs else None
        rows.append((x, y))
        if y is not None:
            rows += alone_from(y + 1)
    return rows


def _sentences(texts: ComparedTexts) -> list[Sentence]:
    owners = np.searchsorted(texts.starts, np.arange(len(texts.spans)), side="right") - 1
    return [
        Sentence(texts.passages[int(owner)], span, number - int(texts.starts[int(owner)]))
        for number, (owner, span) in enumerate(zip(owners, texts.spans, strict=True))
    ]


def _differences(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    order: Sequence[tuple[int | None, int | None]],
    gazetteer: Gazetteer,
) -> dict[int, list[Difference]]:
    """Return what stands on one side only, by the number of the row.

    All sentences are given, also those that stand alone: what a sentence says may stand with the
    next one on the other side.
    """
    sides = [a, b]
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

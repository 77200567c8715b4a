"""For a section, the sections in the other language that are on the same subject.

Sections are compared passage by passage and not by one vector each, which would be blurred: a
section of one paragraph and one of twenty must both find their partner.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from retriever.compared_texts import (
    ComparedTexts,
    Likeness,
    TextReader,
    compare_texts,
    other_language,
)
from retriever.counterparts import (
    LEAST,
    PAIRS,
    Counterpart,
    SentencePair,
    choose_candidates,
    pair_sentences,
)
from retriever.likeness import Integers, measured, section_likeness
from retriever.relations import (
    Relation,
    length_of,
    passage_score,
    section_score,
    tell_relation,
)
from retriever.search import cite_passage
from retriever.section_passages import SectionPassages, own_sections, read_section

OWN_WEIGHT: Final = 2.0
"""Of how well the section that was asked for is covered, against 1 for the other one: a reader
looks for what it says."""
ALL: Final = 1000
"""Passages in the other language up to which all are compared, and no candidates chosen."""
USUAL: Final = 500
"""Passages of the section's language, spread over the collection, from which it is taken how near
passages usually are."""


def find_section_counterparts(
    reader: TextReader, section_id: str, *, top_k: int = 10
) -> tuple[Counterpart, ...]:
    """Return the counterparts of a section, best first; none where there is none.

    A section is asked for with all that is below it. What is found are the sections in which
    passages stand directly, so that none of them competes with the one around it. One counts
    where at least two passages are counterparts of each other. Passages with sentences that people
    confirmed are as near as those that say the same, so their sections are among the first; a
    section of which people rejected all sentence pairs is not listed.

    Raises
    ------
    UnknownSection
        The index has no heading with this id.
    """
    store = reader.index.store
    asked = read_section(store, section_id)
    if asked is None:
        return ()
    sections = _candidates(reader, asked)
    if not sections:
        return ()
    a_numbers = _with_usual(asked.numbers, store.searchable(asked.language))
    b_numbers = np.unique(np.concatenate([section.numbers for section in sections]))
    likeness = reader.verdicts.raise_confirmed(
        reader.likeness(asked.language, a_numbers, b_numbers),
        asked.language,
        a_numbers,
        b_numbers,
    )
    row = np.searchsorted(a_numbers, asked.numbers)
    columns = [np.searchsorted(b_numbers, section.numbers) for section in sections]
    covered, covering = section_likeness(measured(likeness), [row], columns)
    scores = (OWN_WEIGHT * covered[0] + covering[0]) / (OWN_WEIGHT + 1)
    found = [
        int(number)
        for number in np.argsort(-scores, kind="stable")
        if passage_score(float(likeness[np.ix_(row, columns[number])].max())) >= LEAST
    ]
    a = reader.read(asked.language, asked.numbers)
    counterparts: list[Counterpart] = []
    for number in found:
        if len(counterparts) == top_k:
            break
        rank = len(counterparts) + 1
        counterpart = _counterpart(reader, asked, a, sections[number], rank, float(scores[number]))
        if counterpart.pairs:
            counterparts.append(counterpart)
    return tuple(counterparts)


def _candidates(reader: TextReader, asked: SectionPassages) -> list[SectionPassages]:
    """Return the sections of the other language that are compared with one."""
    store, other = reader.index.store, other_language(asked.language)
    sections = own_sections(store, other, store.sources())
    if store.searchable(other) <= ALL:
        return sections
    chosen = {
        int(candidate)
        for number in asked.numbers
        for candidate in choose_candidates(reader, asked.language, number)
    }
    return [section for section in sections if not chosen.isdisjoint(section.numbers)]


def _with_usual(numbers: Sequence[int], size: int) -> Integers:
    usual = np.linspace(0, size - 1, min(size, USUAL)).astype(np.int64)
    return np.union1d(np.array(numbers, np.int64), usual)


def _counterpart(
    reader: TextReader,
    asked: SectionPassages,
    a: ComparedTexts,
    section: SectionPassages,
    rank: int,
    score: float,
) -> Counterpart:
    b = reader.read(section.language, section.numbers)
    likeness = compare_texts(a, b)
    confirmed = [
        (row, section.numbers.index(partner))
        for row, number in enumerate(asked.numbers)
        for partner in reader.verdicts.partners(asked.language, number).tolist()
        if partner in section.numbers
    ]
    return Counterpart(
        rank=rank,
        score=section_score(score),
        passage=section.heading,
        citation=cite_passage(reader.index, section.heading),
        relation=_relation(a, b, likeness),
        pairs=tuple(_pairs(reader, a, b, likeness, confirmed)),
    )


def _relation(a: ComparedTexts, b: ComparedTexts, likeness: Likeness) -> Relation:
    lengths = (_length(a), _length(b))
    axis = 1 if lengths[0] <= lengths[1] else 0
    alike = float(likeness.passages.max(axis=axis).mean())
    return tell_relation(alike, float(likeness.sentences.max()), *lengths)


def _length(texts: ComparedTexts) -> float:
    return sum(length_of(passage.text, passage.language) for passage in texts.passages)


def _pairs(
    reader: TextReader,
    a: ComparedTexts,
    b: ComparedTexts,
    likeness: Likeness,
    confirmed: Sequence[tuple[int, int]],
) -> list[SentencePair]:
    """Return the surest sentence pairs of the passages that are each other's nearest.

    And of those with confirmed sentences, whatever else is near.
    """
    nearest = likeness.passages.argmax(axis=1)
    places = dict.fromkeys(confirmed) | {
        (row, int(column)): None
        for row, column in enumerate(nearest)
        if likeness.passages[:, column].argmax() == row
    }
    pairs = [
        pair
        for row, column in sorted(places)
        for pair in pair_sentences(reader.verdicts, a, b, likeness.sentences, row, column)
    ]
    return sorted(pairs, key=lambda pair: -pair.score)[:PAIRS]

"""For a passage, the passages in the other language that are on the same subject.

Something is always nearest. A passage has counterparts only where the best one is likely enough
(`retriever.relations`); the others are listed as long as they are not far worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indexer.passages import Language, Passage, Span
from indexer.terms import find_terms
from retriever.compared_texts import (
    ComparedTexts,
    Likeness,
    TextReader,
    compare_texts,
    other_language,
)
from retriever.fusion import LEXICAL_WEIGHT
from retriever.hits import Citation
from retriever.likeness import Floats, Integers
from retriever.relations import (
    Relation,
    length_of,
    passage_score,
    sentence_score,
    tell_relation,
)
from retriever.scoring import lexical_scores
from retriever.search import cite_passage
from retriever.translation import structure

LEAST: Final = 0.5
"""Score of the best counterpart below which there is none."""
LISTED: Final = 0.1
"""Score down to which others are listed beside it."""
POOL: Final = 200
"""Passages that are compared in full; the nearest by vectors and words. On the report they hold 19
of 20 of the five best of all."""
PAIRS: Final = 5
"""Sentence pairs that are given of two passages, at most."""


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two sentences that belong together."""

    a: Passage
    """Where the one that was asked for stands."""
    a_sentence: Span
    """Its place in the clean text."""
    b: Passage
    """Where the one in the other language stands."""
    b_sentence: Span
    score: float
    """How sure it is, in [0, 1]."""

    @property
    def a_span(self) -> Span:
        """The first sentence in the source; of one that a page break cut, the longer part."""
        return _source_span(self.a, self.a_sentence)

    @property
    def b_span(self) -> Span:
        """The other one."""
        return _source_span(self.b, self.b_sentence)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A passage or section in the other language on the same subject."""

    rank: int
    """From 1."""
    score: float
    """How sure it is, in [0, 1]."""
    passage: Passage
    """Of a section its heading."""
    citation: Citation
    relation: Relation
    """What the passage or section that was asked for is to this one."""
    pairs: tuple[SentencePair, ...]
    """The sentences that carry it, the surest first; at least one."""

    @property
    def evidence_spans(self) -> tuple[Span, ...]:
        """Its sentences among the pairs as spans of the source, in reading order."""
        return tuple(sorted({span for p in self.pairs for span in p.b.source_spans(*p.b_sentence)}))


def find_counterparts(
    reader: TextReader, passage: Passage, *, top_k: int = 10
) -> tuple[Counterpart, ...]:
    """Return the counterparts of a passage, best first; none where there is none.

    Parameters
    ----------
    passage
        Of the index, not a heading: a section is compared by
        `retriever.section_counterparts.find_section_counterparts`.
    top_k
        How many, at most.

    Raises
    ------
    UnknownPassage
        The index has no such passage.
    ValueError
        It is a heading.
    """
    number = reader.index.store.number_of(passage.id)
    if number is None:
        raise ValueError(f"{passage.id} is a heading")
    a = reader.read(passage.language, [number])
    other = other_language(passage.language)
    b = reader.read(other, choose_candidates(reader, passage.language, number))
    likeness = compare_texts(a, b)
    scores = likeness.passages[0] if len(b) else np.zeros(0, np.float32)
    chosen = np.argsort(-scores, kind="stable")[:top_k]
    if not len(chosen) or passage_score(scores[chosen[0]]) < LEAST:
        return ()
    return tuple(
        _counterpart(reader, a, b, likeness, int(column), rank)
        for rank, column in enumerate(chosen, start=1)
        if passage_score(scores[column]) >= LISTED
    )


def choose_candidates(reader: TextReader, language: Language, number: int) -> Integers:
    """Return the numbers of the passages in the other language that may be counterparts.

    They are found as for a question: by the vectors of the passage and of its sentences, and by
    its words.
    """
    index, other = reader.index, other_language(language)
    here, there = reader.channels(language), reader.channels(other)
    if there.passages.size <= POOL:
        return np.arange(there.passages.size)
    first, end = np.searchsorted(here.owners, [number, number + 1])
    dense = there.passages.scores(here.passages.rows(np.array([number]))[0])
    scores = dense + np.max(
        [dense, *map(there.passages.scores, here.sentences.rows(np.arange(first, end)))], axis=0
    )
    text = index.store.passage_at(language, number).text
    terms = find_terms(text, index.gazetteer)
    query = structure(terms, other, there.postings, index.translations)
    scores += np.float32(LEXICAL_WEIGHT) * lexical_scores(there.postings, query)
    return np.sort(np.argsort(-scores, kind="stable")[:POOL])


def pair_sentences(
    a: ComparedTexts, b: ComparedTexts, likeness: Floats, row: int, column: int
) -> list[SentencePair]:
    """Return the sentences of two passages that belong together, the surest first.

    Those are each other's nearest in the two passages, and sure enough; the surest pair is
    given in any case.

    Parameters
    ----------
    likeness : ndarray of float32, shape (n_sentences of `a`, n_sentences of `b`)
    row, column
        The numbers of the passages in `a` and `b`.
    """
    rows, columns = a.sentences(row), b.sentences(column)
    block = likeness[rows, columns]
    pairs = [
        SentencePair(
            a.passages[row],
            a.spans[rows.start + x],
            b.passages[column],
            b.spans[columns.start + int(y)],
            sentence_score(float(block[x, y])),
        )
        for x, y in enumerate(block.argmax(axis=1))
        if block[:, y].argmax() == x
    ]
    pairs.sort(key=lambda pair: -pair.score)
    return pairs[:1] + [pair for pair in pairs[1:] if pair.score >= LEAST]


def _counterpart(
    reader: TextReader,
    a: ComparedTexts,
    b: ComparedTexts,
    likeness: Likeness,
    column: int,
    rank: int,
) -> Counterpart:
    passage, found = a.passages[0], b.passages[column]
    value = float(likeness.passages[0, column])
    return Counterpart(
        rank=rank,
        score=passage_score(value),
        passage=found,
        citation=cite_passage(reader.index, found),
        relation=tell_relation(
            value,
            float(likeness.sentences[:, b.sentences(column)].max()),
            length_of(passage.text, passage.language),
            length_of(found.text, found.language),
        ),
        pairs=tuple(pair_sentences(a, b, likeness.sentences, 0, column)[:PAIRS]),
    )


def _source_span(passage: Passage, sentence: Span) -> Span:
    parts: Sequence[Span] = passage.source_spans(*sentence)
    return max(parts, key=lambda span: span[1] - span[0])

"""For a passage, the passages in the other language that are on the same subject.

Something is always nearest. A passage has counterparts only where the best one is likely enough
(`retriever.relations`); the others are listed as long as they are not far worse. Passages with
sentences that people confirmed come first, and what people rejected carries nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from indexer.corrections import Correction
from indexer.passages import Language, Passage, Span
from indexer.placed_corrections import find_run
from indexer.vectors import inner_products
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
from retriever.passage_verdicts import (
    PassageVerdicts,
    confirmed_runs,
    sentence_texts,
    sides,
)
from retriever.ranking import Channels
from retriever.relations import (
    Relation,
    length_of,
    passage_score,
    sentence_score,
    tell_relation,
)
from retriever.remote import Remote
from retriever.remote_candidates import find_remote_candidates
from retriever.scoring import lexical_scores
from retriever.search import cite_passage
from retriever.translation import Alternatives, structure

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
    confirmed: bool = False
    """Whether people said so; such a pair may have several sentences."""

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
    """The sentences that carry it, the surest first, what people confirmed before all; at least
    one."""

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
    candidates = choose_candidates(reader, passage.language, number)
    b = reader.read(other, candidates)
    likeness = compare_texts(a, b)
    scores = likeness.passages[0] if len(b) else np.zeros(0, np.float32)
    confirmed = np.isin(candidates, reader.verdicts.partners(passage.language, number))
    found: list[Counterpart] = []
    for column in np.lexsort((-scores, ~confirmed)):
        score = 1.0 if confirmed[column] else passage_score(float(scores[column]))
        if len(found) == top_k or score < (LISTED if found else LEAST):
            break
        rank = len(found) + 1
        counterpart = _counterpart(reader, a, b, likeness, int(column), rank, score)
        if counterpart.pairs:
            found.append(counterpart)
    return tuple(found)


def choose_candidates(reader: TextReader, language: Language, number: int) -> Integers:
    """Return the numbers of the passages in the other language that may be counterparts.

    They are found as for a question: by the vectors of the passage and of its sentences, and by
    its words. Those with confirmed sentences are among them.
    """
    index, other = reader.index, other_language(language)
    here, there = reader.channels(language), reader.channels(other)
    if there.passages.size <= POOL:
        return np.arange(there.passages.size)
    terms = here.forward.terms(number, here.postings)
    query = structure(terms, other, there.postings, index.translations)
    first, end = np.searchsorted(here.owners, [number, number + 1])
    vectors = [
        *here.passages.rows(np.array([number])),
        *here.sentences.rows(np.arange(first, end)),
    ]
    numbers, score = np.arange(there.passages.size), there.passages.scores
    if there.remote is not None:
        numbers = _find_remote(there, there.remote, vectors, query)
        there = there.over(numbers)
        score = partial(inner_products, rows=there.passages.rows(numbers))
    dense = score(vectors[0])
    scores = dense + np.max([dense, *map(score, vectors[1:])], axis=0)
    scores += np.float32(LEXICAL_WEIGHT) * lexical_scores(
        there.postings, query, None if there.remote is None else numbers
    )
    nearest = numbers[np.argsort(-scores, kind="stable")[:POOL]]
    return np.union1d(nearest, reader.verdicts.partners(language, number))


def _find_remote(
    there: Channels, remote: Remote, vectors: Sequence[Floats], query: Sequence[Alternatives]
) -> Integers:
    """Return the passages in Milvus that may be the nearest to any of some vectors."""
    found = [
        find_remote_candidates(remote, there.postings, there.owners, vector, query, top_k=1)
        for vector in vectors
    ]
    return np.unique(np.concatenate(found))


def pair_sentences(
    verdicts: PassageVerdicts,
    a: ComparedTexts,
    b: ComparedTexts,
    likeness: Floats,
    row: int,
    column: int,
) -> list[SentencePair]:
    """Return the sentences of two passages that belong together, the surest first.

    Those that people confirmed come first, a confirmed group as one pair. The others are each
    other's nearest in the two passages, and sure enough; the surest pair is given in any case,
    unless people rejected it. None where they rejected all.

    Parameters
    ----------
    verdicts
        What people said of sentences.
    likeness : ndarray of float32, shape (n_sentences of `a`, n_sentences of `b`)
    row, column
        The numbers of the passages in `a` and `b`.
    """
    block = likeness[a.sentences(row), b.sentences(column)]
    passages = a.passages[row], b.passages[column]
    spans = a.spans[a.sentences(row)], b.spans[b.sentences(column)]
    surest = block.max()
    said = verdicts.between(*passages)
    confirmed: list[SentencePair] = []
    if said:
        confirmed, block = _apply(said, passages, spans, block)
    pairs = [
        SentencePair(
            passages[0], spans[0][x], passages[1], spans[1][y], sentence_score(float(best))
        )
        for x, (y, best) in enumerate(zip(block.argmax(axis=1), block.max(axis=1), strict=True))
        if best > -np.inf and block[:, y].argmax() == x
    ]
    pairs.sort(key=lambda pair: -pair.score)
    least = 1 if block.max() == surest else 0
    return [
        *confirmed,
        *pairs[:least],
        *(pair for pair in pairs[least:] if pair.score >= LEAST),
    ]


def _apply(
    said: Sequence[Correction],
    passages: tuple[Passage, Passage],
    spans: tuple[Sequence[Span], Sequence[Span]],
    block: Floats,
) -> tuple[list[SentencePair], Floats]:
    """Return the confirmed pairs of two passages, and likeness without what is settled."""
    a, b = (sentence_texts(p, s) for p, s in zip(passages, spans, strict=True))
    language = passages[0].language
    confirmed: list[SentencePair] = []
    left = block.copy()
    for correction in said:
        x, y = sides(correction, language)
        if correction.verdict == "rejected":
            if len(x) == len(y) == 1:
                left[np.ix_([t == x[0] for t in a], [t == y[0] for t in b])] = -np.inf
            continue
        for rows, columns in confirmed_runs(correction, a, b, language):
            left[rows], left[:, columns] = -np.inf, -np.inf
            confirmed.append(
                SentencePair(
                    passages[0],
                    (spans[0][rows][0][0], spans[0][rows][-1][1]),
                    passages[1],
                    (spans[1][columns][0][0], spans[1][columns][-1][1]),
                    1.0,
                    confirmed=True,
                )
            )
        for start in find_run(a, x) if not y else ():
            left[start : start + len(x)] = -np.inf
        for start in find_run(b, y) if not x else ():
            left[:, start : start + len(y)] = -np.inf
    return confirmed, left


def _counterpart(
    reader: TextReader,
    a: ComparedTexts,
    b: ComparedTexts,
    likeness: Likeness,
    column: int,
    rank: int,
    score: float,
) -> Counterpart:
    passage, found = a.passages[0], b.passages[column]
    pairs = pair_sentences(reader.verdicts, a, b, likeness.sentences, 0, column)
    return Counterpart(
        rank=rank,
        score=score,
        passage=found,
        citation=cite_passage(reader.index, found),
        relation=tell_relation(
            float(likeness.passages[0, column]),
            float(likeness.sentences[:, b.sentences(column)].max()),
            length_of(passage.text, passage.language),
            length_of(found.text, found.language),
        ),
        pairs=tuple(pairs[:PAIRS]),
    )


def _source_span(passage: Passage, sentence: Span) -> Span:
    parts: Sequence[Span] = passage.source_spans(*sentence)
    return max(parts, key=lambda span: span[1] - span[0])

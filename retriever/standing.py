"""Where a passage stands for a question, and the parts of its score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.passages import Passage, Span
from retriever.fusion import LEXICAL_WEIGHT
from retriever.hits import Citation
from retriever.ranking import Scored, levels
from retriever.scoring import lexical_parts
from retriever.search import Index, ScoredQuestion, cite_passage

ChannelName: TypeAlias = Literal["dense", "sentence", "lexical"]
CHANNELS: Final[tuple[ChannelName, ...]] = ("dense", "sentence", "lexical")
_WEIGHTS: Final[Mapping[ChannelName, float]] = {
    "dense": 1.0,
    "sentence": 1.0,
    "lexical": LEXICAL_WEIGHT,
}


@dataclass(frozen=True, slots=True)
class Channel:
    """What one channel says of a passage."""

    name: ChannelName
    score: float
    """As in `retriever.hits.Scores`."""
    part: float
    """What it adds to the fused score."""
    rank: int
    """Of the passage by this channel alone, among those of its language, from 1."""


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term of the question, and what it does for a passage."""

    term: str
    """The index term; names of the glossary begin with a mark."""
    asked: tuple[str, ...]
    """How it is written in the question, each way once."""
    alternatives: tuple[tuple[str, float], ...]
    """What stands for it in the language of the passage, with weights that add up to one, the
    likeliest first; itself where nothing is translated, nothing where no passage has any."""
    found: tuple[str, ...]
    """How those that the passage has are written in it, each way once; empty where only the
    headings above it have one."""
    share: float
    """Of the lexical score; those of all terms add up to it."""
    most: float
    """What a passage could reach for it at most; those of all terms add up to one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a passage stands, and the parts of its score."""

    passage: Passage
    citation: Citation
    channels: tuple[Channel, ...]
    """In the order of `CHANNELS`; their parts add up to `fused`."""
    terms: tuple[ExplainedTerm, ...]
    """In the order of the question, repeated ones once."""
    sentence: Span | None
    """The nearest sentence, as offsets into the clean text."""
    fused: float
    level: float
    """What the scores of its language are measured against."""
    score: float
    """`fused` less `level`: what the one list is ordered by."""
    own_rank: int
    """From 1, among the passages of its language."""
    own_size: int
    """How many those are."""
    rank: int
    """From 1, in the list of all languages that are searched."""
    size: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage among the scores of its language."""

    scored: Scored
    place: int
    """Among those that were scored."""

    @property
    def number(self) -> int:
        """In the list of its language."""
        return int(self.scored.numbers[self.place])


def stand(index: Index, asked: ScoredQuestion, spot: Spot) -> Standing:
    """Return where a passage stands among those that remain."""
    scored, place = spot.scored, spot.place
    passage = index.store.passage_at(scored.channels.language, spot.number)
    values = {"dense": scored.dense, "sentence": scored.sentence, "lexical": scored.lexical}
    measured = list(zip(asked.scored, levels(asked.scored), strict=True))
    level = next(level for other, level in measured if other is scored)
    score = float(scored.fused[place]) - level
    own_rank = _rank(scored, scored.fused, place)
    return Standing(
        passage=passage,
        citation=cite_passage(index, passage),
        channels=tuple(
            Channel(
                name,
                float(values[name][place]),
                _WEIGHTS[name] * float(values[name][place]),
                _rank(scored, values[name], place),
            )
            for name in CHANNELS
        ),
        terms=_terms(asked, spot, passage),
        sentence=_best_sentence(index, spot),
        fused=float(scored.fused[place]),
        level=level,
        score=score,
        own_rank=own_rank,
        own_size=_size(scored),
        rank=own_rank + _ahead_of(score, scored, measured),
        size=sum(map(_size, asked.scored)),
    )


def _rank(scored: Scored, values: NDArray[np.float32], place: int) -> int:
    ahead = values > values[place]
    ahead[:place] |= values[:place] == values[place]
    if scored.remaining is not None:
        ahead &= scored.remaining[scored.numbers]
    return 1 + int(np.count_nonzero(ahead))


def _ahead_of(score: float, scored: Scored, measured: Sequence[tuple[Scored, float]]) -> int:
    """Return how many passages of other languages `retriever.ranking.rank` puts ahead."""
    count = 0
    before = True
    for other, level in measured:
        if other is scored:
            before = False
            continue
        scores = other.fused.astype(np.float64) - level
        ahead = scores >= score if before else scores > score
        if other.remaining is not None:
            ahead &= other.remaining[other.numbers]
        count += int(np.count_nonzero(ahead))
    return count


def _size(scored: Scored) -> int:
    if scored.remaining is None:
        return scored.channels.postings.size
    return int(scored.remaining.sum())


def _best_sentence(index: Index, spot: Spot) -> Span | None:
    first, end = np.searchsorted(spot.scored.owners, [spot.place, spot.place + 1])
    if first == end:
        return None
    best = int(np.argmax(spot.scored.sentences[first:end]))
    sentence = index.store.sentences_of(spot.scored.channels.language, spot.number)[best]
    return sentence.start, sentence.end


def _terms(asked: ScoredQuestion, spot: Spot, passage: Passage) -> tuple[ExplainedTerm, ...]:
    scored, question = spot.scored, asked.query.question
    shares = lexical_parts(scored.channels.postings, scored.query, spot.number)
    written = scored.channels.forward.find(spot.number, scored.wanted)
    totals: dict[str, NDArray[np.float64]] = {}
    weights: dict[str, Mapping[str, float]] = {}
    for alternatives, share in zip(scored.query, shares.T, strict=True):
        totals[alternatives.term] = totals.get(alternatives.term, np.zeros(2)) + share
        weights[alternatives.term] = alternatives.weights
    return tuple(
        ExplainedTerm(
            term=term,
            asked=_once(question[t.start : t.end] for t in asked.query.terms if t.text == term),
            alternatives=tuple(sorted(weights[term].items(), key=lambda item: -item[1])),
            found=_once(passage.text[t.start : t.end] for t in written if t.text in weights[term]),
            share=float(share),
            most=float(most),
        )
        for term, (share, most) in totals.items()
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))

"""BM25 of weighted questions beside rank_bm25 and a plain sum: ``eval speed words``.

rank_bm25 knows neither weights of a question's terms nor terms that are scored as one, so that it
is given all alternatives as terms of their own, and does less than what it is measured beside. That
ours gives the ten best is shown beside the formula itself, summed passage by passage.
"""

import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from rank_bm25 import BM25Okapi

from eval.gold import QUESTIONS
from eval.questions import read_questions
from eval.speed_search import open_collection
from indexer.lexical import K1, B, Postings, bm25_idf
from indexer.terms import find_terms
from retriever.ranking import Channels
from retriever.scoring import UNKNOWN_WEIGHT, best_places, lexical_scores
from retriever.search import Index
from retriever.translation import Alternatives, structure

TOP: Final = 10
ASKED: Final = 20
"""Questions; rank_bm25 takes seconds for each."""


@dataclass(frozen=True, slots=True)
class WordsSpeed:
    """How fast the passages with the best words are found in one language."""

    ratio: float
    """What rank_bm25 takes to what ours does, the median over questions."""
    same_top_10: float
    """Share of questions for which ours are the ten best by the formula, in the same order."""
    ours_ms: float
    rank_bm25_ms: float
    passages: int
    questions: int


def measure_words(passages: int, *, real: Path, kept: Path | None = None) -> WordsSpeed:
    """Measure BM25 in the English half of a synthetic collection.

    Parameters
    ----------
    passages
        How many the half has.
    real, kept
        As `eval.speed_search.measure_search` takes them.

    Raises
    ------
    IndexDirectoryError
        An index cannot be read or written.
    """
    with open_collection(2 * passages, real=real, kept=kept) as index:
        channels = index.channels[1]
        peer, cut = _open_peer(channels)
        queries = _queries(index, channels)
        own, other, same = [], [], 0
        for query in queries:
            tokens = [term for alternatives in query for term in alternatives.weights]
            started = time.perf_counter()
            best = best_places(lexical_scores(channels.postings, query), TOP)
            own.append(time.perf_counter() - started)
            started = time.perf_counter()
            np.argsort(-peer.get_scores(tokens), kind="stable")[:TOP]
            other.append(time.perf_counter() - started)
            same += best.tolist() == _best_by_formula(channels.postings, query, cut)
    return WordsSpeed(
        ratio=round(statistics.median(b / a for a, b in zip(own, other, strict=True)), 1),
        same_top_10=same / len(queries),
        ours_ms=round(1000 * statistics.median(own), 2),
        rank_bm25_ms=round(1000 * statistics.median(other), 1),
        passages=channels.postings.size,
        questions=len(queries),
    )


def to_json(speed: WordsSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(speed))


def to_table(speed: WordsSpeed) -> str:
    """Return what was measured for people."""
    return (
        f"BM25 in {speed.passages:,} passages: {speed.ours_ms:.2f} ms, rank_bm25 "
        f"{speed.rank_bm25_ms:.0f} ms, ratio {speed.ratio:.0f}; the same ten as by the formula for "
        f"{speed.same_top_10:.2f} of {speed.questions} questions"
    )


def _open_peer(channels: Channels) -> tuple[Any, list[Counter[str]]]:
    """Return rank_bm25 with all passages, and the terms of each counted."""
    cut = [
        [term.text for term in channels.forward.terms(number, channels.postings)]
        for number in range(channels.postings.size)
    ]
    return BM25Okapi(cut), [Counter(terms) for terms in cut]


def _queries(index: Index, channels: Channels) -> list[list[Alternatives]]:
    return [
        structure(
            find_terms(question.question, index.gazetteer),
            channels.language,
            channels.postings,
            index.translations,
        )
        for question in read_questions(QUESTIONS, "tune")[:ASKED]
    ]


def _best_by_formula(
    postings: Postings, query: Sequence[Alternatives], cut: Sequence[Counter[str]]
) -> list[int]:
    """Return the ten best passages, each scored by itself from its own terms."""
    weighted, most = [], 0.0
    for alternatives in query:
        counts = [
            weight * postings.document_frequency(t) for t, weight in alternatives.weights.items()
        ]
        if not sum(counts):
            most += UNKNOWN_WEIGHT * bm25_idf(1, postings.size) * (K1 + 1)
            continue
        idf = bm25_idf(max(sum(counts), 0.5), postings.size)
        weighted.append((idf, alternatives.weights))
        most += idf * (K1 + 1)
    scores = []
    for terms, length in zip(cut, postings.lengths.tolist(), strict=True):
        norm = K1 * (1 - B + B * length / postings.average_length)
        score = 0.0
        for idf, weights in weighted:
            expected = sum(weight * terms[term] for term, weight in weights.items())
            score += idf * (expected * (K1 + 1) / (expected + norm))
        scores.append(score / max(most, 1e-6))
    order = np.argsort(-np.array(scores).astype(np.float32), kind="stable")
    return [int(number) for number in order[:TOP]]

"""What a reranker brings is measured by direction, beside the same search without it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.gold import Gold, report
from eval.reranking import RerankedRow, measure_reranking, to_markdown
from retriever.reranking import Reranking

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

QUESTIONS = 4
"""Of each pair of languages."""


class KnowsTheEvidence:
    """Prefers passages with the gold quotes of a question."""

    name = "oracle"

    def __init__(self, gold: Gold) -> None:
        self.quotes = {question.question: question.evidence for question in gold.questions}
        self.pairs: list[tuple[str, str]] = []

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.pairs += [(question, text) for text in texts]
        quotes = self.quotes[question]
        return np.array([any(q in text for q in quotes) for text in texts], dtype=np.float32)


def test_an_oracle_helps_in_the_directions_in_which_it_is_asked(
    report_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2]
    asked = report(report_index, "tune", [root / "eval" / "dev.jsonl"])
    ways = [("en", "en"), ("zh", "en")]
    chosen = [
        question
        for way in ways
        for question in [q for q in asked.questions if (q.language, *q.evidence_languages) == way][
            :QUESTIONS
        ]
    ]
    gold = Gold(report_index, tuple(chosen))
    oracle = KnowsTheEvidence(gold)
    english = Reranking(oracle, frozenset({("en", "en")}))
    monkeypatch.setattr("eval.reranking.open_reranking", lambda name: english)
    rows, reranking = measure_reranking(gold, "oracle", everywhere=True)
    assert reranking is english
    assert len(oracle.pairs) == len(set(oracle.pairs)) > 0

    def of(system: str, way: tuple[str, str]) -> list[RerankedRow]:
        return [r for r in rows if (r.system, r.asked_in, r.wanted) == (system, *way)]

    for way in ways:
        plain, reranked, everywhere = (
            [row.reciprocal_rank for row in of(system, way)]
            for system in ("not reranked", "reranked", "reranked everywhere")
        )
        assert [row.questions for row in of("reranked", way)] == [QUESTIONS, QUESTIONS]
        assert all(a <= b for a, b in zip(plain, everywhere, strict=True))
        assert reranked == (everywhere if way == ("en", "en") else plain)
    assert sum(r.reciprocal_rank for r in rows if r.system == "reranked everywhere") > sum(
        r.reciprocal_rank for r in rows if r.system == "not reranked"
    )
    table = to_markdown(rows).splitlines()
    assert table[0].endswith("| not reranked | reranked | reranked everywhere |")
    assert any(line.startswith(f"| zh → en, own list | {QUESTIONS} |") for line in table)

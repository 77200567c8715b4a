"""What a reranker brings, by language of question and passage: ``eval quality --reranker``."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.gold import Gold
from eval.quality import find_relevant
from eval.systems import DEPTH
from indexer.passages import LANGUAGES, Language
from retriever.hits import LanguageFilter
from retriever.reranking import Reranker, Reranking, open_reranking
from retriever.search import Index, open_index, search


@dataclass(frozen=True, slots=True)
class RerankedRow:
    """What is found by questions in one language among the passages of one."""

    system: str
    asked_in: Language
    wanted: Language
    list: str
    """`one`: both languages in one list; `own`: only that of the passages."""
    questions: int
    success_at_5: float
    reciprocal_rank: float
    """Mean over the first ten ranks."""


class RememberingReranker:
    """A reranker that is asked for each pair once."""

    def __init__(self, reranker: Reranker) -> None:
        self.name = reranker.name
        self._reranker = reranker
        self._known: dict[tuple[str, str], float] = {}

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well texts answer; see `Reranker`."""
        new = [text for text in dict.fromkeys(texts) if (question, text) not in self._known]
        for text, score in zip(new, self._reranker.score(question, new), strict=True):
            self._known[question, text] = float(score)
        return np.array([self._known[question, text] for text in texts], dtype=np.float32)


def measure_reranking(
    gold: Gold, name: str, *, everywhere: bool = False
) -> tuple[list[RerankedRow], Reranking]:
    """Return all rows, and the reranking that the second system has.

    The systems are the search without a reranker, and with it.

    Parameters
    ----------
    everywhere
        A third one asks the reranker also in the directions in which it does not tell answers
        apart.

    Raises
    ------
    EncoderError
        The reranker cannot be used.
    """
    found = open_reranking(name)
    reranking = Reranking(RememberingReranker(found.reranker), found.directions)
    index = open_index(gold.directory)
    relevant = find_relevant(index, gold.questions)
    systems = {"not reranked": index, "reranked": replace(index, reranking=reranking)}
    if everywhere:
        every = frozenset((one, other) for one in LANGUAGES for other in LANGUAGES)
        systems["reranked everywhere"] = replace(
            index, reranking=replace(reranking, directions=every)
        )
    rows = [
        row
        for system, searched in systems.items()
        for asked_in in LANGUAGES
        for wanted in LANGUAGES
        for row in _rows(system, searched, gold, relevant, asked_in, wanted)
    ]
    index.close()
    return rows, found


def to_markdown(rows: Sequence[RerankedRow]) -> str:
    """Return success@5 and reciprocal rank as a table, a line a direction and list."""
    systems = list(dict.fromkeys(row.system for row in rows))
    lines = [
        f"| success@5 / MRR@10 | questions | {' | '.join(systems)} |",
        "|---" * (len(systems) + 2) + "|",
    ]
    for place in dict.fromkeys((row.asked_in, row.wanted, row.list) for row in rows):
        line = [row for row in rows if (row.asked_in, row.wanted, row.list) == place]
        cells = [f"{row.success_at_5:.2f} / {row.reciprocal_rank:.2f}" for row in line]
        asked_in, wanted, kind = place
        lines.append(
            f"| {asked_in} → {wanted}, {kind} list | {line[0].questions} | {' | '.join(cells)} |"
        )
    return "\n".join(lines)


def to_json(rows: Sequence[RerankedRow], reranking: Reranking) -> str:
    """Return everything as JSON."""
    values = {
        "reranker": reranking.reranker.name,
        "directions": sorted(reranking.directions),
        "rows": [asdict(row) for row in rows],
    }
    return json.dumps(values, ensure_ascii=False, indent=1)


def _rows(
    system: str,
    index: Index,
    gold: Gold,
    relevant: dict[str, dict[str, Language]],
    asked_in: Language,
    wanted: Language,
) -> list[RerankedRow]:
    asked = [
        (question.question, {i for i, own in relevant[question.id].items() if own == wanted})
        for question in gold.questions
        if question.language == asked_in and wanted in question.evidence_languages
    ]
    filters: dict[str, LanguageFilter] = {"one": "all", "own": wanted}
    rows = []
    for kind, language in filters.items():
        ranks = [_rank(index, question, language, right) for question, right in asked]
        rows.append(
            RerankedRow(
                system=system,
                asked_in=asked_in,
                wanted=wanted,
                list=kind,
                questions=len(ranks),
                success_at_5=_mean([float(rank <= 5) for rank in ranks]),
                reciprocal_rank=_mean([1 / rank if rank <= 10 else 0.0 for rank in ranks]),
            )
        )
    return rows


def _rank(index: Index, question: str, language: LanguageFilter, right: set[str]) -> int:
    """Return the rank of the first passage that answers; one more than there are if none does."""
    hits = search(index, question, top_k=DEPTH, language=language).hits
    return next((hit.rank for hit in hits if hit.passage.id in right), DEPTH + 1)


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0

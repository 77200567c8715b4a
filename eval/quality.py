"""Search quality on gold questions, by direction, beside the baselines in the same run."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

from eval.questions import Direction, Question, read_questions, relevant_passages
from eval.systems import System, baselines, yinju
from indexer.passages import LANGUAGES, Language
from retriever.search import Index, open_index, search

QUESTIONS = Path("eval/dev.jsonl")
MEASURES = (Success @ 5, Success @ 10, RR @ 10, R @ 10, nDCG @ 10)
RESAMPLES = 2000
"""Bootstrap samples of the confidence intervals."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one system on the questions of one direction."""

    system: str
    list: str
    """`one`: both languages in one list; `own`: only the language of the evidence."""
    direction: Direction
    measure: str
    questions: int
    mean: float
    low: float
    """Of the 95 % bootstrap interval."""
    high: float


@dataclass(frozen=True, slots=True)
class Support:
    """How well support tells answered questions from others."""

    answered_found: float
    """Share of the answerable questions with a support of at least 0.5."""
    others_refused: float
    """Share of the questions on other subjects with less."""


def measure_quality(directory: Path, questions_file: Path = QUESTIONS) -> tuple[list[Row], Support]:
    """Return all rows, system by system, and what support is worth, for an index of the report."""
    index = open_index(directory)
    questions = read_questions(questions_file)
    answerable = [question for question in questions if question.evidence]
    relevant = _relevant(index, answerable)
    passages = [p for language in LANGUAGES for p in index.store.searchable_passages(language)]
    systems = {"yinju": yinju(index), **baselines(passages, index.encoder)}
    rows = [
        row
        for name, system in systems.items()
        for row in _measure(name, system, answerable, relevant)
    ]
    return rows, _support(index, questions_file, answerable)


def to_markdown(rows: Iterable[Row]) -> str:
    """Return success@5 and reciprocal rank as a table, a line a system."""
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.measure in ("Success@5", "RR@10"):
            column = f"{row.direction}, {row.list} list"
            cell = cells.setdefault(row.system, {}).get(column, "")
            cells[row.system][column] = f"{cell} / {row.mean:.2f}" if cell else f"{row.mean:.2f}"
    columns = list(next(iter(cells.values()), {}))
    lines = [
        "| success@5 / MRR@10 | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    lines += [
        f"| {system} | " + " | ".join(by_column[column] for column in columns) + " |"
        for system, by_column in cells.items()
    ]
    return "\n".join(lines)


def to_json(rows: Iterable[Row], support: Support) -> str:
    """Return everything as JSON."""
    values = {"support": asdict(support), "rows": [asdict(row) for row in rows]}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _relevant(index: Index, questions: Sequence[Question]) -> dict[str, dict[str, Language]]:
    [document] = [d for d in index.store.documents() if d.symbol == "A/72/840"]
    passages = index.store.passages(document.source)
    return {q.id: relevant_passages(q, passages, document.text) for q in questions}


def _measure(
    name: str,
    system: System,
    questions: Sequence[Question],
    relevant: dict[str, dict[str, Language]],
) -> list[Row]:
    rows = []
    for direction in ("same", "across"):
        one = [(q, tuple(relevant[q.id]), LANGUAGES) for q in questions if q.direction == direction]
        own = [
            (q, tuple(i for i, found in relevant[q.id].items() if found == language), (language,))
            for q in questions
            for language in q.evidence_languages
            if (language == q.language) == (direction == "same")
        ]
        for kind, asked in (("one", one), ("own", own)):
            rows += _rows(name, system, kind, direction, asked)
    return rows


def _rows(
    name: str,
    system: System,
    kind: str,
    direction: Direction,
    asked: Sequence[tuple[Question, tuple[str, ...], Sequence[Language]]],
) -> list[Row]:
    keys = [f"{q.id}/{'+'.join(languages)}" for q, _, languages in asked]
    qrels = {key: dict.fromkeys(ids, 1) for key, (_, ids, _) in zip(keys, asked, strict=True)}
    # The measures sort by score and break ties by id: a score made from the rank keeps our order.
    run = {
        key: {i: 1.0 / rank for rank, i in enumerate(system(q.question, languages), start=1)}
        for key, (q, _, languages) in zip(keys, asked, strict=True)
    }
    values: dict[str, list[float]] = {}
    for value in ir_measures.iter_calc(MEASURES, qrels, run):
        values.setdefault(str(value.measure), []).append(value.value)
    return [_row(name, kind, direction, str(m), values[str(m)]) for m in MEASURES]


def _row(name: str, kind: str, direction: Direction, measure: str, values: list[float]) -> Row:
    sample = np.array(values)
    draws = np.random.default_rng(0).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.quantile(sample[draws].mean(axis=1), [0.025, 0.975])
    return Row(
        name, kind, direction, measure, len(sample), float(sample.mean()), float(low), float(high)
    )


def _support(index: Index, questions_file: Path, answerable: Sequence[Question]) -> Support:
    others = [
        json.loads(line)["question"]
        for line in questions_file.read_text(encoding="utf-8").splitlines()
        if str(json.loads(line).get("why", "")).startswith("off-topic")
    ]
    found = [search(index, q.question, top_k=1).support >= 0.5 for q in answerable]
    refused = [search(index, question, top_k=1).support < 0.5 for question in others]
    return Support(float(np.mean(found)), float(np.mean(refused)))

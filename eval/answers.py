"""How right answers are: the sentence that is quoted, the short form, and what tables say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from eval.gold import QUESTIONS
from eval.questions import Question, read_questions
from eval.table_truth import compute_truth, read_table_questions
from indexer.normalization import fold
from retriever.answers import ask
from retriever.hits import Answer
from retriever.search import Index, open_index

SHORT: Final = Path("eval/answers/short.jsonl")
"""Short answers to questions of `QUESTIONS`, in the words of the report."""
TABLES: Final = Path("eval/answers/tables.jsonl")


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """What was measured; shares lie in [0, 1]."""

    quoted_same: float
    """Questions in the language of the evidence of which a quoted sentence has the gold one."""
    quoted_across: float
    short_right: float
    """Of the questions for a number, a date, a country or a body."""
    short_wrong: float
    """Of the same: another short form was given; the rest was given none."""
    short_by_kind: Mapping[str, float]
    table_right: float
    """Questions about tables, those that none answers among them."""
    table_wrong_counts: int
    """Questions that were answered with a count that is not right."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was not answered as it should be."""

    subject: str
    id: str
    question: str
    right: str
    given: str


@dataclass(frozen=True, slots=True)
class _Short:
    wants: str
    wordings: tuple[str, ...]


def measure_answers(directory: Path, split: str) -> tuple[AnswerQuality, list[Failure]]:
    """Return how right the answers to the questions of a split are, and which are not.

    Parameters
    ----------
    directory
        An index of corpus/.
    split
        `tune` or `check`; `unseen` and `all` have more quotations, but the same short forms.
    """
    index = open_index(directory)
    failures: list[Failure] = []
    questions = [q for q in read_questions(QUESTIONS, split) if q.evidence]
    answers = {question.id: ask(index, question.question) for question in questions}
    quoted = _measure_quotes(index, questions, answers, failures)
    shorts = _measure_shorts(questions, answers, failures)
    right, wrong_counts = _measure_tables(index, split, failures)
    kinds = sorted({kind for kind, _ in shorts})
    return AnswerQuality(
        quoted_same=_mean(quoted["same"]),
        quoted_across=_mean(quoted["across"]),
        short_right=_mean([outcome == "right" for _, outcome in shorts]),
        short_wrong=_mean([outcome == "wrong" for _, outcome in shorts]),
        short_by_kind={
            kind: _mean([outcome == "right" for k, outcome in shorts if k == kind])
            for kind in kinds
        },
        table_right=_mean(right),
        table_wrong_counts=wrong_counts,
    ), failures


def to_json(quality: AnswerQuality) -> str:
    """Return what was measured as one line of JSON."""
    return json.dumps(asdict(quality))


def to_text(quality: AnswerQuality, failures: Sequence[Failure], *, details: bool) -> str:
    """Return what was measured for people."""
    lines = []
    for name, value in asdict(quality).items():
        shown = (
            value
            if isinstance(value, int)
            else f"{value:.2f}"
            if isinstance(value, float)
            else (", ".join(f"{kind} {share:.2f}" for kind, share in value.items()))
        )
        lines.append(f"{name.replace('_', ' '):20s} {shown}")
    if details:
        lines += [
            f"{f.subject} {f.id} {f.question}\n    {f.right}\n    {f.given}" for f in failures
        ]
    return "\n".join(lines)


def _measure_quotes(
    index: Index,
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    failures: list[Failure],
) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {"same": [], "across": []}
    texts = {source: index.store.document(source).text for source in index.store.sources()}
    for question in questions:
        answer = answers[question.id]
        gold = [
            (source, text.index(quote), text.index(quote) + len(quote))
            for source, text in texts.items()
            for quote in question.evidence
            if quote in text
        ]
        holds = any(
            quote.passage.source == source and start < high and low < end
            for quote in answer.quotes
            for start, end in quote.spans
            for source, low, high in gold
        )
        found[question.direction].append(holds)
        if not holds:
            given = " | ".join(quote.text for quote in answer.quotes)
            failures.append(Failure("quote", question.id, question.question,
                                    " | ".join(question.evidence), given))  # fmt: skip
    return found


def _measure_shorts(
    questions: Sequence[Question], answers: Mapping[str, Answer], failures: list[Failure]
) -> list[tuple[str, str]]:
    outcomes = []
    gold = _read_shorts()
    for question in questions:
        if question.id not in gold:
            continue
        short, given = gold[question.id], answers[question.id].short
        outcome = "none" if given is None else "right" if _same(given, short) else "wrong"
        outcomes.append((short.wants, outcome))
        if outcome != "right":
            failures.append(Failure(f"short {outcome}", question.id, question.question,
                                    " | ".join(short.wordings), str(given)))  # fmt: skip
    return outcomes


def _measure_tables(index: Index, split: str, failures: list[Failure]) -> tuple[list[bool], int]:
    passages = index.store.table_rows()
    right, wrong_counts = [], 0
    for question in read_table_questions(TABLES, split):
        truth = compute_truth(question, passages)
        answer = ask(index, question.question).table
        if question.operation == "none" or answer is None:
            holds = (answer is None) == (question.operation == "none")
        else:
            ids = {passage.id for passage in answer.rows}
            same = answer.value == truth.value and ids == truth.rows
            holds = answer.operation == question.operation and same
        right.append(holds)
        if not holds:
            wrong_counts += answer is not None and answer.operation == "count"
            given = str(answer and (answer.operation, answer.value, answer.filters))
            failures.append(
                Failure("table", question.id, question.question, str(truth.value), given)
            )
    return right, wrong_counts


def _read_shorts() -> dict[str, _Short]:
    lines = map(json.loads, SHORT.read_text(encoding="utf-8").splitlines())
    return {line["id"]: _Short(line["wants"], tuple(line["short"])) for line in lines}


def _same(given: str, short: _Short) -> bool:
    """Return whether a short form says what it should, and little else."""
    plain = _plain(given)
    return any(
        _plain(wording) in plain and len(given) <= 4 * len(wording) + 60
        for wording in short.wordings
    )


def _plain(text: str) -> str:
    return "".join(fold(text).text.lower().replace(",", "").split())


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else 0.0

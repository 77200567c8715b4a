"""Search quality on gold questions, by direction, beside the baselines in the same run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

from eval.ablation import ablations
from eval.gold import Gold
from eval.questions import Direction, Question, relevant_passages
from eval.systems import System, baselines, yinju
from indexer.passages import LANGUAGES, Document, Language
from retriever.hits import Results
from retriever.search import Index, open_index, search

MEASURES = (Success @ 5, Success @ 10, RR @ 10, R @ 10, nDCG @ 10)
RESAMPLES = 2000
"""Bootstrap samples of the confidence intervals."""
LONG_PASSAGE = 400
"""Code points from which a passage is long: marking all of it would help nobody."""


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
class Trust:
    """What support and evidence are worth."""

    answered_found: float
    """Share of the answerable questions with a support of at least 0.5."""
    off_topic_refused: float | None
    """Share of the questions on other subjects with less; None where there are none."""
    same_domain_auroc: float | None
    """Chance that an answerable question has more support than one on something of the same
    domain that the documents do not treat; None where no question is of that kind."""
    evidence_touches: float
    """Share of the relevant passages at rank 1 whose evidence touches the gold quote."""
    evidence_share: float | None
    """Share of such long passages that is marked as evidence, on average; None where there are
    none."""


def measure_quality(gold: Gold, *, alone: bool = False) -> tuple[list[Row], Trust]:
    """Return all rows, system by system, and what support and evidence are worth.

    Parameters
    ----------
    alone
        Leave out the baselines, which encode all passages anew.
    """
    index = open_index(gold.directory)
    relevant = find_relevant(index, gold.questions)
    systems = {"yinju": yinju(index)}
    if not alone:
        passages = [p for language in LANGUAGES for p in index.store.searchable_passages(language)]
        systems |= baselines(passages, index.encoder)
    rows = _measure_all(systems, gold.questions, relevant)
    trust = _trust(index, gold.questions, relevant)
    index.close()
    return rows, trust


def measure_ablations(gold: Gold) -> list[Row]:
    """Return the rows of the search with one part after the other."""
    index = open_index(gold.directory)
    relevant = find_relevant(index, gold.questions)
    rows = _measure_all(ablations(index), gold.questions, relevant)
    index.close()
    return rows


def find_relevant(index: Index, questions: Sequence[Question]) -> dict[str, dict[str, Language]]:
    """Return for each question with an answer the passages that have it, with their languages.

    Raises
    ------
    ValueError
        As `eval.questions.relevant_passages`.
    """
    relevant = {}
    for question in questions:
        if question.evidence:
            document = _document(index, question)
            passages = index.store.passages(document.source)
            relevant[question.id] = relevant_passages(question, passages, document.text)
    return relevant


def to_qrels(relevant: dict[str, dict[str, Language]]) -> str:
    """Return relevant passages as TREC qrels: question, iteration, passage, relevance."""
    return "".join(f"{key} 0 {passage} 1\n" for key, found in relevant.items() for passage in found)


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


def to_json(rows: Iterable[Row], trust: Trust) -> str:
    """Return everything as JSON."""
    values = {"trust": asdict(trust), "rows": [asdict(row) for row in rows]}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _document(index: Index, question: Question) -> Document:
    """Return the document that the evidence of a question stands in."""
    documents = index.store.documents()
    if question.source:
        [found] = [d for d in documents if PurePosixPath(d.source).name == question.source]
    else:
        [found] = [d for d in documents if d.symbol == "A/72/840"]
    return found


def _measure_all(
    systems: Mapping[str, System],
    questions: Sequence[Question],
    relevant: dict[str, dict[str, Language]],
) -> list[Row]:
    answerable = [question for question in questions if question.evidence]
    return [
        row
        for name, system in systems.items()
        for row in _measure(name, system, answerable, relevant)
    ]


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


def _trust(
    index: Index, questions: Sequence[Question], relevant: dict[str, dict[str, Language]]
) -> Trust:
    results = {question.id: search(index, question.question, top_k=1) for question in questions}
    support: dict[str, list[float]] = {}
    for question in questions:
        support.setdefault(question.why, []).append(results[question.id].support)
    answered, off_topic, same_domain = (
        np.array(support.get(why, [])) for why in ("", "off-topic", "same-domain")
    )
    wins = (answered[:, None] > same_domain) + 0.5 * (answered[:, None] == same_domain)
    touches, shares = _evidence(index, questions, results, relevant)
    return Trust(
        answered_found=float(np.mean(answered >= 0.5)),
        off_topic_refused=float(np.mean(off_topic < 0.5)) if off_topic.size else None,
        same_domain_auroc=float(wins.mean()) if same_domain.size else None,
        evidence_touches=float(np.mean(touches)),
        evidence_share=float(np.mean(shares)) if shares else None,
    )


def _evidence(
    index: Index,
    questions: Sequence[Question],
    results: dict[str, Results],
    relevant: dict[str, dict[str, Language]],
) -> tuple[list[bool], list[float]]:
    touches, shares = [], []
    for question in questions:
        hit = results[question.id].hits[0]
        if hit.passage.id not in relevant.get(question.id, {}):
            continue
        text = index.store.document(hit.passage.source).text
        quotes = [
            (text.index(quote), text.index(quote) + len(quote)) for quote in question.evidence
        ]
        touches.append(
            any(
                start < high and low < end
                for start, end in hit.evidence_spans
                for low, high in quotes
            )
        )
        if len(hit.passage.text) >= LONG_PASSAGE:
            marked = sum(end - start for start, end in hit.evidence)
            shares.append(marked / len(hit.passage.text))
    return touches, shares

"""Counterparts of the pairs' passages and sections, beside plain baselines in the same run."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

import ir_measures
import numpy as np
from ir_measures import RR, Success
from numpy.typing import NDArray

from eval.questions import passages_with
from indexer.build import build_index
from indexer.embeddings import EMBEDDINGS, Embeddings
from indexer.generations import open_current
from indexer.passages import LANGUAGES, Language, Passage
from indexer.text_keys import text_keys
from retriever.compared_texts import TextReader, other_language
from retriever.counterparts import find_counterparts
from retriever.search import Index, open_index
from retriever.section_counterparts import find_section_counterparts
from retriever.section_passages import SectionPassages, own_sections

PAIRS = (Path("eval/dev-section-pairs.jsonl"), Path("eval/own-section-pairs.jsonl"))
SECOND = Path("eval/second/documents")
"""Documents with one subject each, so that none has a counterpart."""
MEASURES = (Success @ 1, Success @ 3, Success @ 5, RR @ 10)
DEPTH = 20
"""How long a ranking is at most."""

Unit: TypeAlias = Literal["passages", "sections", "sections by pair"]
UNITS: tuple[Unit, ...] = ("passages", "sections", "sections by pair")
Ranking: TypeAlias = list[str]
System: TypeAlias = Callable[[Passage], Ranking]
"""Ranks the ids of what is in the other language for a passage, or for the heading of a section."""
Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Passages in two languages on the same subject, as people chose them."""

    id: str
    passages: Mapping[Language, tuple[Passage, ...]]
    relation: str
    """`same-content`, `summary-of` or `same-topic`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one system in one direction."""

    system: str
    unit: Unit
    """`sections`: each section once, and right is any that a pair leads to; `sections by pair`:
    each pair, and right is only where it leads."""
    asked: Language
    measure: str
    queries: int
    mean: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the relation and the refusals are worth."""

    relations: int
    """Pairs whose counterpart was found."""
    relations_right: float
    """Share of these with the right relation."""
    relations_usual: float
    """The same if all were said to be of the commonest relation."""
    answered: float
    """Share of the pairs' passages that have any counterpart."""
    refused: float | None
    """Share of the second collection's passages that have none; None where it was left out."""


def measure_counterparts(
    directory: Path, *, split: str = "tune", alone: bool = False
) -> tuple[list[Row], Judgement]:
    """Return all rows, system by system, and what relation and refusals are worth.

    Parameters
    ----------
    directory
        An index of the report.
    split
        `tune`, `check` or `all`.
    alone
        Leave out the baselines and the second collection.
    """
    index = open_index(directory)
    pairs = read_pairs(index, split)
    reader = TextReader(index)
    systems = {"yinju": _yinju(reader)}
    sections = {"yinju": _yinju_sections(reader)}
    if not alone:
        systems |= _baselines(index)
        sections |= {"mean vectors, centred": _mean_vectors(index)}
    rows = []
    for language in LANGUAGES:
        for name, system in systems.items():
            rows += _passage_rows(name, system, pairs, language)
        for name, system in sections.items():
            rows += _section_rows(name, system, pairs, language, index)
    judgement = _judge(reader, pairs, None if alone else _refused())
    index.close()
    return rows, judgement


def read_pairs(index: Index, split: str) -> list[Pair]:
    """Return the pairs of a split; half of them are for tuning, by their ids."""
    [document] = [d for d in index.store.documents() if d.symbol == "A/72/840"]
    passages = index.store.passages(document.source)

    def find(*quotes: str) -> tuple[Passage, ...]:
        found = [p for quote in quotes for p in passages_with(quote, passages, document.text)]
        return tuple({passage.id: passage for passage in found}.values())

    lines = [
        json.loads(line)
        for path in PAIRS
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [
        Pair(
            id=str(values["id"]),
            passages={"zh": find(values["zh_quote"]), "en": find(*values["en_quotes"])},
            relation=str(values["relation"]),
        )
        for values in lines
        if split in ("all", split_of(str(values["id"])))
    ]


def split_of(pair_id: str) -> str:
    """Return whether a pair may be looked at while tuning: `tune` or `check`."""
    return "check" if sha256(pair_id.encode()).digest()[-1] % 2 else "tune"


def to_markdown(rows: Iterable[Row]) -> str:
    """Return the measures as a table, a line for a system, unit and language."""
    cells: dict[tuple[Unit, Language, str, int], list[str]] = {}
    for row in sorted(rows, key=lambda row: (UNITS.index(row.unit), LANGUAGES.index(row.asked))):
        key = (row.unit, row.asked, row.system, row.queries)
        cells.setdefault(key, []).append(f"{row.mean:.2f}")
    lines = [
        "| asked for | from | system | queries | " + " | ".join(map(str, MEASURES)) + " |",
        "|---" * (4 + len(MEASURES)) + "|",
    ]
    for (unit, asked, system, queries), values in cells.items():
        to = other_language(asked)
        lines.append(f"| {unit} | {asked} → {to} | {system} | {queries} | {' | '.join(values)} |")
    return "\n".join(lines)


def to_json(rows: Iterable[Row], judgement: Judgement) -> str:
    """Return everything as JSON."""
    values = {"judgement": asdict(judgement), "rows": [asdict(row) for row in rows]}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _yinju(reader: TextReader) -> System:
    def rank(passage: Passage) -> Ranking:
        found = find_counterparts(reader, passage, top_k=DEPTH)
        return [counterpart.passage.id for counterpart in found]

    return rank


def _yinju_sections(reader: TextReader) -> System:
    @cache
    def rank(heading: Passage) -> Ranking:
        found = find_section_counterparts(reader, heading.id, top_k=DEPTH)
        return [counterpart.passage.id for counterpart in found]

    return rank


def _baselines(index: Index) -> dict[str, System]:
    """Return the cosine of passages, and the prototype: centred, with the nearest sentences."""
    known = open_current(index.directory, lambda _, folder: Embeddings.open(folder, EMBEDDINGS))
    ids, plain, centred, sentences = {}, {}, {}, {}
    for channels in index.channels:
        language = channels.language
        passages = list(index.store.searchable_passages(language))
        ids[language] = [passage.id for passage in passages]
        keys = text_keys(passage.text for passage in passages)
        plain[language] = known.vectors.rows(known.find(keys))
        centred[language] = channels.passages.rows(np.arange(channels.passages.size))
        vectors = channels.sentences.rows(np.arange(channels.sentences.size))
        sentences[language] = [vectors[channels.owners == n] for n in range(len(passages))]

    def cosine(passage: Passage) -> Ranking:
        language, number = passage.language, ids[passage.language].index(passage.id)
        other = other_language(language)
        return _ranked(ids[other], plain[other] @ plain[language][number])

    def prototype(passage: Passage) -> Ranking:
        language, number = passage.language, ids[passage.language].index(passage.id)
        other = other_language(language)
        best = [
            (sentences[language][number] @ candidate.T).max() if len(candidate) else -1.0
            for candidate in sentences[other]
        ]
        return _ranked(ids[other], centred[other] @ centred[language][number] + np.array(best))

    return {"cosine": cosine, "prototype": prototype}


def _mean_vectors(index: Index) -> System:
    """Return the ranking of sections by the mean of their passages' centred vectors."""
    vectors: dict[Language, dict[str, Floats]] = {}
    for channels in index.channels:
        sections = own_sections(index.store, channels.language, index.store.sources())
        vectors[channels.language] = {
            section.heading.id: _mean(channels.passages.rows(np.array(section.numbers)))
            for section in sections
        }

    def rank(heading: Passage) -> Ranking:
        [language] = [name for name in LANGUAGES if heading.id in vectors[name]][:1]
        others = vectors[other_language(language)]
        scores = np.array([vector @ vectors[language][heading.id] for vector in others.values()])
        return _ranked(list(others), scores)

    return rank


def _mean(vectors: Floats) -> Floats:
    total: Floats = vectors.sum(axis=0)
    unit: Floats = total / max(float(np.linalg.norm(total)), 1e-9)
    return unit


def _ranked(ids: Sequence[str], scores: NDArray[np.floating]) -> Ranking:
    return [ids[number] for number in np.argsort(-scores, kind="stable")[:DEPTH]]


def _passage_rows(
    name: str, system: System, pairs: Sequence[Pair], language: Language
) -> list[Row]:
    asked = [
        (
            f"{pair.id}/{passage.id}",
            passage,
            [p.id for p in pair.passages[other_language(language)]],
        )
        for pair in pairs
        for passage in pair.passages[language]
    ]
    return _rows(name, "passages", language, system, asked)


def _section_rows(
    name: str, system: System, pairs: Sequence[Pair], language: Language, index: Index
) -> list[Row]:
    here = _sections_of(index, language)
    there = _sections_of(index, other_language(language))
    by_pair: list[tuple[str, Passage, list[str]]] = []
    by_section: dict[str, tuple[Passage, set[str]]] = {}
    for pair in pairs:
        right = {there[p.id].heading.id for p in pair.passages[other_language(language)]}
        headings = {here[p.id].heading.id: here[p.id].heading for p in pair.passages[language]}
        for heading in headings.values():
            by_pair.append((f"{pair.id}/{heading.id}", heading, sorted(right)))
            by_section.setdefault(heading.id, (heading, set()))[1].update(right)
    once = [(key, heading, sorted(right)) for key, (heading, right) in by_section.items()]
    return [
        *_rows(name, "sections", language, system, once),
        *_rows(name, "sections by pair", language, system, by_pair),
    ]


def _sections_of(index: Index, language: Language) -> dict[str, SectionPassages]:
    """Return the section that each passage of a language stands in, by its id."""
    return {
        passage.id: section
        for section in own_sections(index.store, language, index.store.sources())
        for passage in index.store.passages_at(language, section.numbers)
    }


def _rows(
    name: str,
    unit: Unit,
    language: Language,
    system: System,
    asked: Sequence[tuple[str, Passage, list[str]]],
) -> list[Row]:
    qrels = {key: dict.fromkeys(right, 1) for key, _, right in asked}
    # The measures sort by score and break ties by id: a score made from the rank keeps our order.
    run = {
        key: {i: 1.0 / rank for rank, i in enumerate(system(passage), start=1)}
        for key, passage, _ in asked
    }
    # Whatever has no counterpart stands in no line of a run, and counts as not found.
    run = {key: found or {"none": 1.0} for key, found in run.items()}
    means = ir_measures.calc_aggregate(MEASURES, qrels, run)
    return [Row(name, unit, language, str(m), len(asked), float(means[m])) for m in MEASURES]


def _judge(reader: TextReader, pairs: Sequence[Pair], refused: float | None) -> Judgement:
    told: list[tuple[str, str]] = []
    answered = []
    for pair in pairs:
        for language in LANGUAGES:
            right = {passage.id for passage in pair.passages[other_language(language)]}
            for passage in pair.passages[language]:
                found = find_counterparts(reader, passage, top_k=DEPTH)
                answered.append(bool(found))
                hits = [hit for hit in found if hit.passage.id in right]
                if language == "zh" and hits:
                    told.append((pair.relation, hits[0].relation.replace("detail", "summary")))
    gold = [relation for relation, _ in told]
    return Judgement(
        relations=len(told),
        relations_right=float(np.mean([one == other for one, other in told])),
        relations_usual=max(map(gold.count, gold)) / len(gold),
        answered=float(np.mean(answered)),
        refused=refused,
    )


def _refused() -> float:
    """Return the share of the second collection's passages for which nothing is found."""
    with TemporaryDirectory() as folder:
        build_index([SECOND], Path(folder) / "index")
        index = open_index(Path(folder) / "index")
        reader = TextReader(index)
        nothing = [
            not find_counterparts(reader, passage, top_k=1)
            for language in LANGUAGES
            for passage in index.store.searchable_passages(language)
        ]
        index.close()
    return float(np.mean(nothing))

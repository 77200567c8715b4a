"""Gold questions, and which passages answer them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from indexer.passages import LANGUAGES, Language, Passage, Span

COVERED = 0.8
"""Share of a quote that the spans of a passage must cover for the passage to be relevant."""

Direction: TypeAlias = Literal["same", "across"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it."""

    id: str
    question: str
    language: Language
    """It is asked in."""
    type: str
    """`fact`, `number`, `list`, `typo`, ...; empty where it cannot be answered."""
    evidence: tuple[str, ...]
    """Verbatim quotes, each unique in the document, each an alternative; none where nothing in
    the documents answers."""
    source: str
    """Name of the file that the quotes stand in; empty where the questions are on one document."""
    evidence_languages: tuple[Language, ...]
    direction: Direction
    """`across` where the gold says that some of the evidence is in the other language."""
    why: str
    """What makes it unanswerable: `off-topic`, `same-domain`, `near-miss`; empty if it is not."""
    split: str
    """`tune` where it may be looked at while tuning, `check` where it is for the final check."""


def read_questions(paths: Sequence[Path], split: str) -> list[Question]:
    """Return the questions of a split from files of JSON lines (see eval/README.md)."""
    questions = [
        _question(json.loads(line))
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [question for question in questions if split in (question.split, "all")]


def relevant_passages(
    question: Question, passages: Sequence[Passage], text: str
) -> dict[str, Language]:
    """Return the ids of the passages that answer a question, with their languages.

    Parameters
    ----------
    passages
        Of the document that the quotes stand in.
    text
        Its decoded text.

    Raises
    ------
    ValueError
        A quote does not stand in the text exactly once, or no passage has it.
    """
    relevant: dict[str, Language] = {}
    for quote in question.evidence:
        found = passages_with(quote, passages, text)
        relevant |= {passage.id: passage.language for passage in found}
    return relevant


def passages_with(quote: str, passages: Sequence[Passage], text: str) -> list[Passage]:
    """Return the passages that have a quote, or most of it.

    Raises
    ------
    ValueError
        The quote does not stand in the text exactly once, or no passage has it.
    """
    if text.count(quote) != 1:
        raise ValueError(f"{text.count(quote)} places of {quote!r}")
    start = text.index(quote)
    span = (start, start + len(quote))
    found = [passage for passage in passages if _covers(passage, span)]
    if not found:
        raise ValueError(f"no passage has {quote!r}")
    return found


def _covers(passage: Passage, quote: Span) -> bool:
    if passage.kind == "heading":
        return False
    covered = sum(max(0, min(end, quote[1]) - max(start, quote[0])) for start, end in passage.spans)
    return covered >= COVERED * (quote[1] - quote[0])


def _question(values: dict[str, object]) -> Question:
    evidence = values.get("evidence") or []
    named = values.get("evidence_lang")
    languages: tuple[Language, ...] = tuple(x for x in LANGUAGES if named in (x, "both"))
    if not isinstance(evidence, list):
        raise TypeError(f"{values['id']}: evidence is no list")
    return Question(
        id=str(values["id"]),
        question=str(values["question"]),
        language="zh" if values["lang"] == "zh" else "en",
        type=str(values.get("type", "")),
        evidence=tuple(map(str, evidence)),
        source=str(values.get("source", "")),
        evidence_languages=languages,
        direction="across" if values.get("cross") else "same",
        why=str(values.get("why", "")).split(" ")[0].split(":")[0],
        split=str(values.get("split", "tune")),
    )

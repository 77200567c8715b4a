"""Corrections with the passages that their sentences stand in, and how an index keeps them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from indexer.corrections import Correction, normal_sentence
from indexer.errors import DamagedIndex
from indexer.passages import Language, Passage, Span

PassageSentences: TypeAlias = tuple[Passage, tuple[Span, ...]]
"""A passage and its sentences as spans of its clean text."""


@dataclass(frozen=True, slots=True)
class PlacedCorrection:
    """A correction and where its sentences stand in the documents of an index."""

    correction: Correction
    zh: tuple[str, ...]
    """Ids of the passages in which its Chinese sentences stand one after the other."""
    en: tuple[str, ...]
    """The same for the English ones."""


def find_run(sentences: Sequence[str], run: Sequence[str]) -> list[int]:
    """Return where a run of sentences begins in others, each time; none where it is empty."""
    length = len(run)
    if not length:
        return []
    return [
        start
        for start in range(len(sentences) - length + 1)
        if list(sentences[start : start + length]) == list(run)
    ]


def place_corrections(
    corrections: Sequence[Correction], passages: Iterable[PassageSentences]
) -> tuple[PlacedCorrection, ...]:
    """Return the corrections with the passages that hold all sentences of one of their sides."""
    waiting: dict[tuple[Language, str], list[int]] = defaultdict(list)
    for number, correction in enumerate(corrections):
        if correction.zh:
            waiting["zh", correction.zh[0]].append(number)
        if correction.en:
            waiting["en", correction.en[0]].append(number)
    found: dict[tuple[int, Language], dict[str, None]] = defaultdict(dict)
    for passage, spans in passages if waiting else ():
        sentences = [normal_sentence(passage.text[start:end]) for start, end in spans]
        language = passage.language
        for number in {n for text in sentences for n in waiting.get((language, text), ())}:
            correction = corrections[number]
            if find_run(sentences, correction.zh if language == "zh" else correction.en):
                found[number, language][passage.id] = None
    return tuple(
        PlacedCorrection(correction, tuple(found[number, "zh"]), tuple(found[number, "en"]))
        for number, correction in enumerate(corrections)
    )


def write_placed(placed: Iterable[PlacedCorrection], path: Path) -> None:
    """Write placed corrections as JSON lines.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    lines = (json.dumps(asdict(item), ensure_ascii=False) for item in placed)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_placed(path: Path) -> tuple[PlacedCorrection, ...]:
    """Return what `write_placed` wrote.

    Raises
    ------
    FileNotFoundError
        The file is missing.
    DamagedIndex
        It cannot be understood.
    """
    try:
        records = [
            json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line
        ]
        return tuple(
            PlacedCorrection(
                Correction(
                    record["correction"]["verdict"],
                    tuple(record["correction"]["zh"]),
                    tuple(record["correction"]["en"]),
                ),
                tuple(record["zh"]),
                tuple(record["en"]),
            )
            for record in records
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(directory=path.parent, detail=f"{path.name}: {error}") from error

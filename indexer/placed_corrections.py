"""Corrections with the passages that their sentences stand in, and how an index keeps them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from indexer.corrections import Correction, normal_sentence
from indexer.json_lines import read_records
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


def read_placed(path: Path) -> tuple[PlacedCorrection, ...]:
    """Return the corrections that an index keeps, as `write_records` wrote them.

    Raises
    ------
    FileNotFoundError, DamagedIndex
        As `indexer.json_lines.read_records`.
    """
    return read_records(path, _placed)


def _placed(values: dict[str, Any]) -> PlacedCorrection:
    said = values["correction"]
    return PlacedCorrection(
        correction=Correction(said["verdict"], tuple(said["zh"]), tuple(said["en"])),
        zh=tuple(values["zh"]),
        en=tuple(values["en"]),
    )

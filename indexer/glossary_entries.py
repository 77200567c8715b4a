"""The record of the glossary, and how an index keeps it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.json_lines import read_records


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """The names of one concept."""

    zh: tuple[str, ...]
    """Chinese names, full ones first, then short ones; empty where none is known."""
    en: tuple[str, ...]
    """English names written out, the same way."""
    acronyms: tuple[str, ...]
    """As printed (`UNOCT`, `I-ACT`). One that is also a word (WHO) means it in capitals only."""
    origin: str
    """`glossary` where people wrote it, `mined` where documents define it, `local` where they do
    so with a common word (`the Office`) that means this in its document only."""
    place: str
    """Where it stands first: ``file:line`` of a glossary, or the id of a passage."""


def read_entries(path: Path) -> tuple[GlossaryEntry, ...]:
    """Return the entries that an index keeps, as `write_records` wrote them.

    Raises
    ------
    FileNotFoundError, DamagedIndex
        As `indexer.json_lines.read_records`.
    """
    return read_records(path, _entry)


def _entry(values: dict[str, Any]) -> GlossaryEntry:
    return GlossaryEntry(
        zh=tuple(values["zh"]),
        en=tuple(values["en"]),
        acronyms=tuple(values["acronyms"]),
        origin=values["origin"],
        place=values["place"],
    )

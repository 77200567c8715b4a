"""The record of the glossary, and how an index keeps it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import DamagedIndex


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


def write_entries(entries: Iterable[GlossaryEntry], path: Path) -> None:
    """Write entries as JSON lines.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_entries(path: Path) -> tuple[GlossaryEntry, ...]:
    """Return what `write_entries` wrote.

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
            GlossaryEntry(
                zh=tuple(record["zh"]),
                en=tuple(record["en"]),
                acronyms=tuple(record["acronyms"]),
                origin=record["origin"],
                place=record["place"],
            )
            for record in records
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(directory=path.parent, detail=f"{path.name}: {error}") from error

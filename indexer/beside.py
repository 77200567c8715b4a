"""What lies beside the documents of a collection: glossaries, and tables of corrections."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.corrections import Correction, find_corrections, parse_corrections
from indexer.corrections import merge as merge_corrections
from indexer.dictionary import DICTIONARY
from indexer.everyday import EVERYDAY
from indexer.glossary import find_glossaries, read_glossary
from indexer.glossary_entries import GlossaryEntry
from indexer.mining import MINING
from indexer.readers import read_text
from indexer.terms import TOKENIZATION


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the documents."""

    glossary: tuple[GlossaryEntry, ...]
    corrections: tuple[Correction, ...]
    tables: Mapping[str, str]
    """SHA-256 of the tables of corrections, by name."""

    @property
    def tokenization(self) -> str:
        """What makes the terms, their translations and the means what they are."""
        digest = hashlib.blake2b(repr(list(self.glossary)).encode(), digest_size=8).hexdigest()
        return f"{TOKENIZATION} {DICTIONARY} {MINING} {EVERYDAY} glossary/{digest}"


def read_beside(paths: Sequence[Path], files: Sequence[Path], root: Path) -> Beside:
    """Return what lies beside the documents under some paths, which `find_sources` found.

    Raises
    ------
    GlossaryError, CorrectionsError, SourceError
        It cannot be used.
    """
    tables = [read_text(path, root=root) for path in find_corrections(paths, files)]
    return Beside(
        glossary=tuple(
            e for path in find_glossaries(paths, files) for e in read_glossary(path, root=root)
        ),
        corrections=merge_corrections(c for table in tables for c in parse_corrections(table)),
        tables={table.source: table.sha256 for table in tables},
    )

"""Which paths are indexed again when something of the collection was changed from the page.

The manifest says what was indexed (`indexer.scope`). That of an older version does not: what is
indexed again then are its documents by their names, and the folders of glossaries and tables of
corrections that do not lie beside a document; such a folder was named itself, or lies below one
that was, or its file would not have been found.
"""

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from indexer.corrections import find_corrections
from indexer.errors import SourceNotFound
from indexer.glossary import find_glossaries
from retriever.search import Index

EDITING: Final = threading.Lock()
"""Held by whoever changes a file beside the documents and indexes again."""


def find_root(index: Index) -> Path:
    """Return the folder that the sources are named relative to.

    Raises
    ------
    SourceNotFound
        A document is gone from where it was.
    """
    sources = [document.source for document in index.manifest.documents]
    candidates = (*_known_root(index), Path.cwd(), index.directory.absolute().parent)
    missing = next((s for s in sources if not (candidates[0] / s).is_file()), "")
    for root in candidates:
        if all((root / source).is_file() for source in sources):
            return root
    raise SourceNotFound(source=missing)


def find_beside_documents(index: Index, root: Path, name: str) -> Path:
    """Return where a file about the collection goes that is not there yet.

    It lies beside the first document, where it is found whatever was indexed.
    """
    return (root / index.manifest.documents[0].source).with_name(name)


def indexed_paths(index: Index, root: Path) -> list[Path]:
    """Return what to index again; of an older index the documents first."""
    scope = index.manifest.scope
    if scope.root:
        return [root / path for path in scope.paths]
    paths = [root / document.source for document in index.manifest.documents]
    found = {path.absolute() for path in (*find_glossaries(paths), *find_corrections(paths))}
    known = {
        root / entry.place.rpartition(":")[0]
        for entry in index.glossary
        if entry.origin == "glossary"
    }
    known |= {root / name for name in index.manifest.corrections}
    return [*paths, *sorted({path.parent for path in known - found if path.is_file()})]


def _known_root(index: Index) -> list[Path]:
    root = index.manifest.scope.root
    return [Path(root)] if root else []


def replace_file(file: Path, content: bytes) -> None:
    """Put new content in the place of a file at once.

    Raises
    ------
    OSError
        It cannot be written; the file is as it was.
    """
    unfinished = file.with_name(f".{file.name}.new")
    try:
        unfinished.write_bytes(content)
        if file.exists():
            unfinished.chmod(file.stat().st_mode)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(before: Mapping[Path, bytes | None]) -> None:
    """Make files what they were; None where there was none."""
    for file, content in before.items():
        with suppress(OSError):
            if content is None:
                file.unlink(missing_ok=True)
            else:
                replace_file(file, content)

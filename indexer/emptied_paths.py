"""Paths that had documents when they were indexed, and where none is found now.

A disk that is not attached looks like a folder of which every document was deleted, or is not there
at all. Only who keeps it can tell, so a build asks before an index forgets what it took hours to
make. What is deleted beside documents that remain is gone without a question.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from indexer.errors import PathEmptied, SourceError, SourceNotFound, UnreadableSource
from indexer.manifest import Manifest
from indexer.readers import FoundSources, find_sources
from indexer.scope import is_added


def find_emptied(
    paths: Sequence[Path], found: FoundSources, manifest: Manifest, root: Path, directory: Path
) -> tuple[PathEmptied | UnreadableSource, ...]:
    """Return an error for each path that is emptied, or cannot be looked into any more.

    Parameters
    ----------
    paths
        As they were named.
    found
        What is there, under these and in the folder of added files.
    manifest
        Of the index as it was.
    root
        What sources are relative to.
    directory
        The index directory.
    """
    documents = [Path(document.source) for document in manifest.documents]
    # Where they were; and where they would be now, if the collection was moved with its index.
    before, moved = (
        _count_under_places(
            path for document in documents if not is_added(path := base / document, directory)
        )
        for base in (Path(manifest.scope.root or root), root)
    )
    now = _count_under_places(found.files)
    unreadable = {
        Path(str(error.values["source"])): error
        for error in found.errors
        if isinstance(error, UnreadableSource)
    }
    emptied: list[PathEmptied | UnreadableSource] = []
    for path in dict.fromkeys([*paths, *unreadable]):
        place = _absolute(path)
        count = before[place] or moved[place]
        # A file that two paths lead to was found under one of them.
        if count and not now[place] and not find_sources([path]).files:
            emptied.append(unreadable.get(path) or PathEmptied(source=path, count=count))
    return tuple(emptied)


def other_errors(found: FoundSources, emptied: Sequence[SourceError]) -> list[SourceError]:
    """Return what else went wrong: that an emptied path is not there is known."""
    known = {error.values["source"] for error in emptied}
    return [
        error
        for error in found.errors
        if not (isinstance(error, SourceNotFound) and error.values["source"] in known)
    ]


def _count_under_places(files: Iterable[Path]) -> Counter[Path]:
    """Return how many files there are under each folder, and at each place itself."""
    counts = Counter(map(_absolute, files))
    for file, count in list(counts.items()):
        for folder in file.parents:
            counts[folder] += count
    return counts


def _absolute(path: Path) -> Path:
    # Links stay as they are, as in the names of sources.
    return Path(os.path.abspath(path))  # noqa: PTH100

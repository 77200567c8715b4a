"""What an index is of: the paths that were given, files added to it, documents removed from it.

Files that are added without a path of their own are copied into the index directory, to
`DIR/documents`; every build reads that folder beside its paths. A document that is removed while
its file stays where it is stands in a list that every build goes by. The list and the paths are
part of the manifest, so that they change together with what readers find.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.readers import source_name

DOCUMENTS = "documents"
"""The folder in an index directory that holds the files that were added to it."""


@dataclass(frozen=True, slots=True)
class ExcludedDocument:
    """A document that stays out though its file is there."""

    source: str
    title: str
    """What it was called when it was removed."""
    since: str
    """When it was removed: ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a build goes by."""

    root: str = ""
    """What sources are named relative to, absolute; empty in an index that does not know it."""
    paths: tuple[str, ...] = ()
    """What was indexed, named as sources are; without the folder of added files."""
    excluded: tuple[ExcludedDocument, ...] = ()
    """In the order in which they were removed."""


def added_folder(directory: Path) -> Path:
    """Return where an index keeps the files that were added to it; it may not be there."""
    return directory / DOCUMENTS


def all_paths(paths: Sequence[Path], directory: Path) -> list[Path]:
    """Return the paths of a build, with the folder of added files if there is one."""
    folder = added_folder(directory)
    return [*paths, folder] if folder.is_dir() else list(paths)


def is_added(path: Path, directory: Path) -> bool:
    """Tell whether a file is a copy that the index keeps."""
    return _absolute(path).is_relative_to(_absolute(added_folder(directory)))


def make_scope(
    paths: Sequence[Path],
    root: Path,
    directory: Path,
    excluded: Sequence[ExcludedDocument],
) -> Scope:
    """Return what a build is of.

    Parameters
    ----------
    excluded
        Sources are relative to `root`.
    """
    own = [path for path in paths if not is_added(path, directory)]
    names = dict.fromkeys(source_name(path, root) for path in own)
    return Scope(_absolute(root).as_posix(), tuple(names), tuple(excluded))


def rename_excluded(scope: Scope, root: Path) -> tuple[ExcludedDocument, ...]:
    """Return what stays out, named relative to another root."""
    if not scope.root or scope.root == _absolute(root).as_posix():
        return scope.excluded
    return tuple(
        replace(document, source=source_name(Path(scope.root, document.source), root))
        for document in scope.excluded
    )


def leave_out(files: Sequence[Path], root: Path, scope: Scope) -> list[Path]:
    """Return the files that are no excluded documents."""
    excluded = {document.source for document in scope.excluded}
    return [path for path in files if source_name(path, root) not in excluded]


def parse_scope(values: Mapping[str, Any]) -> Scope:
    """Return what a manifest says of the scope; that of an older one says nothing.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is not as it should be.
    """
    excluded = (
        ExcludedDocument(**{name: str(value) for name, value in document.items()})
        for document in values.get("excluded", ())
    )
    return Scope(
        root=str(values.get("root", "")),
        paths=tuple(map(str, values.get("paths", ()))),
        excluded=tuple(excluded),
    )


def _absolute(path: Path) -> Path:
    # Links stay as they are, as in the names of sources.
    return Path(os.path.abspath(path))  # noqa: PTH100

"""Where the paths of a collection are, so that it can be indexed again from the page."""

from pathlib import Path

from indexer.errors import PathGone
from retriever.search import Index
from ui.indexed_paths import find_root, indexed_paths


def find_collection(index: Index) -> tuple[Path, list[Path]]:
    """Return what sources are named relative to, and the paths to index again.

    Only paths that are all there are indexed again: a folder on a disk that is not attached would
    take its documents out of the index. A file that is gone and stays out anyway is left out.

    Raises
    ------
    PathGone
        One of the paths is not there.
    SourceNotFound
        The index is of an older version, and one of its documents is not there.
    """
    scope = index.manifest.scope
    if not scope.root:
        root = find_root(index)
        return root, indexed_paths(index, root)
    removed = {document.source for document in scope.excluded}
    for root in (Path(scope.root), Path.cwd(), index.directory.absolute().parent):
        paths = {name: root / name for name in scope.paths}
        gone = [name for name, path in paths.items() if not path.exists()]
        if removed.issuperset(gone) and (root == Path(scope.root) or _has_documents(root, index)):
            return root, [path for name, path in paths.items() if name not in gone]
    raise PathGone(path=next(n for n in scope.paths if not Path(scope.root, n).exists()))


def _has_documents(root: Path, index: Index) -> bool:
    """Tell whether a collection was moved here; another one may have folders of the same names."""
    return all((root / document.source).is_file() for document in index.manifest.documents)

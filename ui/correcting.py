"""Storing what a reader corrected: the table is written, the index brought up to date.

Only the corrections of the index are written anew, which takes no encoding and no splitting.
"""

from collections.abc import Sequence
from pathlib import Path

from indexer.build import build_index
from indexer.corrections import Correction, find_corrections, keep_corrections
from indexer.own_files import CORRECTIONS_NAME
from indexer.progress import Progress
from indexer.scope import all_paths
from ui.current_index import CurrentIndex
from ui.indexed_paths import EDITING, find_beside_documents, find_root, indexed_paths, restore


def store_corrections(
    current: CurrentIndex,
    corrections: Sequence[Correction],
    progress: Progress,
    *,
    retired: Sequence[Correction] = (),
) -> int:
    """Store corrections beside the documents of an index, and return how many were new.

    The tables are as they were if the index cannot be built. One reader stores at a time.

    Parameters
    ----------
    corrections
        As `retriever.correcting` gives them.
    retired
        Corrections that they take the place of: `retriever.correcting.find_retired`.

    Raises
    ------
    SourceNotFound
        A document of the index is gone, so that it could not be built again.
    YinjuError
        As `indexer.corrections.keep_corrections` and `indexer.build.build_index`.
    """
    with EDITING:
        with current.lease() as index:
            root = find_root(index)
            paths = indexed_paths(index, root)
            beside = find_beside_documents(index, root, CORRECTIONS_NAME)
        tables = find_corrections(all_paths(paths, current.directory))
        target = next(iter(tables), beside)
        before: dict[Path, bytes | None] = {target: None}
        before |= {table: table.read_bytes() for table in tables}
        try:
            new = keep_corrections(target, tables, corrections, retired=retired)
            build_index(paths, current.directory, root=root, progress=progress)
        except BaseException:
            restore(before)
            raise
        current.refresh()
    return new

"""An index that follows a folder: every change once, when it is whole, whatever fails between."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from indexer.build import BuildReport
from indexer.errors import IndexBusy
from indexer.generations import building
from indexer.watching import watch
from retriever.search import open_store

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def test_changes_are_followed_and_errors_survived(tmp_path: Path) -> None:
    folder, index = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "water.txt").write_text("The reservoir was built in 1962.\n")
    (folder / "train.txt").write_text("The night train takes nine hours.\n")
    steps: list[Callable[[], object]] = [
        # A file that grows between two looks is read when it is whole.
        lambda: (folder / "new.txt").write_text("The ferry"),
        lambda: (folder / "new.txt").write_text("The ferry sank in 1911.\n"),
        lambda: None,
        lambda: (folder / "water.txt").unlink(),
        lambda: None,
        lambda: (folder / "corrections.tsv").write_text("no header\n"),
        lambda: None,
        lambda: (folder / "corrections.tsv").unlink(),
        lambda: None,
        lambda: (folder / "train.txt").rename(folder / "rail.txt"),
        lambda: None,
    ]
    waits = iter(steps)
    updates = list(
        islice(watch([folder], index, root=tmp_path, wait=lambda _: void(next(waits)())), 6)
    )
    assert next(waits, None) is None
    kinds = [
        (u.added, u.changed, u.unchanged, u.renamed, u.removed)
        if isinstance(u, BuildReport)
        else type(u).__name__
        for u in updates
    ]
    assert kinds == [
        (2, 0, 0, 0, 0),
        (1, 0, 2, 0, 0),
        (0, 0, 2, 0, 1),
        "CorrectionsError",
        (0, 0, 2, 0, 0),
        (0, 0, 1, 1, 0),
    ]
    with open_store(index) as store:
        assert set(store.sources()) == {"documents/new.txt", "documents/rail.txt"}
        assert store.document("documents/new.txt").text == "The ferry sank in 1911.\n"


def test_a_watch_waits_while_another_process_builds(tmp_path: Path) -> None:
    (tmp_path / "water.txt").write_text("The reservoir was built in 1962.\n")
    index = tmp_path / "index"
    updates = watch([tmp_path / "water.txt"], index, root=tmp_path, wait=lambda _: None)
    with building(index):
        assert isinstance(next(updates), IndexBusy)
    update = next(updates)
    assert isinstance(update, BuildReport)
    assert update.added == 1


def void(_: object) -> None:
    """Take no notice of what a step returns."""

"""What is deleted is gone at once, but a disk that is not there is not forgotten."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build import BuildReport, build_index
from indexer.errors import PathEmptied, UnreadableSource
from indexer.manifest import read_manifest
from retriever.checking import check
from retriever.search import open_index, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

Build = Callable[..., BuildReport]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds from the folders `disk` and `home`, in which two documents are."""
    for name, text in (("disk/train.md", "The night train takes nine hours."), ("home/a.md", "水")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")

    def run(*names: str, allow_empty: bool = False) -> BuildReport:
        paths = [tmp_path / name for name in names or ("disk", "home")]
        return build_index(paths, tmp_path / "index", root=tmp_path, allow_empty=allow_empty)

    return run


def sources(tmp_path: Path) -> list[str]:
    return [document.source for document in read_manifest(tmp_path / "index").documents]


def test_documents_of_a_path_that_is_gone_are_forgotten_only_where_that_is_said(
    build: Build, tmp_path: Path
) -> None:
    build()
    (tmp_path / "disk/train.md").unlink()
    (tmp_path / "disk").rmdir()
    before = read_manifest(tmp_path / "index")
    with pytest.raises(PathEmptied, match="1 documents") as asked:
        build()
    assert asked.value.values["source"] == tmp_path / "disk"
    assert read_manifest(tmp_path / "index") == before
    report = build(allow_empty=True)
    assert (report.removed, report.unchanged, report.failures) == (1, 1, ())
    assert sources(tmp_path) == ["home/a.md"]
    # What is forgotten is not asked about again, and a path that is not named was not emptied.
    assert build().removed == 0
    (tmp_path / "home/a.md").rename(tmp_path / "a.md")
    assert build("a.md").renamed == 1


def test_an_index_of_nothing_is_whole_and_takes_documents_again(
    build: Build, tmp_path: Path
) -> None:
    build("disk")
    text = (tmp_path / "disk/train.md").read_bytes()
    (tmp_path / "disk/train.md").unlink()
    with pytest.raises(PathEmptied):
        build("disk")
    assert build("disk", allow_empty=True).removed == 1
    assert build("disk").removed == 0
    assert check(tmp_path / "index") == []
    index = open_index(tmp_path / "index")
    found = search(index, "How long does the night train take?")
    assert (found.hits, found.support < 0.5) == ((), True)
    index.close()
    (tmp_path / "disk/train.md").write_bytes(text)
    assert build("disk").added == 1
    assert sources(tmp_path) == ["disk/train.md"]


def test_the_last_document_beside_a_file_that_cannot_be_read_is_gone_at_once(
    build: Build, tmp_path: Path
) -> None:
    build("disk")
    (tmp_path / "disk/train.md").unlink()
    (tmp_path / "disk/picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    report = build("disk")
    assert (report.removed, len(report.failures)) == (1, 1)
    assert sources(tmp_path) == []


def test_what_two_paths_lead_to_is_not_missed_under_one_of_them(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to("disk")
    build("link")
    assert build("link", "disk").renamed == 1
    assert sources(tmp_path) == ["disk/train.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_any_more_is_not_forgotten(
    build: Build, tmp_path: Path
) -> None:
    build()
    before = sources(tmp_path)
    (tmp_path / "disk").chmod(0)
    try:
        with pytest.raises(UnreadableSource):
            build()
    finally:
        (tmp_path / "disk").chmod(0o700)
    assert sources(tmp_path) == before

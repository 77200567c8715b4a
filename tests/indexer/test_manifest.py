"""What the manifest says comes back, and what is not as it says is named."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.checksums import checksum_files
from indexer.errors import DamagedIndex, ForeignDirectory, IncompatibleIndex, IndexNotFound
from indexer.manifest import (
    FORMAT,
    GENERATIONS,
    LOCK,
    MANIFEST,
    Counts,
    IndexedDocument,
    Manifest,
    generation_folder,
    load_manifest,
    read_manifest,
    verify,
    write_manifest,
)

GENERATION = "20260101T000000-0123abcd"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index directory with two files."""
    folder = generation_folder(tmp_path, GENERATION)
    (folder / "zh").mkdir(parents=True)
    (folder / "passages.sqlite").write_bytes(b"passages" * 100)
    (folder / "zh" / "vectors.faiss").write_bytes(b"vectors")
    write_manifest(tmp_path, manifest_of(folder))
    return tmp_path


def manifest_of(folder: Path) -> Manifest:
    return Manifest(
        generation=folder.name,
        model="模型/e5",
        model_fingerprint="abc",
        dimension=384,
        splitting="blocks/1",
        tokenization="1",
        created="2026-01-01T00:00:00+00:00",
        documents=(
            IndexedDocument("a.txt", "0" * 64, "标题", "A/72/840", ("zh", "en")),
            IndexedDocument("b.txt", "1" * 64, "Title", None, ()),
        ),
        counts=Counts(2, {"zh": {"paragraph": 3}, "en": {}}, {"zh": 5}),
        checksums=checksum_files(folder),
    )


def test_a_manifest_comes_back_as_it_was_written(index: Path) -> None:
    expected = manifest_of(generation_folder(index, GENERATION))
    assert set(expected.checksums) == {"passages.sqlite", "zh/vectors.faiss"}
    assert load_manifest(index) == read_manifest(index) == expected
    assert verify(index) == []


def test_writing_leaves_one_file_and_replaces_the_old_one(index: Path) -> None:
    changed = replace(load_manifest(index), splitting="blocks/1", tokenization="2")
    write_manifest(index, changed)
    assert load_manifest(index) == changed
    assert {path.name for path in index.iterdir()} == {MANIFEST, GENERATIONS}


@pytest.mark.parametrize("leftover", [None, LOCK, "manifest.json.new", GENERATIONS])
def test_no_index_is_not_a_foreign_directory(tmp_path: Path, leftover: str | None) -> None:
    if leftover == GENERATIONS:
        generation_folder(tmp_path, GENERATION).mkdir(parents=True)
    elif leftover:
        (tmp_path / leftover).touch()
    with pytest.raises(IndexNotFound):
        load_manifest(tmp_path)
    with pytest.raises(IndexNotFound):
        load_manifest(tmp_path / "missing")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", "mine"),
        (MANIFEST, '{"name": "some web page"}'),
        (MANIFEST, "[]"),
        (f"{GENERATIONS}/mine", "mine"),
    ],
)
def test_other_peoples_directories_are_foreign(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content)
    with pytest.raises(ForeignDirectory):
        load_manifest(tmp_path)


def test_a_file_is_no_index_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ForeignDirectory):
        load_manifest(tmp_path / "file")


@pytest.mark.parametrize("found", [FORMAT + 1, 0, "1", None])
def test_another_format_is_incompatible_whatever_else_it_says(index: Path, found: object) -> None:
    (index / MANIFEST).write_text(json.dumps({"kind": "yinju-index", "format": found}))
    with pytest.raises(
        IncompatibleIndex, match=f"has format {found}, this version reads format {FORMAT}"
    ):
        read_manifest(index)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"384", b"385"),
        lambda content: content[:-40] + b"\xff\xfe" + content[-38:],
    ],
    ids=["empty", "cut", "changed", "garbled"],
)
def test_a_damaged_manifest_is_ours_all_the_same(
    index: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = index / MANIFEST
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedIndex, match=r"manifest\.json"):
        load_manifest(index)


@pytest.mark.parametrize(
    "change",
    [
        {"generation": "../../elsewhere"},
        {"dimension": -1},
        {"model": 5},
        {"documents": [{}]},
        {"checksums": {"../outside": {"sha256": "", "size": 0}}},
        {"counts": {"documents": 1, "passages": {"fr": {}}, "sentences": {}}},
    ],
    ids=str,
)
def test_values_that_cannot_be_are_refused(index: Path, change: dict[str, Any]) -> None:
    path = index / MANIFEST
    values = json.loads(path.read_bytes()) | change
    path.write_text(json.dumps(values))
    with pytest.raises(DamagedIndex, match="checksum"):
        load_manifest(index)
    del values["sha256"]
    seal = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps(values | {"sha256": seal}))
    with pytest.raises(DamagedIndex, match="not as it should be"):
        load_manifest(index)


@pytest.mark.parametrize("name", ["passages.sqlite", "zh/vectors.faiss"])
def test_missing_cut_and_garbled_files_are_named(index: Path, name: str) -> None:
    path = generation_folder(index, GENERATION) / name
    content = path.read_bytes()
    path.write_bytes(b"?" * len(content))
    assert verify(index) == [f"{name} fails its checksum"]
    path.write_bytes(content[:-1])
    assert len(verify(index)) == 1
    with pytest.raises(DamagedIndex, match=f"{name} has {len(content) - 1} bytes"):
        read_manifest(index)
    path.unlink()
    assert verify(index) == [f"{name} is missing"]
    with pytest.raises(DamagedIndex, match=f"{name} is missing"):
        read_manifest(index)


def test_what_does_not_belong_is_found(index: Path) -> None:
    (generation_folder(index, GENERATION) / "zh" / "extra").touch()
    assert verify(index) == ["zh/extra does not belong to the index"]

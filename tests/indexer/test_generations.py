"""A build replaces the index at once or leaves it as it was."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from indexer.checksums import checksum_files
from indexer.errors import (
    DamagedIndex,
    ForeignDirectory,
    IncompatibleIndex,
    IndexBusy,
    IndexNotFound,
    IndexNotWritten,
)
from indexer.generations import NewGeneration, building, open_current
from indexer.manifest import (
    FORMAT,
    GENERATIONS,
    MANIFEST,
    Counts,
    Manifest,
    generation_folder,
    load_manifest,
    read_manifest,
    verify,
)
from indexer.passages import RawDocument
from indexer.splitting import split
from indexer.store_writing import StoredDocument, write_store


def commit(generation: NewGeneration, content: bytes) -> None:
    (generation.folder / "data").write_bytes(content)
    generation.commit(
        Manifest(
            generation=generation.name,
            model="m",
            model_fingerprint="f",
            dimension=1,
            splitting="blocks/1",
            tokenization="1",
            created="2026-01-01T00:00:00+00:00",
            documents=(),
            counts=Counts(0, {}, {}),
            checksums=checksum_files(generation.folder),
        )
    )


def build(directory: Path, content: bytes) -> str:
    with building(directory) as generation:
        commit(generation, content)
    return generation.name


def write_half(generation: NewGeneration) -> None:
    (generation.folder / "data").write_bytes(b"half")


def build_and_raise(
    directory: Path, error: type[BaseException], step: Callable[[NewGeneration], None]
) -> None:
    with building(directory) as generation:
        step(generation)
        raise error


def read_data(manifest: Manifest, folder: Path) -> bytes:
    return (folder / "data").read_bytes()


def content_of(directory: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() if path.is_file() else None
        for path in directory.rglob("*")
    }


def run_in_other_process(code: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run code that may use `build`, `building`, `commit` and `directory`."""
    prelude = (
        "import importlib.util, os, resource, signal, sys, pathlib\n"
        f"spec = importlib.util.spec_from_file_location('here', {__file__!r})\n"
        "here = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(here)\n"
        "globals().update(vars(here))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", f"{prelude}directory = pathlib.Path({str(directory)!r})\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_build_is_read_and_the_next_one_replaces_it(tmp_path: Path) -> None:
    directory = tmp_path / "new" / "index"
    first = build(directory, b"first")
    assert open_current(directory, read_data) == b"first"
    second = build(directory, b"second")
    assert open_current(directory, read_data) == b"second"
    assert first != second
    assert [path.name for path in (directory / GENERATIONS).iterdir()] == [second]
    assert verify(directory) == []


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {MANIFEST: '{"name": "web page"}'},
        {MANIFEST: "not json", "other": ""},
        {f"{GENERATIONS}/thesis.txt": "mine"},
    ],
    ids=str,
)
def test_a_foreign_directory_is_refused_and_untouched(
    files: dict[str, str], tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    before = content_of(tmp_path)
    with pytest.raises(ForeignDirectory):
        build(tmp_path, b"data")
    assert content_of(tmp_path) == before


def test_a_build_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    name = build(tmp_path, b"old")
    with pytest.raises(KeyError):
        build_and_raise(tmp_path, KeyError, write_half)
    assert open_current(tmp_path, read_data) == b"old"
    assert [path.name for path in (tmp_path / GENERATIONS).iterdir()] == [name]


def test_a_build_without_commit_changes_nothing(tmp_path: Path) -> None:
    with building(tmp_path):
        pass
    with pytest.raises(IndexNotFound):
        read_manifest(tmp_path)
    build(tmp_path, b"old")
    with building(tmp_path):
        pass
    assert open_current(tmp_path, read_data) == b"old"


@pytest.mark.parametrize("links", [True, False])
def test_files_are_taken_over_and_outlive_the_generation_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    directory = tmp_path / "index"
    before = build(directory, b"old")
    if not links:

        def refuse(path: Path, target: Path) -> None:
            raise OSError

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    with building(directory) as generation:
        manifest = load_manifest(directory)
        generation.take_over(generation_folder(directory, before), manifest.checksums)
        generation.commit(replace(manifest, generation=generation.name))
    assert not generation_folder(directory, before).exists()
    assert verify(directory) == []
    assert open_current(directory, read_data) == b"old"


def test_a_killed_build_leaves_the_old_index_and_no_lock(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    killed = run_in_other_process(
        "with building(directory) as generation:\n"
        "    (generation.folder / 'data').write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)",
        tmp_path,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(list((tmp_path / GENERATIONS).iterdir())) == 2
    assert open_current(tmp_path, read_data) == b"old"
    name = build(tmp_path, b"new")
    assert [path.name for path in (tmp_path / GENERATIONS).iterdir()] == [name]


def test_an_interrupt_after_the_switch_keeps_the_new_index(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    with pytest.raises(KeyboardInterrupt):
        build_and_raise(tmp_path, KeyboardInterrupt, lambda new: commit(new, b"new"))
    assert open_current(tmp_path, read_data) == b"new"


def test_two_builders_do_not_meet(tmp_path: Path) -> None:
    with building(tmp_path) as generation:
        with pytest.raises(IndexBusy):
            build(tmp_path, b"other")
        other = run_in_other_process("build(directory, b'other')", tmp_path)
        assert "IndexBusy" in other.stderr
        commit(generation, b"mine")
    assert open_current(tmp_path, read_data) == b"mine"


def test_an_index_of_another_format_is_refused_and_can_be_made_again(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    path = tmp_path / MANIFEST
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    with pytest.raises(IncompatibleIndex, match="format 99"):
        open_current(tmp_path, read_data)
    build(tmp_path, b"new")
    assert open_current(tmp_path, read_data) == b"new"


@pytest.mark.parametrize("content", [None, b"dat", b"data and more"])
def test_files_that_are_not_as_written_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = generation_folder(tmp_path, build(tmp_path, b"data")) / "data"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(DamagedIndex, match=r"data (is missing|has )") as caught:
        open_current(tmp_path, read_data)
    assert caught.value.values["directory"] == tmp_path
    build(tmp_path, b"again")
    assert open_current(tmp_path, read_data) == b"again"


def test_damage_that_only_opening_finds_names_the_index(tmp_path: Path) -> None:
    build(tmp_path, b"data")

    def find_garbage(manifest: Manifest, folder: Path) -> bytes:
        raise DamagedIndex(directory=folder, detail="data is garbled")

    with pytest.raises(DamagedIndex, match="data is garbled") as caught:
        open_current(tmp_path, find_garbage)
    assert caught.value.values["directory"] == tmp_path


def test_a_garbled_manifest_does_not_cost_the_generation_until_the_next_build(
    tmp_path: Path,
) -> None:
    name = build(tmp_path, b"old")
    (tmp_path / MANIFEST).write_bytes(b"\0" * 100)
    with pytest.raises(KeyError), building(tmp_path):
        raise KeyError
    assert (generation_folder(tmp_path, name) / "data").read_bytes() == b"old"


def test_a_reader_that_meets_a_switch_opens_the_new_index(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    calls: list[str] = []

    def open_slowly(manifest: Manifest, folder: Path) -> bytes:
        calls.append(manifest.generation)
        if len(calls) == 1:
            build(tmp_path, b"new")
        return read_data(manifest, folder)

    assert open_current(tmp_path, open_slowly) == b"new"
    assert len(set(calls)) == 2


def test_files_that_are_open_stay_readable_after_a_switch(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    with open_current(tmp_path, lambda manifest, folder: (folder / "data").open("rb")) as file:
        build(tmp_path, b"new")
        assert file.read() == b"old"


def test_readers_never_see_half_an_index_while_builds_go_on(tmp_path: Path) -> None:
    build(tmp_path, b"0" * 1000)
    finished = Event()

    def build_again_and_again() -> None:
        for number in range(1, 10):
            build(tmp_path, str(number).encode() * 1000)
            # A reader gets over one switch while it opens, so it is not given two.
            finished.clear()
            assert finished.wait(30)

    builder = Thread(target=build_again_and_again)
    builder.start()
    while builder.is_alive():
        data = open_current(tmp_path, read_data)
        finished.set()
        assert len(set(data)) == 1
        assert len(data) == 1000
    builder.join()
    assert open_current(tmp_path, read_data) == b"9" * 1000


WRITE_TOO_MUCH = "build(directory, bytes(1_000_000))"


def test_a_limit_on_files_leaves_the_old_index(tmp_path: Path) -> None:
    name = build(tmp_path, b"old")
    limited = run_in_other_process(
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n{WRITE_TOO_MUCH}", tmp_path
    )
    assert "IndexNotWritten" in limited.stderr
    assert "File too large" in limited.stderr
    assert open_current(tmp_path, read_data) == b"old"
    assert [path.name for path in (tmp_path / GENERATIONS).iterdir()] == [name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"nothing can be mounted here: {error}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill_by_bytes(folder: Path) -> None:
    (folder / "data").write_bytes(bytes(1_000_000))


def fill_by_store(folder: Path) -> None:
    document = split(RawDocument("a.txt", "", "utf-8", "A paragraph. " * 50_000))
    sentences = tuple(() for _ in document.passages)
    write_store([StoredDocument(document, sentences)], folder / "passages.sqlite")


@pytest.mark.parametrize("fill", [fill_by_bytes, fill_by_store])
def test_a_full_disk_leaves_the_old_index(small_disk: Path, fill: Callable[[Path], None]) -> None:
    index = small_disk / "index"
    name = build(index, b"old")
    said = r"\(No space left on device\); the old index is unchanged"
    with pytest.raises(IndexNotWritten, match=said), building(index) as new:
        fill(new.folder)
    assert open_current(index, read_data) == b"old"
    assert [path.name for path in (index / GENERATIONS).iterdir()] == [name]
    assert open_current(index, read_data) == b"old"
    build(index, b"new")
    assert open_current(index, read_data) == b"new"


def test_a_directory_that_cannot_be_made_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises((ForeignDirectory, IndexNotWritten)):
        build(tmp_path / "file" / "index", b"data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_permission_is_not_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(IndexNotWritten):
            build(tmp_path / "index", b"data")
    finally:
        tmp_path.chmod(0o700)


def test_a_manifest_of_another_generation_is_not_committed(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    manifest = load_manifest(tmp_path)
    with pytest.raises(ValueError, match="the manifest is for"), building(tmp_path) as generation:
        generation.commit(manifest)
    assert open_current(tmp_path, read_data) == b"old"

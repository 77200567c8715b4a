"""A build that was interrupted while it encoded is gone on with: no text is encoded twice."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

import indexer.build
from eval.stand_in import StandIn
from indexer.build import build_index
from indexer.channel_writing import texts_to_encode
from indexer.encoded_log import EncodedLog
from indexer.errors import IndexNotFound
from indexer.manifest import ENCODED, read_manifest, verify
from indexer.text_keys import text_keys
from retriever.search import open_store
from tests.batches import Batches, write_documents

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_documents(tmp_path / "documents")
    return tmp_path / "documents"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of documents and of an index whose build was killed after 40 texts."""
    parent = tmp_path_factory.mktemp("killed")
    write_documents(parent / "documents")
    assert interrupt(parent / "documents", signal.SIGKILL, 40) == -signal.SIGKILL
    return parent


def build(folder: Path, encoder: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.build, "load_encoder", lambda name: encoder)
    build_index([folder], folder.parent / "index", root=folder.parent)


def interrupt(folder: Path, number: int, texts: int) -> int:
    """Index in another process that gets a signal after some texts, and return its status."""
    program = (
        "import importlib.util, os, pathlib, sys\n"
        f"spec = importlib.util.spec_from_file_location('here', {__file__!r})\n"
        "here = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(here)\n"
        f"here.index_and_end(pathlib.Path({str(folder)!r}), {number}, {texts})\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=200, check=False
    )
    return process.returncode


def index_and_end(folder: Path, number: int, texts: int) -> None:
    """Index in this process, which gets a signal after some texts."""

    def end(encoded: int) -> None:
        if encoded >= texts:
            os.kill(os.getpid(), number)

    encoder = Batches(end)
    vars(indexer.build)["load_encoder"] = lambda name: encoder
    build_index([folder], folder.parent / "index", root=folder.parent)


def kept(folder: Path) -> set[bytes]:
    with closing(EncodedLog(folder.parent / "index" / ENCODED, StandIn())) as log:
        return {key for block in log.read() for key in block.of_documents[0].tolist()}


def keys(texts: Iterable[str]) -> set[bytes]:
    return set(text_keys(texts).tolist())


def test_what_was_encoded_before_a_build_was_killed_is_not_encoded_again(
    killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    directory = tmp_path / "index"
    with pytest.raises(IndexNotFound):
        read_manifest(directory)
    check_that_it_is_gone_on_with(tmp_path / "documents", monkeypatch)
    assert verify(directory) == []


def test_what_was_encoded_before_ctrl_c_is_not_encoded_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert interrupt(folder, signal.SIGINT, 40) == -signal.SIGINT
    check_that_it_is_gone_on_with(folder, monkeypatch)


def check_that_it_is_gone_on_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(folder)
    assert len(before) == 40
    encoder = Batches()
    build(folder, encoder, monkeypatch)
    assert len(set(encoder.encoded)) == len(encoder.encoded)
    assert not before & keys(encoder.encoded)
    with open_store(folder.parent / "index") as store:
        assert keys(texts_to_encode(store)) <= before | keys(encoder.encoded)
    assert not (folder.parent / "index" / ENCODED).exists()


def test_only_what_a_torn_file_lost_is_encoded_again(
    killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    folder, path = tmp_path / "documents", tmp_path / "index" / ENCODED
    before = kept(folder)
    path.write_bytes(path.read_bytes()[:-5])
    after = kept(folder)
    assert len(before - after) == 1
    encoder = Batches()
    build(folder, encoder, monkeypatch)
    assert not after & keys(encoder.encoded)
    assert before - after <= keys(encoder.encoded)


def test_another_model_encodes_what_was_interrupted_anew(
    killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    before = kept(tmp_path / "documents")
    encoder = Batches(fingerprint="2")
    build(tmp_path / "documents", encoder, monkeypatch)
    assert before < keys(encoder.encoded)


def test_an_update_that_is_killed_leaves_a_sound_index_and_is_gone_on_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, Batches(), monkeypatch)
    directory = folder.parent / "index"
    generation = read_manifest(directory).generation
    lines = [
        f"Ferry {number} sails at {number * 13 % 24} from pier {number}." for number in range(30)
    ]
    (folder / "new.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    interrupt(folder, signal.SIGKILL, 16)
    assert read_manifest(directory).generation == generation
    assert verify(directory) == []
    assert len(kept(folder)) == 16
    encoder = Batches()
    build(folder, encoder, monkeypatch)
    assert len(encoder.encoded) == len(lines) - 16
    assert read_manifest(directory).generation != generation
    assert not (directory / ENCODED).exists()

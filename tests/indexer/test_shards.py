"""Shards that are encoded apart make the index that one machine would have made."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import indexer.build
import indexer.shards
from eval.stand_in import StandIn
from indexer.build import build_index
from indexer.channel_writing import texts_to_encode
from indexer.encoded_log import read_encoded
from indexer.errors import (
    EncodedFileBusy,
    EncodedFileNotWritten,
    EncodedFileUnreadable,
    EncodedOtherwise,
    IndexNotFound,
    NoEncodedFile,
    NothingToIndex,
)
from indexer.locking import locked
from indexer.manifest import generation_folder, read_manifest
from indexer.shards import EncodingReport, Shard, encode_shard
from indexer.text_keys import text_keys
from retriever.search import open_store
from tests.batches import Batches, write_documents

pytestmark = pytest.mark.timeout(300)

ROOT = Path(__file__).parents[2]
SHARDS = [Shard(number, 3) for number in (1, 2, 3)]

Use = Callable[[StandIn], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collection") / "documents"
    write_documents(folder)
    return folder


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Makes an encoder the one that is loaded."""

    def set_encoder(encoder: StandIn) -> None:
        for module in (indexer.build, indexer.shards):
            monkeypatch.setattr(module, "load_encoder", lambda name: encoder)

    return set_encoder


@pytest.fixture(scope="module")
def alone(folder: Path) -> Path:
    """The index of the documents that is built without shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.build, "load_encoder", lambda name: Batches())
        build_index([folder], folder.parent / "alone", root=folder.parent)
    return folder.parent / "alone"


def encode(folder: Path, output: Path, shard: Shard) -> EncodingReport:
    return encode_shard([folder], output, shard=shard, root=folder.parent)


def in_file(path: Path) -> list[bytes]:
    return [key for b in read_encoded(path, StandIn()) for key in b.of_documents[0].tolist()]


def keys(texts: Iterable[str]) -> set[bytes]:
    return set(text_keys(texts).tolist())


def texts_of(directory: Path) -> set[bytes]:
    with open_store(directory) as store:
        return keys(texts_to_encode(store))


def files_of(directory: Path) -> dict[str, bytes]:
    """The vectors of texts, as they were encoded and as they are searched."""
    folder = generation_folder(directory, read_manifest(directory).generation)
    names = (path for path in folder.rglob("*") if path.suffix in (".faiss", ".npy"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(names)}


def encode_and_die(folder: Path, output: Path, texts: int) -> None:
    """Encode a shard in this process, which is killed after some texts."""

    def end(encoded: int) -> None:
        if encoded >= texts:
            os.kill(os.getpid(), signal.SIGKILL)

    encoder = Batches(end)
    vars(indexer.shards)["load_encoder"] = lambda name: encoder
    encode(folder, output, SHARDS[0])


def test_the_index_of_three_shards_is_that_of_one_build_which_encodes_no_text(
    folder: Path, alone: Path, tmp_path: Path, use: Use
) -> None:
    paths = [tmp_path / f"shard-{shard.number}.part" for shard in SHARDS]
    for shard, path in zip(SHARDS, paths, strict=True):
        use(encoder := Batches())
        report = encode(folder, path, shard)
        assert report.failures == ()
        assert report.texts == report.encoded == len(encoder.encoded) == len(in_file(path))
        assert keys(encoder.encoded) == set(in_file(path))
    divided = [set(in_file(path)) for path in paths]
    assert all(divided)
    assert sum(map(len, divided)) == len(set.union(*divided))
    assert set.union(*divided) == texts_of(alone)
    assert sorted(tmp_path.iterdir()) == paths

    use(encoder := Batches())
    build_index([folder], tmp_path / "index", root=folder.parent, encoded=paths)
    assert not keys(encoder.encoded) & texts_of(alone)
    assert files_of(tmp_path / "index") == files_of(alone)


def test_a_shard_that_is_missing_is_encoded_by_the_build(
    folder: Path, alone: Path, tmp_path: Path, use: Use
) -> None:
    use(Batches())
    encode(folder, tmp_path / "2.part", SHARDS[1])
    there = in_file(tmp_path / "2.part")
    # The last record was not copied to its end.
    (tmp_path / "2.part").write_bytes((tmp_path / "2.part").read_bytes()[:-5])
    use(encoder := Batches())
    build_index([folder], tmp_path / "index", root=folder.parent, encoded=[tmp_path / "2.part"])
    assert keys(encoder.encoded) & texts_of(alone) == texts_of(alone) - set(there[:-1])
    assert files_of(tmp_path / "index") == files_of(alone)


def test_a_worker_that_was_killed_goes_on_and_then_has_nothing_to_do(
    folder: Path, tmp_path: Path, use: Use
) -> None:
    path = tmp_path / "1.part"
    program = (
        "import importlib.util, pathlib\n"
        f"spec = importlib.util.spec_from_file_location('here', {__file__!r})\n"
        "here = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(here)\n"
        f"here.encode_and_die(pathlib.Path({str(folder)!r}), pathlib.Path({str(path)!r}), 16)\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=200, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    before = in_file(path)
    assert len(before) == 16
    use(encoder := Batches())
    report = encode(folder, path, SHARDS[0])
    assert report.encoded == report.texts - 16 == len(encoder.encoded)
    assert not set(before) & keys(encoder.encoded)
    assert len(in_file(path)) == len(set(in_file(path))) == report.texts
    assert [found.name for found in tmp_path.iterdir()] == ["1.part"]
    content = path.read_bytes()
    assert encode(folder, path, SHARDS[0]).encoded == 0
    assert path.read_bytes() == content


def test_a_file_of_another_model_is_refused_and_left_as_it_is(
    folder: Path, tmp_path: Path, use: Use
) -> None:
    path = tmp_path / "1.part"
    use(Batches(fingerprint="2"))
    encode(folder, path, SHARDS[0])
    content = path.read_bytes()
    use(Batches())
    with pytest.raises(EncodedOtherwise):
        encode(folder, path, SHARDS[0])
    with pytest.raises(EncodedOtherwise):
        build_index([folder], tmp_path / "index", root=folder.parent, encoded=[path])
    with pytest.raises(IndexNotFound):
        read_manifest(tmp_path / "index")
    assert path.read_bytes() == content


def test_a_file_of_something_else_is_refused_and_left_as_it_is(
    folder: Path, tmp_path: Path, use: Use
) -> None:
    use(Batches())
    path = tmp_path / "letter.docx"
    path.write_bytes(b"something else" * 1000)
    with pytest.raises(NoEncodedFile):
        encode(folder, path, SHARDS[0])
    with pytest.raises(NoEncodedFile):
        build_index([folder], tmp_path / "index", root=folder.parent, encoded=[path])
    assert path.read_bytes() == b"something else" * 1000
    missing = tmp_path / "missing.part"
    with pytest.raises(EncodedFileUnreadable):
        build_index([folder], tmp_path / "index", root=folder.parent, encoded=[missing])


def test_a_file_that_another_worker_writes_or_that_cannot_be_is_refused(
    folder: Path, tmp_path: Path, use: Use
) -> None:
    use(Batches())
    work = tmp_path / "1.part.work"
    work.mkdir()
    with locked(work), pytest.raises(EncodedFileBusy):
        encode(folder, tmp_path / "1.part", SHARDS[0])
    (tmp_path / "file").write_text("x")
    with pytest.raises(EncodedFileNotWritten):
        encode(folder, tmp_path / "file" / "1.part", SHARDS[0])
    assert encode(folder, tmp_path / "1.part", SHARDS[0]).encoded > 0


def test_there_is_something_to_encode_or_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToIndex):
        encode(tmp_path / "empty", tmp_path / "1.part", SHARDS[0])
    for number, count in ((0, 3), (4, 3), (1, 0)):
        with pytest.raises(ValueError, match="no shard"):
            Shard(number, count)

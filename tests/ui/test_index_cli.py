"""The commands that build: they wait for each other, ask before they forget, follow and repair."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from indexer.build import build_index
from indexer.layout import STORE, TRANSLATIONS
from indexer.locking import read_holder
from indexer.manifest import generation_folder, read_manifest
from retriever.checking import check
from tests.ui.command_line import one_line, run, speak_english

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
INDEX = ("-m", "ui.cli", "index", "documents", "--index", "index")
HOLD = """
import pathlib, signal
from indexer.generations import building
with building(pathlib.Path("index")):
    print("held", flush=True)
    signal.pause()
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, and an index of them."""
    place = tmp_path_factory.mktemp("made")
    (place / "documents").mkdir()
    for name, text in (
        ("water.md", "水库建于1962年，供应北边的城区。"),
        ("train.md", "The night train takes nine hours."),
    ):
        (place / "documents" / name).write_text(f"{text}\n", encoding="utf-8")
    build_index([place / "documents"], place / "index", root=place)
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents, in a working directory with their index."""
    speak_english(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "documents"


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Starts Python beside the folder; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def run_beside(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run_beside
    for process in started:
        process.kill()
        process.communicate()


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 255]))


def stored(index: Path, name: str) -> Path:
    return generation_folder(index, read_manifest(index).generation) / name


def test_a_second_indexer_waits_for_the_first_and_goes_on_when_that_is_killed(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    (folder / "ferry.md").write_text("The ferry sank in 1911.\n")
    first = start("-c", HOLD)
    assert line(first.stdout) == "held\n"
    holder = read_holder(tmp_path / "index")
    assert holder is not None
    assert holder.process == first.pid
    second, third = start(*INDEX), start(*INDEX, LANG="zh_CN.UTF-8")
    told = line(second.stderr)
    assert told.startswith(f"index: process {first.pid} has been updating this index since ")
    assert told.endswith("; waiting for it, Ctrl+C gives up\n")
    assert line(third.stderr).startswith(f"index：进程 {first.pid} 从 ")
    third.send_signal(signal.SIGINT)
    _, told = third.communicate()
    assert (third.returncode, told) == (1, "yinju: 已中断，没有丢失任何内容\n")
    assert second.poll() is None
    first.kill()
    printed, told = second.communicate()
    assert (second.returncode, told) == (0, "")
    assert printed.startswith("1 documents added, 0 changed, 2 unchanged")
    assert check(tmp_path / "index") == []


def test_an_emptied_folder_is_asked_about_and_forgotten_where_that_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    for file in folder.iterdir():
        file.unlink()
    status, _, told = run(capsys, *INDEX[2:])
    assert status == 1
    assert one_line(told).startswith("yinju: documents: the index has 2 documents from there, and")
    assert "yinju index --allow-empty PATH" in told
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, _, told = run(capsys, *INDEX[2:])
    assert status == 1
    assert "索引中有 2 份来自此处的文档，现在这里一份也没有" in one_line(told)
    status, printed, told = run(capsys, *INDEX[2:], "--allow-empty")
    assert (status, told) == (0, "")
    assert "移除 2 份" in printed
    status, printed, _ = run(capsys, "ask", "夜车要几个小时？", "--index", "index")
    assert status == 0
    assert "这些文档中没有对此问题的回答" in printed


def test_a_damaged_index_is_repaired_and_what_is_lost_is_named(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    repair = ("check", "--repair", "--index", "index")
    status, printed, told = run(capsys, *repair)
    assert (status, printed, told) == (0, "index: the index is sound\n", "")
    damage(stored(Path("index"), TRANSLATIONS))
    status, _, told = run(capsys, "check", "--index", "index")
    assert status == 1
    assert f"{TRANSLATIONS} fails its checksum" in told
    status, printed, told = run(capsys, *repair)
    assert (status, told) == (0, "")
    assert f"which are whole. Damaged were: {TRANSLATIONS}\n" in printed
    assert printed.endswith("index: the index is sound\n")
    damage(stored(Path("index"), STORE))
    (folder / "water.md").unlink()
    status, printed, told = run(capsys, *repair)
    assert status == 1
    assert f"so the documents were read again. Damaged were: {STORE}\n" in printed
    assert told.startswith("1 documents could not be read and are no longer in the index:\n")
    assert "documents/water.md" in told
    status, printed, _ = run(capsys, "documents", "--index", "index")
    assert (status, "water" in printed, "train" in printed) == (0, False, True)


def test_what_was_encoded_in_shares_is_taken_by_a_build(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = ["1.part", "2.part"]
    texts = 0
    for number, share in enumerate(shares, start=1):
        status, said, warned = run(
            capsys, "encode", "documents", "--shard", f"{number}/2", "--output", share
        )
        assert (status, warned) == (0, "")
        found = re.match(rf"{share}: (\d+) texts in this share, (\d+) of them", one_line(said))
        assert found is not None
        assert found[1] == found[2]
        texts += int(found[1])
    # Both passages are one sentence, so that text and sentence are the same.
    assert texts == 2
    again = run(capsys, "encode", "documents", "--shard", "1/2", "--output", "1.part")
    assert ", 0 of them encoded now" in again[1]
    build = ("index", "documents", "--index", "new", "--encoded")
    assert run(capsys, *build, *shares)[0] == 0
    assert check(Path("new")) == []


def test_what_is_no_share_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("notes.part").write_text("notes", encoding="utf-8")
    build = ("index", "documents", "--index", "new", "--encoded", "notes.part")
    status, said, warned = run(capsys, *build)
    assert (status, said) == (1, "")
    assert one_line(warned).startswith("yinju: notes.part: no file that yinju encode wrote")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    status, said, warned = run(capsys, "encode", "documents", "--output", "all.part")
    assert status == 1
    assert one_line(said).startswith("all.part: 2 texts in this share")
    assert "broken.pdf" in warned
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "不是 yinju encode 写出的文件" in one_line(run(capsys, *build)[2])
    for wrong in (
        ("encode", "documents", "--output", "1.part", "--shard", "3/2"),
        ("encode", "documents", "--output", "1.part", "--shard", "half"),
        (*build, "--watch"),
    ):
        with pytest.raises(SystemExit) as stopped:
            run(capsys, *wrong)
        assert stopped.value.code == 2


def test_a_folder_is_followed_until_that_is_interrupted(start: Start, folder: Path) -> None:
    watching = start(*INDEX, "--watch")
    assert line(watching.stdout) == "Watching for changes; Ctrl+C ends it\n"
    assert line(watching.stdout).startswith("0 documents added, 0 changed, 2 unchanged")
    # Made whole elsewhere, so that no look sees half of it.
    (folder.parent / "ferry.md").write_text("The ferry sank in 1911.\n")
    (folder.parent / "ferry.md").rename(folder / "ferry.md")
    assert line(watching.stdout).startswith("1 documents added, 0 changed, 2 unchanged")
    folder.rename(folder.with_name("elsewhere"))
    assert "the index has 3 documents from there" in line(watching.stderr)
    folder.with_name("elsewhere").rename(folder)
    assert line(watching.stdout).startswith("0 documents added, 0 changed, 3 unchanged")
    watching.send_signal(signal.SIGINT)
    printed, told = watching.communicate()
    assert (watching.returncode, printed, told) == (0, "", "")

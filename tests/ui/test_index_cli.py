"""The commands that build: they wait for each other, ask before they forget, follow and repair."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.locking import read_holder
from retriever.checking import check
from tests.ui.command_line import speak_english

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
HOLD = """
import pathlib, signal
from indexer.generations import building
with building(pathlib.Path("index")):
    print("held", flush=True)
    signal.pause()
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two documents in the working directory."""
    speak_english(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "water.md").write_text("水库建于1962年，供应北边的城区。\n", encoding="utf-8")
    (folder / "train.md").write_text("The night train takes nine hours.\n", encoding="utf-8")
    return folder


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


def line(stream: object) -> str:
    assert hasattr(stream, "readline")
    read: str = stream.readline()
    return read


def test_a_second_indexer_waits_for_the_first_and_goes_on_when_that_is_killed(
    start: Start, tmp_path: Path
) -> None:
    first = start("-c", HOLD)
    assert line(first.stdout) == "held\n"
    holder = read_holder(tmp_path / "index")
    assert holder is not None
    assert holder.process == first.pid
    command = ("-m", "ui.cli", "index", "documents", "--index", "index")
    second, third = start(*command), start(*command, LANG="zh_CN.UTF-8")
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
    assert printed.startswith("2 documents added")
    assert check(tmp_path / "index") == []

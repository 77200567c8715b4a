"""Ends builds at random moments and looks at what is left: ``python -m eval crashes --kills 200``.

A folder of small documents changes all the time. Each change is indexed by a process of its own,
which is killed at a random moment (SIGKILL), or whose writes fail from a random point on: no file
may grow beyond some size (EFBIG), or the disk does not take what was written (EIO when it is
flushed). Or `yinju index` is run on a small disk that is full after a random number of bytes, or
that cannot be written, and must say so. After each, and while the disk is like that, a reader that
had the index open before goes on searching, the index opens and finds what it should, and `yinju
check` is clean.
"""

import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, TypeAlias

from eval.small_disk import SmallDisk, index_by_command, nearly_full, read_only, small_disk
from indexer.build import build_index
from indexer.dictionary import read_dictionary
from indexer.errors import IndexNotWritten
from indexer.jieba_segmenter import find_words
from indexer.manifest import GENERATIONS, read_manifest
from retriever.checking import check
from retriever.search import Index, open_index, search

Fault: TypeAlias = Literal["kill", "limit", "flush", "full-disk", "read-only"]
DISK_FAULTS: Final[tuple[Fault, ...]] = ("full-disk", "read-only")
"""Those for which the index lies on a disk of its own."""

_TEXTS: Final = (
    "The night train to the coast takes nine hours.",
    "水库建于1962年，供应北边的城区。",
    "The lighthouse was sold to its keeper.",
    "图书馆每周四晚上开放到十点。",
)
_LARGEST: Final = 300_000
"""Bytes: files of such an index are smaller."""
_WHOLE: Final = 1_000_000
"""Bytes: such an index takes less."""
_FLUSHES: Final = 60
"""How often a build flushes files and folders, and a few times more."""


@dataclass(frozen=True, slots=True)
class Crashes:
    """What came of ending builds."""

    rounds: int
    ended: int
    """Builds that were killed or refused before they were done."""
    switched: int
    """Rounds after which the index was a new one."""
    findings: tuple[str, ...]
    """What was wrong afterwards; empty where nothing was lost."""
    seconds: float


def measure_crashes(rounds: int, faults: tuple[Fault, ...] = ("kill",), seed: int = 1) -> Crashes:
    """End builds of a changing folder, by turns in the ways that are named."""
    started = time.perf_counter()
    chance = random.Random(seed)
    # The processes are forked from one that has read everything, but has not started any thread.
    read_dictionary()
    list(find_words("水库"))
    findings: list[str] = []
    ended = switched = 0
    with TemporaryDirectory() as name, _disk_for(faults, Path(name, "disk")) as disk:
        folder, index = Path(name, "documents"), (disk.folder if disk else Path(name)) / "index"
        folder.mkdir()
        for number, text in enumerate(_TEXTS):
            (folder / f"{number}.md").write_text(text + "\n", encoding="utf-8")
        duration = _time(lambda: _build(folder, index))
        (folder / "0.md").write_text("The day train takes five.\n", encoding="utf-8")
        duration = max(0.05, _time(lambda: _build(folder, index)))
        for number in range(rounds):
            before = read_manifest(index).generation
            _change(folder, chance, number)
            fault = faults[number % len(faults)]
            try:
                with _reading(index) as look:
                    end: AbstractContextManager[bool]
                    if disk:
                        language = ("en", "zh")[number // len(faults) % 2]
                        end = _end_on_disk(folder, index, disk, fault, language, chance)
                    else:
                        end = nullcontext(_end(folder, index, fault, duration, chance))
                    with end as was_ended:
                        ended += was_ended
                        look()
            except ValueError as error:
                findings.append(f"round {number} ({fault}): {error}")
                break
            switched += read_manifest(index).generation != before
        if _run(lambda: _build(folder, index)):
            findings.append("the last build failed")
        left = len(list((index / GENERATIONS).iterdir()))
        if left != 1:
            findings.append(f"{left} generations are left after the last build")
    return Crashes(
        rounds, ended, switched, tuple(findings), round(time.perf_counter() - started, 1)
    )


def _disk_for(faults: tuple[Fault, ...], folder: Path) -> AbstractContextManager[SmallDisk | None]:
    return small_disk(folder) if set(faults) & set(DISK_FAULTS) else nullcontext()


def _change(folder: Path, chance: random.Random, number: int) -> None:
    """Write, rename or remove a document; the night train stays in one of them."""
    path = folder / f"{chance.randrange(1, 6)}.md"
    what = chance.randrange(4)
    if what == 0 and path.exists():
        path.unlink()
    elif what == 1 and path.exists():
        path.rename(folder / f"{chance.randrange(1, 6)}.md")
    else:
        path.write_text(f"{chance.choice(_TEXTS)} 第{number}次。\n", encoding="utf-8")
    (folder / "0.md").write_text(f"{_TEXTS[0]}\n", encoding="utf-8")


def _build(folder: Path, index: Path) -> None:
    build_index([folder], index, root=folder.parent)


def _end(folder: Path, index: Path, fault: Fault, duration: float, chance: random.Random) -> bool:
    """Build in another process and return whether that was ended before it was done."""
    if fault == "kill":
        child = _fork(lambda: _build(folder, index))
        time.sleep(chance.random() * duration * 1.5)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1] != 0
    limit, flushes = chance.randrange(_LARGEST), chance.randrange(_FLUSHES)

    def build() -> None:
        if fault == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        else:
            _fail_flushes(flushes)
        with suppress(IndexNotWritten):
            _build(folder, index)
            return
        os._exit(3)

    status = os.waitstatus_to_exitcode(os.waitpid(_fork(build), 0)[1])
    if status not in (0, 3):
        raise ValueError(f"the build ended with {status}")
    return status == 3


@contextmanager
def _end_on_disk(
    folder: Path, index: Path, disk: SmallDisk, fault: Fault, language: str, chance: random.Random
) -> Iterator[bool]:
    """Run the command on a disk that lets it down, and yield whether that ended it."""
    full = fault == "full-disk"
    lacking = nearly_full(disk, chance.randrange(_WHOLE)) if full else read_only(disk)
    with lacking as limits:
        done = index_by_command(folder, index, language, limits)
        if done and not full:
            raise ValueError("the index was written on a disk that cannot be written")
        yield not done


def _fail_flushes(after: int) -> None:
    flush, count = os.fsync, 0

    def fail(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise OSError(5, "Input/output error")
        flush(descriptor)

    os.fsync = fail  # type: ignore[assignment]


@contextmanager
def _reading(index: Path) -> Iterator[Callable[[], None]]:
    """Have another process open the index, and yield what makes it look at it again.

    Raises
    ------
    ValueError
        It does not find then what it should.
    """
    ready, opened = os.pipe()
    waiting, let_go = os.pipe()

    def read() -> None:
        os.close(let_go)
        reader = open_index(index)
        os.write(opened, b".")
        if not os.read(waiting, 1):
            return
        _require_found(reader)
        reader.close()
        findings = check(index)
        if findings:
            raise RuntimeError(findings)
        latest = open_index(index)
        _require_found(latest)
        latest.close()

    child = _fork(read)
    os.close(opened)
    os.close(waiting)
    os.read(ready, 1)
    os.close(ready)

    def look() -> None:
        with suppress(BrokenPipeError):
            os.write(let_go, b".")
        if os.waitpid(child, 0)[1]:
            raise ValueError("the index or its reader failed")

    try:
        yield look
    finally:
        os.close(let_go)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def _require_found(index: Index) -> None:
    hits = search(index, "How long does the train to the coast take?").hits
    if not any("train" in hit.passage.text for hit in hits):
        raise RuntimeError("the train is not found")


def _fork(work: Callable[[], None]) -> int:
    """Do something in a process of its own and return its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)


def _run(work: Callable[[], None]) -> int:
    return os.waitpid(_fork(work), 0)[1]


def _time(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    if _run(work):
        raise RuntimeError("a build failed that nothing was done to")
    return time.perf_counter() - started

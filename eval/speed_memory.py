"""Memory that indexing takes by the size of the collection: ``python -m eval speed memory``.

Documents are written as text files, of the passages of `eval.synthetic`, and indexed by a process
of its own for each size. A stand-in for the model encodes them: the model takes a day for a million
passages and the same memory whatever their number.

What is measured is memory that the process has to itself (`RssAnon` of Linux), looked at 50 times a
second. The pages of mapped files are left out: the system takes them back when it needs them.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, Final, TypeVar

from eval.stand_in import StandIn
from eval.synthetic import synthetic_documents
from indexer.store_writing import StoredDocument
from retriever.search import open_index

SIZES: Final = (10_000, 40_000, 160_000)
_EVERY: Final = 0.02
"""Seconds between two looks."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class IndexingMemory:
    """What indexing a collection takes."""

    passages: int
    """Searchable ones."""
    sentences: int
    seconds: float
    """Of the whole build, with a stand-in that hardly takes time for encoding."""
    peak_mb: float
    """Most memory of the process's own."""


@dataclass(frozen=True, slots=True)
class MemoryGrowth:
    """Indexing collections of several sizes."""

    sizes: tuple[IndexingMemory, ...]
    bytes_each: float
    """What each passage adds to the peak, between the smallest and the largest collection."""


def measure_memory(sizes: Sequence[int], *, real: Path) -> MemoryGrowth:
    """Index collections of some sizes one after the other.

    Parameters
    ----------
    sizes
        In passages, at least two.
    real
        An index of the collection that the synthetic ones are made of.

    Raises
    ------
    ValueError
        There are fewer than two sizes, or an index could not be made.
    IndexDirectoryError
        The real index cannot be read.
    """
    if len(set(sizes)) < 2:
        raise ValueError("two sizes are needed")
    measured = tuple(_measure(size, real) for size in sorted(set(sizes)))
    first, last = measured[0], measured[-1]
    added = (last.peak_mb - first.peak_mb) * 1e6 / (last.passages - first.passages)
    return MemoryGrowth(measured, round(added, 1))


def to_json(growth: MemoryGrowth) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(growth))


def to_markdown(growth: MemoryGrowth) -> str:
    """Return what was measured for people."""
    lines = ["| passages | sentences | peak MB | s |", "|---|---|---|---|"]
    lines += [
        f"| {size.passages:,} | {size.sentences:,} | {size.peak_mb:.0f} | {size.seconds:.0f} |"
        for size in growth.sizes
    ]
    return "\n".join([*lines, "", f"{growth.bytes_each:.0f} bytes for each passage"])


def _measure(size: int, real: Path) -> IndexingMemory:
    with TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        index = open_index(real)
        try:
            for stored in synthetic_documents(index, size):
                text = "\n\n".join(_paragraphs(stored))
                (folder / stored.split.document.source).write_text(text, encoding="utf-8")
        finally:
            index.close()
        process = subprocess.run(
            [sys.executable, "-m", "eval.speed_memory", str(folder), str(Path(name, "index"))],
            capture_output=True,
            text=True,
            check=False,
        )
    if process.returncode:
        raise ValueError(f"an index could not be made: {process.stderr}")
    return IndexingMemory(**json.loads(process.stdout))


def _paragraphs(stored: StoredDocument) -> Iterator[str]:
    """Yield the passages with a full stop after each sentence."""
    for passage, spans in zip(stored.split.passages, stored.sentences, strict=True):
        stop = "。" if passage.language == "zh" else "."
        yield " ".join(f"{passage.text[start:end].capitalize()}{stop}" for start, end in spans)


def _own_memory() -> int:
    """Return the bytes that the process has to itself."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    raise ValueError("this system does not tell how much memory a process has to itself")


def _watch_memory(run: Callable[[], _T]) -> tuple[_T, int]:
    """Return what a function returns, and the most memory meanwhile."""
    most, ended = [_own_memory()], Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            most[0] = max(most[0], _own_memory())

    watcher = Thread(target=look)
    watcher.start()
    try:
        result = run()
    finally:
        ended.set()
        watcher.join()
    return result, most[0]


def _index(folder: Path, directory: Path) -> dict[str, Any]:
    """Index documents in this process, with the stand-in, and return what it took."""
    import indexer.build

    vars(indexer.build)["load_encoder"] = lambda name: StandIn()
    started = time.perf_counter()
    report, most = _watch_memory(lambda: indexer.build.build_index([folder], directory))
    if report.manifest is None or report.failures:
        raise ValueError(f"some documents could not be read: {report.failures}")
    counts = report.manifest.counts
    return {
        "passages": sum(sum(kinds.values()) for kinds in counts.passages.values()),
        "sentences": sum(counts.sentences.values()),
        "seconds": round(time.perf_counter() - started, 1),
        "peak_mb": round(most / 1e6, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_index(Path(sys.argv[1]), Path(sys.argv[2]))))

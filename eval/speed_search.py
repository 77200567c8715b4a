"""How fast a search is in a collection of any size: ``python -m eval speed search``.

Measured is `retriever.search.search`, from the question to cited hits, all but the encoding of the
question, which does not depend on the collection. The collection is a synthetic one
(`eval.synthetic`), the questions are real. They are asked in a process of its own, so that its
memory is that of searching alone.
"""

import json
import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.gold import QUESTIONS
from eval.questions import read_questions
from eval.synthetic import write_synthetic
from indexer.build import build_index
from indexer.encoders import Encoder, Finished
from indexer.errors import IndexNotFound
from retriever.queries import read_query
from retriever.search import Index, open_index, search

TOP: Final = 10
WARMING: Final = 40
"""Questions that are asked before the first is measured."""
EXACT: Final = 50
"""Questions that are also answered by scoring every passage."""
_LIBRARIES: Final = ("faiss-cpu", "numpy")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was measured in the process that searched."""

    p50_ms: float
    p95_ms: float
    recall_at_10: float
    """Share of the ten best by scoring every passage that are among the ten that were found."""
    rss_mb: float
    """Resident memory after the questions, model and mapped files included; in millions of bytes,
    as all of these."""
    open_s: float
    """Opening the index, the model included."""
    exact_p50_ms: float
    """The same search where it scores every passage."""
    questions: int


@dataclass(frozen=True, slots=True)
class Collection:
    """What a synthetic collection is like."""

    passages: int
    sentences: int
    terms: int
    """In the vocabularies of both languages."""
    build_s: float
    """What making and writing it took, without any encoding."""
    disk_mb: float


@dataclass(frozen=True, slots=True)
class SearchSpeed:
    """How fast a collection is searched."""

    asked: Asked
    collection: Collection
    cores: int
    versions: dict[str, str]


def measure_search(passages: int, *, real: Path, kept: Path | None = None) -> SearchSpeed:
    """Measure how fast a collection is searched.

    Parameters
    ----------
    passages
        How many it has, in both languages.
    real
        The index of `corpus/` that it is made of; where there is none, one is made for now.
    kept
        A folder for collections of any size, which are made once; None for making it for now.

    Raises
    ------
    ValueError
        Fewer than two passages.
    IndexDirectoryError
        An index cannot be read or written.
    """
    with make_collection(passages, real=real, kept=kept) as (directory, collection):
        # A new process has only what it loads itself.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as process:
            asked = process.submit(measure_index, directory).result()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return SearchSpeed(
        asked=asked,
        collection=collection,
        cores=cores or 1,
        versions={"python": platform.python_version()}
        | {name: metadata.version(name) for name in _LIBRARIES},
    )


def measure_index(directory: Path) -> Asked:
    """Measure how fast an index is opened and searched, in this process."""
    started = time.perf_counter()
    index = open_index(directory)
    opened = time.perf_counter() - started
    questions = [question.question for question in read_questions(QUESTIONS, "tune")]
    index = replace(index, encoder=_Remembering(index.encoder))
    for question in questions:
        read_query(question, index.encoder, index.gazetteer)
    warming, measured = questions[:WARMING], questions[WARMING:]
    for question in warming:
        search(index, question, top_k=TOP)
    times, found = _ask(index, measured)
    resident = _resident_bytes()
    every = tuple(replace(channels, nearest=None) for channels in index.channels)
    exact_times, exact = _ask(replace(index, channels=every), measured[:EXACT])
    return Asked(
        p50_ms=round(1000 * statistics.median(times), 2),
        p95_ms=round(1000 * float(np.percentile(times, 95)), 2),
        recall_at_10=round(
            statistics.mean(
                len(set(those) & set(these)) / len(those)
                for those, these in zip(exact, found, strict=False)
            ),
            4,
        ),
        rss_mb=round(resident / 1e6),
        open_s=round(opened, 2),
        exact_p50_ms=round(1000 * statistics.median(exact_times), 2),
        questions=len(measured),
    )


@contextmanager
def make_collection(
    passages: int, *, real: Path, kept: Path | None
) -> Iterator[tuple[Path, Collection]]:
    """Make a synthetic collection, or take the one that was kept; give its index and what it is.

    Parameters and errors are those of `measure_search`.
    """
    if passages < 2:
        raise ValueError("two passages are needed, one in each language")
    with nullcontext(kept) if kept else TemporaryDirectory() as folder:
        directory = Path(folder, f"passages-{passages}")
        noted = directory.with_suffix(".json")
        if noted.is_file():
            yield directory, Collection(**json.loads(noted.read_text(encoding="utf-8")))
            return
        with _open_real(real) as index:
            started = time.perf_counter()
            write_synthetic(index, passages, directory)
            seconds = time.perf_counter() - started
        collection = _describe(directory, seconds)
        noted.write_text(json.dumps(asdict(collection)), encoding="utf-8")
        yield directory, collection


@contextmanager
def open_collection(passages: int, *, real: Path, kept: Path | None) -> Iterator[Index]:
    """Open a synthetic collection; parameters and errors are those of `measure_search`."""
    with make_collection(passages, real=real, kept=kept) as (directory, _):
        index = open_index(directory)
        yield index
        index.close()


def _describe(directory: Path, seconds: float) -> Collection:
    index = open_index(directory)
    collection = Collection(
        passages=sum(channels.passages.size for channels in index.channels),
        sentences=sum(channels.sentences.size for channels in index.channels),
        terms=sum(channels.postings.terms for channels in index.channels),
        build_s=round(seconds, 1),
        disk_mb=round(sum(f.stat().st_size for f in directory.rglob("*") if f.is_file()) / 1e6, 1),
    )
    index.close()
    return collection


def to_json(speed: SearchSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(
        asdict(speed.asked)
        | asdict(speed.collection)
        | {"cores": speed.cores, "versions": speed.versions}
    )


def to_table(speed: SearchSpeed) -> str:
    """Return what was measured for people."""
    asked, made = speed.asked, speed.collection
    return "\n".join(
        (
            f"{made.passages:,} passages, {made.sentences:,} sentences, {made.terms:,} terms, "
            f"{made.disk_mb:,.0f} MB, written in {made.build_s:.0f} s",
            f"a search {asked.p50_ms:.1f} ms (median), {asked.p95_ms:.1f} ms (95 %), "
            f"recall@10 {asked.recall_at_10:.3f}",
            f"scoring every passage {asked.exact_p50_ms:.1f} ms",
            f"opened in {asked.open_s:.2f} s, {asked.rss_mb:,.0f} MB resident",
            f"{asked.questions} questions on {speed.cores} cores",
            ", ".join(f"{name} {version}" for name, version in speed.versions.items()),
        )
    )


@contextmanager
def _open_real(directory: Path) -> Iterator[Index]:
    with TemporaryDirectory() as folder:
        try:
            index = open_index(directory)
        except IndexNotFound:
            build_index([Path("corpus")], Path(folder, "index"))
            index = open_index(Path(folder, "index"))
        yield index
        index.close()


@dataclass(frozen=True, slots=True)
class _Remembering:
    """An encoder that encodes each question once."""

    encoder: Encoder
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        return self.encoder.encode_passages(texts, finished)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        for text in texts:
            if text not in self.vectors:
                self.vectors[text] = self.encoder.encode_queries([text])[0]
        return np.stack([self.vectors[text] for text in texts])


def _ask(index: Index, questions: Sequence[str]) -> tuple[list[float], list[list[str]]]:
    """Return the seconds that each question takes, and the ids of what it finds."""
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        results = search(index, question, top_k=TOP)
        times.append(time.perf_counter() - started)
        found.append([hit.passage.id for hit in results.hits])
    return times, found


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")

"""The server under load: clients that ask at once while the index is built anew, again and again.

Every answer is held against those of the index as it stood then: ``python -m eval load``.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import httpx

from indexer.build import build_index
from retriever.search import open_index, search

DOCUMENTS: Final = Path("eval/second/documents")
QUESTIONS: Final = Path("eval/second/questions.jsonl")
ASKED: Final = 20
"""How many of these questions are asked, beside that about what changes."""
TOP_K: Final = 5

CHANGING: Final = "When does the harbour of Alpha open?"
_CHANGES: Final = "# Harbour\n\nThe harbour of Alpha opens at {hour} in the morning.\n"
_HOURS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_Hits: TypeAlias = tuple[tuple[str, float, str], ...]
"""Passage id, score and text of each hit."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    clients: int
    seconds: float
    rebuilds: int
    requests: int
    failed: int
    """Requests without an answer."""
    wrong: int
    """Answers that the index gave neither as it stood nor as it was being replaced."""
    fresh: int
    """How many states of the index answered; all, if there is one more than rebuilds."""
    p50_ms: float
    p95_ms: float
    rss_start_mb: float
    """Resident memory of the server before the first rebuild, under load."""
    rss_end_mb: float
    complaint: str = ""
    """The first thing that went wrong."""


@dataclass(slots=True)
class _Asked:
    """What one client saw."""

    durations: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    answers: list[tuple[str, _Hits, int, int]] = field(default_factory=list)
    """Question, answer, and the states of the index that it may be of: first and last."""


class _States:
    """The states of the index so far, and what each answers."""

    def __init__(self, folder: Path, questions: Sequence[str]) -> None:
        self._folder = folder
        self._questions = questions
        self.begun = 0
        """The newest state that a build has begun to make."""
        self.done = 0
        """The newest state that is sure to be there."""
        self.answers: list[dict[str, _Hits]] = []

    def build(self) -> None:
        """Make the next state: the same documents, and another hour."""
        self.begun = len(self.answers)
        text = _CHANGES.format(hour=_HOURS[self.begun % len(_HOURS)])
        (self._folder / "documents" / "harbour.md").write_text(text, encoding="utf-8")
        directory = self._folder / "index"
        build_index([self._folder / "documents"], directory, root=self._folder)
        index = open_index(directory)
        found = {
            question: tuple(
                (hit.passage.id, round(hit.score, 4), hit.passage.text)
                for hit in search(index, question, top_k=TOP_K).hits
            )
            for question in self._questions
        }
        index.close()
        self.answers.append(found)
        self.done = self.begun


def measure_load(
    *,
    seconds: float,
    clients: int,
    rebuilds: int = 3,
    documents: Path = DOCUMENTS,
    questions: Sequence[str] | None = None,
) -> Load:
    """Serve some documents, and have clients ask while the index is built anew.

    Parameters
    ----------
    seconds
        How long they ask.
    rebuilds
        How often it is built anew, at even intervals.
    questions
        What they ask in turn, beside `CHANGING`; by default the first of `QUESTIONS`.
    """
    asked = [CHANGING, *(_read_questions() if questions is None else questions)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(documents, folder / "documents")
        states = _States(folder, asked)
        states.build()
        with serve_index(folder / "index") as (url, process):
            return _load(url, process, states, asked, seconds, clients, rebuilds)


def to_json(load: Load) -> str:
    """Return all that was measured, in one line."""
    return json.dumps(asdict(load))


def to_text(load: Load) -> str:
    """Return what was measured, a line each."""
    return "\n".join(f"{name:14s} {value}" for name, value in asdict(load).items() if value != "")


def _load(
    url: str,
    process: int,
    states: _States,
    questions: Sequence[str],
    seconds: float,
    clients: int,
    rebuilds: int,
) -> Load:
    over = threading.Event()
    seen = [_Asked() for _ in range(clients)]
    threads = [
        threading.Thread(target=_ask_on, args=(url, states, questions, number, seen[number], over))
        for number in range(clients)
    ]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    settled = 0.0
    try:
        for number in range(rebuilds):
            _wait_until(start + (number + 0.5) / rebuilds * seconds)
            # The first time before anything is built anew.
            settled = settled or _memory(process)
            states.build()
        _wait_until(start + seconds)
        end = _memory(process)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return _sum_up(seen, states, time.monotonic() - start, settled, end)


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _ask_on(
    url: str,
    states: _States,
    questions: Sequence[str],
    number: int,
    seen: _Asked,
    over: threading.Event,
) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        turn = number
        while not over.is_set():
            # Every other time what changes.
            question = questions[turn % len(questions)] if turn % 2 else CHANGING
            turn += 1
            # Whoever asks while another opens the new index has the one before.
            first, start = max(0, states.done - 1), time.monotonic()
            try:
                hits = ask_server(client, question)
            except (httpx.HTTPError, ValueError, KeyError) as error:
                seen.failures.append(f"{question}: {error!r}")
                continue
            seen.durations.append(time.monotonic() - start)
            seen.answers.append((question, hits, first, states.begun))


def ask_server(client: httpx.Client, question: str) -> _Hits:
    """Return what a server finds; an `httpx.HTTPError`, `ValueError` or `KeyError` is no answer."""
    values = {"question": question, "top_k": TOP_K}
    called = client.post("/gradio_api/call/v2/search", json=values).raise_for_status().json()
    stream = client.get(f"/gradio_api/call/search/{called['event_id']}").raise_for_status().text
    event, data = stream.strip().splitlines()[-2:]
    if event != "event: complete":
        raise ValueError(stream)
    [found] = json.loads(data.removeprefix("data: "))
    return tuple((hit["passage_id"], hit["score"], hit["text"]) for hit in found["hits"])


def _sum_up(
    seen: Sequence[_Asked], states: _States, seconds: float, start_mb: float, end_mb: float
) -> Load:
    complaints = [failure for asked in seen for failure in asked.failures]
    failed = len(complaints)
    fresh: set[int] = set()
    for asked in seen:
        for question, hits, first, last in asked.answers:
            right = [
                state
                for state in range(first, min(last + 1, len(states.answers)))
                if states.answers[state][question] == hits
            ]
            if question == CHANGING:
                fresh.update(right)
            if not right:
                complaints.append(f"{question}: {hits[:1]}")
    durations = sorted(1000 * duration for asked in seen for duration in asked.durations)
    return Load(
        clients=len(seen),
        seconds=round(seconds, 1),
        rebuilds=len(states.answers) - 1,
        requests=failed + len(durations),
        failed=failed,
        wrong=len(complaints) - failed,
        fresh=len(fresh),
        p50_ms=round(statistics.median(durations), 1),
        p95_ms=round(durations[int(0.95 * len(durations))], 1),
        rss_start_mb=start_mb,
        rss_end_mb=end_mb,
        complaint=complaints[0] if complaints else "",
    )


@contextmanager
def serve_index(directory: Path) -> Iterator[tuple[str, int]]:
    """Serve an index as a program of its own; its address and process id."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "ui.cli",
            "serve",
            "--index",
            str(directory.resolve()),
            "--port",
            "0",
        ],
        cwd=directory.parent,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield next(word for word in line.split() if word.startswith("http")), process.pid
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[1])
    return os.environ | {"LC_ALL": "C.UTF-8", "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}


def _memory(process: int) -> float:
    """Return what a process has resident, in MB; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return round(int(kilobytes) / 1024, 1)


def _read_questions() -> list[str]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[:ASKED]
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [str(record["question"]) for record in records]

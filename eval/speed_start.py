"""How long a cold question takes, beside importing sentence-transformers: ``eval speed start``."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from indexer.build import build_index
from indexer.errors import ExtraNotInstalled, IndexNotFound
from indexer.manifest import read_manifest

QUESTION: Final = "How many thematic working groups does the task force have?"


@dataclass(frozen=True, slots=True)
class StartSpeed:
    """Seconds from nothing, the median of the runs; the files are in the system's memory."""

    ask_s: float
    """``yinju ask`` with a question in words, from the start of the process to its end."""
    import_s: float
    """``python -c "import sentence_transformers"``."""
    ratio: float
    """The first as a share of the second, the median over pairs of runs."""
    runs: int


def measure_start(directory: Path, *, runs: int = 5) -> StartSpeed:
    """Measure how long a question takes with nothing loaded.

    Parameters
    ----------
    directory
        An index of `corpus/`; where there is none, one is made for now.
    runs
        How often each is measured, by turns, after once that is not.

    Raises
    ------
    ExtraNotInstalled
        There is no sentence-transformers to measure beside.
    IndexDirectoryError
        The index cannot be used.
    """
    if find_spec("sentence_transformers") is None:
        raise ExtraNotInstalled(feature="the measurement", extra="sentence-transformers")
    with TemporaryDirectory() as folder:
        try:
            read_manifest(directory)
        except IndexNotFound:
            directory = Path(folder, "index")
            build_index([Path("corpus")], directory)
        ask = ["-m", "ui.cli", "ask", QUESTION, "--index", str(directory)]
        pairs = [
            (_seconds(ask), _seconds(["-c", "import sentence_transformers"]))
            for _ in range(runs + 1)
        ][1:]
    return StartSpeed(
        ask_s=round(statistics.median(own for own, _ in pairs), 2),
        import_s=round(statistics.median(other for _, other in pairs), 2),
        ratio=round(statistics.median(own / other for own, other in pairs), 3),
        runs=runs,
    )


def to_json(speed: StartSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(speed))


def to_table(speed: StartSpeed) -> str:
    """Return what was measured for people."""
    return (
        f"yinju ask {speed.ask_s:.2f} s, import sentence_transformers {speed.import_s:.2f} s, "
        f"ratio {speed.ratio:.2f} ({speed.runs} runs by turns)"
    )


def _seconds(arguments: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - started

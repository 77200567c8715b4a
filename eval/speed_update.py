"""What an update costs: ``python -m eval speed update``, one changed file beside all of them."""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_ZH: Final = (
    "水库 铁路 港口 学校 医院 桥梁 森林 渔业 天气 税收 图书馆 市场 公园 工厂 河流 车站 剧院 农田"
    " 矿山 灯塔 博物馆 机场 隧道 仓库"
).split()
_EN: Final = (
    "reservoir railway harbour school hospital bridge forest fishery weather taxation library"
    " market park factory river station theatre farmland mine lighthouse museum airport tunnel"
    " warehouse"
).split()
UPDATES: Final = 3


@dataclass(frozen=True, slots=True)
class UpdateSpeed:
    """What an update costs beside the first build, both as whole runs of `yinju index`."""

    ratio: float
    """The median update after one changed file, as a share of the first build."""
    full_seconds: float
    update_seconds: float
    """Median over the updates."""
    unchanged_seconds: float
    """A run that finds nothing changed."""
    documents: int


def measure_update(documents: int) -> UpdateSpeed:
    """Index bilingual documents that are made for it, then change one after the other.

    Parameters
    ----------
    documents
        How many; each has six paragraphs, half of them Chinese.

    Raises
    ------
    ValueError
        An index could not be made.
    """
    chance = random.Random(documents)
    with TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        for number in range(documents):
            write_document(folder / f"document-{number:05d}.md", chance)
        full = _index(folder)
        unchanged = _index(folder)
        updates = []
        for _ in range(UPDATES):
            write_document(folder / f"document-{chance.randrange(documents):05d}.md", chance)
            updates.append(_index(folder))
    update = statistics.median(updates)
    return UpdateSpeed(
        ratio=round(update / full, 4),
        full_seconds=round(full, 2),
        update_seconds=round(update, 2),
        unchanged_seconds=round(unchanged, 2),
        documents=documents,
    )


def write_document(path: Path, chance: random.Random) -> None:
    """Write a small bilingual document that says something else for each state of `chance`."""
    paragraphs = []
    for _ in range(3):
        a, b, c = chance.sample(range(len(_ZH)), 3)
        year, count = chance.randrange(1900, 2026), chance.randrange(2, 10_000)
        paragraphs.append(
            f"{year}年，{_ZH[a]}附近的{_ZH[b]}接待了{count}人。第二年{_ZH[c]}扩建，"
            f"费用比{_ZH[a]}高出{count % 97}倍。"
        )
        paragraphs.append(
            f"In {year} the {_EN[a]} near the {_EN[b]} received {count} people. A year later the "
            f"{_EN[c]} was enlarged, at {count % 97} times the cost of the {_EN[a]}."
        )
    heading = f"# {_EN[chance.randrange(len(_EN))].title()} {chance.randrange(10_000)}"
    path.write_text("\n\n".join([heading, *paragraphs]) + "\n", encoding="utf-8")


def to_json(speed: UpdateSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(speed))


def to_text(speed: UpdateSpeed) -> str:
    """Return what was measured for people."""
    return (
        f"{speed.documents} documents: {speed.full_seconds:.1f} s; one of them changed: "
        f"{speed.update_seconds:.2f} s ({speed.ratio:.1%}); nothing changed: "
        f"{speed.unchanged_seconds:.2f} s"
    )


def _index(folder: Path) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "ui.cli", "index", folder.name, "--index", "index"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return time.perf_counter() - started

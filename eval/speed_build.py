"""What a build spends beside encoding, stage by stage: ``python -m eval speed build``."""

import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.speed_update import write_document
from indexer.build import build_index
from indexer.progress import Stage


@dataclass(frozen=True, slots=True)
class BuildSpeed:
    """Where the time of a build went."""

    documents: int
    seconds: float
    stages: Mapping[str, float]
    """Seconds of the processor in each, which other programs do not change: `find` the files,
    `read` and split them, `encode`, `write` all files, `test`."""
    share: float
    """All but `encode`, as a share of that."""


class _Clock:
    """Adds up how long each stage takes."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._stage = "find"
        self._since = time.process_time()

    def advance(self, stage: Stage, done: int, total: int) -> None:
        """Take the time since the last call for the stage that was told then."""
        self.stop()
        # Between the stages that are told, and after the last one, files are written; but behind
        # the encoding of passages, that of the questions that make the means.
        self._stage = "write" if done == total and stage != "encode" else stage

    def stop(self) -> None:
        """Take the time since the last call."""
        now = time.process_time()
        self.stages[self._stage] = self.stages.get(self._stage, 0.0) + now - self._since
        self._since = now


def measure_build(paths: Sequence[Path], documents: int) -> tuple[BuildSpeed, BuildSpeed | None]:
    """Index some paths, or documents that are made for it, of which one is changed then.

    Parameters
    ----------
    paths
        Files and folders; if there are none, documents are made.
    documents
        How many are made; each has six paragraphs, half of them Chinese.

    Returns
    -------
    tuple
        The build of all, and where documents were made, the update after the change.
    """
    with TemporaryDirectory() as name:
        index = Path(name, "index")
        if paths:
            return _build(paths, index), None
        chance = random.Random(documents)
        folder = Path(name, "documents")
        folder.mkdir()
        for number in range(documents):
            write_document(folder / f"document-{number:05d}.md", chance)
        whole = _build([folder], index)
        write_document(folder / f"document-{chance.randrange(documents):05d}.md", chance)
        return whole, _build([folder], index)


def _build(paths: Sequence[Path], index: Path) -> BuildSpeed:
    clock = _Clock()
    report = build_index(paths, index, progress=clock.advance)
    clock.stop()
    seconds = sum(clock.stages.values())
    encode = clock.stages.get("encode", 0.0)
    return BuildSpeed(
        documents=report.manifest.counts.documents if report.manifest else 0,
        seconds=round(seconds, 2),
        stages={stage: round(spent, 3) for stage, spent in clock.stages.items()},
        share=round((seconds - encode) / max(encode, 1e-9), 4),
    )


def to_json(builds: Sequence[BuildSpeed]) -> str:
    """Return all that was measured in one line."""
    return json.dumps([asdict(build) for build in builds])


def to_text(builds: Sequence[BuildSpeed]) -> str:
    """Return what was measured for people, a line for each build."""
    return "\n".join(
        f"{build.documents} documents: {build.seconds:.1f} s of the processor; "
        + ", ".join(f"{stage} {spent:.2f}" for stage, spent in build.stages.items())
        + f"; beside encoding {build.share:.1%} of that"
        for build in builds
    )

"""Fuzzes one target, guided by coverage: ``python -m tests.fuzz html --minutes 10``.

It needs atheris (``pip install atheris==3.0.0``), which has wheels for Linux. What led on is kept
in ``.fuzz/TARGET/corpus``; inputs that break something are put into ``.fuzz/TARGET``, one for each
place where it broke. ``python -m tests.fuzz html FILE`` runs one of them again, which needs no
atheris, and makes it small.
"""

import argparse
import importlib
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.findings import minimise, recording

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

MEMORY: Final = 3_000
"""Megabytes that the process may take."""


def main() -> None:
    """Run the command; fuzzing does not return, because libFuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", help="its name in tests/fuzz/targets.py")
    parser.add_argument("file", nargs="?", type=Path, help="an input to make small, instead")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seconds", type=int, default=20, help="that one input may take")
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"))
    arguments = parser.parse_args()
    if arguments.file is not None:
        show(find_target(arguments.target), arguments.file)
        return
    try:
        atheris: Any = importlib.import_module("atheris")
    except ModuleNotFoundError:
        sys.exit("there is no atheris here; pip install atheris==3.0.0")
    with atheris.instrument_imports(include=["indexer", "retriever"]):
        target = find_target(arguments.target)
    folder: Path = arguments.folder / arguments.target
    options = [
        f"-max_total_time={round(60 * arguments.minutes)}",
        f"-timeout={arguments.seconds}",
        f"-rss_limit_mb={MEMORY}",
        f"-max_len={target.longest}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-reload=0",
        str(begin(target, folder)),
    ]

    def mutate(content: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        # The fuzzer's own changes are those of bytes, and of what it saw compared.
        if random.random() < 0.2:
            return bytes(atheris.Mutate(content, longest))
        return target.mutate(content, random)[:longest]

    run = recording(target.run, folder)
    atheris.Setup([sys.argv[0], *options], run, custom_mutator=mutate)
    atheris.Fuzz()


def find_target(name: str) -> "Target":
    """Return a target, or end with the names that there are."""
    from tests.fuzz.targets import TARGETS

    if name not in TARGETS:
        sys.exit(f"no target {name}; there are {', '.join(TARGETS)}")
    return TARGETS[name]


def begin(target: "Target", folder: Path) -> Path:
    """Return the folder of inputs that led on, with those that the target begins with."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
        target.run(seed)  # what is loaded and built for the first one takes long
    return corpus


def show(target: "Target", file: Path) -> None:
    """Print the smallest input that fails as one does, and fail with it."""
    small = minimise(target.run, file.read_bytes())
    file.with_name(f"{file.name}.small").write_bytes(small)
    print(small)  # noqa: T201
    target.run(small)


if __name__ == "__main__":
    main()

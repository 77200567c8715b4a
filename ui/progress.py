"""Progress of long work on a terminal; silent where nobody watches."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Never, TypeVar

from indexer.passages import Language
from indexer.progress import Progress, Stage
from ui.messages import message

_T = TypeVar("_T")


@contextmanager
def build_progress(language: Language) -> Iterator[Progress]:
    """Show the stages of a build as bars, one after the other.

    Yields
    ------
    Progress
        For `indexer.build.build_index`.
    """
    from tqdm import tqdm

    bar: tqdm[Never] | None = None
    shown: Stage | None = None

    def advance(stage: Stage, done: int, total: int) -> None:
        nonlocal bar, shown
        if bar is None or stage != shown:
            if bar is not None:
                bar.close()
            shown = stage
            bar = tqdm(
                total=total,
                desc=message(f"stage-{stage}", language),
                file=sys.stderr,
                disable=None,
                leave=False,
            )
        bar.update(done - bar.n)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.close()


def watched(
    items: Sequence[_T], language: Language, stage: str = "stage-questions"
) -> Iterable[_T]:
    """Return items, with a bar that moves while they are gone through; `stage` is its message."""
    from tqdm import tqdm

    bar: tqdm[_T] = tqdm(
        items, desc=message(stage, language), file=sys.stderr, disable=None, leave=False
    )
    return bar

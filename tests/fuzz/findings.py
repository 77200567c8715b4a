"""Inputs that broke something: kept, one for each place where it broke, and made small."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Run: TypeAlias = Callable[[bytes], None]


def recording(run: Run, folder: Path) -> Run:
    """Return a run that goes on after a failure, and keeps the first input for each place of it.

    Parameters
    ----------
    folder
        Where the inputs go, each with what was raised beside it.
    """
    seen: set[str] = set()

    def record(content: bytes) -> None:
        try:
            run(content)
        except Exception as error:
            place = place_of(error)
            if place not in seen:
                seen.add(place)
                (folder / f"finding-{place}").write_bytes(content)
                told = "".join(traceback.format_exception(error))
                (folder / f"finding-{place}.txt").write_text(told, errors="backslashreplace")
                print(f"finding-{place} {error!r}"[:300], flush=True)  # noqa: T201

    return record


def place_of(error: BaseException) -> str:
    """Return what was raised and where: `AssertionError-invariants-22`."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}"


def minimise(run: Run, content: bytes) -> bytes:
    """Return a smallest input that fails at the same place: no stretch of it can be left out.

    It is Zeller's delta debugging ("Simplifying and Isolating Failure-Inducing Input", 2002),
    first by lines, then by characters, then by bytes.
    """

    def failure(content: bytes) -> str | None:
        try:
            run(content)
        except Exception as error:
            return place_of(error)
        return None

    wanted = failure(content)
    if wanted is None:
        return content
    for pieces_of in (lambda c: c.splitlines(keepends=True), _characters):
        pieces = pieces_of(content)
        size = max(1, len(pieces) // 2)
        while size:
            place = 0
            while place < len(pieces):
                shorter = pieces[:place] + pieces[place + size :]
                if failure(b"".join(shorter)) == wanted:
                    pieces = shorter
                else:
                    place += size
            size //= 2
        content = b"".join(pieces)
    return content


def _characters(content: bytes) -> list[bytes]:
    text = content.decode("utf-8", "surrogateescape")
    return [character.encode("utf-8", "surrogateescape") for character in text]

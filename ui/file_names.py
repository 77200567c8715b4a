"""Names of files that come from outside, made safe to store."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST_NAME: Final = 180
"""Bytes of a name in UTF-8; systems take 255, and a number may be put behind it."""
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')
"""What some systems refuse in names."""

_SUFFIX: Final = re.compile(r"\.\w{1,15}")


def safe_name(name: str) -> str:
    """Return a name without folders that is visible, printable and has a suffix.

    What is not printed is left out: control characters, marks that turn the direction of writing,
    half surrogate pairs. A name without a suffix is that of a text.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if char.isspace() else char for char in last if _is_shown(char))
    composed = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub("_", shown))
    plain = " ".join(composed.split()).lstrip(".~$ ").rstrip(". ")
    path = PurePosixPath(plain or "document")
    suffix = path.suffix if _SUFFIX.fullmatch(path.suffix) else ""
    stem = path.name[: len(path.name) - len(suffix)]
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ") or "document"
    return stem + (suffix or ".txt")


def numbered_name(name: str, number: int) -> str:
    """Return a name for another file of the same name: `notes.md`, `notes (2).md`."""
    path = PurePosixPath(name)
    return name if number < 2 else f"{path.stem} ({number}){path.suffix}"


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] != "C"

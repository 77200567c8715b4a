"""The files of an index against what the manifest says of them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

_READ_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileChecksum:
    """What a file must be like."""

    sha256: str
    """Of its bytes, in hexadecimal."""
    size: int
    """In bytes."""


def checksum_files(folder: Path) -> dict[str, FileChecksum]:
    """Return the checksums of all files under a folder, for `Manifest.checksums`."""
    return {
        path.relative_to(folder).as_posix(): checksum_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checksum_file(path: Path) -> FileChecksum:
    """Return the checksum of one file."""
    return FileChecksum(_sha256(path), path.stat().st_size)


def find_wrong_size(folder: Path, name: str, expected: FileChecksum) -> str | None:
    """Return what is wrong with a file as far as its size tells, in words, or None."""
    path = folder / name
    # Asked once: a build may remove the file between two questions.
    try:
        status = path.stat()
    except OSError:
        return f"{name} is missing"
    if not S_ISREG(status.st_mode):
        return f"{name} is missing"
    size = status.st_size
    if size != expected.size:
        return f"{name} has {size} bytes instead of {expected.size}"
    return None


def find_wrong_content(folder: Path, name: str, expected: FileChecksum) -> str | None:
    """Return what is wrong with the bytes of a file, in words, or None."""
    try:
        if _sha256(folder / name) != expected.sha256:
            return f"{name} fails its checksum"
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"
    return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()

"""A small disk that is nearly full or cannot be written, and the command as it fares there.

It is mounted (a tmpfs, which takes root). Where nothing can be mounted, a limit on the size of
files stands for a full disk, folders without the permission to write for a read-only one.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SIZE: Final = 4 * 2**20
"""Bytes of the disk: several indexes of a few sentences."""
_REASONS: Final = {
    "en": (
        "No space left on device",
        "File too large",
        "Input/output error",
        "Read-only file system",
        "Permission denied",
    ),
    "zh": ("磁盘空间不足", "文件超出大小限制", "磁盘读写出错", "磁盘是只读的", "没有权限"),
}


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """Where it is."""

    folder: Path
    mounted: bool
    """False where limits and permissions stand for it."""


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount a disk, if that can be done here, and take it off at the end.

    Parameters
    ----------
    folder
        Where; made if it is not there.
    """
    folder.mkdir(exist_ok=True)
    mounted = _mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder)
    try:
        yield SmallDisk(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def nearly_full(disk: SmallDisk, free: int) -> Iterator[Sequence[str]]:
    """Leave some bytes on a disk, and yield what a command has to begin with to feel it."""
    if not disk.mounted:
        yield ["prlimit", f"--fsize={free // 4}"]
        return
    status = os.statvfs(disk.folder)
    ballast = disk.folder / "ballast"
    ballast.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - free)))
    try:
        yield []
    finally:
        ballast.unlink()


@contextmanager
def read_only(disk: SmallDisk) -> Iterator[Sequence[str]]:
    """Refuse all writes to a disk, and yield what a command has to begin with to feel it."""
    if disk.mounted:
        _remount(disk, "ro")
        try:
            yield []
        finally:
            _remount(disk, "rw")
        return
    modes = {path: path.stat().st_mode for path in [disk.folder, *disk.folder.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & 0o555)
    try:
        # Permissions count for root only without this.
        yield ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def index_by_command(folder: Path, index: Path, language: str, limits: Sequence[str]) -> bool:
    """Run `yinju index` and return whether it was done.

    Parameters
    ----------
    language
        Of the shell, `zh` or `en`.
    limits
        What `nearly_full` or `read_only` yields.

    Raises
    ------
    ValueError
        It ended otherwise than with status 1 and one line, in that language, that names the index
        and what the disk lacks.
    """
    done = subprocess.run(
        [*limits, sys.executable, "-m", "ui.cli", "index", str(folder), "--index", str(index)],
        env=os.environ | {"LC_ALL": f"{language}.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return True
    told = done.stderr.splitlines()
    if (
        done.returncode != 1
        or len(told) != 1
        or not told[0].startswith(f"yinju: {index}")
        or not any(reason in told[0] for reason in _REASONS[language])
    ):
        raise ValueError(f"status {done.returncode}: {done.stderr}")
    return False


def _mount(*arguments: object) -> bool:
    command = ["mount", *map(str, arguments)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _remount(disk: SmallDisk, mode: str) -> None:
    if not _mount("-o", f"remount,{mode}", disk.folder):
        raise ValueError(f"{disk.folder} cannot be mounted again ({mode})")

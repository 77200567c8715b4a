"""Builds beside the old index, switched at once; a reader never sees half an index.

Each build has a folder of its own, its generation. The manifest names the one that readers
open, so that replacing the manifest is the switch. A build that fails or is killed before that
leaves the old index as it was. After the switch the old folder is removed; readers that have
its files open keep them until they close them, as POSIX has it.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from indexer.encoded_log import remove_log
from indexer.errors import (
    DamagedIndex,
    IncompatibleIndex,
    IndexDirectoryError,
    IndexNotFound,
    IndexNotWritten,
)
from indexer.locking import locked
from indexer.manifest import (
    GENERATION_NAME,
    GENERATIONS,
    UNFINISHED_MANIFEST,
    Manifest,
    generation_folder,
    load_manifest,
    read_manifest,
    sync_folder,
    write_manifest,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class NewGeneration:
    """The generation that is being built."""

    directory: Path
    """The index directory."""
    name: str
    """For `Manifest.generation`."""

    @property
    def folder(self) -> Path:
        """Where its files go; readers do not look there before `commit`."""
        return generation_folder(self.directory, self.name)

    def take_over(self, folder: Path, names: Iterable[str]) -> None:
        """Take files of the generation before as they are; where links can be made, at no cost.

        Parameters
        ----------
        folder
            Of the old generation, whose files never change.
        names
            As in `Manifest.checksums`.

        Raises
        ------
        OSError
            A file can be neither linked nor copied.
        """
        for name in names:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(folder / name)
            except OSError:
                shutil.copyfile(folder / name, target)

    def commit(self, manifest: Manifest) -> None:
        """Put the files on the disk for good, then make readers open them.

        Raises
        ------
        ValueError
            The manifest names another generation.
        OSError
            Something cannot be written; `building` turns it into `IndexNotWritten`.
        """
        if manifest.generation != self.name:
            raise ValueError(f"the manifest is for {manifest.generation}, not for {self.name}")
        for folder, _, names in os.walk(self.folder):
            for name in names:
                _sync_file(Path(folder, name))
            sync_folder(Path(folder))
        sync_folder(self.folder.parent)
        write_manifest(self.directory, manifest)


@contextmanager
def building(directory: Path) -> Iterator[NewGeneration]:
    """Build an index beside the old one.

    The body writes the files into `NewGeneration.folder` and calls `NewGeneration.commit`. If
    it leaves without that, by an exception or because there is nothing to do, the new folder is
    removed and the old index stands. What interrupted builds left behind is removed as well.

    Every `OSError` of the body counts as a failure to write the index, so what the body reads
    from elsewhere must have its own errors.

    Parameters
    ----------
    directory
        Made, with the folders above it, if it is not there.

    Raises
    ------
    ForeignDirectory
        The directory holds something else; nothing in it is touched.
    IndexBusy
        Another process, or another thread of this one, is building it.
    IndexNotWritten
        The disk is full or cannot be written; the old index is unchanged.
    UnreadableSource
        The system refuses to read the directory.
    """
    _refuse_foreign(directory)
    try:
        (directory / GENERATIONS).mkdir(parents=True, exist_ok=True)
        with locked(directory):
            yield from _build(directory)
    except OSError as error:
        raise IndexNotWritten(directory=directory, reason=error.strerror or str(error)) from error


def open_current(directory: Path, opener: Callable[[Manifest, Path], _T]) -> _T:
    """Open the files of an index, also while a build replaces it.

    Parameters
    ----------
    directory
        The index directory.
    opener
        Gets the manifest and the folder of the generation, and returns what it opened. It is
        called a second time if a build removed the first generation meanwhile.

    Raises
    ------
    DamagedIndex
        The manifest or a file cannot be understood, or a file is missing.
    IndexNotFound, ForeignDirectory, IncompatibleIndex, UnreadableSource
        As `indexer.manifest.load_manifest`.
    """
    manifest = read_manifest(directory)
    try:
        return _open(directory, manifest, opener)
    except DamagedIndex:
        latest = read_manifest(directory)
        if latest.generation == manifest.generation:
            raise
    return _open(directory, latest, opener)


def _open(directory: Path, manifest: Manifest, opener: Callable[[Manifest, Path], _T]) -> _T:
    folder = generation_folder(directory, manifest.generation)
    try:
        return opener(manifest, folder)
    except FileNotFoundError as error:
        raise DamagedIndex(directory=directory, detail=f"{error.filename} is missing") from error
    except DamagedIndex as error:
        # The parts of an index know their file only; a reader has to know the index.
        raise DamagedIndex(directory=directory, detail=error.values["detail"]) from error


def _build(directory: Path) -> Iterator[NewGeneration]:
    # Before the build, because what a full disk stopped may be what fills it. Not where the
    # manifest cannot be understood: one of the folders is the index until there is a new one.
    if _is_known(directory):
        _remove_leftovers(directory)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    new = NewGeneration(directory, name)
    try:
        new.folder.mkdir()
        yield new
    finally:
        # What the manifest on the disk says, not what was reached: an interrupt may come
        # between the switch and the next statement.
        if _current_generation(directory) == name:
            _remove_leftovers(directory)
            remove_log(directory)
        else:
            _remove(new.folder)


def _refuse_foreign(directory: Path) -> None:
    with suppress(IndexNotFound, IncompatibleIndex, DamagedIndex):
        load_manifest(directory)


def _is_known(directory: Path) -> bool:
    """Tell whether it is certain which generation readers open, or that there is none."""
    try:
        load_manifest(directory)
    except IndexNotFound:
        return True
    except IndexDirectoryError:
        return False
    return True


def _current_generation(directory: Path) -> str | None:
    """Return the generation that readers open, None where there is no index to read."""
    try:
        return load_manifest(directory).generation
    except IndexDirectoryError:
        return None


def _remove_leftovers(directory: Path) -> None:
    """Remove every generation but the current one, and nothing that has another name."""
    current = _current_generation(directory)
    for folder in (directory / GENERATIONS).iterdir():
        if folder.name != current and GENERATION_NAME.fullmatch(folder.name):
            _remove(folder)
    with suppress(OSError):
        (directory / UNFINISHED_MANIFEST).unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    # What cannot be removed now does no harm, and the next build tries again.
    shutil.rmtree(folder, ignore_errors=True)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())

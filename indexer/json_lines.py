"""Records in files of JSON lines, as an index keeps them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from indexer.errors import DamagedIndex

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record")


def write_records(records: "Iterable[DataclassInstance]", path: Path) -> None:
    """Write dataclasses, one a line.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    lines = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_records(path: Path, read: Callable[[dict[str, Any]], Record]) -> tuple[Record, ...]:
    """Return what `write_records` wrote.

    Parameters
    ----------
    read
        Makes a record of the values of a line.

    Raises
    ------
    FileNotFoundError
        The file is missing.
    DamagedIndex
        It cannot be understood.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return tuple(read(json.loads(line)) for line in lines if line)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(directory=path.parent, detail=f"{path.name}: {error}") from error

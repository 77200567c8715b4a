"""The manifest of an index directory: how the index was made, and what it consists of.

::

    DIR/manifest.json          names the generation that readers open; replaced at once
    DIR/.lock                  held by whoever builds
    DIR/encoded.part           vectors of a build that is not done: `indexer.encoded_log`
    DIR/documents/             files that were added to the index itself: `indexer.scope`
    DIR/generations/NAME/      the files of one build, never changed once they are named

A directory is ours if it holds a manifest of ours, or nothing but what a build that never
finished leaves behind. Nothing is written to or deleted from a directory that is not ours.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias, TypeVar

from indexer.checksums import FileChecksum, find_wrong_content, find_wrong_size
from indexer.errors import (
    DamagedIndex,
    ForeignDirectory,
    IncompatibleIndex,
    IndexNotFound,
    UnreadableSource,
)
from indexer.milvus_address import StoredIn
from indexer.passages import KINDS, LANGUAGES, Kind, Language
from indexer.scope import DOCUMENTS, Scope, parse_scope

FORMAT = 2
"""Counted up whenever an index of an older version can no longer be read."""

MANIFEST = "manifest.json"
UNFINISHED_MANIFEST = "manifest.json.new"
LOCK = ".lock"
ENCODED = "encoded.part"
GENERATIONS = "generations"

GENERATION_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
"""Names of generations: when the build began (UTC) and a random part."""

_MARK = "yinju-index"
_HEAD = f'{{\n "kind": "{_MARK}"'.encode()  # of every manifest as it is written

_Json: TypeAlias = dict[str, Any]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the manifest lists it."""

    source: str
    sha256: str
    """Of the bytes of the file, in hexadecimal."""
    title: str
    symbol: str | None
    languages: tuple[Language, ...]
    identity: str = ""
    """What the ids of its passages are made with: the source under which it came into the index,
    which it keeps when it is renamed (`indexer.renaming`)."""
    formerly: tuple[str, ...] = ()
    """Sources that it had before, the oldest first."""

    def __post_init__(self) -> None:
        """Take the source for the identity where none is given."""
        if not self.identity:
            object.__setattr__(self, "identity", self.source)

    indexed: str = ""
    """When these bytes came into the index: ISO 8601, UTC; empty where only older ones know."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in an index."""

    documents: int
    passages: Mapping[Language, Mapping[Kind, int]]
    """By language and kind; what is not there is left out."""
    sentences: Mapping[Language, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """How an index was made, and what it consists of."""

    generation: str
    """The folder under `generations` that holds its files."""
    model: str
    """Name of the model, as `--model` takes it."""
    model_fingerprint: str
    """Tells apart models of the same name."""
    dimension: int
    """Of the vectors."""
    splitting: str
    """Names the rules that made the passages."""
    tokenization: str
    """Names the rules that made the index terms; a question must be cut by the same."""
    created: str
    """When it was made: ISO 8601, UTC."""
    documents: tuple[IndexedDocument, ...]
    """In the order in which they are stored."""
    counts: Counts
    checksums: Mapping[str, FileChecksum]
    """By the path of the file in the folder of the generation, with `/`."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the tables of corrected alignments beside the documents, by name; empty also in
    an index that was made before there were any."""
    scope: Scope = field(default_factory=Scope)
    """Of what the index was made."""
    stored: StoredIn | None = None
    """What of it is in Milvus; None where all is in the directory."""
    format: int = FORMAT


def generation_folder(directory: Path, generation: str) -> Path:
    """Return where the files of a generation are."""
    return directory / GENERATIONS / generation


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index at once: a reader sees the old or the new one.

    Raises
    ------
    OSError
        It cannot be written; the old one stands.
    """
    unfinished = directory / UNFINISHED_MANIFEST
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(_dump(manifest))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(directory / MANIFEST)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    sync_folder(directory)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk.

    Raises
    ------
    OSError
        The system cannot do it.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load_manifest(directory: Path) -> Manifest:
    """Return the manifest of an index without looking at its files.

    Raises
    ------
    IndexNotFound
        There is no directory, or nothing in it but what an interrupted build leaves.
    ForeignDirectory
        It holds something else, or is no directory.
    IncompatibleIndex
        The index has another format.
    DamagedIndex
        The manifest is ours but cannot be understood.
    UnreadableSource
        The system refuses to read it.
    """
    content = _read(directory)
    try:
        values = json.loads(content)
    except ValueError as error:
        if _is_ours(directory, content):
            raise DamagedIndex(
                directory=directory, detail=f"{MANIFEST} is cut off or garbled"
            ) from error
        raise ForeignDirectory(directory=directory) from error
    if not isinstance(values, dict) or values.get("kind") != _MARK:
        raise ForeignDirectory(directory=directory)
    found = values.get("format")
    if found != FORMAT:
        raise IncompatibleIndex(directory=directory, found=found, expected=FORMAT)
    if values.get("sha256") != _seal(values):
        raise DamagedIndex(directory=directory, detail=f"{MANIFEST} fails its own checksum")
    try:
        return _parse(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedIndex(
            directory=directory, detail=f"{MANIFEST} is not as it should be: {error!r}"
        ) from error


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest of an index whose files are all there and have the right sizes.

    Raises
    ------
    DamagedIndex
        The manifest cannot be understood, or a file is missing or has another size.
    IndexNotFound, ForeignDirectory, IncompatibleIndex, UnreadableSource
        As `load_manifest`.
    """
    manifest = load_manifest(directory)
    finding = _first_finding(directory, manifest)
    if finding is not None:
        # A build may have put a new generation in place and removed the one just read.
        latest = load_manifest(directory)
        if latest.generation != manifest.generation:
            manifest, finding = latest, _first_finding(directory, latest)
    if finding is not None:
        raise DamagedIndex(directory=directory, detail=finding)
    return manifest


def find_damaged(directory: Path, manifest: Manifest) -> set[str]:
    """Return the files of an index that are missing or not as they were written, by name."""
    folder = generation_folder(directory, manifest.generation)
    return {
        name
        for name, expected in manifest.checksums.items()
        if find_wrong_size(folder, name, expected) or find_wrong_content(folder, name, expected)
    }


def verify(directory: Path) -> list[str]:
    """Read all files of an index and return what is wrong with them, one sentence each.

    Raises
    ------
    DamagedIndex
        The manifest cannot be understood, so that nothing can be verified.
    IndexNotFound, ForeignDirectory, IncompatibleIndex, UnreadableSource
        As `load_manifest`.
    """
    manifest = load_manifest(directory)
    folder = generation_folder(directory, manifest.generation)
    findings = []
    for name, expected in sorted(manifest.checksums.items()):
        finding = find_wrong_size(folder, name, expected) or find_wrong_content(
            folder, name, expected
        )
        if finding is not None:
            findings.append(finding)
    listed = {folder / name for name in manifest.checksums}
    findings += [
        f"{path.relative_to(folder).as_posix()} does not belong to the index"
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() and path not in listed
    ]
    if findings and load_manifest(directory).generation != manifest.generation:
        return verify(directory)  # a build has switched meanwhile
    return findings


def _read(directory: Path) -> bytes:
    try:
        if MANIFEST in _names(directory):
            content = (directory / MANIFEST).read_bytes()
            if content.strip():
                return content
            if _is_ours(directory, content):
                raise DamagedIndex(directory=directory, detail=f"{MANIFEST} is empty")
        ours = _holds_nothing_else(directory)
    except FileNotFoundError as error:
        raise IndexNotFound(directory=directory) from error
    except (NotADirectoryError, IsADirectoryError) as error:
        raise ForeignDirectory(directory=directory) from error
    except OSError as error:
        raise UnreadableSource(source=directory, reason=error.strerror or error) from error
    if ours:
        raise IndexNotFound(directory=directory)
    raise ForeignDirectory(directory=directory)


def _is_ours(directory: Path, content: bytes) -> bool:
    """Tell whether a manifest that cannot be understood was one of ours."""
    begins_as_ours = content.startswith(_HEAD)
    return begins_as_ours or ((directory / GENERATIONS).is_dir() and _holds_nothing_else(directory))


def _holds_nothing_else(directory: Path) -> bool:
    """Tell whether a directory holds only what builds make."""
    names = _names(directory)
    if names - {MANIFEST, UNFINISHED_MANIFEST, LOCK, ENCODED, GENERATIONS, DOCUMENTS}:
        return False
    if GENERATIONS not in names:
        return True
    folder = directory / GENERATIONS
    return folder.is_dir() and all(map(GENERATION_NAME.fullmatch, _names(folder)))


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _first_finding(directory: Path, manifest: Manifest) -> str | None:
    folder = generation_folder(directory, manifest.generation)
    for name, expected in manifest.checksums.items():
        finding = find_wrong_size(folder, name, expected)
        if finding is not None:
            return finding
    return None


def _dump(manifest: Manifest) -> str:
    values = {"kind": _MARK, "sha256": "", **asdict(manifest)}
    values["sha256"] = _seal(values)
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _seal(values: _Json) -> str:
    """Return the checksum of everything in the manifest but the checksum itself."""
    sealed = {name: value for name, value in values.items() if name != "sha256"}
    text = json.dumps(sealed, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _parse(values: _Json) -> Manifest:
    generation = _text(values["generation"])
    if not GENERATION_NAME.fullmatch(generation):
        raise ValueError(f"{generation} is not the name of a generation")
    counts = values["counts"]
    return Manifest(
        generation=generation,
        model=_text(values["model"]),
        model_fingerprint=_text(values["model_fingerprint"]),
        dimension=_number(values["dimension"]),
        splitting=_text(values["splitting"]),
        tokenization=_text(values["tokenization"]),
        created=_text(values["created"]),
        documents=tuple(map(_parse_document, values["documents"])),
        counts=Counts(
            documents=_number(counts["documents"]),
            passages={
                _one_of(language, LANGUAGES): {
                    _one_of(kind, KINDS): _number(count) for kind, count in by_kind.items()
                }
                for language, by_kind in counts["passages"].items()
            },
            sentences={
                _one_of(language, LANGUAGES): _number(count)
                for language, count in counts["sentences"].items()
            },
        ),
        checksums={
            _inner_path(name): FileChecksum(_text(file["sha256"]), _number(file["size"]))
            for name, file in values["checksums"].items()
        },
        corrections={name: _text(sha256) for name, sha256 in values.get("corrections", {}).items()},
        scope=parse_scope(values.get("scope", {})),
        stored=_parse_stored(values.get("stored")),
    )


def _parse_document(values: _Json) -> IndexedDocument:
    symbol = values["symbol"]
    return IndexedDocument(
        source=_text(values["source"]),
        sha256=_text(values["sha256"]),
        title=_text(values["title"]),
        symbol=None if symbol is None else _text(symbol),
        languages=tuple(_one_of(language, LANGUAGES) for language in values["languages"]),
        identity=_text(values.get("identity", "")),
        formerly=tuple(map(_text, values.get("formerly", ()))),
        indexed=_text(values.get("indexed", "")),
    )


def _parse_stored(values: _Json | None) -> StoredIn | None:
    if values is None:
        return None
    return StoredIn(_text(values["uri"]), _text(values["name"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is not a number of things")
    return value


def _one_of(value: object, allowed: tuple[_T, ...]) -> _T:
    for candidate in allowed:
        if candidate == value:
            return candidate
    raise ValueError(f"{value!r} is not one of {allowed}")


def _inner_path(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name} is outside the index")
    return name

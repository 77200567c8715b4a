"""Documents, sections, passages and sentences in one SQLite file.

The file is written once and then only read. Searchable passages, which are all but headings,
have a number in the list of their language: their position in reading order over all
documents. The same number is their row in the lexical index and in the file of passage vectors
of that language; in the same way sentences have a row in the sentence vectors of the language.
"""

import errno
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex, UnknownDocument, UnknownPassage
from indexer.passages import (
    LANGUAGES,
    Document,
    Dropped,
    DropReason,
    Kind,
    Language,
    Passage,
    Run,
    Section,
    Span,
    SplitDocument,
)

PASSAGES_AT_ONCE = 1000
"""How many passages are held in memory while all of them are gone through."""

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    encoding TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    symbol TEXT,
    languages TEXT NOT NULL,
    dropped TEXT NOT NULL,
    first_passage INTEGER NOT NULL,
    end_passage INTEGER NOT NULL
);
CREATE TABLE sections (
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    heading TEXT NOT NULL,
    level INTEGER NOT NULL,
    parent TEXT,
    language TEXT NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE passages (
    position INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    number INTEGER,
    label TEXT,
    section TEXT NOT NULL,
    spans TEXT NOT NULL,
    text TEXT NOT NULL,
    runs TEXT NOT NULL,
    parent TEXT,
    fields TEXT NOT NULL,
    sentences TEXT NOT NULL
);
CREATE UNIQUE INDEX searchable ON passages (language, number) WHERE number IS NOT NULL;
CREATE TABLE languages (
    language TEXT PRIMARY KEY,
    passages INTEGER NOT NULL,
    sentence_owners BLOB NOT NULL
);
"""

_DOCUMENT = "SELECT source, sha256, encoding, text, title, symbol, languages FROM documents"
_PASSAGE = (
    "SELECT passages.id, documents.source, kind, language, label, section, spans, passages.text,"
    " runs, parent, fields FROM passages JOIN documents ON documents.number = passages.document"
)
_OWNER = np.dtype("<i4")

_WRITE_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}

_Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a searchable passage."""

    passage: int
    """Number of its passage in the list of the language."""
    start: int
    """Where it begins in the clean text of the passage."""
    end: int
    """Where it ends there."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with all that was found in it."""

    split: SplitDocument
    sentences: tuple[tuple[Span, ...], ...]
    """For each passage of `split`, in the same order, its sentences as spans of its clean text;
    none for a heading."""


def write_store(documents: Iterable[StoredDocument], path: Path) -> None:
    """Write documents to a new SQLite file, in the order given.

    Raises
    ------
    ValueError
        The sentences do not fit the passages.
    OSError
        The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection:
            # The file is new, and thrown away when writing fails: nothing to roll back to.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            _Writer(connection).write(documents)
            connection.commit()
    except sqlite3.OperationalError as error:
        code = _WRITE_ERRORS.get(error.sqlite_errorcode & 0xFF)
        if code is None:
            raise
        raise OSError(code, str(error), str(path)) from error


class _Writer:
    """Counts passages and sentences while the documents go by."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._position = 0
        self._counts = dict.fromkeys(LANGUAGES, 0)
        self._owners: dict[Language, list[NDArray[np.int32]]] = {name: [] for name in LANGUAGES}

    def write(self, documents: Iterable[StoredDocument]) -> None:
        for number, stored in enumerate(documents):
            self._write_document(number, stored)
        self._connection.executemany(
            "INSERT INTO languages VALUES (?, ?, ?)",
            (
                (language, self._counts[language], b"".join(map(bytes, self._owners[language])))
                for language in LANGUAGES
            ),
        )

    def _write_document(self, number: int, stored: StoredDocument) -> None:
        document = stored.split.document
        passages = stored.split.passages
        first = self._position
        self._connection.executemany(
            f"INSERT INTO passages VALUES ({','.join('?' * 14)})",
            (
                self._passage_row(number, passage, sentences)
                for passage, sentences in zip(passages, stored.sentences, strict=True)
            ),
        )
        self._connection.execute(
            f"INSERT INTO documents VALUES ({','.join('?' * 11)})",
            (
                number,
                document.source,
                document.sha256,
                document.encoding,
                document.text,
                document.title,
                document.symbol,
                _pack(document.languages),
                _pack([(*dropped.span, dropped.reason) for dropped in stored.split.dropped]),
                first,
                self._position,
            ),
        )
        self._connection.executemany(
            "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (number, position, node.id, node.heading, node.level, node.parent, node.language)
                for position, node in enumerate(stored.split.sections)
            ),
        )

    def _passage_row(self, document: int, passage: Passage, sentences: Sequence[Span]) -> _Row:
        _require_sentences_that_fit(passage, sentences)
        position = self._position
        self._position += 1
        number = None
        if passage.kind != "heading":
            number = self._counts[passage.language]
            self._counts[passage.language] += 1
            self._owners[passage.language].append(np.full(len(sentences), number, dtype=_OWNER))
        return (
            position,
            document,
            passage.id,
            passage.kind,
            passage.language,
            number,
            passage.label,
            _pack(passage.section),
            _pack_numbers(passage.spans),
            passage.text,
            _pack_numbers((run.clean, run.source, run.length) for run in passage.runs),
            passage.parent,
            _pack(passage.fields),
            _pack_numbers(sentences),
        )


class PassageStore:
    """A store that was opened for reading; made by `PassageStore.open`.

    Threads may share one. It is a context manager that closes the file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        self._counts: dict[Language, int] = {
            cast(Language, language): count
            for language, count in self._select("SELECT language, passages FROM languages")
        }

    @classmethod
    def open(cls, path: Path) -> "PassageStore":
        """Open what `write_store` wrote.

        Raises
        ------
        FileNotFoundError
            The file is missing.
        DamagedIndex
            It cannot be understood.
        """
        path.stat()  # so that a missing file is told from one that SQLite cannot open
        # Immutable: nobody writes to it any more, so SQLite need not lock or look for changes,
        # and can read from a folder where it may not write.
        location = f"{path.resolve().as_uri()}?immutable=1"
        try:
            connection = sqlite3.connect(location, uri=True, check_same_thread=False)
        except sqlite3.OperationalError as error:
            raise _damage(path, error) from error
        try:
            return cls(connection, path)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file; the store cannot be used after that."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> "PassageStore":
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def documents(self) -> tuple[Document, ...]:
        """Return all documents with their texts, in the order they were written."""
        rows = self._select(f"{_DOCUMENT} ORDER BY number")
        return tuple(_document(row) for row in rows)

    def document(self, source: str) -> Document:
        """Return one document by its source.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        rows = self._select(f"{_DOCUMENT} WHERE source = ?", source)
        if not rows:
            raise UnknownDocument(source=source)
        return _document(rows[0])

    def stored_document(self, source: str) -> StoredDocument:
        """Return one document as it was written, so that it need not be split again.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        document = self.document(source)
        [(dropped, first, end)] = self._select(
            "SELECT dropped, first_passage, end_passage FROM documents WHERE source = ?", source
        )
        sentences = self._select(
            "SELECT sentences FROM passages WHERE position >= ? AND position < ? ORDER BY position",
            first,
            end,
        )
        split = SplitDocument(
            document=document,
            sections=self.sections(source),
            passages=self.passages(source),
            dropped=tuple(
                Dropped((start, stop), cast(DropReason, reason))
                for start, stop, reason in json.loads(dropped)
            ),
        )
        return StoredDocument(split, tuple(_unpack_spans(packed) for (packed,) in sentences))

    def sections(self, source: str) -> tuple[Section, ...]:
        """Return the headings of a document as a tree, in reading order.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        rows = self._select(
            "SELECT id, heading, level, parent, language FROM sections"
            " WHERE document = ? ORDER BY position",
            self._place(source)[0],
        )
        return tuple(Section(*row) for row in rows)

    def passages(self, source: str) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order, headings included.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        _, first, end = self._place(source)
        rows = self._select(
            f"{_PASSAGE} WHERE position >= ? AND position < ? ORDER BY position", first, end
        )
        return tuple(_passage(row) for row in rows)

    def passage(self, passage_id: str) -> Passage:
        """Return one passage by its id.

        Raises
        ------
        UnknownPassage
            The index has no such passage.
        """
        rows = self._select(f"{_PASSAGE} WHERE passages.id = ?", passage_id)
        if not rows:
            raise UnknownPassage(passage_id=passage_id)
        return _passage(rows[0])

    def number_of(self, passage_id: str) -> int | None:
        """Return the number of a passage in the list of its language, None for a heading.

        Raises
        ------
        UnknownPassage
            The index has no such passage.
        """
        rows = self._select("SELECT number FROM passages WHERE id = ?", passage_id)
        if not rows:
            raise UnknownPassage(passage_id=passage_id)
        return cast("int | None", rows[0][0])

    def searchable(self, language: Language) -> int:
        """Return how many passages of a language can be found: all but headings."""
        return self._counts[language]

    def passage_at(self, language: Language, number: int) -> Passage:
        """Return the searchable passage of a language with this number.

        Raises
        ------
        IndexError
            There is no such number.
        """
        return self.passages_at(language, [number])[0]

    def passages_at(
        self, language: Language, numbers: Sequence[int] | NDArray[np.integer]
    ) -> list[Passage]:
        """Return the searchable passages of a language with these numbers, in their order.

        Raises
        ------
        IndexError
            There is no such number.
        """
        wanted = [int(number) for number in numbers]
        rows = self._select(
            f"{_PASSAGE.replace('SELECT', 'SELECT number,')} WHERE language = ?"
            " AND number IN (SELECT value FROM json_each(?))",
            language,
            json.dumps(wanted),
        )
        found = {row[0]: _passage(row[1:]) for row in rows}
        missing = [number for number in wanted if number not in found]
        if missing:
            raise IndexError(f"no {language} passages with the numbers {missing}")
        return [found[number] for number in wanted]

    def searchable_passages(self, language: Language) -> Iterator[Passage]:
        """Yield the searchable passages of a language in the order of their numbers."""
        for start in range(0, self.searchable(language), PASSAGES_AT_ONCE):
            rows = self._select(
                f"{_PASSAGE} WHERE language = ? AND number >= ? AND number < ? ORDER BY number",
                language,
                start,
                start + PASSAGES_AT_ONCE,
            )
            yield from map(_passage, rows)

    def sentences_of(self, language: Language, number: int) -> tuple[Sentence, ...]:
        """Return the sentences of a searchable passage in reading order.

        Raises
        ------
        IndexError
            There is no such number.
        """
        rows = self._select(
            "SELECT sentences FROM passages WHERE language = ? AND number = ?",
            language,
            int(number),
        )
        if not rows:
            raise IndexError(f"no {language} passage with the number {number}")
        return tuple(Sentence(int(number), *span) for span in _unpack_spans(rows[0][0]))

    def sentence_owners(self, language: Language) -> NDArray[np.int32]:
        """Return the number of the passage that each sentence of a language stands in.

        Returns
        -------
        ndarray of int32, shape (sentences,)
            Ascending, so that the first sentence of a passage is found by bisection.
        """
        [(owners,)] = self._select(
            "SELECT sentence_owners FROM languages WHERE language = ?", language
        )
        return np.frombuffer(owners, dtype=_OWNER).astype(np.int32, copy=False)

    def _place(self, source: str) -> tuple[int, int, int]:
        rows = self._select(
            "SELECT number, first_passage, end_passage FROM documents WHERE source = ?", source
        )
        if not rows:
            raise UnknownDocument(source=source)
        number, first, end = rows[0]
        return number, first, end

    def _select(self, query: str, *values: object) -> list[_Row]:
        # Everything is fetched under the lock: a cursor left open would be shared by threads.
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except UnicodeEncodeError:
            # Half a surrogate pair, which can only come in from outside, is in no row.
            return []
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            raise _damage(self._path, error) from error


def _damage(path: Path, error: sqlite3.Error) -> DamagedIndex:
    return DamagedIndex(directory=path.parent, detail=f"{path.name}: {error}")


def _require_sentences_that_fit(passage: Passage, sentences: Sequence[Span]) -> None:
    if sentences and passage.kind == "heading":
        raise ValueError(f"{passage.id} is a heading and has no sentences")
    if any(not 0 <= start < end <= len(passage.text) for start, end in sentences):
        raise ValueError(f"{passage.id} has a sentence outside its text")


def _document(row: _Row) -> Document:
    source, sha256, encoding, text, title, symbol, languages = row
    return Document(source, sha256, encoding, text, title, symbol, tuple(json.loads(languages)))


def _passage(row: _Row) -> Passage:
    id_, source, kind, language, label, section, spans, text, runs, parent, fields = row
    numbers = json.loads(runs)
    return Passage(
        id=id_,
        source=source,
        kind=cast(Kind, kind),
        language=cast(Language, language),
        label=label,
        section=tuple(json.loads(section)),
        spans=_unpack_spans(spans),
        text=text,
        runs=tuple(map(Run, numbers[::3], numbers[1::3], numbers[2::3])),
        parent=parent,
        fields=tuple((column, cell) for column, cell in json.loads(fields)),
    )


def _pack(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _pack_numbers(groups: Iterable[tuple[int, ...]]) -> str:
    return _pack(chain.from_iterable(groups))


def _unpack_spans(packed: str) -> tuple[Span, ...]:
    numbers = json.loads(packed)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))

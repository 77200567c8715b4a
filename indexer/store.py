"""Reads the documents, sections, passages and sentences that `indexer.store_writing` wrote.

A searchable passage is found by its id or by its number in the list of its language, which is
its row in the other files of the index.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import cast

import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex, UnknownDocument, UnknownPassage
from indexer.passages import (
    Document,
    Dropped,
    DropReason,
    Language,
    Passage,
    Section,
    Span,
    SplitDocument,
)
from indexer.store_records import (
    Amounts,
    Place,
    Row,
    SearchText,
    Sentence,
    Sketched,
    read_document,
    read_passage,
    unpack_spans,
)
from indexer.store_writing import OWNER, StoredDocument

PASSAGES_AT_ONCE = 1000
"""How many passages are held in memory while all of them are gone through."""
PLACES_AT_ONCE = 20_000
"""The same of what says only where they stand."""

_DOCUMENT = "SELECT source, sha256, encoding, text, title, symbol, languages, pages FROM documents"
_PASSAGE = (
    "SELECT passages.id, documents.source, kind, language, label, section, spans, passages.text,"
    " runs, parent, fields, passages.pages"
    " FROM passages JOIN documents ON documents.number = passages.document"
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
        location = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
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
        return tuple(read_document(row) for row in rows)

    def sources(self) -> tuple[str, ...]:
        """Return the sources of all documents, in the order they were written."""
        return tuple(
            source for (source,) in self._select("SELECT source FROM documents ORDER BY number")
        )

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
        return read_document(rows[0])

    def stored_document(self, source: str) -> StoredDocument:
        """Return one document as it was written, so that it need not be split again.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        document = self.document(source)
        _, first, end = self._place(source)
        sentences = self._select(
            "SELECT sentences FROM passages WHERE position >= ? AND position < ? ORDER BY position",
            first,
            end,
        )
        split = SplitDocument(
            document=document,
            sections=self.sections(source),
            passages=self.passages(source),
            dropped=self.dropped(source),
        )
        return StoredDocument(split, tuple(unpack_spans(packed) for (packed,) in sentences))

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

    def passages(self, source: str, start: int = 0, stop: int | None = None) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order, headings included.

        Parameters
        ----------
        start, stop
            Read only these, counted from 0 in reading order; what lies outside the document
            is left out.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        _, first, end = self._place(source)
        low = first + max(start, 0)
        high = end if stop is None else min(end, first + stop)
        rows = self._select(
            f"{_PASSAGE} WHERE position >= ? AND position < ? ORDER BY position", low, high
        )
        return tuple(read_passage(row) for row in rows)

    def sketch(self, source: str) -> tuple[Sketched, ...]:
        """Return of each passage of a document, in reading order, what its place takes.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        _, first, end = self._place(source)
        rows = self._select(
            "SELECT id, kind, label, parent, length(CAST(text AS BLOB)) FROM passages"
            " WHERE position >= ? AND position < ? ORDER BY position",
            first,
            end,
        )
        return tuple(map(Sketched._make, rows))

    def texts(self, source: str) -> tuple[str, ...]:
        """Return the clean texts of the passages of a document in reading order.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        _, first, end = self._place(source)
        rows = self._select(
            "SELECT text FROM passages WHERE position >= ? AND position < ? ORDER BY position",
            first,
            end,
        )
        return tuple(text for (text,) in rows)

    def dropped(self, source: str) -> tuple[Dropped, ...]:
        """Return what of a document belongs to no passage, in order.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        rows = self._select("SELECT dropped FROM documents WHERE source = ?", source)
        if not rows:
            raise UnknownDocument(source=source)
        return tuple(
            Dropped((start, stop), cast(DropReason, reason))
            for start, stop, reason in json.loads(rows[0][0])
        )

    def place_of(self, passage_id: str) -> tuple[str, int]:
        """Return the source of the document that has a passage, and its place in reading order.

        Raises
        ------
        UnknownPassage
            The index has no such passage.
        """
        rows = self._select(
            "SELECT source, position - first_passage FROM passages"
            " JOIN documents ON documents.number = document WHERE passages.id = ?",
            passage_id,
        )
        if not rows:
            raise UnknownPassage(passage_id=passage_id)
        return cast("tuple[str, int]", rows[0])

    def amounts(self, source: str) -> Amounts:
        """Return how much is in a document, without reading it.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        _, first, end = self._place(source)
        [(pages,)] = self._select(
            "SELECT json_array_length(pages) FROM documents WHERE source = ?", source
        )
        rows = self._select(
            "SELECT language, kind, COUNT(*), SUM(LENGTH(text)) FROM passages"
            " WHERE position >= ? AND position < ? AND kind <> 'heading' GROUP BY language, kind",
            first,
            end,
        )
        return Amounts(
            pages=pages,
            passages={(row[0], row[1]): row[2] for row in rows},
            characters=sum(row[3] for row in rows),
        )

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
        return read_passage(rows[0])

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
            f"{_PASSAGE.replace('SELECT', 'SELECT passages.number,')} WHERE language = ?"
            " AND passages.number IN (SELECT value FROM json_each(?))",
            language,
            json.dumps(wanted),
        )
        found = {row[0]: read_passage(row[1:]) for row in rows}
        missing = [number for number in wanted if number not in found]
        if missing:
            raise IndexError(f"no {language} passages with the numbers {missing}")
        return [found[number] for number in wanted]

    def searchable_passages(self, language: Language) -> Iterator[Passage]:
        """Yield the searchable passages of a language in the order of their numbers."""
        query = (
            f"{_PASSAGE} WHERE language = ? AND passages.number >= ? AND passages.number < ?"
            " ORDER BY passages.number"
        )
        count = self.searchable(language)
        yield from map(read_passage, self._walk(query, count, PASSAGES_AT_ONCE, language))

    def search_texts(self, language: Language) -> Iterator[SearchText]:
        """Yield what searchable passages of a language are found by, in the order of numbers."""
        query = (
            "SELECT text, section, sentences FROM passages"
            " WHERE language = ? AND number >= ? AND number < ? ORDER BY number"
        )
        count = self.searchable(language)
        for text, section, sentences in self._walk(query, count, PASSAGES_AT_ONCE, language):
            yield SearchText(text, tuple(json.loads(section)), unpack_spans(sentences))

    def passages_with_sentences(self) -> Iterator[tuple[Passage, tuple[Span, ...]]]:
        """Yield all passages, headings included, in the order they were written.

        Each comes with its sentences as spans of its clean text.
        """
        query = (
            f"{_PASSAGE.replace('SELECT', 'SELECT sentences,')}"
            " WHERE position >= ? AND position < ? ORDER BY position"
        )
        for sentences, *row in self._walk(query, self._end(), PASSAGES_AT_ONCE):
            yield read_passage(tuple(row)), unpack_spans(sentences)

    def table_rows(self) -> tuple[Passage, ...]:
        """Return all rows of tables, document by document in reading order."""
        rows = self._select(f"{_PASSAGE} WHERE kind = 'table-row' ORDER BY position")
        return tuple(map(read_passage, rows))

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
        return tuple(Sentence(int(number), *span) for span in unpack_spans(rows[0][0]))

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
        return np.frombuffer(owners, dtype=OWNER).astype(np.int32, copy=False)

    def places(self) -> Iterator[Place]:
        """Yield where each passage stands, headings included, in the order they were written."""
        query = (
            "SELECT document, id, kind, language, number, section,"
            " CASE kind WHEN 'heading' THEN text END"
            " FROM passages WHERE position >= ? AND position < ? ORDER BY position"
        )
        yield from map(Place._make, self._walk(query, self._end(), PLACES_AT_ONCE))

    def row_cells(self) -> Iterator[tuple[Language, int, tuple[tuple[str, str], ...]]]:
        """Yield language, number and `Passage.fields` of each row, in the order of writing."""
        query = (
            "SELECT language, number, fields FROM passages"
            " WHERE position >= ? AND position < ? AND fields != '[]' ORDER BY position"
        )
        for language, number, fields in self._walk(query, self._end(), PLACES_AT_ONCE):
            yield language, number, tuple((name, cell) for name, cell in json.loads(fields))

    def _walk(self, query: str, end: int, at_once: int, *values: object) -> Iterator[Row]:
        """Yield the rows of a query that ends with a range, from 0 on, some at once."""
        for start in range(0, end, at_once):
            yield from self._select(query, *values, start, start + at_once)

    def _end(self) -> int:
        [(end,)] = self._select("SELECT COALESCE(MAX(end_passage), 0) FROM documents")
        return cast(int, end)

    def _place(self, source: str) -> tuple[int, int, int]:
        rows = self._select(
            "SELECT number, first_passage, end_passage FROM documents WHERE source = ?", source
        )
        if not rows:
            raise UnknownDocument(source=source)
        number, first, end = rows[0]
        return number, first, end

    def _select(self, query: str, *values: object) -> list[Row]:
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

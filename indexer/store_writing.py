"""Writes documents, sections, passages and sentences to one SQLite file; `indexer.store` reads it.

The file is written once and then only read. Searchable passages, which are all but headings,
have a number in the list of their language: their position in reading order over all
documents. The same number is their row in the lexical index and in the file of passage vectors
of that language; in the same way sentences have a row in the sentence vectors of the language.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from indexer.new_database import new_database
from indexer.passages import LANGUAGES, Passage, Span, SplitDocument

OWNER = np.dtype("<i4")
"""Of the numbers of passages in `languages.sentence_owners`."""

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
    pages TEXT NOT NULL,
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
    pages TEXT NOT NULL,
    sentences TEXT NOT NULL
);
CREATE UNIQUE INDEX searchable ON passages (language, number) WHERE number IS NOT NULL;
CREATE TABLE languages (
    language TEXT PRIMARY KEY,
    passages INTEGER NOT NULL,
    sentence_owners BLOB NOT NULL
);
"""


_Row: TypeAlias = tuple[Any, ...]


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
    with new_database(path) as connection:
        connection.executescript(_SCHEMA)
        _Writer(connection).write(documents)


class _Writer:
    """Counts passages and sentences while the documents go by."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._position = 0
        self._counts = dict.fromkeys(LANGUAGES, 0)
        self._owners = {language: array("i") for language in LANGUAGES}

    def write(self, documents: Iterable[StoredDocument]) -> None:
        for number, stored in enumerate(documents):
            self._write_document(number, stored)
        self._connection.executemany(
            "INSERT INTO languages VALUES (?, ?, ?)",
            (
                (language, self._counts[language], np.asarray(self._owners[language], OWNER).data)
                for language in LANGUAGES
            ),
        )

    def _write_document(self, number: int, stored: StoredDocument) -> None:
        document = stored.split.document
        passages = stored.split.passages
        first = self._position
        self._connection.executemany(
            f"INSERT INTO passages VALUES ({','.join('?' * 15)})",
            (
                self._passage_row(number, passage, sentences)
                for passage, sentences in zip(passages, stored.sentences, strict=True)
            ),
        )
        self._connection.execute(
            f"INSERT INTO documents VALUES ({','.join('?' * 12)})",
            (
                number,
                document.source,
                document.sha256,
                document.encoding,
                document.text,
                document.title,
                document.symbol,
                _pack(document.languages),
                _pack([(page.start, page.label) for page in document.pages]),
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
            self._owners[passage.language].extend(repeat(number, len(sentences)))
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
            _pack(passage.pages),
            _pack_numbers(sentences),
        )


def _require_sentences_that_fit(passage: Passage, sentences: Sequence[Span]) -> None:
    if sentences and passage.kind == "heading":
        raise ValueError(f"{passage.id} is a heading and has no sentences")
    if any(not 0 <= start < end <= len(passage.text) for start, end in sentences):
        raise ValueError(f"{passage.id} has a sentence outside its text")


def _pack(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _pack_numbers(groups: Iterable[tuple[int, ...]]) -> str:
    return _pack(chain.from_iterable(groups))

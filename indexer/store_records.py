"""What `indexer.store` reads: its records, and documents and passages from rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

from indexer.passages import Document, Kind, Language, Page, Passage, Run, Span

Row: TypeAlias = tuple[Any, ...]
"""Of the store."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is in a document."""

    pages: int
    """0 where its format knows none."""
    passages: Mapping[tuple[Language, Kind], int]
    """By language and kind, headings left out."""
    characters: int
    """Of these passages."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a searchable passage."""

    passage: int
    """Number of its passage in the list of the language."""
    start: int
    """Where it begins in the clean text of the passage."""
    end: int
    """Where it ends there."""


class Place(NamedTuple):
    """Where a passage stands."""

    document: int
    """Place of its document in `PassageStore.sources`."""
    id: str
    kind: Kind
    language: Language
    number: int | None
    """In the list of its language; None for a heading."""
    section: str
    """`Passage.section` as JSON: the same for all passages below the same headings."""
    heading: str | None
    """Clean text of a heading; None for others."""


class SearchText(NamedTuple):
    """What a searchable passage is found by."""

    text: str
    section: tuple[str, ...]
    """Its headings, as `Passage.section`."""
    sentences: tuple[Span, ...]
    """Spans of the text."""

    @property
    def sentence_texts(self) -> list[str]:
        """What the sentences say."""
        return [self.text[start:end] for start, end in self.sentences]


class Sketched(NamedTuple):
    """A passage without its text."""

    id: str
    kind: Kind
    label: str | None
    parent: str | None
    size: int
    """Of its clean text, in bytes of UTF-8: a Chinese character is wider than a Latin one."""


def read_document(row: Row) -> Document:
    """Return the document of a row with its columns from `source` to `pages`."""
    source, sha256, encoding, text, title, symbol, languages, pages = row
    return Document(
        source=source,
        sha256=sha256,
        encoding=encoding,
        text=text,
        title=title,
        symbol=symbol,
        languages=tuple(json.loads(languages)),
        pages=tuple(Page(start, label) for start, label in json.loads(pages)),
    )


def read_passage(row: Row) -> Passage:
    """Return the passage of a row of `PassageStore`."""
    id_, source, kind, language, label, section, spans, text, runs, parent, fields, pages = row
    numbers = json.loads(runs)
    return Passage(
        id=id_,
        source=source,
        kind=cast(Kind, kind),
        language=cast(Language, language),
        label=label,
        section=tuple(json.loads(section)),
        spans=unpack_spans(spans),
        text=text,
        runs=tuple(map(Run, numbers[::3], numbers[1::3], numbers[2::3])),
        parent=parent,
        fields=tuple((column, cell) for column, cell in json.loads(fields)),
        pages=tuple(json.loads(pages)),
    )


def unpack_spans(packed: str) -> tuple[Span, ...]:
    """Return spans whose starts and ends were stored as one list."""
    numbers = json.loads(packed)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))

"""An index whose store has one more document: longer than a page can hold at once."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer.layout import STORE
from indexer.manifest import load_manifest, write_manifest
from indexer.passages import Document, Passage, Section, SplitDocument
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store

SOURCE = "long/long.txt"
SECTION = 250
"""Every so many passages a section begins."""
NEEDLE = "Ｎｅｅｄｌｅ in the haystack"


def add_long_document(index: Path, folder: Path, count: int) -> Path:
    """Return a copy of an index with a document of `count` passages, that nothing else knows."""
    copied = folder / "long-index"
    shutil.copytree(index, copied)
    [path] = copied.rglob("passages.sqlite")
    with PassageStore.open(path) as store:
        documents = [store.stored_document(source) for source in store.sources()]
    with closing(sqlite3.connect(path)) as connection:
        languages = connection.execute("SELECT * FROM languages").fetchall()
    path.unlink()
    write_store([*documents, _long_document(count)], path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE passages SET number = NULL WHERE id LIKE 'long:%'")
        connection.execute("DELETE FROM languages")
        connection.executemany("INSERT INTO languages VALUES (?, ?, ?)", languages)
    manifest = load_manifest(copied)
    sealed = dict(manifest.checksums)
    sealed[STORE] = replace(sealed[STORE], size=path.stat().st_size)
    write_manifest(copied, replace(manifest, checksums=sealed))
    return copied


def _long_document(count: int) -> StoredDocument:
    text = "x" * count
    passages = tuple(_passage(place, count) for place in range(count))
    document = Document(
        source=SOURCE,
        sha256="0" * 64,
        encoding="utf-8",
        text=text,
        title="A long document",
        symbol=None,
        languages=("en",),
    )
    sections = tuple(
        Section(passage.id, passage.text, 1, None, "en")
        for passage in passages
        if passage.kind == "heading"
    )
    split = SplitDocument(document, sections, passages, ())
    return StoredDocument(split, ((),) * count)


def _passage(place: int, count: int) -> Passage:
    heading = place % SECTION == 0
    words = (
        f"Section {place // SECTION}"
        if heading
        else f"Passage {place} of them. " + "Word " * (place % 90)
    )
    if place == count - 7:
        words += NEEDLE
    return Passage(
        id=f"long:{place}",
        source=SOURCE,
        kind="heading" if heading else "paragraph",
        language="en",
        label=None,
        section=(),
        spans=((place, place + 1),),
        text=words.strip(),
        runs=(),
    )

"""Writes the inverted index that `indexer.lexical` reads, of any number of passages.

Postings are held in memory up to a number, then sorted by their terms and written to a file, a run;
in the end the runs are merged: single-pass in-memory indexing, after Heinz and Zobel, "Efficient
single-pass index construction for text databases" (2003).
"""

import json
import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final, TypeAlias

import numpy as np

from indexer.arrays import ArrayWriter, write_array
from indexer.lexical import (
    FREQUENCIES,
    LENGTHS,
    PASSAGES,
    POSTING_OFFSETS,
    STATISTICS,
    VOCABULARY,
    VOCABULARY_OFFSETS,
    encode_term,
)

POSTINGS_AT_ONCE: Final = 2_000_000
"""Postings that are held in memory, 12 bytes each, and three times that while they are sorted."""

_HEAD: Final = struct.Struct("<II")
"""Of a term in a run: bytes of the term, and its postings."""
_POSTING: Final = np.dtype("<i4")

_Entry: TypeAlias = tuple[bytes, int, bytes, bytes]
"""A term, the number of the run, and the passages and frequencies of the term in it."""


def write_postings(documents: Iterable[Sequence[str]], directory: Path) -> None:
    """Write the inverted index of some passages.

    Parameters
    ----------
    documents
        One list of terms a passage; they are numbered from 0 in this order.
    directory
        Made if it is not there.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lengths = array("i")
        runs = [stack.enter_context(run) for run in _write_runs(documents, lengths, directory)]
        entries = merge(*(_read_run(run, number) for number, run in enumerate(runs)))
        _write_merged(entries, directory)
    write_array(directory / LENGTHS, np.asarray(lengths, dtype=_POSTING))
    statistics = {
        "size": len(lengths),
        "average_length": sum(lengths) / len(lengths) if lengths else 0.0,
    }
    (directory / STATISTICS).write_text(json.dumps(statistics), encoding="utf-8")


def _write_runs(
    documents: Iterable[Sequence[str]], lengths: "array[int]", directory: Path
) -> Iterator[IO[bytes]]:
    """Yield runs of postings, and append to the lengths of the passages."""
    ids: dict[str, int] = {}
    terms, passages, frequencies = array("i"), array("i"), array("i")
    for number, found in enumerate(documents):
        lengths.append(len(found))
        for term, frequency in Counter(found).items():
            terms.append(ids.setdefault(term, len(ids)))
            passages.append(number)
            frequencies.append(frequency)
        if len(terms) >= POSTINGS_AT_ONCE:
            yield _write_run(ids, terms, passages, frequencies, directory)
            ids = {}
            terms, passages, frequencies = array("i"), array("i"), array("i")
    yield _write_run(ids, terms, passages, frequencies, directory)


def _write_run(
    vocabulary: Iterable[str],
    terms: "array[int]",
    passages: "array[int]",
    frequencies: "array[int]",
    directory: Path,
) -> IO[bytes]:
    """Return a file with the postings of each term, the terms in the order of their bytes."""
    encoded = [encode_term(term) for term in vocabulary]
    alphabetical = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.empty(len(encoded), dtype=np.int32)
    ranks[alphabetical] = np.arange(len(encoded))
    by_rank = ranks[np.asarray(terms)]
    # A stable sort leaves the passages of a term in the order they came in, which is ascending.
    order = np.argsort(by_rank, kind="stable")
    ends = np.cumsum(np.bincount(by_rank, minlength=len(encoded))) * _POSTING.itemsize
    places = memoryview(np.asarray(passages, dtype=_POSTING)[order].tobytes())
    counts = memoryview(np.asarray(frequencies, dtype=_POSTING)[order].tobytes())
    run = TemporaryFile(dir=directory)  # noqa: SIM115  # closed by who merges it
    start = 0
    for number, end in zip(alphabetical, ends.tolist(), strict=True):
        term = encoded[number]
        run.write(_HEAD.pack(len(term), (end - start) // _POSTING.itemsize) + term)
        run.write(places[start:end])
        run.write(counts[start:end])
        start = end
    return run


def _read_run(run: IO[bytes], number: int) -> Iterator[_Entry]:
    run.seek(0)
    while head := run.read(_HEAD.size):
        length, postings = _HEAD.unpack(head)
        size = postings * _POSTING.itemsize
        yield run.read(length), number, run.read(size), run.read(size)


def _write_merged(entries: Iterable[_Entry], directory: Path) -> None:
    """Write the postings of terms whose parts come one after the other, in order."""
    with (
        ArrayWriter(directory / VOCABULARY, np.uint8) as vocabulary,
        ArrayWriter(directory / VOCABULARY_OFFSETS, np.int64) as vocabulary_offsets,
        ArrayWriter(directory / POSTING_OFFSETS, np.int64) as posting_offsets,
        ArrayWriter(directory / PASSAGES, _POSTING) as passages,
        ArrayWriter(directory / FREQUENCIES, _POSTING) as frequencies,
    ):
        letters = postings = 0
        vocabulary_offsets.write([struct.pack("<q", letters)])
        posting_offsets.write([struct.pack("<q", postings)])
        for term, parts in groupby(entries, key=itemgetter(0)):
            vocabulary.write([term])
            letters += len(term)
            for _, _, places, counts in parts:
                passages.write([places])
                frequencies.write([counts])
                postings += len(places) // _POSTING.itemsize
            vocabulary_offsets.write([struct.pack("<q", letters)])
            posting_offsets.write([struct.pack("<q", postings)])

"""Encodes a share of the texts of documents into a file, so that several machines divide the work.

A text belongs to the shard that its digest says, so machines that know nothing of each other encode
different texts, together all of them. A build then takes the files (`indexer.encoded_log`), and
goes on as if it had been interrupted.
"""

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.channel_writing import encode_missing, texts_to_encode
from indexer.emptied_paths import other_errors
from indexer.encoded_log import EncodedLog, check_encoded
from indexer.encoders import EMBEDDED_MODEL, load_encoder
from indexer.errors import (
    EncodedFileBusy,
    EncodedFileNotWritten,
    IndexBusy,
    NothingToIndex,
    SourceError,
)
from indexer.gathering import gather, read_documents
from indexer.layout import STORE
from indexer.locking import locked
from indexer.progress import Progress
from indexer.readers import find_sources
from indexer.remembering import RememberingEncoder
from indexer.store import PassageStore
from indexer.store_writing import write_store
from indexer.text_keys import text_keys
from indexer.text_vectors import TextVectors, in_blocks


@dataclass(frozen=True, slots=True)
class Shard:
    """A share of all texts; those of as many shards are disjoint, and together all texts.

    Raises
    ------
    ValueError
        There is no such shard.
    """

    number: int
    """From 1."""
    count: int
    """How many shards there are."""

    def __post_init__(self) -> None:
        """Refuse a shard that would have no texts."""
        if not 1 <= self.number <= self.count:
            raise ValueError(f"there is no shard {self.number} of {self.count}")

    def choose(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield those of some texts that belong to the shard."""
        for block in in_blocks(texts):
            for text, key in zip(block, text_keys(block).tolist(), strict=True):
                if int(key, 16) % self.count == self.number - 1:
                    yield text


@dataclass(frozen=True, slots=True)
class EncodingReport:
    """What was encoded."""

    texts: int
    """Different texts of the shard."""
    encoded: int
    """How many of them the file did not have."""
    failures: tuple[SourceError, ...]
    """Files that were not read."""
    seconds: float


def encode_shard(
    paths: Sequence[Path],
    output: Path,
    *,
    shard: Shard,
    model: str | None = None,
    root: Path | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> EncodingReport:
    """Encode those texts of documents that belong to a shard and that a file does not have.

    Documents are read and split, and texts encoded, as `indexer.build.build_index` does it.

    Parameters
    ----------
    paths
        Files and folders.
    output
        The file; each vector is in it as soon as it is encoded. While it is written, a folder of
        its name with `.work` has the documents.
    model
        As `load_encoder` takes it; None for the embedded one.
    root
        What the sources are named relative to; None for the working directory.
    progress
        What it raises ends the work; what was encoded stands.

    Raises
    ------
    NothingToIndex
        The paths hold no document at all.
    EncodedFileError
        The file cannot be written, holds something else, or vectors of another model; then it is
        left as it is.
    EncoderError
        The model cannot be used.
    """
    started = time.monotonic()
    root = root or Path.cwd()
    found = find_sources(paths)
    if not (found.files or found.errors):
        raise NothingToIndex(source=", ".join(map(str, paths)))
    encoder = load_encoder(model or EMBEDDED_MODEL)
    with _working_beside(output) as folder:
        if output.exists():
            check_encoded(output, encoder)
        gathered = gather(found.files, None, root)
        gathered.failures[:0] = other_errors(found, ())
        write_store(read_documents(gathered, None, root, progress), folder / STORE)
        with (
            PassageStore.open(folder / STORE) as store,
            closing(EncodedLog(output, encoder)) as log,
            closing(
                TextVectors(shard.choose(texts_to_encode(store)), folder, encoder.dimension)
            ) as vectors,
        ):
            texts = vectors.count_missing()
            for block in log.read():
                vectors.take(*block.of_documents)
            fresh = vectors.count_missing()
            chosen = shard.choose(texts_to_encode(store))
            encode_missing(chosen, RememberingEncoder(encoder, log), vectors, progress)
    return EncodingReport(texts, fresh, tuple(gathered.failures), time.monotonic() - started)


@contextmanager
def _working_beside(output: Path) -> Iterator[Path]:
    """Yield an empty folder beside a file, which is removed, with what a killed run left in it.

    Every `OSError` of the body counts as a failure to write.
    """
    work = output.with_name(f"{output.name}.work")
    folder = work / "documents"
    try:
        work.mkdir(parents=True, exist_ok=True)
        with locked(work):
            try:
                with suppress(FileNotFoundError):
                    shutil.rmtree(folder)
                folder.mkdir()
                yield folder
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except IndexBusy as error:
        raise EncodedFileBusy(path=output) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EncodedFileNotWritten(path=output, reason=reason) from error

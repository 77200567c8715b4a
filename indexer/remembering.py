"""An encoder that knows what builds of any documents encode.

The questions and statements with which every build finds its means and tests itself are mostly the
same each time, and would take seconds: a few hundred, unlike the texts of the documents, which
`indexer.text_vectors` has on the disk.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.embeddings import COMMON, Embeddings, write_embeddings
from indexer.encoded_log import EncodedLog
from indexer.encoders import Encoder, Finished
from indexer.normalization import to_simplified
from indexer.text_keys import KEY, Keys, text_keys


class RememberingEncoder:
    """An `Encoder` that encodes no text twice.

    Parameters
    ----------
    encoder
        What encodes.
    log
        Gets what is encoded.
    known
        Vectors of a former build by the same model.
    """

    def __init__(self, encoder: Encoder, log: EncodedLog, known: Embeddings | None = None) -> None:
        self._encoder = encoder
        self._log = log
        self._known = known
        self._interrupted: dict[bytes, NDArray[np.float32]] = {}
        self._asked: dict[bytes, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        """That of the encoder."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder."""
        return self._encoder.dimension

    def take(self, keys: Keys, vectors: NDArray[np.float32]) -> None:
        """Take what a build that was interrupted encoded, which may be asked for or not."""
        self._interrupted |= zip(keys.tolist(), vectors, strict=True)

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, which are encoded in Simplified characters."""

        def encode(fresh: Sequence[str]) -> NDArray[np.float32]:
            return self._encoder.encode_passages([to_simplified(text) for text in fresh])

        vectors = self._recall(texts, text_keys(texts), encode)
        if finished is not None:
            finished(range(len(texts)), vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions."""
        return self._recall(texts, text_keys(texts, questions=True), self._encoder.encode_queries)

    def encode_fresh(self, texts: Sequence[str], keys: Keys, finished: Finished) -> None:
        """Encode texts of documents, which nobody knows, and write them to the log batch by batch.

        Parameters
        ----------
        texts
            As they are written, each once.
        keys
            Theirs.
        finished
            Hears of each text once.
        """

        def write(numbers: Sequence[int], vectors: NDArray[np.float32]) -> None:
            self._log.append(keys[list(numbers)], vectors)
            finished(numbers, vectors)

        self._encoder.encode_passages([to_simplified(text) for text in texts], write)

    def write(self, folder: Path) -> None:
        """Write all vectors that were asked for, so that the next build has them.

        Raises
        ------
        OSError
            A file cannot be written.
        """
        keys = np.array(list(self._asked), dtype=KEY)
        write_embeddings(keys, self._stack(list(self._asked.values())), folder, COMMON)

    def _recall(
        self,
        texts: Sequence[str],
        keys: Keys,
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        wanted = dict(zip(keys.tolist(), texts, strict=True))
        missing = [key for key in wanted if key not in self._asked]
        if self._known is not None and missing:
            rows = self._known.find(np.array(missing, dtype=KEY))
            found = np.flatnonzero(rows >= 0)
            vectors = self._known.vectors.rows(rows[found])
            self._asked |= zip((missing[number] for number in found), vectors, strict=True)
        for key in missing:
            if key not in self._asked and key in self._interrupted:
                self._asked[key] = self._interrupted[key]
        fresh = [key for key in missing if key not in self._asked]
        if fresh:
            encoded = encode([wanted[key] for key in fresh])
            self._log.append(np.array(fresh, dtype=KEY), encoded, common=True)
            self._asked |= zip(fresh, encoded, strict=True)
        return self._stack([self._asked[key] for key in keys.tolist()])

    def _stack(self, rows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

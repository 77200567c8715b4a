"""An encoder that knows what a former build encoded, and what this one did.

Most texts of an update were encoded before, and so were the questions and statements with which
every build finds its means and tests itself: these alone would take seconds each time.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.embeddings import Embeddings, write_embeddings
from indexer.encoders import Encoder
from indexer.normalization import to_simplified


class RememberingEncoder:
    """An `Encoder` that encodes no text twice.

    Parameters
    ----------
    encoder
        What encodes.
    known
        Vectors of a former build by the same model.
    """

    def __init__(self, encoder: Encoder, known: Embeddings | None) -> None:
        self._encoder = encoder
        self._known = known
        self._passages: dict[str, NDArray[np.float32]] = {}
        self._questions: dict[str, NDArray[np.float32]] = {}

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

    def encode_passages(
        self, texts: Sequence[str], advance: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages, which are encoded in Simplified characters.

        Parameters
        ----------
        texts
            As they are written.
        advance
            Hears of those that are encoded, in all as many as `find_fresh` returns.
        """
        fresh = self.find_fresh(texts)
        vectors = self._encoder.encode_passages([to_simplified(text) for text in fresh], advance)
        self._passages |= zip(fresh, vectors, strict=True)
        return self._stack(self._passages[text] for text in texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions."""
        fresh = self._recall(texts, self._questions, questions=True)
        self._questions |= zip(fresh, self._encoder.encode_queries(fresh), strict=True)
        return self._stack(self._questions[text] for text in texts)

    def find_fresh(self, texts: Sequence[str]) -> list[str]:
        """Return which passages are still to be encoded, each once."""
        return self._recall(texts, self._passages, questions=False)

    def write(self, folder: Path) -> None:
        """Write all vectors that were asked for, so that the next build has them.

        Raises
        ------
        OSError
            A file cannot be written.
        """
        write_embeddings(
            [*self._passages, *self._questions],
            self._stack([*self._passages.values(), *self._questions.values()]),
            folder,
            questions=len(self._questions),
        )

    def _recall(
        self, texts: Sequence[str], have: dict[str, NDArray[np.float32]], *, questions: bool
    ) -> list[str]:
        """Take what the former build has, and return what nobody has."""
        missing = [text for text in dict.fromkeys(texts) if text not in have]
        if self._known is None or not missing:
            return missing
        rows = self._known.find(missing, questions=questions)
        vectors = iter(self._known.vectors.rows(rows[rows >= 0]))
        fresh = []
        for text, row in zip(missing, rows, strict=True):
            if row < 0:
                fresh.append(text)
            else:
                have[text] = next(vectors)
        return fresh

    def _stack(self, rows: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        matrix = list(rows)
        return np.stack(matrix) if matrix else np.zeros((0, self.dimension), dtype=np.float32)

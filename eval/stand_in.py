"""An encoder that needs no model, for measurements and tests of what goes on around one."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Finished

_ROWS: Final = 4_096
"""Of the table of random vectors from which those of texts are added up."""


class StandIn:
    """An `Encoder` whose vectors tell which words stand beside each other in a text."""

    name = "stand-in"
    dimension = 384

    def __init__(self, fingerprint: str = "1") -> None:
        self.fingerprint = fingerprint
        random = np.random.default_rng(0)
        self._rows = random.standard_normal((_ROWS, self.dimension), dtype=np.float32)

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see `Encoder`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            words = text.lower().replace("。", " ").replace(".", " ").split()
            pairs = [crc32(" ".join(pair).encode()) for pair in pairwise(["", *words, ""])]
            row += self._rows[np.array(pairs) % _ROWS].sum(axis=0)
            row /= np.linalg.norm(row)
        if finished is not None:
            finished(range(len(texts)), vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, which are those of passages."""
        return self.encode_passages(texts)

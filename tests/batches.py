"""An encoder that can be watched and interrupted, and documents for it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.stand_in import StandIn
from indexer.encoders import Finished

BATCH = 8


class Batches(StandIn):
    """Encodes in batches, notes which passages, and calls something after each batch."""

    def __init__(
        self, after: Callable[[int], None] = lambda texts: None, fingerprint: str = "1"
    ) -> None:
        super().__init__(fingerprint)
        self.encoded: list[str] = []
        self._after = after

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            numbers = range(start, min(len(texts), start + BATCH))
            batch = [texts[number] for number in numbers]
            vectors[start : start + BATCH] = super().encode_passages(batch)
            self.encoded += batch
            if finished is not None:
                finished(numbers, vectors[start : start + BATCH])
                self._after(len(self.encoded))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return super().encode_passages(texts)


def write_documents(folder: Path) -> None:
    folder.mkdir()
    for number in range(12):
        text = "\n\n".join(
            f"Report {number} of {year} counts {year * 7 % 97} boats. {year}年有{number}座桥。"
            for year in range(1950, 1956)
        )
        (folder / f"{number}.md").write_text(text + "\n", encoding="utf-8")

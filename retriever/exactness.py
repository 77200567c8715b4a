"""Whether the words that are cited stand in the stored source where the spans of a hit say."""

from collections.abc import Sequence
from functools import lru_cache

from indexer.passages import Passage, Span
from indexer.tables import CELL_SEPARATOR
from retriever.search import Index

_DOCUMENTS = 8
"""Texts that are kept meanwhile; hits of one question are often of the same few documents."""


class SourceReader:
    """Reads cited words in the texts of an index."""

    def __init__(self, index: Index) -> None:
        self._text = lru_cache(_DOCUMENTS)(lambda source: index.store.document(source).text)

    def is_exact(self, passage: Passage, quoted: Span) -> bool:
        """Return whether words of a passage stand where its spans say, letter by letter.

        White space is passed over, because line ends become spaces, and so is what stands between
        the cells of a row.

        Parameters
        ----------
        quoted
            Offsets into the clean text of the passage.
        """
        source = self._text(passage.source)
        pieces: list[Span] = []
        inserted = list(passage.text[slice(*quoted)])
        for run in passage.runs:
            low, high = max(quoted[0], run.clean), min(quoted[1], run.clean + run.length)
            if low < high:
                piece = (run.source + low - run.clean, run.source + high - run.clean)
                if _bare(source[slice(*piece)]) != _bare(passage.text[low:high]):
                    return False
                pieces.append(piece)
                inserted[low - quoted[0] : high - quoted[0]] = " " * (high - low)
        return (
            _bare("".join(inserted)).strip(CELL_SEPARATOR.strip()) == ""
            and _cover(passage.spans, pieces)
            and _cover(passage.source_spans(*quoted), pieces)
        )


def _cover(spans: Sequence[Span], pieces: Sequence[Span]) -> bool:
    return all(any(low <= start and end <= high for low, high in spans) for start, end in pieces)


def _bare(text: str) -> str:
    return "".join(text.split())

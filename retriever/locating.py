"""From a place in a document to the passage that stands there."""

from indexer.passages import Passage, Span
from indexer.store import PassageStore
from retriever.errors import NoPassageThere


def passage_at(store: PassageStore, source: str, span: Span) -> Passage:
    """Return the passage that a span of a document lies in, headings included.

    Of a span that reaches over several it is the one that has most of it.

    Raises
    ------
    UnknownDocument
        The index has no such document.
    NoPassageThere
        Nothing of the span belongs to a passage.
    """
    best, most = None, 0
    for passage in store.passages(source):
        covered = sum(
            max(0, min(end, span[1]) - max(start, span[0])) for start, end in passage.spans
        )
        if covered > most:
            best, most = passage, covered
    if best is None:
        raise NoPassageThere(source=source, start=span[0], end=span[1])
    return best

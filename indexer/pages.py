"""Which pages of its document a passage stands on."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from indexer.passages import Page, Passage


def place_on_pages(passages: tuple[Passage, ...], pages: Sequence[Page]) -> tuple[Passage, ...]:
    """Return the passages with the labels of the pages that each begins and ends on."""
    if not pages:
        return passages
    starts = [page.start for page in pages]

    def label_at(offset: int) -> str:
        return pages[max(0, bisect_right(starts, offset) - 1)].label

    def labels(passage: Passage) -> tuple[str, ...]:
        first = label_at(passage.spans[0][0])
        last = label_at(passage.spans[-1][1] - 1)
        return (first,) if first == last else (first, last)

    return tuple(replace(passage, pages=labels(passage)) for passage in passages)

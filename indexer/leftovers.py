"""What of the source belongs to no passage, and why."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from indexer.outline import Part
from indexer.passages import Dropped, DropReason, Passage, Span
from indexer.tables import Table

_WHITE = re.compile(r"(?P<white>[\s\ufeff\u200b]+)|[^\s\ufeff\u200b]+")


def find_dropped(
    text: str, parts: Sequence[Part], tables: Sequence[Table], passages: Sequence[Passage]
) -> tuple[Dropped, ...]:
    """Return what belongs to no passage, in order, each piece with its reason.

    White space is dropped anywhere, other text only where it was recognised: what none of the
    rules knows is left out here too, and the cover has a hole that the tests find.
    """
    known: list[tuple[Span, DropReason]] = [
        (span, "header-row") for table in tables for span in table.headers
    ]
    known += [(span, "furniture") for table in tables for span in table.residue]
    known += [
        (span, "markup")
        for table in tables
        for row in table.rows
        if not row.text
        for span in row.spans
    ]
    for part in parts:
        if part.block.shape == "furniture":
            known.append((part.block.extent, "furniture"))
        elif part.kind != "table-row":
            known.append((part.block.extent, "markup"))
    known.sort()
    dropped: list[Dropped] = []
    position = 0
    for start, end in [*sorted(s for p in passages for s in p.spans), (len(text), len(text))]:
        for match in _WHITE.finditer(text, position, start):
            if match["white"]:
                dropped.append(Dropped(match.span(), "white-space"))
                continue
            reason = _reason(match.span(), known)
            if reason is not None:
                _append(dropped, Dropped(match.span(), reason), text)
        position = max(position, end)
    return tuple(dropped)


def _append(dropped: list[Dropped], word: Dropped, text: str) -> None:
    """Append a word, as one piece with those before it on its line."""
    if len(dropped) > 1 and dropped[-1].reason == "white-space":
        before, space = dropped[-2:]
        touching = before.span[1] == space.span[0] and space.span[1] == word.span[0]
        if touching and before.reason == word.reason and "\n" not in text[slice(*space.span)]:
            dropped[-2:] = [Dropped((before.span[0], word.span[1]), word.reason)]
            return
    dropped.append(word)


def _reason(span: Span, known: Sequence[tuple[Span, DropReason]]) -> DropReason | None:
    """Return why a word is dropped; `known` is in order, and what is in it disjoint or the same."""
    before = bisect_right(known, span[0], key=lambda entry: entry[0][0]) - 1
    if before >= 0 and span[1] <= known[before][0][1]:
        return known[before][1]
    return None

"""Headings to a tree: the level of each from how it is printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.blocks import Block
from indexer.numbering import as_letter, heading_style

_DEEPEST = 12
"""Levels that a tree has at most: each passage has the headings above it with it, and lines that
begin with a word and a colon, each another one, would stand one below the other without end."""


@dataclass(frozen=True, slots=True)
class Node:
    """A heading in the tree."""

    heading: int
    """Its number among the headings given."""
    level: int
    """1 at the top."""
    parent: int | None
    """Number of the heading it stands under."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading whose section has not ended."""

    number: int
    style: str
    count: int
    text: str


def build_tree(headings: Sequence[Block]) -> list[Node]:
    """Return the tree of the headings of a document, one node each, in order.

    A heading stands beside the innermost open one that is printed in the same style (`A.`, `B.`;
    `Pillar I`, `Pillar II`), which ends that and all below; in a new style it stands under the
    innermost open one. Mark-up (#, ##) tells the level itself. An annex is always at the top. A
    heading without number stands under the innermost numbered one, and beside one of the same
    wording.
    """
    stack: list[_Open] = []
    nodes: list[Node] = []
    for number, block in enumerate(headings):
        style, count = _style(block, stack)
        keep = min(_kept(stack, block, style), _DEEPEST - 1)
        stack = stack[:keep]
        nodes.append(Node(number, len(stack) + 1, stack[-1].number if stack else None))
        stack.append(_Open(number, style, count, block.text))
    return nodes


def _style(block: Block, stack: Sequence[_Open]) -> tuple[str, int]:
    if block.depth:
        return f"depth:{block.depth}", 0
    label = block.label
    if label is None:
        worded = heading_style(block.text)
        return (worded[0], 0) if worded else ("plain", 0)
    letter = as_letter(label)
    if letter.style != label.style:
        # `C.`, `I.` or `V.` behind `B.`, `H.` or `U.` is a letter, else a Roman numeral.
        open_letters = [entry for entry in stack if entry.style == "letter"]
        if open_letters and letter.number == open_letters[-1].count + 1:
            label = letter
    return label.style, label.number


def _kept(stack: Sequence[_Open], block: Block, style: str) -> int:
    """Return how many open headings stay open above a new one."""
    if style == "annex":
        return 0
    if style.startswith("depth:"):
        depth = int(style.removeprefix("depth:"))
        for position, entry in enumerate(stack):
            if entry.style.startswith("depth:") and int(entry.style[6:]) >= depth:
                return position
        return _innermost(stack, lambda entry: entry.style.startswith("depth:"))
    for position in range(len(stack) - 1, -1, -1):
        if stack[position].text == block.text:
            return position
    if style == "plain":
        return _innermost(stack, lambda entry: entry.style != "plain")
    for position in range(len(stack) - 1, -1, -1):
        if stack[position].style == style:
            return position
    return len(stack)


def _innermost(stack: Sequence[_Open], fits: Callable[[_Open], bool]) -> int:
    return next((p + 1 for p in range(len(stack) - 1, -1, -1) if fits(stack[p])), 0)

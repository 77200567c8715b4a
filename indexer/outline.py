"""What the blocks of a document are: headings, numbered paragraphs, items, running text.

A numbered line alone does not tell: ``2. Need for strengthened collaboration`` is a heading,
``2. Security Council resolution 2395 (2017) highlights ...`` below it a paragraph, and
``2. United States`` an item of a ranked list. The neighbours and the running count decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Block
from indexer.languages import language_of
from indexer.numbering import heading_style
from indexer.passages import Kind
from indexer.punctuation import is_terminated, looks_like_title

_TEXT_SHAPES = ("labelled", "plain", "bullet", "heading", "row")
_ITEM_STYLES = frozenset(
    ("lower", "lower-paren", "lower-parens", "arabic-paren", "arabic-parens", "cjk-parens")
)
COVER_LINES = 3
"""Titles in a row from which they are a cover; two are a title and the first heading."""
_HEADING_LIMIT = 500
"""Code points of the longest heading, which each passage below it has with it; pages and notes have
paragraphs that are marked as headings."""
_LIST_LENGTH = 3
"""Short numbered lines in a row from which they are a list and not headings."""
_KIND_BY_SHAPE: dict[str, Kind | None] = {
    "markup": None,
    "furniture": None,
    "heading": "heading",
    "footnote": "footnote",
    "row": "table-row",
    "bullet": "list-item",
}
"""Of the blocks whose shape alone says what they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block with what it is."""

    block: Block
    kind: Kind | None
    """None for what is dropped."""


def outline(blocks: Sequence[Block], *, marked: bool = False) -> list[Part]:
    """Return the blocks in order, each with its kind.

    Parameters
    ----------
    marked
        All headings are marked as such, so that nothing else is one.
    """
    if marked:
        return [Part(block, _marked_kind(block)) for block in blocks]
    cover = _cover(blocks)
    listed = _listed(blocks)
    kinds: list[Kind | None] = []
    last_number = 0
    for index, block in enumerate(blocks):
        kind: Kind | None
        if block.shape in _KIND_BY_SHAPE:
            kind = _shaped_kind(block)
        elif index in listed:
            kind = "list-item"
        elif index < cover:
            kind = "paragraph"
        elif block.shape == "plain":
            kind = "heading" if _is_plain_heading(blocks, index) else "paragraph"
        else:
            kind = _labelled_kind(blocks, index, last_number)
        kinds.append(kind)
        if kind == "heading" and _restarts(block):
            last_number = 0
        elif kind == "paragraph" and block.label and block.label.style == "arabic":
            last_number = block.label.number
    return [Part(block, kind) for block, kind in zip(blocks, kinds, strict=True)]


def _marked_kind(block: Block) -> Kind | None:
    if block.shape in _KIND_BY_SHAPE:
        return _shaped_kind(block)
    item = block.label is not None and block.label.style in _ITEM_STYLES
    return "list-item" if item else "paragraph"


def _shaped_kind(block: Block) -> Kind | None:
    kind = _KIND_BY_SHAPE[block.shape]
    return "paragraph" if kind == "heading" and len(block.text) > _HEADING_LIMIT else kind


def _cover(blocks: Sequence[Block]) -> int:
    """Return how many blocks the cover of the document has: titles in a row before the text."""
    end = 0
    while end < len(blocks) and (
        blocks[end].shape in ("markup", "furniture")
        or (
            blocks[end].shape == "plain"
            and looks_like_title(blocks[end].text)
            and not heading_style(blocks[end].text)
        )
    ):
        end += 1
    titles = sum(block.shape == "plain" for block in blocks[:end])
    return end if titles >= COVER_LINES else 0


def _listed(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the numbers of the blocks that are items of lists of short numbered lines.

    Such a run counts up in one style, without other text between (a footnote may stand there),
    mostly on adjacent lines.
    """
    listed: set[int] = set()
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.shape in ("footnote", "markup", "furniture"):
            continue
        short = (
            block.shape == "labelled" and block.label is not None and looks_like_title(block.text)
        )
        if short and run and _follows(blocks[run[-1]], block):
            run.append(index)
            continue
        listed.update(_as_list(blocks, run))
        run = [index] if short else []
    listed.update(_as_list(blocks, run))
    return frozenset(listed)


def _as_list(blocks: Sequence[Block], run: list[int]) -> list[int]:
    adjacent = sum(not blocks[index].gap for index in run[1:])
    return run if len(run) >= _LIST_LENGTH and 2 * adjacent >= len(run) - 1 else []


def _follows(first: Block, second: Block) -> bool:
    return (
        first.label is not None
        and second.label is not None
        and first.label.style == second.label.style
        and second.label.number == first.label.number + 1
    )


def _is_plain_heading(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block without label or mark-up is a heading: a title alone on its line."""
    block = blocks[index]
    if not block.alone or not looks_like_title(block.text) or "\n" in block.text:
        return False
    # Sentences may begin with a count in small letters ("120 projects"), titles do not.
    words = block.text.split()
    if words[0][0].isdigit() and len(words) > 1 and words[1][0].islower():
        return False
    if block.text[0].islower() or _is_cut_before(blocks, index):
        return False
    following = _next_text(blocks, index)
    return following is not None and not _continues(block, following)


def _is_cut_before(blocks: Sequence[Block], index: int) -> bool:
    """Return whether the text before a block stops in mid-sentence, so that it goes on here."""
    before = _last_text(blocks, index)
    if before is None or before.shape in ("heading", "row"):
        return False
    item = before.shape == "bullet" or (
        before.label is not None and before.label.style in _ITEM_STYLES
    )
    return not is_terminated(before.text, item=item) and not looks_like_title(before.text)


def _labelled_kind(blocks: Sequence[Block], index: int, last_number: int) -> Kind:
    block = blocks[index]
    label = block.label
    if label is None:
        return "paragraph"
    following = _next_text(blocks, index)
    title = looks_like_title(block.text) and following is not None
    if title and following is not None and _continues(block, following):
        title = False
    if label.style in _ITEM_STYLES:
        if title and block.alone and not _in_sequence(blocks, index):
            return "heading"
        return "list-item"
    if label.style == "arabic" and title and label.number == last_number + 1:
        return "paragraph" if _counts_on(blocks, index, last_number) else "heading"
    return "heading" if title else "paragraph"


def _counts_on(blocks: Sequence[Block], index: int, last_number: int) -> bool:
    """Return whether a short numbered line, next in the count, is a paragraph that was cut.

    Then the next numbered paragraph has the number behind it. Where none was counted before,
    that next one must be a paragraph beyond doubt, or a comma must show a sentence under way.
    """
    label = blocks[index].label
    after = next(
        (
            block
            for block in map(blocks.__getitem__, range(index + 1, len(blocks)))
            if block.shape == "labelled" and block.label and block.label.style == "arabic"
        ),
        None,
    )
    if label is None or (after and after.label and after.label.number == label.number):
        return False
    if last_number or "，" in blocks[index].text:
        return True
    return (
        after is not None
        and after.label is not None
        and after.label.number == label.number + 1
        and not looks_like_title(after.text)
    )


def _in_sequence(blocks: Sequence[Block], index: int) -> bool:
    """Return whether the text before or behind a block is its neighbour in the same list."""
    before = _last_text(blocks, index)
    after = _next_text(blocks, index)
    return (before is not None and _follows(before, blocks[index])) or (
        after is not None and _follows(blocks[index], after)
    )


# By their numbers, because a copy of the blocks for each of them would take the square of the time.
def _last_text(blocks: Sequence[Block], index: int) -> Block | None:
    numbers = range(index - 1, -1, -1)
    return next((blocks[n] for n in numbers if blocks[n].shape in _TEXT_SHAPES), None)


def _next_text(blocks: Sequence[Block], index: int) -> Block | None:
    numbers = range(index + 1, len(blocks))
    return next((blocks[n] for n in numbers if blocks[n].shape in _TEXT_SHAPES), None)


def _continues(block: Block, following: Block) -> bool:
    """Return whether a text that looks like a title runs on in the block behind it."""
    if following.shape != "plain":
        return False
    first = following.text[0]
    if language_of(block.text) != language_of(following.text):
        return False
    return first.islower() or first in ",，、；;。.)）"


def _restarts(block: Block) -> bool:
    """Return whether paragraph numbers start again behind a heading: at an annex."""
    style = heading_style(block.text)
    return style is not None and style[0] == "annex"

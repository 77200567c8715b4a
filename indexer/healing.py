"""Joins paragraphs that a page break cut in two."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.languages import language_of
from indexer.outline import Part
from indexer.punctuation import is_terminated

_END = 200
"""Code points of the end of a paragraph that are looked at."""


def heal_paragraphs(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with every cut paragraph as one part of several spans.

    A block without a label goes on with the paragraph or item before it

    - when that stops in mid-sentence, or
    - when that is a numbered paragraph and a footnote or page furniture stands between them:
      these stand at the end of a page, and every paragraph of such a text has a number, so an
      unnumbered one is the rest of the one before, also behind a full stop.

    Footnotes and furniture between the halves stay parts of their own.
    """
    groups: list[list[Part]] = []
    opened: list[Part] | None = None
    end = ""
    page_end = False
    for part in parts:
        if part.kind is None or part.kind == "footnote":
            page_end = page_end or part.kind == "footnote" or part.block.shape == "furniture"
            groups.append([part])
            continue
        if (
            opened is not None
            and part.block.shape == "plain"
            and part.kind == "paragraph"
            and _goes_on(opened[0], end, part, page_end or part.block.new_page)
        ):
            opened.append(part)
            end = f"{end}\n{part.block.text}"[-_END:]
        else:
            groups.append([part])
            opened = groups[-1] if _may_go_on(part) else None
            end = part.block.text[-_END:]
        page_end = False
    return [_joined(group) for group in groups]


def _may_go_on(part: Part) -> bool:
    # What was marked as a heading ends with its line, also where it is too long to be one.
    return part.kind in ("paragraph", "list-item") and part.block.shape != "heading"


def _goes_on(first: Part, end: str, second: Part, page_end: bool) -> bool:
    """Tell whether a block goes on with a paragraph, given its first block and its end so far."""
    label, after = first.block.label, second.block.text
    if not _same_script(end, after):
        return False
    if not is_terminated(end, item=first.kind == "list-item"):
        # Short lines without end marks are addresses, verses or titles, not cut sentences.
        return label is not None or page_end or _reads_on(end, after)
    return page_end and label is not None and label.style == "arabic"


def _reads_on(before: str, after: str) -> bool:
    """Return whether two unnumbered blocks read as one sentence that was cut."""
    return len(before) > 60 or after[0].islower() or before.rstrip()[-1] in ",，、"


def _same_script(before: str, after: str) -> bool:
    return language_of(before[-80:]) == language_of(after[:80])


def _joined(group: Sequence[Part]) -> Part:
    first = group[0]
    if len(group) == 1:
        return first
    block = replace(
        first.block,
        spans=tuple(span for part in group for span in part.block.spans),
        text="\n".join(part.block.text for part in group),
    )
    return Part(block, first.kind)

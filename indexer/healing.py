"""Joins paragraphs that a page break cut in two."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.languages import language_of
from indexer.outline import Part
from indexer.punctuation import is_terminated


def heal_paragraphs(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with every cut paragraph as one part of several spans.

    A block without a label goes on with the paragraph or item before it

    - when that stops in mid-sentence, or
    - when that is a numbered paragraph and a footnote or page furniture stands between them:
      these stand at the end of a page, and every paragraph of such a text has a number, so an
      unnumbered one is the rest of the one before, also behind a full stop.

    Footnotes and furniture between the halves stay parts of their own.
    """
    healed: list[Part] = []
    opened: int | None = None
    page_end = False
    for part in parts:
        if part.kind is None or part.kind == "footnote":
            page_end = page_end or part.kind == "footnote" or part.block.shape == "furniture"
            healed.append(part)
            continue
        if (
            opened is not None
            and part.block.shape == "plain"
            and part.kind == "paragraph"
            and _goes_on(healed[opened], part, page_end or part.block.new_page)
        ):
            healed[opened] = _join(healed[opened], part)
            page_end = False
            continue
        opened = len(healed) if part.kind in ("paragraph", "list-item") else None
        page_end = False
        healed.append(part)
    return healed


def _goes_on(first: Part, second: Part, page_end: bool) -> bool:
    before, after = first.block, second.block
    if not _same_script(before.text, after.text):
        return False
    if not is_terminated(before.text, item=first.kind == "list-item"):
        # Short lines without end marks are addresses, verses or titles, not cut sentences.
        return before.label is not None or page_end or _reads_on(before.text, after.text)
    return page_end and before.label is not None and before.label.style == "arabic"


def _reads_on(before: str, after: str) -> bool:
    """Return whether two unnumbered blocks read as one sentence that was cut."""
    return len(before) > 60 or after[0].islower() or before.rstrip()[-1] in ",，、"


def _same_script(before: str, after: str) -> bool:
    return language_of(before[-80:]) == language_of(after[:80])


def _join(first: Part, second: Part) -> Part:
    block = replace(
        first.block,
        spans=first.block.spans + second.block.spans,
        text=first.block.text + "\n" + second.block.text,
    )
    return Part(block, first.kind)

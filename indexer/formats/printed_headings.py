"""Headings that nothing marks, told from how they look: in PDF, and in Word without styles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.formats.docx_styles import Look
from indexer.numbering import read_label
from indexer.punctuation import looks_like_title

_LABELS = frozenset(("cjk", "cjk-parens", "article", "roman"))
"""Styles of labels that titles have; numbers and letters are as often those of items."""
_LARGER = 1.0
"""Points by which a heading is larger than the text, where that tells it."""
_SHARE = 0.5
"""Share of paragraphs up to which they can be headings; where more look so, it is a form or a
list."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph as it is seen."""

    text: str
    looks: tuple[tuple[Look, int], ...]
    """How its characters are printed, and how many are so."""

    @property
    def size(self) -> float:
        """The size of most of its characters, in points."""
        return _most([(look.size, count) for look, count in self.looks])

    @property
    def bold(self) -> bool:
        """All of it is bold."""
        return all(look.bold for look, count in self.looks if count)


def guess_headings(paragraphs: Sequence[Printed], *, labels: bool = True) -> dict[int, int]:
    """Return the depth of each paragraph that is a heading, by its number.

    A heading is a title by its words, and bold throughout, larger than the text or labelled as
    only titles are. Those that look the same are equally deep, larger ones less than others; of
    the same size, those that come first.

    Parameters
    ----------
    labels
        A label alone tells a heading, too.
    """
    body = _most([(look.size, count) for p in paragraphs for look, count in p.looks])
    kinds: dict[int, tuple[float, bool, str]] = {}
    for number, paragraph in enumerate(paragraphs[:-1]):
        if not looks_like_title(paragraph.text):
            continue
        label = read_label(paragraph.text)
        style = label.style if label is not None and label.style in _LABELS and labels else ""
        if paragraph.bold or paragraph.size >= body + _LARGER or style:
            kinds[number] = (-paragraph.size, paragraph.bold, style)
    # Labels alone that follow each other are those of a list.
    listed = {n for n in kinds if kinds[n][2] and kinds[n] in (kinds.get(n - 1), kinds.get(n + 1))}
    kinds = {n: kind for n, kind in kinds.items() if n not in listed or kind[1]}
    if len(kinds) > _SHARE * len(paragraphs):
        return {}
    order = sorted(dict.fromkeys(kinds.values()), key=lambda kind: kind[0])
    return {number: order.index(kind) + 1 for number, kind in kinds.items()}


def _most(weighted: Sequence[tuple[float, int]]) -> float:
    total: Counter[float] = Counter()
    for value, weight in weighted:
        total[value] += weight
    return max(total, key=lambda value: total[value], default=0.0)

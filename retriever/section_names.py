"""Which sections people mean by a name: a heading, its number, or what it is cited by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from indexer.passages import Language, Passage
from retriever.citations import cite
from retriever.columns import folded, whole_words

LABEL: Final = 10
"""Code points that the number in front of a heading has at most: `(c) `, `第十二章 `."""

_STEPS: Final = re.compile(r"\s*[/›>,，]\s*")


@dataclass(frozen=True)
class NamedSection:
    """A section and what it is called."""

    id: str
    heading: str
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    parent: int | None
    """Place of the section around it."""
    document: int
    """Place of its document."""
    language: Language
    """Of the heading."""

    @cached_property
    def cited(self) -> frozenset[str]:
        """What it is called in citations of either language, folded: `附件二`, `annex ii`."""
        heading = Passage(
            id=self.id,
            source="",
            kind="heading",
            language=self.language,
            label=None,
            section=self.path,
            spans=(),
            text=self.heading,
            runs=(),
        )
        citation = cite(heading, _Nameless())
        return frozenset(
            folded(words.rsplit(comma, 1)[-1])
            for words, comma in ((citation.zh, "，"), (citation.en, ", "))
        )

    @cached_property
    def folded(self) -> str:
        """The heading as it is compared."""
        return folded(self.heading)

    def is_called(self, name: str) -> bool:
        """Return whether a folded name is its heading, how that begins or goes on, or cites it.

        A beginning ends with a word (`annex II` is not `Annex III`); what goes on stands behind
        the number.
        """
        heading = self.folded
        if name == heading or name in self.cited:
            return True
        if name not in heading:
            return False
        found = next(whole_words(name).finditer(heading), None)
        if found is None:
            return False
        rest = heading[found.end() :]
        begins = found.start() == 0 and not rest[:1].isalnum()
        return begins or (not rest and found.start() <= LABEL)


@dataclass(frozen=True, slots=True)
class _Nameless:
    title: str = ""
    symbol: str | None = None


def named_so(name: str, sections: Sequence[NamedSection], within: Sequence[int]) -> list[int]:
    """Return the sections that are called so, as places in `sections`.

    Parameters
    ----------
    name
        A heading, or several from the outside in, some left out: `annex II/pillar III`.
    within
        Where to look, as places in `sections`.
    """
    whole = folded(name)
    found = [number for number in within if whole and sections[number].is_called(whole)]
    if found:
        return found
    steps = [step for step in _STEPS.split(whole) if step]
    return [number for number in within if len(steps) > 1 and _leads_to(steps, sections, number)]


def _leads_to(steps: Sequence[str], sections: Sequence[NamedSection], number: int) -> bool:
    *outer, last = steps
    if not sections[number].is_called(last):
        return False
    above = sections[number].parent
    while outer and above is not None:
        if sections[above].is_called(outer[-1]):
            outer.pop()
        above = sections[above].parent
    return not outer

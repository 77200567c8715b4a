"""Charts of what a collection holds: tables whose rows have bars, with the figures beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from indexer.manifest import Counts
from indexer.passages import KINDS, LANGUAGES, Language
from ui.html import LANGUAGE_TAGS
from ui.library_contents import TopSection
from ui.messages import message
from ui.numbers_and_dates import number

BARS: Final = 20
"""Rows of a chart, at most; what is left over is put together in the last one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart."""

    label: str
    amounts: Mapping[Language, int]
    language: Language | None = None
    """Of the label, where it comes from a document."""

    @property
    def total(self) -> int:
        """Return what the row has in both languages."""
        return sum(self.amounts.values())


def kinds_chart(counts: Counts, language: Language) -> str:
    """Return how many passages of each kind a collection has in each language."""
    bars = [
        Bar(
            message(f"kind-{kind}", language),
            {name: counts.passages.get(name, {}).get(kind, 0) for name in LANGUAGES},
        )
        for kind in KINDS
        if kind != "heading"
    ]
    return chart("chart-by-kind", "chart-kind", [bar for bar in bars if bar.total], language)


def sections_chart(sections: Sequence[TopSection], language: Language) -> str:
    """Return how many passages the top sections of a document have in each language."""
    bars = [
        Bar(section.heading, section.passages, section.language)
        if section.heading
        else Bar(message("chart-front", language), section.passages)
        for section in sections
    ]
    if len(bars) > BARS:
        rest = bars[BARS - 1 :]
        amounts = {name: sum(bar.amounts.get(name, 0) for bar in rest) for name in LANGUAGES}
        label = message("chart-rest", language, count=len(rest))
        bars = [*bars[: BARS - 1], Bar(label, amounts)]
    return chart("chart-by-section", "chart-section", bars, language)


def chart(caption: str, head: str, bars: Sequence[Bar], language: Language) -> str:
    """Return a chart, with the sums of its rows at the foot.

    Parameters
    ----------
    caption, head
        Keys of the messages over the table and over the labels.
    """
    names = [name for name in LANGUAGES if any(bar.amounts.get(name) for bar in bars)]
    most = max((bar.total for bar in bars), default=0)
    sums = {name: sum(bar.amounts.get(name, 0) for bar in bars) for name in names}
    heads = "".join(
        f'<th scope="col" class="figure"><span class="swatch {name}" aria-hidden="true"></span>'
        f"{escape(message(f'language-{name}', language))}</th>"
        for name in names
    )
    rows = "".join(_row(bar, names, most) for bar in bars)
    total = Bar(message("chart-total", language), sums)
    return (
        f'<table class="chart"><caption>{escape(message(caption, language))}</caption>'
        f'<thead><tr><th scope="col">{escape(message(head, language))}</th>'
        f'<td class="drawn"></td>{heads}</tr></thead><tbody>{rows}</tbody>'
        f"<tfoot>{_row(total, names, 0)}</tfoot></table>"
    )


def _row(bar: Bar, names: Sequence[Language], most: int) -> str:
    tag = f' lang="{LANGUAGE_TAGS[bar.language]}"' if bar.language else ""
    figures = "".join(
        f'<td class="figure">{number(bar.amounts.get(name, 0))}</td>' for name in names
    )
    return (
        f'<tr><th scope="row"{tag}>{escape(bar.label)}</th>'
        f'<td class="drawn">{_drawn(bar, names, most)}</td>{figures}</tr>'
    )


def _drawn(bar: Bar, names: Sequence[Language], most: int) -> str:
    """Return the bar as a picture that is as wide as there is room; the figures say the same."""
    if not most:
        return ""
    parts, start = [], 0.0
    for name in names:
        width = 100 * bar.amounts.get(name, 0) / most
        if width:
            parts.append(
                f'<rect class="{name}" x="{start:.3g}" y="0" width="{width:.3g}" height="10"/>'
            )
        start += width
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )

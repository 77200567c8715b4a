"""The parts that SVG is written of: text, boxes, and what XML can hold."""

import re
from html import escape
from typing import Final

from indexer.passages import Language
from ui.html import LANGUAGE_TAGS

FONTS: Final = (
    "system-ui, -apple-system, Segoe UI, PingFang SC, Hiragino Sans GB, Microsoft YaHei, "
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, WenQuanYi Zen Hei, Noto Sans, "
    "DejaVu Sans, Liberation Sans, Arial, sans-serif"
)
"""A generic family alone is not enough: what makes PNGs knows none."""

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def label(
    x: float,
    y: float,
    text: str,
    colour: str,
    attributes: str = "",
    weight: str = "",
    *,
    language: Language | None = None,
    title: str = "",
) -> str:
    """Return text at a place, with the class of its colour.

    Parameters
    ----------
    attributes
        Further ones, as they stand in the tag.
    language
        Of the text, where it is not that of the picture.
    title
        What is shown of it where the pointer rests.
    """
    tags = [attributes] if attributes else []
    if weight:
        tags.append(f'font-weight="{weight}"')
    if language is not None:
        tags.append(f'xml:lang="{LANGUAGE_TAGS[language]}"')
    more = f"<title>{clean(title)}</title>" if title else ""
    return (
        f'<text class="{colour}" x="{x:g}" y="{y:g}"{"".join(f" {tag}" for tag in tags)}>'
        f"{more}{clean(text)}</text>"
    )


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the attributes of a rectangle."""
    return f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'


def clean(text: str) -> str:
    """Return a text as XML can hold it, escaped; half a surrogate pair it cannot."""
    return escape(_NO_XML.sub("\ufffd", text))

"""SVG to PNG; the only module that knows resvg."""

from pathlib import Path
from typing import Final

from ui.errors import NoChineseFont
from ui.svg import FONTS

ZOOM: Final = 2.0
"""Pixels of a PNG to one of the SVG, for screens with fine pixels and for print."""

_PROBE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">'
    '<text x="4" y="24" font-size="20" font-family=\'{fonts}\'>{text}</text></svg>'
)


def render_png(svg: str) -> bytes:
    """Return a picture as PNG, `ZOOM` times as large.

    Raises
    ------
    ValueError
        It is no SVG.
    """
    from resvg_py import svg_to_bytes

    return svg_to_bytes(svg_string=svg, zoom=ZOOM)


def require_chinese_font(path: Path) -> None:
    """Make sure that Chinese can be drawn.

    Parameters
    ----------
    path
        The picture that is asked for.

    Raises
    ------
    NoChineseFont
        It cannot, or nothing can.
    """
    # resvg cannot be asked which fonts there are. Without one that has the characters, all of them
    # look the same: as a box, or as nothing.
    one, other = (render_png(_PROBE.format(fonts=FONTS, text=text)) for text in "引据")
    if one == other:
        raise NoChineseFont(path=path)

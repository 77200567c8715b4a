"""PDF files to glyphs and ruled lines with their places; the only module that knows pypdfium2.

Places are in points, from the lower left corner of the page.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from indexer.errors import DamagedSource, EncryptedSource, OversizedSource

PAGE_LIMIT = 20_000
_GLYPH_LIMIT = 200_000
"""Glyphs of the fullest page."""
_RULE_LIMIT = 20_000
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|simhei|黑体|\bhei", re.IGNORECASE)
_BOLD_WEIGHT = 600
_THIN = 2.0
"""Points up to which a filled box is a line."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page."""

    text: str
    left: float
    right: float
    bottom: float
    """Of the line that it stands on, not of its ink."""
    top: float
    size: float
    """Of the font, in points."""
    bold: bool
    spaced: bool = False
    """The file has a space before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class RawPage:
    """What is on a page, in the order in which the file draws it."""

    label: str
    """As viewers show it: the one that the file gives, else the number of the page."""
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    has_images: bool


def read_pages(content: bytes, source: str) -> Iterator[RawPage]:
    """Yield the pages of a file.

    Raises
    ------
    DamagedSource
        It is no PDF, or cannot be understood.
    EncryptedSource
        It needs a password.
    OversizedSource
        It has too many pages, or too much on one.
    """
    import pypdfium2
    import pypdfium2.raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise EncryptedSource(source=source) from error
        raise DamagedSource(source=source, suffix=".pdf", reason=error) from error
    try:
        if len(document) > PAGE_LIMIT:
            raise OversizedSource(
                source=source, size=f"{len(document)} pages", limit=f"{PAGE_LIMIT}"
            )
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                continue  # other pages of a file that is damaged in one place are read
            try:
                label = _told(partial(document.get_page_label, number)) or str(number + 1)
                yield _read_page(page, label, source)
            finally:
                page.close()
    finally:
        document.close()


def read_title(content: bytes) -> str:
    """Return the title in the properties of a file, which `read_pages` can read."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return _told(partial(document.get_metadata_value, "Title")).strip()
    finally:
        document.close()


def _told(read: Callable[[], str]) -> str:
    """Return what a file says of itself; nothing where that has half a character in it."""
    try:
        return read()
    except UnicodeDecodeError:
        return ""


def _read_page(page: Any, label: str, source: str) -> RawPage:
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _GLYPH_LIMIT:
            raise OversizedSource(source=source, size=f"{count} characters", limit=_GLYPH_LIMIT)
        glyphs = tuple(_glyphs(text.raw, count, raw))
    finally:
        text.close()
    rules: list[Rule] = []
    has_images = False
    for thing in page.get_objects(max_depth=3):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            has_images = True
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and len(rules) < _RULE_LIMIT:
            rules.extend(_rules(thing, raw))
    width, height = page.get_size()
    return RawPage(label, width, height, glyphs, tuple(rules), has_images)


def _glyphs(page: Any, count: int, raw: Any) -> Iterator[Glyph]:
    # The loose box is as wide as the pen moves; that of the ink of a 1 would leave a gap.
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, tuple[float, bool, bool]] = {}
    spaced = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(page, index)
        # Generated are spaces and line ends that pdfium guesses; here places tell.
        hyphen = code == 2 or raw.FPDFText_IsHyphen(page, index) == 1
        if raw.FPDFText_IsGenerated(page, index) == 1 and not hyphen:
            continue
        character = "-" if hyphen else _character(code)
        if character.isspace():
            spaced = True
            continue
        if not character or not raw.FPDFText_GetLooseCharBox(page, index, box):
            continue
        thing = raw.FPDFText_GetTextObject(page, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in fonts:
            fonts[key] = _font(page, index, raw)
        size, bold, upright = fonts[key]
        raw.FPDFText_GetCharOrigin(page, index, ctypes.byref(x), ctypes.byref(y))
        if upright and size > 0:
            yield Glyph(
                character,
                box.left,
                box.right,
                y.value,
                y.value + 0.75 * size,
                size,
                bold,
                spaced,
            )
            spaced = False


def _character(code: int) -> str:
    if code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return ""
    return chr(code)


def _font(page: Any, index: int, raw: Any) -> tuple[float, bool, bool]:
    """Return the size of a glyph, whether it is bold, and whether it stands upright."""
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(page, index)
    upright = True
    if raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
        upright = abs(matrix.b) < 0.1 * abs(matrix.a) and matrix.a > 0
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 256, ctypes.byref(flags))
    weight = raw.FPDFText_GetFontWeight(page, index)
    named = _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
    return round(size, 1), named or weight >= _BOLD_WEIGHT, upright


def _rules(thing: Any, raw: Any) -> Iterator[Rule]:
    """Yield the lines of a path: boxes have four, thin boxes are one."""
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing.raw, *map(ctypes.byref, bounds)):
        return
    left, bottom, right, top = (bound.value for bound in bounds)
    if right - left <= _THIN or top - bottom <= _THIN:
        yield Rule(left, bottom, right, top)
        return
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing.raw, ctypes.byref(matrix))
    stroke, fill = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.raw, ctypes.byref(fill), ctypes.byref(stroke))
    if not stroke.value:
        return
    start: tuple[float, float] | None = None
    for index in range(min(raw.FPDFPath_CountSegments(thing.raw), 1000)):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and points:
            yield from _straight(points[-1], point)
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield from _straight(point, start)


def _straight(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Rule]:
    left, right = sorted((first[0], second[0]))
    bottom, top = sorted((first[1], second[1]))
    if right - left <= _THIN or top - bottom <= _THIN:
        yield Rule(left, bottom, right, top)

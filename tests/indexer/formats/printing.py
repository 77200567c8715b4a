"""PDF files drawn for tests: text at places, ruled tables, in fonts that every reader has."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

CHINESE = "STSong-Light"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 70, 525, 770, 90

pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


@dataclass
class Press:
    """Sets text in columns, page after page."""

    columns: int = 1
    head: str = ""
    foot: str = ""
    """`{}` in either is the number of the page."""

    def __post_init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.page = 0
        self.notes: list[tuple[str, str]] = []
        self.begin_page()

    def begin_page(self) -> None:
        self.page += 1
        self.column = 0
        self.y: float = TOP
        self.top = TOP
        for text, y in ((self.head, 805), (self.foot, 40)):
            if text:
                self.canvas.setFont(CHINESE, 9)
                self.canvas.drawCentredString(WIDTH / 2, y, text.format(self.page))

    def end_page(self) -> None:
        y = 80.0 - 10 * len(self.notes) + 10 * len(self.notes)
        for mark, text in self.notes:
            self.canvas.setFont("Helvetica", 5)
            self.canvas.drawString(LEFT, y + 3, mark)
            self.canvas.setFont(CHINESE if not text.isascii() else "Helvetica", 8)
            self.canvas.drawString(LEFT + 5, y, text)
            y -= 10
        self.notes = []
        self.canvas.showPage()

    def new_page(self) -> None:
        self.end_page()
        self.begin_page()

    def advance(self, step: float) -> None:
        self.y -= step
        if self.y < BOTTOM + 20:
            self.column += 1
            if self.column == self.columns:
                self.new_page()
            self.y = self.top if self.column < self.columns else TOP

    @property
    def measure(self) -> tuple[float, float]:
        """Left edge and width of the column."""
        width = (RIGHT - LEFT - 24 * (self.columns - 1)) / self.columns
        return LEFT + self.column * (width + 24), width

    def paragraph(
        self, text: str, *, size: float = 11, bold: bool = False, indent: float = 0, gap: float = 8
    ) -> None:
        """Set a paragraph; `^1` in it is a raised mark, a soft hyphen a place to divide a word."""
        font = CHINESE if not text.isascii() and "\xad" not in text else "Helvetica"
        font = "Helvetica-Bold" if bold else font
        for number, line in enumerate(self.lines(text, font, size, indent)):
            left, _ = self.measure
            x = left + (indent if number == 0 else 0)
            for place, piece in enumerate(line.split("^")):
                if place:
                    self.canvas.setFont("Helvetica", 0.6 * size)
                    self.canvas.drawString(x, self.y + 0.35 * size, piece[0])
                    x += stringWidth(piece[0], "Helvetica", 0.6 * size)
                    piece = piece[1:]
                self.canvas.setFont(font, size)
                self.canvas.drawString(x, self.y, piece)
                x += stringWidth(piece, font, size)
            self.advance(1.4 * size)
        self.y -= gap

    def lines(self, text: str, font: str, size: float, indent: float) -> Iterable[str]:
        """Yield the lines of a paragraph."""
        line = ""
        wide = font == CHINESE
        for word in list(text) if wide else text.split(" "):
            _, width = self.measure
            separator = "" if wide or not line else " "
            parts = word.split("\xad")
            room = width - indent
            indent_now = line + separator + "".join(parts)
            if stringWidth(indent_now, font, size) <= room:
                line = indent_now
                continue
            if len(parts) == 2 and stringWidth(f"{line} {parts[0]}-", font, size) <= room:
                yield f"{line} {parts[0]}-"
                line = parts[1]
            else:
                yield line
                line = "".join(parts)
            indent = 0
        if line:
            yield line

    def table(self, rows: Sequence[Sequence[str]], width: float = 120, height: float = 18) -> None:
        """Draw a ruled table."""
        left, _ = self.measure
        xs = [left + width * number for number in range(len(rows[0]) + 1)]
        ys = [self.y + 12 - height * number for number in range(len(rows) + 1)]
        self.canvas.grid(xs, ys)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                self.canvas.setFont(CHINESE if not cell.isascii() else "Helvetica", 9)
                self.canvas.drawString(xs[column] + 3, ys[row + 1] + 5, cell)
        self.y = ys[-1] - 20

    def save(self, **options: object) -> bytes:
        self.end_page()
        self.canvas.save()
        return self.buffer.getvalue()


def assemble(*objects: str, described: str = "") -> bytes:
    """Return a PDF file of objects, numbered from 1; the first is the catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, drawn in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, drawn.encode())
    size, begin = len(objects) + 1, len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(places)
    trailer = f"<< /Size {size} /Root 1 0 R {described} >>\nstartxref\n{begin}\n%%EOF\n"
    return content + b"trailer\n" + trailer.encode()


def stream(drawn: str, described: str = "") -> str:
    """Return a stream for `assemble`."""
    return f"<< /Length {len(drawn)} {described} >>\nstream\n{drawn}\nendstream"

"""What the first inputs of the packed formats are made from: each feature that the readers know."""

import io
from collections.abc import Iterable
from pathlib import Path

import openpyxl
from reportlab.pdfgen.canvas import Canvas

from tests.fuzz.packages import unpack
from tests.indexer.formats.packing import (
    levels,
    lists,
    note,
    par,
    refer,
    run,
    style,
    table,
    word,
)
from tests.indexer.formats.printing import HEIGHT, WIDTH, Press

DOCUMENTS = Path("tests/documents")
RAISED = "<w:vertAlign w:val='superscript'/>"
BIG = "<w:b/><w:sz w:val='48'/>"


def word_parts() -> Iterable[bytes]:
    """Return Word documents, as `tests.fuzz.packages` writes them."""
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='22'/></w:rPr></w:rPrDefault>"
        "</w:docDefaults>"
        + style("h1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
        + style("h2", "标题 2", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "h1")
        + style("t", "Title")
        + style("toc", "toc 1")
        + style("big", "Big", '<w:rPr><w:b/><w:sz w:val="40"/><w:vanish w:val="0"/></w:rPr>')
    )
    yield unpack(_numbered(styles))
    yield unpack(_noted(styles))
    yield unpack(_changed(styles))


def _numbered(styles: str) -> bytes:
    numbering = (
        levels(0, ("decimal", "%1."), ("lowerRoman", "(%2)"), ("chineseCounting", "%1.%3、"))
        + levels(1, ("bullet", "•"), ("chicago", "%2"), start=3)
        + lists(n1=0, n2=1)
        + '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    items = "".join(
        par(f"item {n} 项目", number=(number, n % 3)) for number in (1, 2, 3) for n in range(3)
    )
    body = par("Report", style="t") + par("One", style="h1") + items + par("Two", style="h2")
    return word(body, styles=styles, numbering=numbering)


def _noted(styles: str) -> bytes:
    body = par(run("Text") + refer("footnote", 2) + run("more") + refer("endnote", 2))
    body += par(run("10") + run("3", RAISED) + refer("footnote", 3))
    return word(
        body + par("Contents 1", style="toc"),
        styles=styles,
        footnotes=note("footnote", 2, "A note.") + note("footnote", 3, "注释。"),
        endnotes=note("endnote", 2, "End."),
        settings="<w:footnotePr><w:numFmt w:val='chicago'/><w:numStart w:val='2'/></w:footnotePr>",
    )


def _changed(styles: str) -> bytes:
    """Return a document with changes, a field, a text box and tables."""
    return word(
        par(
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>5</w:t><w:fldChar w:fldCharType='end'/>"
            "<w:tab/><w:sym w:char='F0B7'/><w:noBreakHyphen/></w:r>"
        )
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>goes on</w:t></w:r></w:p>"
        + par(
            "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
            + par("boxed 框")
            + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
        )
        + table(("船", "Fee"), ("海星", "12"), ("a|b", ""), head=True)
        + f"<w:sdt><w:sdtContent>{par(run('BIG', BIG))}</w:sdtContent></w:sdt>"
        + "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:tcPr>"
        + f"<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>{par('x')}</w:tc>"
        + f"<w:tc>{par('y')}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{par('z')}"
        + f"</w:tc><w:tc>{table(('q', 'r'), ('s', 't'))}</w:tc></w:tr></w:tbl>",
        styles=styles,
    )


def sheet_parts() -> Iterable[bytes]:
    """Return workbooks, as `tests.fuzz.packages` writes them."""
    yield unpack((DOCUMENTS / "fees.xlsx").read_bytes())
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Value", "Date", "名称"])
    for row, code in enumerate(("0.0%", "[h]:mm", "# ?/?", "0.00E+00", "[Red]-0;@", "yyyy/m/d")):
        sheet.append([f"n{row}", 1234.5 * row - 1, row % 2 == 0, "=A1"])
        sheet.cell(row + 2, 2).number_format = code
    sheet.merge_cells("A3:B4")
    buffer = io.BytesIO()
    book.save(buffer)
    yield unpack(buffer.getvalue())


def pdfs() -> Iterable[bytes]:
    """Return PDF files whose streams are not compressed."""
    press = Press(head="Annual report", foot="{}")
    press.canvas.setPageCompression(0)
    press.canvas.setTitle("Report")
    for _ in range(2):
        press.paragraph("1. Scope", size=16, bold=True)
        press.paragraph("The reservoir was built^1 in the year and rai\xadsed twice since then.")
        press.paragraph("自来水来自北边的水库，后来又加高了两次。")
        press.table([["Name", "Fee"], ["海星", "12"]])
        press.notes = [("1", "See above.")]
        press.new_page()
    yield press.save()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=0)
    text = canvas.beginText(70, 700)
    for size in (20, 11, 11):
        text.setFont("Helvetica", size)
        text.textLines("Heading and text\nthat goes on-\nward in lines")
    canvas.drawText(text)
    canvas.addPageLabel(0, "ROMAN_LOWER", 3, "A-")
    canvas.showPage()
    canvas.save()
    yield buffer.getvalue()

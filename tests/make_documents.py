"""Makes the documents of tests/documents that are no text, by the libraries that people use.

They are committed, so that the golden files hold for the bytes that were reviewed.
"""

import io
from pathlib import Path

import docx
from docx.document import Document

FOLDER = Path("tests/documents")


def harbour_docx() -> bytes:
    """Return the rules of the harbour as a Word document."""
    document: Document = docx.Document()
    document.core_properties.title = "Old title"
    document.add_heading("港口管理办法", 0)
    document.add_heading("第一章 总则", 1)
    document.add_paragraph("第一条 为了加强港口管理，维护港口安全与经营秩序，制定本办法。")
    document.add_paragraph("第二条 港口分为下列几类：")
    document.add_paragraph("客运码头；", style="List Number")
    document.add_paragraph("货运码头（不超过 5 万吨）；", style="List Number")
    document.add_paragraph("其他码头。", style="List Number")
    document.add_heading("Chapter II: Fees", 1)
    fees = document.add_paragraph("Fees are due ")
    fees.add_run("within 30 days").bold = True
    fees.add_run(" of the invoice and carry *no* interest until then.")
    document.add_paragraph("Vessels of less than 5 t pay nothing", style="List Bullet")
    rows = [
        ("Vessel", "Fee (yuan)", "备注"),
        ("Ferry", "120", "含拖轮费"),
        ("Tanker", "900", ""),
        ("Yacht | sail", "60", "A < B"),
    ]
    table = document.add_table(len(rows), 3)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    (FOLDER / "harbour.docx").write_bytes(harbour_docx())

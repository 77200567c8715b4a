"""Makes the documents of tests/documents that are no text, by the libraries that people use.

They are committed, so that the golden files hold for the bytes that were reviewed.
"""

import io
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
from docx.document import Document

from tests.indexer.formats.printing import Press

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


def fees_csv() -> bytes:
    """Return a table as the Chinese edition of Excel saves it."""
    rows = ["序号,船名,费用（元）,日期", "1,海星号,120,2024/1/5", '2,"海浪, 二号",900,2024/1/6']
    return "\r\n".join([*rows, "3,Sea Star,60,2024/1/7", ""]).encode("gb18030")


def fees_xlsx() -> bytes:
    """Return a workbook of two sheets, with a title, merged names and formats."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Fees 费用"
    sheet.append(["Fees of the harbour in 2024"])
    sheet.append(["Vessel", "Fee", None, "Since"])
    sheet.append([None, "per day", "share", None])
    sheet.append(["Ferry", 1200, 0.125, datetime(2024, 1, 5)])
    sheet.append(["Tanker", 18000.5, 0.5, datetime(2023, 12, 31)])
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(cells)
    for row in (4, 5):
        sheet.cell(row, 2).number_format = "#,##0.00"
        sheet.cell(row, 3).number_format = "0.0%"
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
    plain = workbook.create_sheet("Berths")
    plain.append(["1", "北港", "深水"])
    plain.append(["2", "南港", "浅水"])
    workbook.create_sheet("hidden").sheet_state = "hidden"
    workbook.properties.created = workbook.properties.modified = datetime(2024, 1, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def report_pdf() -> bytes:
    """Return a report in two columns with running heads, notes, a table and two languages."""
    press = Press(columns=2, head="年度报告 Annual report 2024", foot="- {} -")
    press.paragraph("Water Supply of the City", size=18)
    for number in range(1, 41):
        press.paragraph(
            f"{number}. District {number} took {number * 31} thousand cubic "
            f"metres of water from the north\xadern reser\xadvoir, which is more than in the "
            "year before, because new houses were built there.^1"
            if number == 3
            else f"{number}. 第{number}区全年用水 {number * 31} 万立方米，比上一年有所增加，"
            "主要原因是那里新建了住宅，另外夏季的气温也比往年高。"
        )
        if number == 3:
            press.notes.append(("1", "Meters were read on 31 December 2024."))
    press.paragraph("Reservoirs", size=14)
    press.paragraph("The city has two reservoirs, both of which lie in the mountains.")
    press.table([["No", "水库", "m"], ["1", "北水库", "48"], ["2", "南水库", "31"]], width=60)
    return press.save()


if __name__ == "__main__":
    (FOLDER / "harbour.docx").write_bytes(harbour_docx())
    (FOLDER / "report.pdf").write_bytes(report_pdf())
    (FOLDER / "fees.csv").write_bytes(fees_csv())
    (FOLDER / "fees.xlsx").write_bytes(fees_xlsx())

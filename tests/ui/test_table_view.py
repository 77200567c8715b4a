"""Answers from tables and short answers as HTML, text, JSON and files."""

import csv
import io
import json
import re
from base64 import b64decode
from dataclasses import replace

import openpyxl

from retriever.answers import ask
from retriever.search import Index
from ui.found import Found
from ui.html import answer_view
from ui.records import answer_record, to_line
from ui.spreadsheets import to_csv, to_xlsx
from ui.table_view import ROWS_SHOWN, table_answer
from ui.terminal import answer_text

QUESTION = "How many completed projects are there under pillar II?"


def test_the_record_has_the_count_the_filter_and_the_rows(index: Index) -> None:
    answer = ask(index, QUESTION)
    record = json.loads(to_line(answer_record(answer)))
    assert (record["kind"], record["short"]) == ("table", "17")
    assert record["table"]["operation"] == "count"
    assert {"column": "Status of Implementation", "operator": "is", "value": "Completed"} in record[
        "table"
    ]["filter"]
    assert len(record["table"]["rows"]) == record["table"]["value"] == 17


def test_the_page_shows_the_number_what_was_understood_and_the_rows(index: Index) -> None:
    html = answer_view(Found(ask(index, QUESTION)), "zh")
    assert '<p class="short">17</p>' in html
    assert 'aria-label="Status of Implementation = Completed"' in html
    assert html.count("<tr lang=") == 17
    assert 'data-sort="2"' in html


def test_the_files_have_all_rows(index: Index) -> None:
    html = answer_view(Found(ask(index, "How many projects are ongoing?")), "en")
    assert html.count("<tr lang=") == 188
    [coded] = re.findall(r"data:text/csv;charset=utf-8;base64,([^\"]+)", html)
    rows = list(csv.reader(io.StringIO(b64decode(coded).decode("utf-8-sig"))))
    assert len(rows) == 1 + 188
    assert rows[0][1:] == [name for name, _ in index.store.table_rows()[0].fields]


def test_a_workbook_opens_with_text_alone() -> None:
    rows = [["名称", "a<b"], ["=1+1", "x\x00y"]]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["名称", "a<b"],
        ["=1+1", "x y"],
    ]
    assert b"'=1+1" in to_csv(rows)


def test_cells_are_escaped_and_long_tables_are_cut(index: Index) -> None:
    answer = ask(index, QUESTION)
    assert answer.table is not None
    row = replace(answer.table.rows[0], fields=(("<b>", "<script>"),))
    table = replace(answer.table, rows=(row,) * (ROWS_SHOWN + 5))
    html = table_answer(table, answer.row_citations[:1] * (ROWS_SHOWN + 5), "", "en")
    assert "<script>" not in html
    assert html.count("<tr lang=") == ROWS_SHOWN
    assert "5 more rows" in html


def test_the_short_answer_is_set_large_and_marked(index: Index) -> None:
    answer = ask(index, "CTITF 底下现在一共有几个 working group？")
    html = answer_view(Found(answer), "en")
    assert '<p class="short" lang="zh-Hans">12 个</p>' in html
    assert '<mark class="short">12 个</mark>' in html
    assert answer_text(answer, "en", 80).startswith("12 个\n")


def test_the_terminal_tells_what_was_understood(index: Index) -> None:
    text = answer_text(ask(index, "各支柱分别有多少个项目？"), "zh", 100)
    assert "按“章节”分组" in text
    assert re.search(r"Pillar III .* 124", text)

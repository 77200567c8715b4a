"""CSV, TSV and Excel to rows: separators, encodings, names of columns, formats, broken files."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import (
    DamagedSource,
    EmptySource,
    EncryptedSource,
    LegacyFormat,
    OversizedSource,
    SourceError,
)
from indexer.formats.delimited import read_delimited
from indexer.formats.number_formats import display
from indexer.formats.xlsx import read_xlsx
from indexer.passages import SplitDocument
from indexer.readers import SourceFile, extract
from indexer.splitting import split
from tests.indexer.formats.packing import pack
from tests.invariants import assert_covered_once, assert_runs_exact
from tests.strategies import WORDS


def split_table(content: bytes | str, name: str = "table.csv") -> SplitDocument:
    encoded = content if isinstance(content, bytes) else content.encode()
    document = split(extract(SourceFile(name, encoded, "")))
    assert_covered_once(document)
    assert_runs_exact(document)
    return document


def rows(content: bytes | str, name: str = "table.csv") -> list[dict[str, str]]:
    return [dict(p.fields) for p in split_table(content, name).passages if p.kind == "table-row"]


def workbook(*cells: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("船名,费用\n海星,12\n", "a.csv"),
        ("船名;费用\n海星;12\n", "a.csv"),
        ("船名\t费用\n海星\t12\n", "a.csv"),
        ("船名\t费用\n海星\t12\n", "a.tsv"),
        ("sep=|\n船名|费用\n海星|12\n", "a.csv"),
        ("\ufeff船名,费用\r\n海星,12\r\n".encode(), "a.csv"),
        ("船名,费用\r\n海星,12\r\n".encode("gb18030"), "a.csv"),
        ("船名\t费用\n海星\t12\n".encode("utf-16"), "a.csv"),
    ],
)
def test_separators_and_encodings_are_found_out(content: bytes | str, name: str) -> None:
    assert rows(content, name) == [{"船名": "海星", "费用": "12"}]


def test_commas_in_numbers_do_not_separate_where_semicolons_do() -> None:
    assert rows("1,5;2,5\n3,5;4,5\n") == [{"A": "1,5", "B": "2,5"}, {"A": "3,5", "B": "4,5"}]


def test_quoted_cells_hold_anything() -> None:
    content = 'name,text\n"a, b","two\nlines ""quoted"" | *x*"\n'
    assert rows(content) == [{"name": "a, b", "text": 'two lines "quoted" | *x*'}]


def test_a_quotation_mark_that_never_closes_is_a_mark() -> None:
    assert rows('name,size\npipe,5"\nrod,6\n') == [
        {"name": "pipe", "size": '5"'},
        {"name": "rod", "size": "6"},
    ]


def test_columns_without_names_have_letters() -> None:
    assert rows("1,北港,深\n2,南港,浅\n")[0] == {"A": "1", "B": "北港", "C": "深"}
    assert rows("张三,教师\n李四,医生\n王五,教师\n")[0] == {"A": "张三", "B": "教师"}


def test_names_that_come_twice_are_told_apart() -> None:
    assert rows("id,name,name\n1,a,b\n") == [{"id": "1", "name": "a", "name 2": "b"}]


def test_a_row_without_serial_is_a_row_of_its_own_and_serials_are_labels() -> None:
    found = split_table("No,Name\n1,a\n,b\n3,c\n").passages
    assert [(p.label, p.text) for p in found] == [("1", "1 | a"), (None, "b"), ("3", "3 | c")]


def test_rows_of_a_sheet_are_cited_by_it() -> None:
    found = split_table(workbook(["Name", "Fee"], ["Ferry", 12]), "a.xlsx")
    assert found.document.title == "a"
    heading, row = found.passages
    assert (heading.kind, heading.text, row.section) == ("heading", "Sheet", ("Sheet",))
    assert dict(row.fields) == {"Name": "Ferry", "Fee": "12"}


def test_values_are_shown_as_excel_shows_them() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c", "d", "e"])
    book.active.append([1234.5, 0.125, datetime(2024, 1, 5, 13, 5), True, "007"])
    for column, code in ((1, "#,##0.00"), (2, "0.0%"), (3, "yyyy-mm-dd hh:mm")):
        book.active.cell(2, column).number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    found = rows(buffer.getvalue(), "a.xlsx")
    assert list(found[0].values()) == ["1,234.50", "12.5%", "2024-01-05 13:05", "TRUE", "007"]


def test_merged_names_over_few_rows_lose_nothing() -> None:
    for below in range(3):
        book = openpyxl.Workbook()
        book.active.append(["Ship", "Fee", None])
        for number in range(below):
            book.active.append(["Ferry", "day", f"month {number}"])
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("A1:A9")
        buffer = io.BytesIO()
        book.save(buffer)
        found = split_table(buffer.getvalue(), "a.xlsx").document.text
        assert all(f"month {number}" in found for number in range(below))


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.30000000000000004", "General", "0.3"),
        ("12345678901234", "General", "12345678901234"),
        ("1.5E-3", "General", "0.0015"),
        ("45296", 'yyyy"年"m"月"d"日"', "2024年1月5日"),
        ("45296.5", "d-mmm-yy h:mm AM/PM", "5-Jan-24 12:00 PM"),
        ("45296", "[$-804]aaaa", "星期五"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("1.5", "[h]:mm", "36:00"),
        ("-5", "0.00;(0.00)", "(5.00)"),
        ("-5", "0", "-5"),
        ("0", '0;-0;"none"', "none"),
        ("1234567", '#,##0.0,,"M"', "1.2M"),
        ("12.5", '"¥"#,##0.00', "¥12.50"),
        ("12.5", "[$€-407] 0.0", "€ 12.5"),
        ("0.5", "# ?/?", "0.5"),
        ("7", "000", "007"),
        ("1.50", "0.##", "1.5"),
        ("12000", "0.0E+00", "1.2E+04"),
        ("5", "0个", "5个"),
        ("x", "0", "x"),
        ("-1", "yyyy", "-1"),
        ("1e999999", "0", "1e999999"),
    ],
)
def test_formats_of_numbers(value: str, code: str, shown: str) -> None:
    assert display(value, code) == shown


@given(
    value=st.floats() | st.integers(),
    code=st.text(alphabet='0#?.,%;[]hmsydae"E+-/\\@_* $年', max_size=12),
)
@settings(max_examples=500, deadline=None)
def test_any_format_shows_any_number_somehow(value: float, code: str) -> None:
    assert isinstance(display(str(value), code), str)


CELLS = st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=6)


@given(cells=CELLS)
@settings(max_examples=100, deadline=None)
def test_every_row_and_cell_in_is_one_out(cells: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["First", "Second"], *cells])
    expected = [[" ".join(cell.split()) for cell in row] for row in cells]
    for content, name in (
        (buffer.getvalue(), "a.csv"),
        (workbook(["First", "Second"], *cells), "a.xlsx"),
    ):
        if name == "a.csv" and content.count('"') % 2:  # type: ignore[arg-type]
            continue
        assert [list(row.values()) for row in rows(content, name)] == expected


GOOD = workbook(["Name", "Fee"], ["Ferry", 12], ["Tanker", 3.5])


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_broken_workbooks_raise_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    for _ in range(data.draw(st.integers(0, 5))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        read_xlsx(bytes(content), "a.xlsx")


@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with suppress(SourceError):
        read_delimited(content, "a.csv")


def test_what_is_no_table_says_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    with pytest.raises(LegacyFormat, match=r"save it as \.xlsx"):
        split_table(ole, "a.xlsx")
    with pytest.raises(EncryptedSource):
        split_table(ole + "EncryptedPackage".encode("utf-16-le"), "a.xlsx")
    with pytest.raises(DamagedSource):
        split_table(pack({"a": "b"}), "a.xlsx")
    with pytest.raises(EmptySource):
        split_table(workbook(), "a.xlsx")
    with pytest.raises(EmptySource):
        split_table(",,\n,\n")


SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows_: str, strings: str = "") -> bytes:
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        for name, kind in (("sheet", "worksheet"), ("strings", "sharedStrings"))
    )
    return pack(
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}">'
            '<sheets><sheet name="A" r:id="sheet"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org'
            f'/package/2006/relationships">{relations}</Relationships>',
            "xl/sheet.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{rows_}</sheetData>'
            "</worksheet>",
            "xl/strings.xml": f'<sst xmlns="{SHEETS}"><si><t>{strings}</t></si></sst>',
        }
    )


def test_halves_of_characters_in_a_workbook_are_joined_or_left_out() -> None:
    cells = '<row><c t="s"><v>0</v></c><c><v>1</v></c></row>'
    [row] = rows(sheet(cells, "a_xD83D__xDE00_b_xD800_c"), "a.xlsx")
    assert list(row.values()) == ["a\U0001f600bc", "1"]


def test_a_cell_far_to_the_right_makes_no_other_row_wide() -> None:
    many = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(2, 202))
    found = rows(sheet(f'<row r="1"><c r="XFD1"><v>7</v></c></row>{many}'), "a.xlsx")
    assert [tuple(row.values()) for row in found[:2]] == [("", "7"), ("2", "")]
    assert len(found) == 201


def test_one_string_in_many_cells_is_refused_before_it_is_too_much() -> None:
    cell = '<c t="s"><v>0</v></c>'
    with pytest.raises(OversizedSource, match="characters"):
        rows(sheet(f"<row>{cell * 200}</row>", "word " * 20_000), "a.xlsx")


def test_a_table_as_wide_as_it_is_long_is_refused_before_it_is_filled_up() -> None:
    wide = ",".join("ab" * 1500)
    with pytest.raises(OversizedSource, match="cells"):
        rows(f"{wide}\n" + "x,y\n" * 1500)

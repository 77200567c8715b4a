"""Word documents to passages: styles, numbering, notes, changes, tables, broken files."""

import io
import random
import zipfile
from collections.abc import Sequence
from contextlib import suppress

import docx
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
from indexer.formats.docx import read_docx
from indexer.passages import Passage, SplitDocument
from indexer.readers import SourceFile, extract
from indexer.splitting import split
from tests.indexer.formats.packing import (
    levels,
    lists,
    note,
    pack,
    par,
    refer,
    run,
    style,
    table,
    word,
)
from tests.invariants import assert_covered_once, assert_runs_exact
from tests.strategies import WORDS

HEADINGS = "".join(
    style(f"{n}0", f"heading {n}", f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>')
    for n in (1, 2, 3)
)


def split_docx(content: bytes) -> SplitDocument:
    document = split(extract(SourceFile("report.docx", content, "")))
    assert_covered_once(document)
    assert_runs_exact(document)
    return document


def passages(body: str, **parts: str) -> Sequence[Passage]:
    return split_docx(word(body, **parts)).passages


def said(found: Sequence[Passage]) -> list[tuple[str, str | None, str]]:
    return [(p.kind, p.label, p.text) for p in found]


def notes(found: Sequence[Passage]) -> list[tuple[str | None, str, str]]:
    by_id = {p.id: p for p in found}
    return [
        (p.label, p.text, by_id[p.parent].text if p.parent else "")
        for p in found
        if p.kind == "footnote"
    ]


def test_headings_are_told_by_style_whatever_its_id_and_name() -> None:
    styles = (
        HEADINGS
        + style("a5", "我的标题", based_on="20")
        + style("x", "标题 3")
        + style("TOC1", "toc 1")
        + style("t", "Title")
    )
    found = passages(
        par("Report", style="t")
        + par("Contents 1", style="TOC1")
        + par("One", style="10")
        + par("Short")
        + par("Two", style="a5")
        + par("Three", style="x")
        + par("Text"),
        styles=styles,
    )
    assert [(p.kind, p.text, p.section) for p in found] == [
        ("heading", "Report", ()),
        ("heading", "One", ("Report",)),
        ("paragraph", "Short", ("Report", "One")),
        ("heading", "Two", ("Report", "One")),
        ("heading", "Three", ("Report", "One", "Two")),
        ("paragraph", "Text", ("Report", "One", "Two", "Three")),
    ]


def test_documents_without_heading_styles_show_their_headings() -> None:
    bold, large = "<w:b/>", '<w:sz w:val="36"/>'
    text = "这是一个足够长的段落，用来说明正文是什么样子的。"
    found = passages(
        par(run("年度报告", large))
        + par(text)
        + par("一、总体要求")
        + par(text)
        + par(run("Scope", bold))
        + par(text)
        + par(run("Not all", bold) + run(" is bold here"))
        + par(text)
    )
    assert [p.text for p in found if p.kind == "heading"] == ["年度报告", "一、总体要求", "Scope"]


NUMBERING = (
    levels(0, ("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3)"))
    + levels(1, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
    + levels(2, ("bullet", "\uf0b7"))
    + levels(3, ("decimal", "%1"), ("decimal", "%1.%2"))
    + levels(4, ("chineseCounting", "第%1条"))
    + lists(n1=0, n2=1, n3=2, n4=3, n5=0, n6=4)
)


def test_lists_have_the_labels_that_word_prints() -> None:
    _, *found = passages(
        par("Lists", style="10")
        + par("a", number=(1, 0))
        + par("b", number=(1, 1))
        + par("c", number=(1, 1))
        + par("d", number=(1, 2))
        + par("e", number=(1, 0))
        + par("f", number=(1, 1))
        + par("", number=(1, 1))
        + par("g", number=(1, 1))
        + par("h", number=(3, 0))
        + par("甲", number=(2, 0))
        + par("乙", number=(2, 1))
        + par("丙", number=(2, 1))
        + par("none", number=(0, 0)),
        numbering=NUMBERING,
        styles=HEADINGS,
    )
    assert said(found) == [
        ("list-item", "1", "a"),
        ("list-item", "(a)", "b"),
        ("list-item", "(b)", "c"),
        ("list-item", "i)", "d"),
        ("list-item", "2", "e"),
        ("list-item", "(a)", "f"),
        ("list-item", "(c)", "g"),
        ("list-item", None, "h"),
        ("list-item", "一", "甲"),
        ("list-item", "（一）", "乙"),
        ("list-item", "（二）", "丙"),
        ("paragraph", None, "none"),
    ]


def test_a_count_that_runs_on_over_headings_is_that_of_paragraphs() -> None:
    found = passages(
        par("Scope", style="10")
        + par("First paragraph.", number=(1, 0))
        + par("item", number=(1, 1))
        + par("Fees", style="10")
        + par("Second paragraph.", number=(1, 0))
        + par("第一", number=(6, 0))
        + par("第二", number=(6, 0)),
        numbering=NUMBERING,
        styles=HEADINGS,
    )
    assert said(found) == [
        ("heading", None, "Scope"),
        ("paragraph", "1", "First paragraph."),
        ("list-item", "(a)", "item"),
        ("heading", None, "Fees"),
        ("paragraph", "2", "Second paragraph."),
        ("list-item", "第一条", "第一"),
        ("list-item", "第二条", "第二"),
    ]
    assert found[2].parent == found[1].id


def test_headings_are_numbered_by_their_style() -> None:
    numbered = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}0"><w:name w:val="heading {n}"/><w:pPr>'
        f'<w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2)
    )
    tied = NUMBERING.replace(
        '<w:lvlText w:val="%1"/>', '<w:pStyle w:val="10"/><w:lvlText w:val="%1"/>'
    ).replace('<w:lvlText w:val="%1.%2"/>', '<w:pStyle w:val="20"/><w:lvlText w:val="%1.%2"/>')
    found = passages(
        par("One", style="10") + par("Two", style="20") + par("Three", style="20") + par("Text."),
        numbering=tied,
        styles=numbered,
    )
    assert [p.text for p in found] == ["1 One", "1.1 Two", "1.2 Three", "Text."]


def test_a_list_may_begin_again_or_later() -> None:
    again = (
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    found = passages(
        "".join(par("x", number=(number, 0)) for number in (1, 1, 5, 7, 7, 8, 1)),
        numbering=NUMBERING + again,
    )
    assert [p.label for p in found] == ["1", "2", "3", "1", "2", "9", "10"]


def test_footnotes_and_endnotes_are_tied_to_their_paragraphs() -> None:
    found = passages(
        par(run("One") + refer("footnote", 2) + run(" and two") + refer("footnote", 3))
        + par(run("Three") + refer("endnote", 2) + run("(see)"))
        + table(("Name", "Fee"), ("Ferry", "1"))
        + par(run("Four") + refer("footnote", 4)),
        footnotes='<w:footnote w:type="separator" w:id="0"/>'
        + note("footnote", 4, "D [x]")
        + note("footnote", 2, "A")
        + note("footnote", 3, "B")
        + note("footnote", 9, "never referred to"),
        endnotes=note("endnote", 2, "C"),
    )
    assert notes(found) == [
        ("¹", "A", "One¹ and two²"),
        ("²", "B", "One¹ and two²"),
        ("^i", "C", "Three[^i](see)"),
        ("³", "D [x]", "Four³"),
    ]


def test_notes_may_have_other_numerals_and_marks_of_their_own() -> None:
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="5"/><w:t>*</w:t></w:r>' + run(
        " end"
    )
    found = passages(
        par(run("One") + refer("footnote", 2)) + par(run("Two") + custom),
        footnotes=note("footnote", 2, "A") + f'<w:footnote w:id="5">{par(run("* B"))}</w:footnote>',
        settings='<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>',
    )
    assert [(label, text) for label, text, _ in notes(found)] == [("^①", "A"), ("*", "B")]
    assert found[2].text == "Two* end"


def test_changes_are_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("new")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("from")}</w:moveFrom><w:moveTo w:id="4">{run("to")}'
    end = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("First half, ") + "</w:p>"
    found = passages(
        par(run("Old ") + deleted + inserted + moved + "</w:moveTo>") + end + par("second half.")
    )
    assert [p.text for p in found] == ["Old newto", "First half, second half."]


def test_fields_show_their_results_and_hidden_text_does_not_show() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("shown")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink r:id="r9">{run("link")}</w:hyperlink>'
    simple = f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'
    hidden = run("hidden", "<w:vanish/>")
    breaks = (
        "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>"
    )
    raised = run(" m") + run("2", '<w:vertAlign w:val="superscript"/>')
    found = passages(par(field + run(" ") + link + simple + hidden) + par(breaks + raised))
    assert [p.text for p in found] == ["shown link7", "a bc d m²"]


def test_a_field_that_never_ends_hides_one_paragraph_at_most() -> None:
    broken = par('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("code"))
    assert [p.text for p in passages(broken + par("text"))] == ["text"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{par('in the box')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    found = passages(par(run("before") + drawing + run(" after")))
    assert [p.text for p in found] == ["before after", "in the box"]


def test_tables_are_records_with_merged_cells() -> None:
    merged = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        f'<w:tc>{par("Ship")}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
        f"{par('Fee')}</w:tc>"
        f"</w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{par('')}</w:tc>"
        f"<w:tc>{par('day')}</w:tc><w:tc>{par('month')}</w:tc></w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{par("Ferry")}</w:tc>'
        f"<w:tc>{par('1')}{par('2')}</w:tc>"
        f"<w:tc>{par(run('3') + refer('footnote', 1))}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{par('')}</w:tc>"
        f"<w:tc>{par('4|5')}</w:tc><w:tc>{par('')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{par('gone')}</w:tc><w:tc>{par('x')}</w:tc></w:tr>"
        "</w:tbl>"
    )
    found = passages(merged, footnotes=note("footnote", 1, "Net."))
    assert [p.fields for p in found[:2]] == [
        (("Ship", "Ferry"), ("Fee day", "1 2"), ("Fee month", "3¹")),
        (("Ship", "Ferry"), ("Fee day", "4|5"), ("Fee month", "")),
    ]
    assert notes(found) == [("¹", "Net.", "Ferry | 1 2 | 3¹")]


def test_the_first_row_names_the_columns_unless_it_holds_values() -> None:
    with_names = passages(table(("No", "Name"), ("1", "a"), ("2", "b")))
    assert [p.label for p in with_names] == ["1", "2"]
    without = passages(table(("1", "a"), ("2", "b")))
    assert [p.fields for p in without] == [(("1", "1"), ("2", "a")), (("1", "2"), ("2", "b"))]


def test_a_box_of_one_cell_is_no_table() -> None:
    assert said(passages(table(("In a frame.",)))) == [("paragraph", None, "In a frame.")]


def test_documents_of_python_docx_are_read() -> None:
    document = docx.Document()
    document.core_properties.title = "Harbour fees"
    document.add_heading("Fees", 1)
    document.add_paragraph("Ships pay fees.")
    document.add_paragraph("ferries", style="List Number")
    document.add_paragraph("tankers", style="List Number")
    document.add_paragraph("a bullet", style="List Bullet")
    grid = document.add_table(2, 2)
    for cell, text in zip(
        (c for r in grid.rows for c in r.cells), ["Ship", "Fee", "ferry", "1"], strict=True
    ):
        cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    found = split_docx(buffer.getvalue())
    assert found.document.title == "Harbour fees"
    assert said(found.passages) == [
        ("heading", None, "Fees"),
        ("paragraph", None, "Ships pay fees."),
        ("list-item", "1", "ferries"),
        ("list-item", "2", "tankers"),
        ("list-item", None, "a bullet"),
        ("table-row", None, "ferry | 1"),
    ]


@given(texts=st.lists(WORDS, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_what_goes_in_comes_out_and_every_note_with_it(texts: list[str]) -> None:
    body = "".join(
        par(run(f"x {text}") + refer("footnote", number)) for number, text in enumerate(texts)
    )
    inside = "".join(note("footnote", n, f"y {text}") for n, text in enumerate(texts))
    found = passages(body, footnotes=inside)
    bodies = [p.text for p in found if p.kind == "paragraph"]
    assert [text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹") for text in bodies] == [
        " ".join(f"x {text}".split()) for text in texts
    ]
    assert [text for _, text, _ in notes(found)] == [
        " ".join(f"y {text}".split()) for text in texts
    ]
    assert [tied for _, _, tied in notes(found)] == bodies


GOOD = word(
    par("One", style="10") + par("a", number=(1, 0)) + par(run("b") + refer("footnote", 1)),
    styles=HEADINGS,
    numbering=NUMBERING,
    footnotes=note("footnote", 1, "A"),
)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_broken_packages_raise_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    for _ in range(data.draw(st.integers(0, 5))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        read_docx(bytes(content), "a.docx")


@pytest.mark.parametrize("seed", range(40))
def test_broken_xml_raises_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        for name in archive.namelist():
            words = archive.read(name).decode().split('"')
            for _ in range(4):
                # Attribute values stand at odd places.
                place = 2 * chance.randrange(len(words) // 2 or 1) + 1
                if place < len(words):
                    words[place] = chance.choice(["", "-1", "99999999999", "x", "０", words[place]])
            parts[name] = '"'.join(words)
    with suppress(SourceError):
        read_docx(pack(parts), "a.docx")


def test_what_is_no_word_document_says_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    with pytest.raises(LegacyFormat, match=r"save it as \.docx"):
        split_docx(ole)
    with pytest.raises(EncryptedSource):
        split_docx(ole + "EncryptedPackage".encode("utf-16-le"))
    for content in (b"", b"plain text", b"<html><p>x</p></html>", pack({"a.txt": "x"})):
        with pytest.raises(DamagedSource):
            split_docx(content)
    with pytest.raises(EmptySource):
        split_docx(word(""))


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    document = f"{bomb}<w:document xmlns:w='x'><w:body><w:p>&b;</w:p></w:body></w:document>"
    with pytest.raises(DamagedSource, match="document type"):
        split_docx(pack({"word/document.xml": document}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(OversizedSource):
        split_docx(pack({"word/document.xml": b" " * 100_000_001}))


def test_xml_nested_without_end_is_damaged() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + par("x") + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(DamagedSource):
        split_docx(word(deep))


def test_numbers_beyond_any_list_are_digits_and_those_beyond_any_number_none() -> None:
    # Numerals of some styles grow with their numbers: this one would have a million letters.
    body = par("a", number=(1, 0)) + par("b", number=(2, 0)) + par("c", number=(3, 0))
    numbering = (
        levels(0, ("upperRoman", "%1."), start=999_999_999)
        + levels(1, ("chicago", "%1."), start=41)
        + levels(2, ("decimal", "%1."), start=77).replace("77", "7" * 5000)
        + lists(n1=0, n2=1, n3=2)
    )
    found = passages(body, numbering=numbering)
    said = [(p.label, p.text) for p in found]
    assert said == [(None, "999999999. a"), ("41", "b"), ("1", "c")]


def test_symbols_of_no_character_are_left_out() -> None:
    found = passages(par(run("a") + '<w:r><w:sym w:char="-1"/><w:sym w:char="D800"/></w:r>'))
    assert [p.text for p in found] == ["a"]


def test_cells_that_span_more_columns_than_word_has_are_cut_off() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + par("x") + "</w:tc>"
    row = f"<w:tr>{wide}<w:tc>{par('y')}</w:tc></w:tr>"
    found = passages(f"<w:tbl>{row}{row}</w:tbl>")
    assert [[cell for _, cell in p.fields] for p in found] == [["x", "y"]] * 2


def test_a_text_that_goes_on_down_a_table_without_end_is_refused() -> None:
    def row(merge: str, text: str) -> str:
        cell = f"<w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr>{par(text)}</w:tc>"
        return f"<w:tr>{cell}<w:tc>{par('y')}</w:tc></w:tr>"

    first = row(' w:val="restart"', "word " * 20_000)
    with pytest.raises(OversizedSource, match="characters"):
        split_docx(word(f"<w:tbl>{first}{row('', '') * 200}</w:tbl>"))

"""PDF to passages: reading order, furniture, paragraphs over pages, notes, tables, page numbers."""

import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import DamagedSource, EncryptedSource, ScannedSource, SourceError
from indexer.formats.pdf import read_pdf
from indexer.formats.pdf_process import read_pdf_apart
from indexer.passages import Passage, SplitDocument
from indexer.readers import SourceFile, extract
from indexer.splitting import split
from retriever.citations import cite_all
from tests.indexer.formats.printing import Press, assemble, stream
from tests.invariants import assert_covered_once, assert_runs_exact
from tests.strategies import Numbered, numbered_documents

EN = (
    "The reservoir in the north of the city was built in the year 1962 and raised twice since "
    "then, because the city had grown faster than anybody had thought it would. In summer the "
    "water falls by three metres and the old bridge can be seen again."
)
ZH = (
    "这座城市的自来水来自北边的水库，水库建于一九六二年，后来又加高了两次，因为城市的发展比任何人"
    "预想的都要快。夏季用水量最大，水库的水位会下降三米，人们可以重新看到那座古老的石桥。"
)


def split_pdf(content: bytes) -> SplitDocument:
    document = split(extract(SourceFile("report.pdf", content, "")))
    assert_covered_once(document)
    assert_runs_exact(document)
    return document


def texts(content: bytes, kind: str = "paragraph") -> list[str]:
    return [p.text for p in split_pdf(content).passages if p.kind == kind]


@pytest.mark.parametrize("text", [EN, ZH])
@pytest.mark.parametrize("indent", [0, 22])
def test_lines_are_joined_to_paragraphs(text: str, indent: float) -> None:
    press = Press()
    for _ in range(3):
        press.paragraph(text, indent=indent, gap=0 if indent else 8)
    assert texts(press.save()) == [text] * 3


@pytest.mark.parametrize("text", [EN, ZH])
def test_two_columns_are_read_one_after_the_other(text: str) -> None:
    press = Press(columns=2)
    for number in range(12):
        press.paragraph(f"{number}{'号' if text is ZH else ' '}{text}")
    found = texts(press.save())
    assert found == [f"{number}{'号' if text is ZH else ' '}{text}" for number in range(12)]


@pytest.mark.parametrize("text", [EN, ZH])
def test_running_heads_and_page_numbers_go_and_paragraphs_go_on_over_pages(text: str) -> None:
    press = Press(head="年度报告 Annual report", foot="第 {} 页")
    expected = [_turned(text, number) for number in range(60)]
    for paragraph in expected:
        press.paragraph(paragraph)
    found = split_pdf(press.save())
    assert len(found.document.pages) >= 3
    assert [p.text for p in found.passages] == expected
    cut = [p for p in found.passages if len(p.pages) == 2]
    assert all(len(p.spans) == 2 for p in cut)
    assert cut


def _turned(text: str, number: int) -> str:
    """Return a paragraph of the same words in another order."""
    words = text.rstrip(".。").split(" ") if text is EN else list(text.rstrip("。"))
    cut = number % len(words)
    turned = words[cut:] + words[:cut]
    return f"Of {' '.join(turned)}." if text is EN else f"在{''.join(turned)}。"


def test_citations_carry_the_page() -> None:
    press = Press()
    press.paragraph(EN)
    press.new_page()
    press.paragraph(ZH)
    found = split_pdf(press.save())
    citations = [citation for _, citation in cite_all(found.passages, found.document)]
    assert [(c.zh, c.en) for c in citations] == [
        ("《report》，第 1 页", "report, p. 1"),
        ("《report》，第 2 页", "report, p. 2"),
    ]
    starts = [page.start for page in found.document.pages]
    assert [p.spans[0][0] for p in found.passages] == starts


def test_pages_have_the_labels_that_the_file_gives_them() -> None:
    press = Press()
    press.canvas.addPageLabel(0, style="ROMAN_LOWER", start=4)
    press.paragraph(EN)
    [passage] = split_pdf(press.save()).passages
    assert passage.pages == ("iv",)


def test_words_divided_at_line_ends_are_whole_again() -> None:
    press = Press(columns=2)
    word = "water\xadworks"
    press.paragraph(" ".join(f"{'the ' * (n % 4)}{word}" for n in range(40)) + " end.")
    [text] = texts(press.save())
    assert "water-works" not in text
    assert text.count("waterworks") == 40


def test_a_hyphen_that_the_document_has_elsewhere_stays() -> None:
    press = Press(columns=2)
    press.paragraph("A counter-terrorism office. " + "It is small. " * 3 + "All of it is.")
    press.paragraph(
        " ".join(f"{'the ' * (n % 4)}counter-\xadterrorism" for n in range(20)) + " end."
    )
    assert "counterterrorism" not in " ".join(texts(press.save()))


def test_headings_are_told_by_their_size_and_weight() -> None:
    press = Press()
    press.paragraph("Water supply", size=20)
    press.paragraph(EN)
    press.paragraph("水库", size=14)
    press.paragraph(ZH)
    press.paragraph("Bridges", bold=True)
    press.paragraph(EN)
    found = split_pdf(press.save()).passages
    assert [(p.kind, p.section) for p in found if p.text not in (EN, ZH)] == [
        ("heading", ()),
        ("heading", ("Water supply",)),
        ("heading", ("Water supply", "水库")),
    ]


def test_every_footnote_is_tied_to_where_it_is_referred_to() -> None:
    press = Press(foot="{}")
    for number in range(1, 8):
        press.paragraph(f"{EN[:-1]}^{number}. {EN}")
        press.notes.append((str(number), f"Note {number} says more about it."))
        if number % 3 == 0:
            press.new_page()
    found = split_pdf(press.save()).passages
    by_id = {p.id: p.text for p in found}
    marks = "¹²³⁴⁵⁶⁷"
    notes = [(p.label, p.text, p.parent) for p in found if p.kind == "footnote"]
    assert [(label, text) for label, text, _ in notes] == [
        (mark, f"Note {number} says more about it.") for number, mark in enumerate(marks, 1)
    ]
    assert all(parent and label in by_id[parent] for label, _, parent in notes if label)


def test_ruled_tables_are_records_also_over_pages() -> None:
    press = Press()
    press.paragraph(EN)
    press.table([["No", "Name", "备注"], ["1", "North dam", "大坝"], ["2", "South | dam", "小坝"]])
    press.paragraph(ZH)
    press.new_page()
    press.table([["No", "Name", "备注"], ["3", "East dam", ""], ["", "(closed)", "1990"]])
    found = split_pdf(press.save()).passages
    assert [p.text for p in found if p.kind == "paragraph"] == [EN, ZH]
    rows = [dict(p.fields) for p in found if p.kind == "table-row"]
    assert rows[:2] == [
        {"No": "1", "Name": "North dam", "备注": "大坝"},
        {"No": "2", "Name": "South | dam", "备注": "小坝"},
    ]
    assert rows[2] == {"No": "3", "Name": "East dam (closed)", "备注": "1990"}


@given(document=numbered_documents())
@settings(max_examples=40, deadline=None)
def test_numbered_paragraphs_come_out_as_they_went_in(document: Numbered) -> None:
    press = Press(foot="- {} -")
    expected = document.paragraphs()
    for number, paragraph in enumerate(expected, 1):
        press.paragraph(f"{number}. {paragraph}")
    found = [p for p in split_pdf(press.save()).passages if p.kind == "paragraph"]
    assert [_tight(p) for p in found] == ["".join(text.split()) for text in expected]
    assert [p.label for p in found] == [str(number) for number in range(1, len(expected) + 1)]


def _tight(passage: Passage) -> str:
    return "".join(passage.text.split())


def canvas(draw: Sequence[tuple[float, float, str]], **options: object) -> bytes:
    buffer = io.BytesIO()
    paper = Canvas(buffer, **options)
    for x, y, text in draw:
        paper.drawString(x, y, text)
    paper.save()
    return buffer.getvalue()


def test_text_that_looks_like_mark_up_survives() -> None:
    line = r"It costs *5* _now_ [x](y) <b> `z` \n and #1 or |2| in all ~~cases~~ that count."
    assert texts(canvas([(72, 700, line)])) == [line]


def test_scanned_pages_say_that_their_text_must_be_recognised() -> None:
    buffer = io.BytesIO()
    paper = Canvas(buffer)
    for _ in range(2):
        paper.drawImage(ImageReader(Image.new("L", (50, 50), 128)), 0, 0, 500, 700)
        paper.drawString(50, 20, "Scanned by X")
        paper.showPage()
    paper.save()
    with pytest.raises(ScannedSource, match="ocrmypdf"):
        split_pdf(buffer.getvalue())
    with pytest.raises(ScannedSource):
        split_pdf(canvas([(0, 0, " ")]))


def test_a_password_is_asked_for() -> None:
    content = canvas([(72, 700, "secret")], encrypt=StandardEncryption("user", "owner"))
    with pytest.raises(EncryptedSource):
        split_pdf(content)


GOOD = canvas(
    [(72, 700 - 14 * n, f"Line {n} of the text, which goes on and on.") for n in range(9)]
)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_broken_files_raise_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    for _ in range(data.draw(st.integers(0, 8))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        read_pdf(bytes(content), "a.pdf")


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.4", b"PK\x03\x04"])
def test_what_is_no_pdf_is_damaged(content: bytes) -> None:
    with pytest.raises(DamagedSource):
        split_pdf(content)


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    " /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)
TEXT = stream("BT /F 12 Tf 70 700 Td (Text on a page.) Tj ET")
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


@pytest.mark.parametrize(
    "objects",
    [
        (CATALOG, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", PAGE, TEXT, FONT),
        (CATALOG, "<< /Type /Pages /Parent 3 0 R /Kids [3 0 R] /Count 1 >>", PAGE, TEXT, FONT),
        (CATALOG, PAGES, PAGE, "[4 0 R 6 0 R]", FONT, TEXT),
    ],
    ids=["a tree of pages in itself", "a tree below its page", "contents in themselves"],
)
def test_what_stands_in_a_circle_is_read_once(objects: tuple[str, ...]) -> None:
    assert texts(assemble(*objects)) == ["Text on a page."]


def test_a_file_that_ends_the_process_of_its_reader_is_damaged_and_the_next_one_read() -> None:
    labels = CATALOG.replace(" >>", " /PageLabels 6 0 R >>")
    circle = assemble(labels, PAGES, PAGE, TEXT, FONT, "<< /Kids [6 0 R 6 0 R] >>")
    with pytest.raises(DamagedSource, match="the reader ended"):
        split_pdf(circle)
    assert texts(assemble(CATALOG, PAGES, PAGE, TEXT, FONT)) == ["Text on a page."]


def test_a_page_that_draws_itself_without_end_is_damaged_and_the_next_one_read() -> None:
    form = stream(
        "/X Do /X Do /X Do",
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    endless = assemble(CATALOG, PAGES, PAGE, stream("/X Do"), FONT, form)
    with pytest.raises(DamagedSource, match="takes too long"):
        read_pdf_apart(endless, "a.pdf", seconds=2)
    found = read_pdf_apart(assemble(CATALOG, PAGES, PAGE, TEXT, FONT), "a.pdf")
    assert found.text == "Text on a page.\n\f\n"


def test_what_is_refused_apart_is_refused_with_the_same_words() -> None:
    with pytest.raises(ScannedSource) as caught:
        read_pdf_apart(assemble(CATALOG, PAGES, PAGE, stream(""), FONT), "a.pdf")
    assert caught.value.values == {"source": "a.pdf"}


def test_half_a_character_in_a_title_or_a_label_costs_no_text() -> None:
    labels = CATALOG.replace(" >>", " /PageLabels << /Nums [0 << /P <feffd800> >>] >> >>")
    title = "<< /Title <feffd8000041> >>"
    document = split_pdf(assemble(labels, PAGES, PAGE, TEXT, FONT, title, described="/Info 6 0 R"))
    [passage] = document.passages
    assert (passage.text, passage.pages) == ("Text on a page.", ("1",))

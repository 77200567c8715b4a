import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.passages import RawDocument, Span, SplitDocument
from indexer.splitting import split
from indexer.store_writing import StoredDocument
from tests.indexer.test_store import written
from tests.ui.html_checking import HOSTILE, Checker, assert_harmless
from ui.document_block import read_block
from ui.document_layout import DocumentLayout, lay_out_document
from ui.messages import message
from ui.reader import document_page, element_id
from ui.reader_head import document_head, empty_head


def laid_out(
    found: SplitDocument,
    evidence: Mapping[str, Sequence[Span]] = {},
    *,
    key: str = "",
    opened: str | None = None,
) -> tuple[DocumentLayout, str]:
    stored = StoredDocument(found, ((),) * len(found.passages))
    with tempfile.TemporaryDirectory() as folder, written([stored], Path(folder) / "s") as store:
        layout = lay_out_document(store, found.document.source)
        blocks = [read_block(store, layout, number) for number in range(len(layout.starts))]
        return layout, document_page(layout, blocks, evidence, key=key, opened=opened)


@pytest.fixture(scope="module")
def report() -> SplitDocument:
    path = Path("corpus/a-72-840/a-72-840.txt")
    return split(RawDocument(path.as_posix(), "", "utf-8", path.read_bytes().decode()))


@pytest.fixture(scope="module")
def page(report: SplitDocument) -> str:
    return laid_out(report)[1]


def test_the_matrix_is_four_tables(page: str) -> None:
    tables = re.findall(r"<table>.*?</table>", page, re.DOTALL)
    assert [table.count("<tr ") for table in tables] == [120, 56, 124, 17]
    assert all(table.count('<th scope="col">') == 5 for table in tables)


def test_every_passage_of_the_report_stands_in_the_reader_once(
    report: SplitDocument, page: str
) -> None:
    checked = Checker(page)
    ids = [attributes["id"] for _, attributes in checked.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    shown = [name for name in ids if name and name.startswith("passage-")]
    assert shown == [element_id(p.id) for p in report.passages]
    letters = "".join(checked.text.split())
    position = 0
    for found in report.passages:
        if found.kind == "table-row":
            continue
        text = "".join(found.text.split())
        assert text in letters[position:], found.text
        position = letters.index(text, position)


def test_headings_have_the_levels_of_their_sections(report: SplitDocument, page: str) -> None:
    for section in report.sections:
        level = min(section.level + 1, 6)
        assert f'<h{level} id="{element_id(section.id)}"' in page


def test_footnotes_and_their_marks_lead_to_each_other(report: SplitDocument, page: str) -> None:
    checked = Checker(page)
    ids = {attributes.get("id") for _, attributes in checked.elements}
    links = [attributes["data-target"] for attributes in checked.all("a")]
    notes = [p for p in report.passages if p.kind == "footnote" and p.parent]
    assert len(links) == 2 * len(notes)
    assert set(links) <= ids
    assert re.search(r"旅行未遂者”<a class=\"note\"[^>]*>¹</a>对会员国", page)


def test_numbers_are_printed_as_in_the_document(page: str) -> None:
    assert page.count('<span class="label">54.</span>') == 1
    assert '<span class="label">(c)</span>' in page


def test_what_stands_between_passages_is_kept() -> None:
    text = (
        "1. First paragraph of the text.\n\n2. Second one.\n\n- 12 -\n\n3. The third paragraph.\n"
    )
    found = split(RawDocument("d.txt", "", "utf-8", text))
    html = laid_out(found)[1]
    kept = [d for d in found.dropped if d.reason == "furniture"]
    assert html.count('class="furniture"') == len(kept)
    assert "12" in html


def test_evidence_is_marked_in_the_reader(report: SplitDocument) -> None:
    found = next(p for p in report.passages if p.label == "54")
    html = laid_out(report, {found.id: [(0, 10)]}, key="k", opened=found.id)[1]
    assert html.count('<mark class="evidence">') == 1
    assert f'data-opened="{element_id(found.id)}"' in html


def test_the_head_lists_all_headings(report: SplitDocument) -> None:
    html = document_head(laid_out(report)[0], "zh")
    assert html.count("<li ") == len(report.sections)
    assert message("contents", "zh") in html
    assert message("reader-hint", "en") in Checker(empty_head("en")).text


def test_a_hostile_document_is_shown_and_never_run() -> None:
    blocks = [f"# {HOSTILE}", f"1. {HOSTILE}¹", f"¹ {HOSTILE}", f"(a) {HOSTILE}"]
    text = "\n\n".join([*blocks, f"A\tB\n{HOSTILE}\t{HOSTILE}\n"])
    found = split(RawDocument(HOSTILE, "", "utf-8", text))
    # The splitter may have taken tags for mark-up.
    raw = tuple(
        replace(p, text=HOSTILE, fields=tuple((HOSTILE, HOSTILE) for _ in p.fields))
        for p in found.passages
    )
    found = replace(found, passages=raw)
    evidence = {p.id: [(0, len(p.text))] for p in found.passages}
    layout, html = laid_out(found, evidence, key=HOSTILE, opened=found.passages[0].id)
    checked = assert_harmless(html)
    assert "<script>alert(1)</script>" in checked.text
    assert checked.all("article")[0]["data-source"] == HOSTILE
    assert_harmless(document_head(layout, "en"))

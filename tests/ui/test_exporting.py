"""Exports: what Word, Markdown and our own reader make of them."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.passages import Language
from indexer.readers import read
from indexer.splitting import split
from retriever.citation_formats import one_line
from retriever.hits import Citation
from retriever.quotations import Quotation
from retriever.receipts import Receipt
from ui.exported_docx import docx_export
from ui.exporting import Export, markdown_export, prepare_export

HOSTILE = '</w:t></w:r><script>alert("1 & 2")</script>\x07\ufffe\ud800]]> *b* [c](javascript:d)[^9]'
DAY = datetime(2026, 11, 25, 12, 0)
PAGE = "http://127.0.0.1:7860/"


def quotation(words: str, number: int, language: Language, note: str = "") -> Quotation:
    return Quotation(
        receipt=Receipt("docs/a b.md", "0", f"a:{number}", ((0, 3),), (words,)),
        citation=Citation(f"《甲》，第{number}段", f"A, para. {number}"),
        title="甲",
        symbol=None if number else "A/1",
        language=language,
        note=note,
    )


def export(language: Language, *quotations: Quotation) -> Export:
    return prepare_export(quotations, language, DAY, PAGE)


KEPT = (
    quotation("渔业局每月第一个星期一开会。", 1, "zh", note="要核对\n两行"),
    quotation("The lights are kept on at night.", 2, "en"),
    quotation(HOSTILE, 3, "en", note=HOSTILE),
)


@pytest.mark.parametrize(
    ("language", "title", "date", "documents", "cited"),
    [
        ("zh", "引文", "2026年11月25日", "引用的文档", "《甲》，第1段"),
        ("en", "Quotations", "25 November 2026", "Documents cited", "A, para. 1"),
    ],
)
def test_word_opens_it_and_our_reader_ties_the_notes_to_their_paragraphs(
    tmp_path: Path, language: Language, title: str, date: str, documents: str, cited: str
) -> None:
    data = docx_export(export(language, *KEPT))
    opened = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts[:2] == [title, date]
    assert texts[2:5] == [f"“{KEPT[0].text}”", "要核对", "两行"]
    assert documents in texts
    assert opened.core_properties.title == title
    (tmp_path / "kept.docx").write_bytes(data)
    passages = split(read(tmp_path / "kept.docx", root=tmp_path)).passages
    notes = [passage for passage in passages if passage.kind == "footnote"]
    by_id = {passage.id: passage for passage in passages}
    assert [note.text.strip() for note in notes] == [
        one_line(kept.citation.in_language(language)) for kept in KEPT
    ]
    assert notes[0].text.strip() == cited
    for note, kept in zip(notes, KEPT, strict=True):
        assert note.parent is not None
        assert one_line(kept.text)[:20] in by_id[note.parent].text


def test_fonts_and_languages_are_those_of_the_words() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_export(export("zh", *KEPT)))) as archive:
        styles = archive.read("word/styles.xml").decode()
        document = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/footnotes.xml.rels").decode()
    assert 'w:eastAsia="SimSun"' in styles
    assert 'w:eastAsia="zh-CN"' in styles
    chinese = next(run for run in document.split("<w:r>") if "渔业局" in run)
    assert 'w:hint="eastAsia"' in chinese
    english = next(run for run in document.split("<w:r>") if "lights" in run)
    assert '<w:lang w:val="en-GB"/>' in english
    assert f'Target="{PAGE}?doc=docs/a%20b.md&amp;p=a%3A1" TargetMode="External"' in links


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text())
def test_any_text_gives_sound_xml(words: str, note: str) -> None:
    data = docx_export(export("en", replace(quotation(words, 1, "en"), note=note, title=words)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parsed = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = "".join(parsed["word/document.xml"].itertext())
    assert f"“{one_line(words)}”" in texts


def test_markdown_has_a_footnote_a_quotation_and_escapes_the_rest() -> None:
    text = markdown_export(export("en", *KEPT))
    marks = re.findall(r"(?<!\\)\[\^(\d+)\](:?)", text)
    assert marks == [("1", ""), ("2", ""), ("3", ""), ("1", ":"), ("2", ":"), ("3", ":")]
    assert "[^1]: [A, para. 1](http://127.0.0.1:7860/?doc=docs/a%20b.md&p=a%3A1)\n" in text
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert text.startswith("# Quotations\n\n25 November 2026\n\n> “渔业局")
    assert text.count("\n- ") == 1


def test_each_document_is_listed_once() -> None:
    found = export("zh", *KEPT, quotation("x", 0, "en"))
    assert found.documents == ("《甲》", "《甲》，A/1")

"""Citations to take away: what programs read from them is what was put in."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.citation_formats import (
    bibtex,
    escape_markdown,
    markdown_citation,
    one_line,
    plain_citation,
    ris,
)
from retriever.hits import Citation
from retriever.quotations import Quotation, quotation_record, read_quotation
from retriever.receipts import Receipt

LINK = "http://127.0.0.1:7860/?doc=a_b.md&p=a%3A1"
QUOTATION = Quotation(
    receipt=Receipt("a_b.md", "0", "报告:1f", ((0, 3),), ("一句。", "又一句。")),
    citation=Citation("A/1，第2段", "A/1, para. 2"),
    title="100% {of} C_1 & D",
    symbol="A/1",
    language="zh",
    pages=("3", "4"),
)
TEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{mark}": mark for mark in "$&#%_"},
}


def read_tex(text: str) -> str:
    marks = "|".join(re.escape(mark) for mark in TEX)
    assert not re.search(r"[\\{}$&#%^~_]", re.sub(marks, "", text))
    return re.sub(marks, lambda mark: TEX[mark[0]], text)


def read_bibtex(entry: str) -> dict[str, str]:
    """Read an entry as BibTeX does: values end where their braces do, whatever stands before."""
    fields: dict[str, str] = {}
    position = 0
    while match := re.compile(r"  (\w+) = \{").search(entry, position):
        depth, position = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[position], 0)
            position += 1
        fields[match[1]] = entry[match.end() : position - 1]
    return fields


@given(st.text(), st.text())
def test_bibtex_gives_back_any_title_and_words(title: str, words: str) -> None:
    quotation = replace(
        QUOTATION, title=title or "x", receipt=replace(QUOTATION.receipt, words=(words,))
    )
    fields = read_bibtex(bibtex([quotation], "en", [LINK]))
    assert read_tex(fields["title"][1:-1]) == one_line(quotation.title)
    assert read_tex(fields.get("annotation", "")) == one_line(quotation.text)
    assert fields["url"] == LINK
    assert (fields["number"], fields["pages"]) == ("A/1", "3--4")


@pytest.mark.parametrize(("language", "cited"), [("zh", "A/1，第2段"), ("en", "A/1, para. 2")])
def test_records_cite_in_the_style_of_the_reader(language: str, cited: str) -> None:
    assert f"note = {{{cited}}}" in bibtex([QUOTATION], language, [LINK])  # type: ignore[arg-type]
    assert f"N1  - {cited}\r\n" in ris([QUOTATION], language, [LINK])  # type: ignore[arg-type]


def test_two_quotations_of_a_passage_have_keys_of_their_own() -> None:
    entries = bibtex([QUOTATION] * 3, "en", [LINK] * 3)
    keys = re.findall(r"@misc\{([^,]+),", entries)
    assert len(set(keys)) == 3
    assert all(key.isascii() for key in keys)


@given(st.text(), st.text())
def test_ris_has_a_line_a_field_whatever_stands_in_it(words: str, note: str) -> None:
    quotation = replace(
        QUOTATION, note=note, receipt=replace(QUOTATION.receipt, words=(words, "."))
    )
    records = ris([quotation, QUOTATION], "en", [LINK, LINK]).split("\r\n\r\n")
    assert len(records) == 2
    for record in records:
        lines = record.removesuffix("\r\n").split("\r\n")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
        assert not re.search(r"[\r\n]", "".join(lines))
        assert lines[0] == "TY  - RPRT"
        assert lines[-1] == "ER  - "
        for line in ("M1  - A/1", "SP  - 3", "EP  - 4", "LA  - zh", f"UR  - {LINK}"):
            assert line in lines
    assert f"AB  - {one_line(quotation.text)}" in records[0]


def test_markdown_links_and_shows_marks_as_they_are() -> None:
    quotation = replace(QUOTATION, receipt=replace(QUOTATION.receipt, words=("*a* <b>\n# [c](d)",)))
    assert markdown_citation(quotation, "en", "?doc=a(1).md&p=x y") == (
        "> \\*a\\* \\<b\\> # \\[c\\](d)\n>\n> — [A/1, para. 2](?doc=a%281%29.md&p=x%20y)\n"
    )
    assert "——[A/1，第2段](" in markdown_citation(quotation, "zh", LINK)
    assert escape_markdown("1. one") == r"1\. one"
    assert escape_markdown("# one") == r"\# one"


@given(st.text(min_size=1).filter(str.strip), st.text(), st.booleans())
def test_what_is_kept_is_read_back(words: str, note: str, symbol: bool) -> None:
    quotation = replace(
        QUOTATION,
        note=note,
        symbol="A/1" if symbol else None,
        receipt=replace(QUOTATION.receipt, words=(words,)),
    )
    assert read_quotation(quotation_record(quotation)) == quotation


def test_half_a_character_in_a_citation_that_was_kept_is_not_written_down() -> None:
    assert plain_citation("a\ud800", "A/1\udc00, para. 2", "en") == "“a” (A/1 , para. 2)"
    assert plain_citation("", "A/1\n", "zh") == "A/1"

"""HTML to text to passages: structure, notes, tables, encodings, and what must not be read."""

import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import BinarySource, DamagedSource, EmptySource, OversizedSource, SourceError
from indexer.formats.html import read_html
from indexer.passages import Passage, SplitDocument
from indexer.readers import SourceFile, extract
from indexer.splitting import split
from tests.invariants import assert_covered_once, assert_runs_exact
from tests.strategies import WORDS


def split_html(html: str | bytes) -> SplitDocument:
    content = html if isinstance(html, bytes) else html.encode()
    document = split(extract(SourceFile("page.html", content, "")))
    assert_covered_once(document)
    assert_runs_exact(document)
    return document


def passages(html: str | bytes) -> Sequence[Passage]:
    return split_html(html).passages


def texts(html: str | bytes) -> list[str]:
    return [passage.text for passage in passages(html)]


def notes(html: str) -> list[tuple[str | None, str, str]]:
    found = passages(html)
    by_id = {passage.id: passage for passage in found}
    return [
        (note.label, note.text, by_id[note.parent].text if note.parent else "")
        for note in found
        if note.kind == "footnote"
    ]


def test_only_what_is_marked_as_a_heading_is_one() -> None:
    found = passages("<h1>Title</h1><p>Short</p><h3>2. Deep</h3><p>Long text without end")
    assert [(p.kind, p.text, p.section) for p in found] == [
        ("heading", "Title", ()),
        ("paragraph", "Short", ("Title",)),
        ("heading", "2. Deep", ("Title",)),
        ("paragraph", "Long text without end", ("Title", "2. Deep")),
    ]


def test_paragraphs_are_whole_as_they_stand() -> None:
    long = "A paragraph that stops in mid-sentence although it is rather long and goes nowhere"
    assert texts(f"<p>{long}</p><p>and another</p>") == [long, "and another"]


def test_lists_have_the_labels_that_browsers_print() -> None:
    html = """<ol start=3><li>c<li value=7>g<li>h</ol><ol type=i><li>one<li>two</ol>
    <ol reversed><li>x<li>y</ol><ol style="list-style-type: cjk-ideographic"><li>甲</ol>
    <ul><li>dot</ul>"""
    assert [(p.kind, p.label, p.text) for p in passages(html)] == [
        ("list-item", "3", "c"),
        ("list-item", "7", "g"),
        ("list-item", "8", "h"),
        ("list-item", "i", "one"),
        ("list-item", None, "ii. two"),
        ("list-item", "2", "x"),
        ("list-item", "1", "y"),
        ("list-item", "一", "甲"),
        ("list-item", None, "dot"),
    ]


def test_nested_items_hang_from_the_item_around_them() -> None:
    found = passages(
        "<p>List:</p><ol><li>a<ol><li>b<ul><li>c</ul><li>d</ol><li><p>e</p><p>f</p></ol>"
    )
    by_id = {p.id: p.text for p in found}
    assert [(p.text, by_id[p.parent] if p.parent else None) for p in found] == [
        ("List:", None),
        ("a", "List:"),
        ("b", "a"),
        ("c", "b"),
        ("d", "a"),
        ("e f", "List:"),
    ]


def test_what_browsers_do_not_show_is_not_read() -> None:
    html = """<title>t</title><style>s</style><script>"<p>x"</script><nav>menu</nav><p hidden>h</p>
    <p style="color:red; display: none">d</p><div role=navigation>n</div><template>t</template>
    <!-- c --><p>shown<button>b</button><rt>r</rt><del>gone</del></p>"""
    assert texts(html) == ["shown"]


def test_the_main_part_is_read_where_there_is_one() -> None:
    assert texts("<header>top</header><main><p>text</p></main><footer>foot</footer>") == ["text"]
    assert texts("<header>top</header><p>text</p>") == ["top", "text"]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Dams | Site</title><h1>Dams</h1><p>x", "Dams"),
        ("<title>Dams</title><h1>All about dams</h1><p>x", "Dams"),
        ("<title> </title><h1>All about dams</h1><p>x", "All about dams"),
        ("<p>x", "page"),
    ],
)
def test_the_title_is_that_of_the_page_and_not_of_the_site(html: str, title: str) -> None:
    assert split_html(html).document.title == title


def test_tables_are_records_with_spans_filled_in() -> None:
    html = """<table><caption>Fees</caption>
    <tr><th rowspan=2>Ship<th colspan=2>Fee<tr><th>day<th>month
    <tr><td rowspan=2>Ferry<td>1<td>20<tr><td>2<td>30<tr><td colspan=3>All prices in yuan</table>"""
    caption, *rows = passages(html)
    assert caption.text == "Fees"
    assert [row.fields for row in rows] == [
        (("Ship", "Ferry"), ("Fee day", "1"), ("Fee month", "20")),
        (("Ship", "Ferry"), ("Fee day", "2"), ("Fee month", "30")),
        (("Ship", "All prices in yuan"), ("Fee day", ""), ("Fee month", "")),
    ]


def test_a_row_without_serial_is_a_row_of_its_own() -> None:
    html = "<table><tr><th>No<th>Name<tr><td>1<td>a<tr><td><td>b<tr><td>3<td>c</table>"
    assert texts(html) == ["1 | a", "b", "3 | c"]


def test_two_tables_after_each_other_stay_two() -> None:
    one = "<table><tr><th><th>Name<tr><td>1<td>a</table>"
    assert [p.fields for p in passages(one + one.replace("Name", "Place"))] == [
        (("1", "1"), ("Name", "a")),
        (("1", "1"), ("Place", "a")),
    ]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    html = "<table><tr><td><h2>Head</h2><p>left</p><td>right</table>"
    assert [(p.kind, p.text) for p in passages(html)] == [
        ("heading", "Head"),
        ("paragraph", "left"),
        ("paragraph", "right"),
    ]


NOTES = {
    "pandoc": '<p>Text.<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref">'
    '<sup>1</sup></a> More.</p><section class="footnotes"><ol><li id="fn1"><p>A note.<a '
    'href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
    "wikipedia": '<p>Text.<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1">'
    '<span>[</span>1<span>]</span></a></sup> More.</p><ol class="references">'
    '<li id="cite_note-a-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-a_1-0">^</a></b>'
    '</span> <span class="reference-text">A note.</span></li></ol>',
    "epub": '<p>Text.<a epub:type="noteref" href="#n1">1</a> More.</p>'
    '<aside epub:type="footnote" id="n1"><p>A note.</p></aside>',
    "word": '<p>Text.<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span>'
    '</a> More.</p><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a>'
    " A note.</p></div>",
    "sphinx": '<p>Text.<a class="footnote-reference brackets" href="#id2" id="id1">1</a> More.</p>'
    '<aside class="footnote brackets" id="id2" role="doc-footnote"><span class="label"><span '
    'class="fn-bracket">[</span><a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]'
    "</span></span><p>A note.</p></aside>",
}


@pytest.mark.parametrize("style", NOTES)
def test_notes_are_tied_to_where_they_are_referred_to(style: str) -> None:
    assert notes(NOTES[style]) == [("¹", "A note.", "Text.¹ More.")]


def test_notes_of_other_marks_are_notes_too() -> None:
    html = (
        '<p>One<sup><a href="#a" id="ra">*</a></sup></p><p>Two<sup><a href="#b" id="rb">b</a></sup>'
        '(see)</p><p id="a"><a href="#ra">*</a> Star.</p><p id="b"><a href="#rb">b</a> Letter.</p>'
    )
    assert notes(html) == [("*", "Star.", "One*"), ("^b", "Letter.", "Two[^b](see)")]


def test_adjacent_notes_stay_two() -> None:
    refs = "".join(f'<sup><a href="#n{n}" id="r{n}">{n}</a></sup>' for n in (1, 2))
    items = "".join(f'<li id="n{n}">Note {n} <a href="#r{n}">↩</a></li>' for n in (1, 2))
    found = notes(f"<p>Area 5 m<sup>2</sup></p><p>Text{refs}</p><p>5 km<sup>2</sup></p><ol>{items}")
    assert found == [("¹", "Note 1", "Text¹ ²"), ("²", "Note 2", "Text¹ ²")]


def test_links_in_the_text_are_no_notes() -> None:
    html = '<p>See <a href="#s1">1</a> and <a href="http://x/">2</a>.</p><p id="s1">Section.</p>'
    assert texts(html) == ["See 1 and 2.", "Section."]


@pytest.mark.parametrize(
    ("head", "encoding", "found"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5", "big5"),
        ('<?xml version="1.0" encoding="GBK"?>', "gb18030", "gb18030"),
        ('<meta charset="iso-8859-1">', "utf-8", "utf-8"),
        ('<meta charset="utf-8">', "gb18030", "gb18030"),
        ('<meta charset="nonsense">', "gb18030", "gb18030"),
        ("", "utf-16", "utf-16-le"),
        ("", "gb18030", "gb18030"),
    ],
)
def test_declared_encodings_hold_unless_the_bytes_say_otherwise(
    head: str, encoding: str, found: str
) -> None:
    sentence = "港口的管理" if encoding != "big5" else "港口的管理辦法"
    document = split_html(f"{head}<p>{sentence}</p>".encode(encoding))
    assert document.document.encoding == found
    assert [p.text for p in document.passages] == [sentence]


def test_gb2312_that_is_valid_utf8_by_accident_is_read_as_declared() -> None:
    assert texts('<meta charset="gb2312"><p>联通</p>'.encode("gb18030")) == ["联通"]


TREE = st.recursive(
    WORDS.map(lambda text: ("", text)),
    lambda children: st.tuples(
        st.sampled_from(
            ["div", "p", "li", "ul", "ol", "span", "b", "td", "tr", "table", "section"]
        ),
        st.lists(children, max_size=4),
    ),
    max_leaves=12,
)


def render(node: tuple[str, object]) -> str:
    tag, inner = node
    if not tag:
        return escape(str(inner)) + " "
    assert isinstance(inner, list)
    return f"<{tag}>{''.join(map(render, inner))}</{tag}>"


@given(text=st.lists(WORDS, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_what_goes_in_comes_out_letter_by_letter(text: list[str]) -> None:
    found = passages("".join(f"<p>x {escape(paragraph)}</p>" for paragraph in text))
    assert [p.text for p in found] == [" ".join(f"x {paragraph}".split()) for paragraph in text]


@given(tree=TREE)
@settings(max_examples=150, deadline=None)
def test_no_tree_loses_words_or_breaks_the_cover(tree: tuple[str, object]) -> None:
    html = render(tree)
    try:
        found = split_html(f"<p>first</p>{html}")
    except EmptySource:
        return
    expected = re.findall(r"\bw\d+\b", re.sub(r"<[^>]*>", " ", html))
    words = re.findall(r"\bw\d+\b", " ".join(_said(p) for p in found.passages))
    # Header cells are names of columns, which each row repeats; spans repeat nothing here.
    assert set(words) == set(expected)


def _said(passage: Passage) -> str:
    return " ".join([passage.text, *(name for name, _ in passage.fields)])


@pytest.mark.parametrize("content", [b"", b" \n", b"<html></html>", b"<script>x</script>"])
def test_pages_without_text_are_empty(content: bytes) -> None:
    with pytest.raises(EmptySource):
        split_html(content)


def test_other_files_are_told_from_pages() -> None:
    with pytest.raises(BinarySource):
        split_html(b"%PDF-1.4")


def test_pages_nested_too_deep_are_refused_and_deep_ones_read() -> None:
    assert texts("<div>" * 1500 + "deep" + "</div>" * 1500) == ["deep"]
    with pytest.raises(DamagedSource):
        split_html("<div>" * 100_000 + "deep")


@given(content=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with suppress(SourceError):
        read_html(b"<p>text</p><table><td>" + content, "a.html")


def test_cells_that_span_all_of_a_large_table_are_refused_before_they_fill_it() -> None:
    block = "<tr><td rowspan=1000 colspan=1000>a<td>b" + "<tr>" * 999
    with pytest.raises(OversizedSource, match="cells"):
        split_html(f"<table>{block * 5}</table>")


def test_lists_that_begin_beyond_any_roman_numeral_go_on_in_digits() -> None:
    found = passages("<ol type=I start=4999><li>a<li>b</ol>")
    assert [(p.label, p.text) for p in found] == [(None, "MMMMCMXCIX. a"), ("5000", "b")]

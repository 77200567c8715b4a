import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import EmptyQuestion, UnknownPassage
from indexer.manifest import IndexedDocument
from indexer.passages import Passage, RawDocument, Run, SplitDocument
from indexer.splitting import split
from retriever.hits import Answer, Citation, Hit, Quote, Results, Scores
from ui.found import Found, find_marks, name_marks
from ui.html import answer_view, error_notice, first_page, masthead, tools
from ui.marking import clean_spans, mark, mark_cells, merge
from ui.messages import message
from ui.reader import document_head, document_page, element_id, empty_head

HOSTILE = (
    """\"'><script>alert(1)</script><img src=x onerror="alert(2)"> &amp; ${alert(3)} {{value}}"""
)
VOID = {"br", "col", "img", "meta", "input", "hr"}


class Checker(HTMLParser):
    """Reads HTML as a browser would, and keeps elements, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), names
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def assert_harmless(html: str) -> Checker:
    checked = Checker(html)
    assert not {"script", "img"} & {tag for tag, _ in checked.elements}
    for _, attributes in checked.elements:
        assert not [name for name in attributes if name.startswith("on")]
    return checked


def passage(text: str = "text", **values: object) -> Passage:
    made = Passage(
        id="d:1",
        source="d.txt",
        kind="paragraph",
        language="en",
        label="1",
        section=("Heading",),
        spans=((0, len(text)),),
        text=text,
        runs=(Run(0, 0, len(text)),),
    )
    return replace(made, **values)  # type: ignore[arg-type]


def hit(found: Passage, evidence: Sequence[tuple[int, int]] = (), rank: int = 1) -> Hit:
    return Hit(
        rank=rank,
        score=0.5,
        scores=Scores(0.5, 0.5, 0.5),
        passage=found,
        citation=Citation(zh=f"引文{rank}", en=f"citation {rank}"),
        evidence=tuple(evidence),
        matches=tuple(evidence[:1]),
    )


def answer(*hits: Hit, quotes: Sequence[Quote] = (), support: float = 0.9) -> Found:
    return Found(
        Answer(
            question="q",
            language="en",
            kind="quote" if quotes else "none",
            support=support,
            quotes=tuple(quotes),
            results=results(*hits, support=support),
        )
    )


def results(*hits: Hit, support: float = 0.9) -> Results:
    return Results(question="q", language="en", support=support, hits=hits)


spans = st.lists(
    st.tuples(st.integers(-3, 60), st.integers(-3, 60)).map(lambda pair: (min(pair), max(pair))),
    max_size=6,
)


@given(text=st.text(max_size=50), evidence=spans, matches=spans)
def test_marks_nest_and_leave_the_text_as_it_is(
    text: str, evidence: list[tuple[int, int]], matches: list[tuple[int, int]]
) -> None:
    html = mark(text, evidence, matches)
    assert unescape(re.sub(r"</?(?:mark|b)\b[^>]*>", "", html)) == text
    depth = 0
    for closing, tag in re.findall(r"<(/?)(mark|b)\b", html):
        if tag == "mark":
            depth += -1 if closing else 1
            assert depth in (0, 1)
    marked = "".join(re.findall(r'<mark class="evidence">(.*?)</mark>', html, re.DOTALL))
    plain = unescape(re.sub(r"</?b\b[^>]*>", "", marked))
    assert plain == "".join(text[start:end] for start, end in merge(evidence, len(text)))
    bold = "".join(re.findall(r'<b class="match">(.*?)</b>', html, re.DOTALL))
    assert unescape(bold) == "".join(text[start:end] for start, end in merge(matches, len(text)))


def test_a_match_over_the_edge_of_evidence_is_cut() -> None:
    assert mark("abcdef", [(0, 3)], [(2, 5)]) == (
        '<mark class="evidence">ab<b class="match">c</b></mark><b class="match">de</b>f'
    )


def test_cells_of_a_row_are_marked_where_they_stand_in_its_text() -> None:
    row = passage(
        "1 | Tunisia & all | Tunisia",
        kind="table-row",
        fields=(("No", "1"), ("Title", "Tunisia & all"), ("Note", ""), ("Place", "Tunisia")),
    )
    start = row.text.rindex("Tunisia")
    assert mark_cells(row, [(start, start + 7)]) == [
        ("No", "1"),
        ("Title", "Tunisia &amp; all"),
        ("Note", ""),
        ("Place", '<mark class="evidence">Tunisia</mark>'),
    ]


def test_spans_of_the_source_are_found_in_the_clean_text() -> None:
    found = passage("ab cd", runs=(Run(0, 10, 2), Run(3, 20, 2)))
    assert clean_spans(found, [(11, 21)]) == ((1, 2), (3, 4))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_is_shown_and_never_run(language: str) -> None:
    found = passage(HOSTILE, id=HOSTILE, source=HOSTILE, section=(HOSTILE,), label=HOSTILE)
    row = replace(found, kind="table-row", fields=((HOSTILE, HOSTILE),))
    cited = Citation(zh=HOSTILE, en=HOSTILE)
    shown = answer(
        replace(hit(found, [(0, 5)]), citation=cited),
        replace(hit(row, [(3, 30)], 2), citation=cited),
        quotes=[Quote(found, ((0, 4),), HOSTILE, cited)],
    )
    beside = replace(shown, columns=(shown.answer.results, shown.answer.results))
    assert_harmless(answer_view(beside, language))  # type: ignore[arg-type]
    checked = assert_harmless(answer_view(shown, language))  # type: ignore[arg-type]
    assert checked.text.count("<script>alert(1)</script>") >= 6
    assert checked.all("button")[0]["data-passage"] == HOSTILE
    assert_harmless(error_notice(UnknownPassage(passage_id=HOSTILE), language))  # type: ignore[arg-type]
    listed = IndexedDocument(HOSTILE, "", HOSTILE, HOSTILE, ("en",))
    assert_harmless(first_page([listed], language))  # type: ignore[arg-type]


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
    html = document_page(found, evidence, key=HOSTILE, opened=found.passages[0].id)
    checked = assert_harmless(html)
    assert "<script>alert(1)</script>" in checked.text
    assert checked.all("article")[0]["data-source"] == HOSTILE
    assert_harmless(document_head(found.document, found.sections, "en"))


def test_a_result_is_opened_by_a_button_that_names_source_and_passage() -> None:
    html = answer_view(answer(hit(passage(), [(0, 4)])), "zh")
    button = Checker(html).all("button")[0]
    assert (button["data-source"], button["data-passage"]) == ("d.txt", "d:1")
    assert "引文1" in html
    assert message("kind-paragraph", "zh") in html
    assert 'lang="zh-Hans"' in html
    assert '<div class="text" lang="en">' in html


def test_nothing_found_says_so_and_shows_the_nearest() -> None:
    html = answer_view(answer(hit(passage("near")), support=0.2), "en")
    assert message("nothing-found", "en") in html
    assert message("nearest-passages", "en") in html
    assert message("support", "en", strength=message("weak", "en"), percent=20) in html
    assert "near" in html


def test_nothing_at_all_is_no_empty_list() -> None:
    html = answer_view(answer(support=0.0), "zh")
    assert message("no-passages", "zh") in html
    assert "<ol" not in html


def test_an_error_is_a_notice() -> None:
    html = error_notice(EmptyQuestion(), "zh")
    assert 'role="alert"' in html
    assert "请输入问题" in html


def test_evidence_of_quotes_and_hits_goes_to_the_reader() -> None:
    found = passage("One. Two.")
    quoted = Quote(found, ((5, 9),), "Two.", Citation("", ""))
    shown = answer(hit(found, [(0, 4)]), quotes=[quoted])
    assert find_marks(shown) == {"d:1": ((0, 4), (5, 9))}
    assert name_marks(shown) != name_marks(answer(hit(found)))
    assert name_marks(shown) != name_marks(replace(shown, generation="another"))


def test_the_languages_stand_side_by_side_each_with_its_own_ranks() -> None:
    chinese = hit(passage("中文", id="d:2", language="zh"), [(0, 2)])
    english = [hit(passage("one", id="d:3"), [(0, 3)]), hit(passage("two", id="d:4"), rank=2)]
    shown = replace(
        answer(chinese), columns=(results(chinese), results(*english)), generation="now"
    )
    html = answer_view(shown, "en")
    checked = Checker(html)
    assert [attributes["aria-label"] for attributes in checked.all("section")] == [
        message("column-zh", "en"),
        message("column-en", "en"),
    ]
    first, second = html.split("</section>")[:2]
    assert re.findall(r'<li class="hit" data-passage="(.*?)" value="(.)"', first) == [("d:2", "1")]
    assert re.findall(r'<li class="hit" data-passage="(.*?)" value="(.)"', second) == [
        ("d:3", "1"),
        ("d:4", "2"),
    ]
    assert set(find_marks(shown)) == {"d:2", "d:3", "d:4"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_column_says_so(language: str) -> None:
    english = hit(passage("one"))
    shown = replace(answer(english), columns=(results(support=0.0), results(english)))
    html = answer_view(shown, language)  # type: ignore[arg-type]
    assert html.count(message("column-zh-empty", language)) == 1  # type: ignore[arg-type]
    assert message("column-en-empty", language) not in html  # type: ignore[arg-type]
    assert html.count('<ol class="hits">') == 1


def test_a_citation_is_copied_with_its_sentence_in_the_style_of_the_interface() -> None:
    found = passage("One. Two.")
    quoted = Quote(found, ((0, 4),), "One.", Citation("引文", "citation"))
    shown = answer(hit(found, [(5, 9)]), quotes=[quoted])
    for language, copied in (
        ("zh", ["“One.”（引文）", "“Two.”（引文1）"]),
        ("en", ["“One.” (citation)", "“Two.” (citation 1)"]),
    ):
        buttons = Checker(answer_view(shown, language)).all("button")  # type: ignore[arg-type]
        assert [b["data-copy"] for b in buttons if b["class"] == "copy"] == copied


def test_the_head_of_the_page_is_in_the_language_of_the_reader() -> None:
    assert "引据" in masthead("zh")
    assert message("glossary", "en") in tools("en")
    assert Checker(tools("zh")).all("button")[0]["popovertarget"] == "glossary"


@pytest.fixture(scope="module")
def report() -> SplitDocument:
    path = Path("corpus/a-72-840/a-72-840.txt")
    return split(RawDocument(path.as_posix(), "", "utf-8", path.read_bytes().decode()))


@pytest.fixture(scope="module")
def page(report: SplitDocument) -> str:
    return document_page(report, {})


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
    html = document_page(found, {})
    kept = [d for d in found.dropped if d.reason == "furniture"]
    assert html.count('class="furniture"') == len(kept)
    assert "12" in html


def test_evidence_is_marked_in_the_reader(report: SplitDocument) -> None:
    found = next(p for p in report.passages if p.label == "54")
    html = document_page(report, {found.id: [(0, 10)]}, key="k", opened=found.id)
    assert html.count('<mark class="evidence">') == 1
    assert f'data-opened="{element_id(found.id)}"' in html


def test_the_head_lists_all_headings(report: SplitDocument) -> None:
    html = document_head(report.document, report.sections, "zh")
    assert html.count("<li ") == len(report.sections)
    assert message("contents", "zh") in html
    assert message("reader-hint", "en") in Checker(empty_head("en")).text

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnknownPassage
from indexer.manifest import IndexedDocument
from indexer.passages import Passage, Run
from retriever.errors import EmptyQuestion
from retriever.hits import Answer, Citation, Hit, Quote, Results, Scores
from tests.ui.html_checking import HOSTILE, Checker, assert_harmless
from ui.found import Found, find_marks, name_marks
from ui.html import answer_view, error_notice, first_page, masthead, tools
from ui.marking import clean_spans, mark, mark_cells, merge
from ui.messages import message


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
    targets = [button.get("popovertarget") for button in Checker(tools("zh")).all("button")]
    assert targets == ["library", None, "history", "basket", "glossary"]

import re
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnknownPassage
from indexer.passages import Language, Passage, Run, Span
from retriever.counterparts import Counterpart, SentencePair
from retriever.differences import Difference, DifferenceKind
from retriever.hits import Citation
from retriever.side_by_side import Row, Sentence, SideBySide
from tests.ui.html_checking import HOSTILE, Checker, assert_harmless
from ui.compare_view import ALONE, comparison_view
from ui.comparing import Compared, Comparison, Counterparts, Sections
from ui.messages import message
from ui.pair_marking import mark_differing, mark_pairs
from ui.strength import STRENGTHS, strength_of

ZH = "水库建于1962年。大坝不高。"
EN = "The reservoir was built in 1963. The dam is low. It is old."
ZH_SENTENCES = ((0, 10), (10, 15))
EN_SENTENCES = ((0, 32), (33, 48), (49, 59))


def passage(name: str, text: str, language: Language, **values: object) -> Passage:
    made = Passage(
        id=name,
        source="d.txt",
        kind="paragraph",
        language=language,
        label=None,
        section=(),
        spans=((0, len(text)),),
        text=text,
        runs=(Run(0, 0, len(text)),),
    )
    return replace(made, **values)  # type: ignore[arg-type]


CHINESE = passage("d:zh", ZH, "zh")
ENGLISH = passage("d:en", EN, "en")


def difference(kind: DifferenceKind, side: Literal["a", "b"], text: str, start: int) -> Difference:
    return Difference(kind, side, text, (start, start + len(text)), None)


YEARS = (difference("number", "a", "1962", 4), difference("number", "b", "1963", EN.index("1963")))
FIRST = Row(Sentence(CHINESE, ZH_SENTENCES[0]), Sentence(ENGLISH, EN_SENTENCES[0]), 0.99, YEARS)
SECOND = Row(Sentence(CHINESE, ZH_SENTENCES[1]), Sentence(ENGLISH, EN_SENTENCES[1]), 0.8)


def cite(*passages: Passage) -> dict[str, Citation]:
    return {item.id: Citation(f"出处{item.id}", f"citation {item.id}") for item in passages}


def found(*rows: Row, a: Passage = CHINESE, b: Passage = ENGLISH) -> Comparison:
    pairs = [
        SentencePair(row.a.passage, row.a.span, row.b.passage, row.b.span, row.score)
        for row in rows
        if row.a is not None and row.b is not None
    ]
    counterpart = Counterpart(1, 0.93, b, cite(b)[b.id], "same-content", tuple(pairs))
    shown = Counterparts(a, (Compared(counterpart, rows),), cite(a, b, CHINESE, ENGLISH))
    return Comparison(a.id, "", shown, "generation")


def pairs_of(html: str) -> list[dict[str, str | None]]:
    return [attributes for attributes in Checker(html).all("li") if "data-a" in attributes]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_counterpart_has_citation_relation_and_certainty(language: Language) -> None:
    checked = assert_harmless(comparison_view(found(FIRST, SECOND), language))
    for key in ("relation-same-content", "compared-in-en", "back-to-results"):
        assert message(key, language) in checked.text
    assert message("certainty", language, percent=93) in checked.text
    cited = [button for button in checked.all("button") if button["class"] == "cite"]
    assert [button["data-passage"] for button in cited] == ["d:zh", "d:en"]


def test_a_pair_has_the_same_number_and_strength_on_both_sides() -> None:
    html = comparison_view(found(FIRST, SECOND), "en")
    marked = re.findall(
        r'<mark class="linked (\w+)" data-link="(\d)">'
        r'<span class="number \1">\2</span>(.*?)</mark>',
        html,
    )
    assert [(strength, number) for strength, number, _ in marked] == [
        ("strong", "1"),
        ("fair", "2"),
    ] * 2
    assert re.findall(r'class="row paired (\w+)"', html) == ["strong", "fair"]
    assert [words for _, _, words in marked] == [
        *(ZH[slice(*span)] for span in ZH_SENTENCES),
        *(EN[slice(*span)] for span in EN_SENTENCES[:2]),
    ]


def test_a_sentence_with_several_pairs_is_as_strong_as_the_surest() -> None:
    doubtful, sure = replace(FIRST, score=0.4, differences=()), FIRST
    one, two = (found(row).shown for row in (doubtful, sure))
    assert isinstance(one, Counterparts)
    assert isinstance(two, Counterparts)
    html = comparison_view(
        Comparison("d:zh", "", replace(one, found=(*one.found, *two.found)), "generation"), "en"
    )
    marked = re.findall(r'<mark class="linked (\w+)" data-link="1">', html)
    assert marked == ["strong", "weak", "strong"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_lines_mean_is_told_where_there_are_any(language: Language) -> None:
    values = {"strong": "97%", "fair": "50%"}
    words = [message(f"pairs-{name}", language, **values) for name in STRENGTHS]
    for shown in (comparison_view(found(FIRST), language), beside(FIRST, language=language)):
        legend = re.findall(r'<span class="linked (\w+)">(.*?)</span>', shown)
        assert legend == list(zip(STRENGTHS, words, strict=True))
    assert 'class="legend"' not in comparison_view(found(), language)
    assert 'class="legend"' not in beside(ALONE_IN_ENGLISH, language=language)


def test_a_strength_is_that_of_the_whole_per_cent_that_are_told() -> None:
    scores = (1.0, 0.966, 0.964, 0.5, 0.494)
    steps = [strength_of(score, 0.97) for score in scores]
    assert steps == ["strong", "strong", "fair", "fair", "weak"]


def test_each_pair_is_one_element_that_tells_its_places() -> None:
    places = [
        (pair["data-a-passage"], pair["data-a"], pair["data-b-passage"], pair["data-b"])
        for pair in pairs_of(comparison_view(found(FIRST, SECOND), "en"))
    ]
    assert places == [("d:zh", "0-10", "d:en", "0-32"), ("d:zh", "10-15", "d:en", "33-48")]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Only in Chinese (number): 1962", "Only in English (number): 1963"]),
        ("zh", ["仅中文有的数字：1962", "仅英文有的数字：1963"]),
    ],
)
def test_what_differs_is_marked_and_listed(language: Language, lines: list[str]) -> None:
    html = comparison_view(found(FIRST, SECOND), language)
    assert re.findall(r'<b class="differs">(\d+)</b>', html) == ["1962", "1963"]
    [listed] = re.findall(r'<ul class="findings">(.*?)</ul>', html)
    assert [Checker(item).text for item in re.findall(r"<li>.*?</li>", listed)] == lines


def test_only_sentences_that_say_the_same_are_said_to_agree() -> None:
    agreeing = message("no-findings", "en")
    assert agreeing in comparison_view(found(replace(FIRST, differences=())), "en")
    assert agreeing not in comparison_view(found(SECOND), "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_on_the_subject_is_said(language: Language) -> None:
    nothing = Comparison("d:zh", "", Counterparts(CHINESE, (), cite(CHINESE)))
    assert message("no-counterparts", language) in comparison_view(nothing, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_has_a_way_back(language: Language) -> None:
    gone = Comparison("d:zh", "", UnknownPassage(passage_id=HOSTILE))
    checked = assert_harmless(comparison_view(gone, language))
    assert any(part.get("role") == "alert" for part in checked.all("div"))
    assert any(button["class"] == "quiet close" for button in checked.all("button"))


def test_hostile_texts_are_harmless() -> None:
    a, b = passage(HOSTILE, HOSTILE, "en"), passage(HOSTILE + "b", HOSTILE, "zh")
    whole = (0, len(HOSTILE))
    row = Row(
        Sentence(a, whole), Sentence(b, whole), 0.99, (difference("name", "a", HOSTILE[:9], 0),)
    )
    checked = assert_harmless(comparison_view(found(row, a=a, b=b), "en"))
    assert checked.text.count(HOSTILE) >= 3
    heading = replace(a, kind="heading")
    assert_harmless(comparison_view(found(row, a=heading, b=replace(b, kind="heading")), "zh"))
    sections = Sections(SideBySide(a, b, (row,)), cite(a, b))
    assert_harmless(comparison_view(Comparison(a.id, b.id, sections), "en"))


def section(name: str, language: Language) -> Passage:
    return passage(name, f"Heading {name}", language, kind="heading")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_section_is_offered_side_by_side(language: Language) -> None:
    html = comparison_view(found(FIRST, a=section("d:1", "zh"), b=section("d:2", "en")), language)
    [button] = [b for b in Checker(html).all("button") if b.get("data-beside")]
    assert (button["data-compare"], button["data-beside"]) == ("d:1", "d:2")
    assert message("beside", language) in html
    cited = [b["data-passage"] for b in Checker(html).all("button") if b["class"] == "cite"]
    assert cited == ["d:1", "d:2", "d:zh", "d:en"]


def beside(*rows: Row, language: Language = "en") -> str:
    a, b = section("d:1", "zh"), section("d:2", "en")
    sections = Sections(SideBySide(a, b, rows), cite(a, b, CHINESE, ENGLISH))
    return comparison_view(Comparison(a.id, b.id, sections), language)


ALONE_IN_ENGLISH = Row(None, Sentence(ENGLISH, EN_SENTENCES[2]), 0.0)


def test_sections_have_a_row_for_each_sentence_and_a_citation_for_each_paragraph() -> None:
    html = beside(FIRST, SECOND, ALONE_IN_ENGLISH)
    rows = re.findall(r'<li class="row.*?</li>(?=<li|</ol>)', html)
    assert len(rows) == 3
    assert [row.count('class="cite"') for row in rows] == [2, 0, 0]
    assert 'class="cell empty"' in rows[2]
    assert [pair["data-b"] for pair in pairs_of(html)] == ["0-32", "33-48"]


def test_many_rows_without_a_match_are_folded_away() -> None:
    html = beside(FIRST, *[ALONE_IN_ENGLISH] * ALONE)
    assert f"<summary>{message('alone', 'en', count=ALONE)}</summary>" in html
    assert html.count('<li class="row alone">') == ALONE
    assert "<details>" not in beside(FIRST, *[ALONE_IN_ENGLISH] * (ALONE - 1))


def test_a_paragraph_is_cited_again_behind_folded_rows() -> None:
    html = beside(FIRST, *[ALONE_IN_ENGLISH] * ALONE, SECOND)
    behind = html.split("</details>")[1]
    assert re.findall(r'class="cite"[^>]*data-passage="([^"]*)"', behind) == ["d:zh", "d:en"]


def test_without_a_comparison_only_words_for_the_page_are_there() -> None:
    for language in ("zh", "en"):
        checked = Checker(comparison_view(None, language))
        assert checked.text == ""
        assert checked.elements[0][1]["data-name"] == message("other-language", language)


def test_a_sentence_that_runs_through_cells_has_its_number_once() -> None:
    row = passage(
        "d:r", "Project 7 | Ongoing", "en", fields=(("No.", "Project 7"), ("", "Ongoing"))
    )
    html = mark_pairs(row, {(0, len(row.text)): (1, 0.9)})
    assert html.count('class="number') == 1


spans = st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True).map(
    lambda ends: list(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(text=st.text(max_size=40), sentences=spans)
def test_marks_leave_the_text_as_it_is(text: str, sentences: list[Span]) -> None:
    numbers = {span: (number, 0.9) for number, span in enumerate(sentences, start=1)}
    html = mark_pairs(passage("d:t", text, "en"), numbers)
    plain = re.sub(r'<span class="number[^>]*>\d+</span>', "", html)
    assert Checker(plain).text == text
    part = (min(3, len(text)), len(text))
    assert Checker(mark_differing(text, part, sentences)).text == text[slice(*part)]

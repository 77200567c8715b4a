"""What holds for every document, however it is made."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.division import PASSAGE_LIMIT
from indexer.passages import RawDocument, SplitDocument
from indexer.punctuation import split_sentences
from indexer.splitting import split
from tests.invariants import assert_covered_once, assert_related, assert_runs_exact
from tests.strategies import MESSY_TEXT, Numbered, numbered_documents


def split_text(text: str, name: str = "document.txt") -> SplitDocument:
    return split(RawDocument(name, "", "utf-8", text))


@pytest.mark.parametrize("name", ["document.txt", "document.md"])
@given(text=MESSY_TEXT)
@example(text="")
@example(text="\n")
@example(text="\ufeff")
@example(text="a\tb\n\n\tc")
@example(text="**" * 5)
@settings(max_examples=300, deadline=None)
def test_every_character_is_in_one_passage_or_dropped_on_purpose(name: str, text: str) -> None:
    document = split_text(text, name)
    assert_covered_once(document)
    assert_runs_exact(document)


@given(text=MESSY_TEXT)
@settings(max_examples=150, deadline=None)
def test_ids_are_unique_and_relations_exist(text: str) -> None:
    assert_related(split_text(text))


@given(text=MESSY_TEXT.filter(lambda text: "\r" not in text))
@example(
    text=f"{'会员国加强了边境管理。' * 4}\n\n<!-- comment -->\n\n一. 引言\n\n会员国加强了边境管理。"
)
@settings(max_examples=150, deadline=None)
def test_line_ends_change_no_text(text: str) -> None:
    unix = split_text(text).passages
    windows = split_text(text.replace("\n", "\r\n")).passages
    assert [(p.kind, p.label, p.text) for p in unix] == [(p.kind, p.label, p.text) for p in windows]


@given(text=MESSY_TEXT)
@settings(max_examples=50, deadline=None)
def test_splitting_twice_gives_the_same(text: str) -> None:
    assert split_text(text) == split_text(text)


@given(document=numbered_documents())
@settings(max_examples=100, deadline=None)
def test_numbered_paragraphs_come_out_as_they_went_in(document: Numbered) -> None:
    passages = [p for p in split_text(document.render()).passages if p.kind == "paragraph"]
    expected = document.paragraphs()
    assert [p.text for p in passages] == expected
    assert [p.label for p in passages] == [str(n + 1) for n in range(len(expected))]


@given(document=numbered_documents())
@settings(max_examples=50, deadline=None)
def test_a_missing_final_newline_changes_no_text(document: Numbered) -> None:
    whole = split_text(document.render())
    without = split_text(document.render().rstrip("\n"))
    assert [p.text for p in whole.passages] == [p.text for p in without.passages]


@given(data=st.data(), document=numbered_documents())
@settings(max_examples=300, deadline=None)
def test_a_page_break_put_in_mid_sentence_changes_no_text(
    data: st.DataObject, document: Numbered
) -> None:
    expected = document.paragraphs()
    number = data.draw(st.integers(0, len(expected) - 1))
    body = expected[number]
    # A page holds more than a few words of a paragraph, or it would have gone to the next one.
    places = [
        offset
        for offset in range(25, len(body) - 1)
        if (
            body[offset] == " " and body[offset - 1] != "."
            if document.language == "en"
            else not body[offset].isascii() and body[offset - 1] not in "。 "
        )
    ]
    offset = data.draw(st.sampled_from(places))
    between = data.draw(
        st.sampled_from(["\n\n", "\n\n\n\n", "\n\f\n", "\n\n¹ A note at the foot.\n\n"])
    )
    passages = split_text(document.render((number, offset), between)).passages
    texts = [p.text for p in passages if p.kind == "paragraph"]
    joined = body.replace(" ", "") if document.language == "zh" else body
    found = texts[number].replace(" ", "") if document.language == "zh" else texts[number]
    assert found == joined
    assert texts[:number] + texts[number + 1 :] == expected[:number] + expected[number + 1 :]
    assert len(next(p for p in passages if p.label == str(number + 1)).spans) == 2


@given(data=st.data(), document=numbered_documents())
@settings(max_examples=100, deadline=None)
def test_a_page_break_at_a_full_stop_is_healed_where_a_footnote_marks_it(
    data: st.DataObject, document: Numbered
) -> None:
    expected = document.paragraphs()
    number = data.draw(st.integers(0, len(expected) - 1))
    mark = "。" if document.language == "zh" else "."
    offset = expected[number].index(mark) + 1
    note = "\n\n¹ 见上文。\n\n" if document.language == "zh" else "\n\n¹ See above.\n\n"
    passages = split_text(document.render((number, offset), note)).passages
    healed = [p for p in passages if p.label == str(number + 1) and p.kind == "paragraph"]
    assert [p.text for p in healed] == [expected[number]]
    assert len(healed[0].spans) == 2


@given(
    document=numbered_documents(),
    furniture=st.sampled_from(["A/72/840", "18-04124", "Page {}", "{}/52", "- {} -"]),
)
@settings(max_examples=100, deadline=None)
def test_furniture_on_every_page_is_no_text(document: Numbered, furniture: str) -> None:
    blocks = document.render().split("\n\n")
    printed = "\n\n".join(
        f"{block}\n\n{furniture.format(number + 3)}" for number, block in enumerate(blocks * 2)
    )
    passages = split_text(printed)
    assert_covered_once(passages)
    assert not [p for p in passages.passages if p.text.startswith(furniture.format("")[:3])]
    assert any(d.reason == "furniture" for d in passages.dropped)


def test_an_empty_document_has_no_passages() -> None:
    assert split_text("").passages == ()


def test_a_giant_line_is_divided_at_sentences_and_stays_covered() -> None:
    text = "恐怖主义威胁不断演变，会员国需要加强合作。" * 20_000
    document = split_text(text)
    assert_covered_once(document)
    assert_runs_exact(document)
    assert "".join(p.text for p in document.passages) == text
    assert max(len(p.text) for p in document.passages) <= PASSAGE_LIMIT
    assert all(p.text.endswith("。") for p in document.passages)


def test_a_giant_line_without_sentences_is_divided_too() -> None:
    document = split_text("x" * 100_000)
    assert_covered_once(document)
    assert max(len(p.text) for p in document.passages) <= PASSAGE_LIMIT


@given(text=st.text(alphabet='ab.。 ;；A1"”(|\n', max_size=80))
@settings(max_examples=300, deadline=None)
def test_sentences_are_in_order_and_leave_out_only_space_and_cell_marks(text: str) -> None:
    position = 0
    for start, end in split_sentences(text):
        assert text[position:start].strip() in ("", "|")
        assert start < end
        assert text[start:end].strip() == text[start:end]
        position = end
    assert text[position:].strip() in ("", "|")


def test_a_year_that_a_wrapped_line_begins_with_is_no_paragraph_number() -> None:
    text = (
        "The volcano stands in the north of the island, and the people who live\n"
        "around it had long forgotten what it was, because nothing had happened in\n"
        "their time. It was quiet for five hundred years before it erupted again in\n"
        "1991. Geologists had warned of it, and most people had left the valley by\n"
        "then. The ash travelled around the world and cooled it by half a degree in\n"
        "1992. It took three years to settle.\n"
    )
    assert [p.label for p in split_text(text).passages] == [None]


def test_numbered_lines_without_end_marks_stay_a_list() -> None:
    text = "1. apples and pears\n2. cherries\n3. plums\n4. quinces\n"
    assert [p.label for p in split_text(text).passages] == ["1", "2", "3", "4"]


def test_a_title_before_the_first_heading_is_no_cover() -> None:
    text = "The Harbour Museum\n\nThe building\n\nThe museum stands on the old quay. It is tall.\n"
    kinds = [(p.kind, p.section) for p in split_text(text).passages]
    assert [kind for kind, _ in kinds] == ["heading", "heading", "paragraph"]
    assert kinds[2][1][-1] == "The building"

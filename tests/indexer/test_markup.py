"""Clean text of single spans, and the way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.markup import clean
from indexer.passages import Run


def clean_all(source: str) -> str:
    return clean(source, [(0, len(source))])[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"resolution [2178 \(2014\)](#) of", "resolution 2178 (2014) of"),
        ('see ![alt](picture.png "title")', "see alt"),
        ("[a_(b)](http://example.org/a_(b)) c", "a_(b) c"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("*emphasis*, **strong**, ***both***, ~~gone~~", "emphasis, strong, both, gone"),
        (
            "__strong__ and _emphasis_ but snake_case_name",
            "strong and emphasis but snake_case_name",
        ),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("`code with *stars*` here", "code with *stars* here"),
        ("a <b>bold</b> word<!-- note -->", "a bold word"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("two  words\tand\nmore", "two words and more"),
        ("中文\n换行", "中文换行"),
        ("中文 空格", "中文 空格"),
        ("决议\n2178", "决议 2178"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_marks_of_layout_go(source: str, expected: str) -> None:
    assert clean_all(source) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("会员国", "加强", "会员国加强"),
        ("会员国，", "加强", "会员国，加强"),
        ("member", "states", "member states"),
        ("counter-", "terrorism", "counter-terrorism"),
        ("2016-", "2018", "2016- 2018"),
        ("决议", "2178", "决议 2178"),
        ("", "only", "only"),
    ],
)
def test_halves_are_joined_as_their_language_has_it(first: str, second: str, expected: str) -> None:
    source = f"{first}|{second}"
    spans = [(0, len(first)), (len(first) + 1, len(source))]
    assert clean(source, spans)[0] == expected


def test_a_separator_that_is_given_stands_between_the_halves() -> None:
    assert clean("ab|cd", [(0, 2), (3, 5)], " | ") == ("ab | cd", (Run(0, 0, 2), Run(5, 3, 2)))


def test_runs_lead_around_the_marks() -> None:
    assert clean("a **b** c", [(0, 9)]) == ("a b c", (Run(0, 0, 2), Run(2, 4, 1), Run(3, 7, 2)))


@given(st.text(alphabet="ab中文 \n*_`[]()<>\\~|-", max_size=60), st.integers(0, 60))
def test_every_run_stands_in_the_source(source: str, cut: int) -> None:
    cut = min(cut, len(source))
    text, runs = clean(
        source, [span for span in ((0, cut), (cut, len(source))) if span[0] < span[1]]
    )
    covered = 0
    for run in runs:
        assert text[covered : run.clean].strip() == ""
        covered = run.clean + run.length
        assert text[run.clean : covered] == source[run.source : run.source + run.length]
    assert text[covered:] == ""

"""Numbers and dates in words give terms that both languages share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.quantities import find_quantities
from indexer.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the seventy-second session", ["72"]),
        ("three hundred and seventeen projects", ["317"]),
        ("two thousand", ["2000"]),
        ("21 August 2017", ["#8", "#8-21"]),
        ("August 21, 2017", ["#8", "#8-21"]),
        ("21st August", ["#8", "#8-21"]),
        ("February 2018", ["#2"]),
        ("8 月 21 日", ["#8", "#8-21"]),
        ("2018年2月", ["#2"]),
        ("十二月", ["#12"]),
        ("a second one", []),
        ("it may march on", []),
        ("twenty thirty", []),
        ("13月", []),
    ],
)
def test_quantities_are_read(text: str, expected: list[str]) -> None:
    assert [quantity.term for quantity in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("chinese", "english", "term"),
    [
        ("第七十二届会议", "seventy-second session", "72"),
        ("2018 年 2 月", "February 2018", "#2"),
        ("8 月 21 日", "21 August", "#8-21"),
        ("百分之七十一", "71 per cent", "71%"),
        ("百分之七十一", "71%", "71%"),
        ("三百一十七", "three hundred and seventeen", "317"),
        ("1.2亿", "120,000,000", "120000000"),
    ],
)
def test_the_same_in_both_languages_shares_a_term(chinese: str, english: str, term: str) -> None:
    assert term in terms(chinese)
    assert term in terms(english)


@given(
    text=st.lists(
        st.sampled_from(
            "two hundred thousand and seventy second th 3 May 31 August 月 日 8 十二 , -".split()
        ),
        max_size=10,
    ).map(" ".join)
)
def test_any_mixture_is_read_without_error(text: str) -> None:
    for _, start, end in find_quantities(text):
        assert 0 <= start < end <= len(text)

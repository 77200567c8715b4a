"""Chinese numerals to digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.numerals import find_numerals, scale


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("第七十二届会议", ["72"]),
        ("第三支柱", ["3"]),
        ("二〇一七年", ["2017"]),
        ("二零一八年", ["2018"]),
        ("三百一十七个项目", ["317"]),
        ("百分之七十一", ["71%"]),
        ("百分之三点五", ["3.5%"]),
        ("三点五", ["3.5"]),
        ("两千三百万", ["23000000"]),
        ("六十二亿", ["6200000000"]),
        ("一万零二十", ["10020"]),
        ("一亿二千万", ["120000000"]),
        ("三亿五千万零六十", ["350000060"]),
        ("十五", ["15"]),
        ("一百二十和四百", ["120", "400"]),
    ],
)
def test_numerals_are_read(text: str, digits: list[str]) -> None:
    assert [numeral.digits for numeral in find_numerals(text)] == digits


@pytest.mark.parametrize(
    "text", ["一些", "十分重要", "千万不要", "万一", "统一", "亿万", "", "abc 12"]
)
def test_words_with_such_characters_are_no_numerals(text: str) -> None:
    assert list(find_numerals(text)) == []


@pytest.mark.parametrize(
    ("number", "units", "digits"),
    [
        ("2.5", "亿", "250000000"),
        ("3", "千", "3000"),
        ("12", "万", "120000"),
        ("1", "百万", "1000000"),
    ],
)
def test_units_scale_numbers(number: str, units: str, digits: str) -> None:
    assert scale(number, units) == digits


def spell(number: int) -> str:
    """Spell a number below ten thousand."""
    digits = "零一二三四五六七八九"
    text, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + unit
            zero = False
        else:
            zero = True
    return text


@given(number=st.integers(11, 9999))
def test_what_is_spelt_is_read_back(number: int) -> None:
    assert [n.digits for n in find_numerals(f"共{spell(number)}个")] == [str(number)]


@given(text=st.text(alphabet="零〇一二两三十百千万亿点第百分之个12 ", max_size=12))
def test_places_are_in_order_and_inside(text: str) -> None:
    position = 0
    for start, end, digits in find_numerals(text):
        assert position <= start < end <= len(text)
        assert digits.rstrip("%").replace(".", "").isdigit()
        position = end

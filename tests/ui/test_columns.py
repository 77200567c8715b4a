from hypothesis import given
from hypothesis import strategies as st

from ui.columns import cut, safe, text_width


@given(st.text(max_size=60), st.integers(1, 40))
def test_what_is_cut_fits_and_is_a_beginning(text: str, width: int) -> None:
    shown = cut(text, width)
    assert text_width(shown) <= width
    if shown != safe(text):
        assert shown.endswith("…")
        assert safe(text).startswith(shown[:-1])


def test_chinese_takes_two_columns() -> None:
    assert cut("消除有利于恐怖主义蔓延的条件", 9) == "消除有利…"
    assert cut("消除有利", 8) == "消除有利"
    assert cut("Pillar I", 5) == "Pill…"
    assert cut("❤️❤️❤️", 5) == "❤️❤️…"

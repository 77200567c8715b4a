"""What passages and questions are matched by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.terms import find_terms, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第2178 (2014)号决议", "resolution 2178(2014)"),
        ("A/72/840 号文件", "document a/72/840"),
        ("S/2017/249", "见S/2017/249号文件"),
        ("A/RES/60/288", "第60/288号决议"),
        ("各國反恐怖主義", "各国反恐怖主义"),
        ("ＵＮＯＤＣ", "unodc"),
        ("第七十二届", "第72届"),
        ("二〇一七年", "2017年"),
        ("百分之七十一", "71 per cent"),
        ("2.5亿", "250,000,000"),
        ("trained officers", "training of an officer"),
        ("counter-terrorism", "counterterrorism"),
        ("UNITAR's work", "unitar"),
        ("UN\u2019s", "UN"),
        ("office", "oﬃce"),
    ],
)
def test_the_same_in_other_print_shares_a_term(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other)) - {"号", "年", "届", "第", "per", "cent"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resolution 2178 (2014)", ["resolut", "2178(2014)", "2178", "2014"]),
        ("A/72/840", ["a/72/840", "72/840"]),
        ("2013–2018", ["2013", "2018"]),
        ("71%", ["71", "71%"]),
        ("1,234.5", ["1234.5"]),
        ("and/or", []),
        ("the WHO", ["who"]),
        ("who is it", []),
        ("反恐怖主义办公室", ["反", "恐怖", "主义", "恐怖主义", "办公", "公室", "办公室"]),
        ("", []),
        ("，。！ \n\t", []),
    ],
)
def test_terms_of_a_text(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_long_words_bring_the_shorter_ones_in_them() -> None:
    assert {"恐怖", "恐怖主义"} <= set(terms("恐怖主义"))


@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from("反恐怖主义國第七十二2014()/A-'’%.,ﬁ１ ²年"), st.characters()
        ),
        max_size=60,
    )
)
@settings(max_examples=300, deadline=None)
def test_terms_stand_where_they_say(text: str) -> None:
    for term in find_terms(text):
        assert 0 <= term.start < term.end <= len(text)
        assert term.text
        assert not term.text.isspace()


def test_a_term_with_its_place_gives_the_words_of_the_source() -> None:
    text = "联合国毒品和犯罪问题办公室（ＵＮＯＤＣ）"
    places = {term.text: text[term.start : term.end] for term in find_terms(text)}
    assert places["unodc"] == "ＵＮＯＤＣ"
    assert places["毒品"] == "毒品"

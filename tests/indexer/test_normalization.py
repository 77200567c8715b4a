"""Folding for matching: what it makes equal, and that every character knows its place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.normalization import fold, to_simplified


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０１７年", "2017年"),
        ("ＵＮＯＤＣ（毒品）", "UNODC(毒品)"),
        ("各國反恐怖主義委員會", "各国反恐怖主义委员会"),
        ("乾坤與乾飯", "乾坤与干饭"),
        ("ﬁnance oﬃce", "finance office"),
        ("旅行未遂者”¹对", "旅行未遂者” 对"),
        ("①", "1"),
        ("Counter-Terrorism", "Counter-Terrorism"),
    ],
)
def test_what_readers_hold_for_the_same_becomes_the_same(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_what_an_expanded_character_gave_knows_its_place() -> None:
    folded = fold("aﬃb")
    assert folded.text == "affib"
    assert list(folded.places) == [0, 1, 1, 1, 2]


@given(text=st.text())
def test_places_ascend_and_folding_again_changes_nothing_but_composition(text: str) -> None:
    folded = fold(text)
    assert len(folded.places) == len(folded.text)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)
    again = fold(folded.text).text
    assert unicodedata.normalize("NFKC", again) == unicodedata.normalize("NFKC", folded.text)


@given(text=st.text(alphabet="國与與乾坤着著發发髮a 1"))
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(to_simplified(text)) == len(text)

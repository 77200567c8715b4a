from html import unescape

import pytest

from indexer.passages import Language
from retriever.citation_formats import plain_citation
from ui.copying import cite_menu, copy_button, place_list


@pytest.mark.parametrize(
    ("language", "citation", "copied"),
    [
        ("zh", "A/72/840，第54段", "“一句。”（A/72/840，第54段）"),
        ("en", "A/72/840, para. 54", "“一句。” (A/72/840, para. 54)"),
    ],
)
def test_a_quotation_is_in_the_style_of_the_language(
    language: Language, citation: str, copied: str
) -> None:
    assert plain_citation("一句。", citation, language) == copied


def test_a_quotation_is_one_line() -> None:
    assert plain_citation(" one\n two\t", "c", "en") == "“one two” (c)"


def test_without_words_the_citation_stands_alone() -> None:
    assert plain_citation("", "A/1, para. 2", "en") == "A/1, para. 2"


def test_a_button_holds_its_text_and_is_named_after_its_citation() -> None:
    html = copy_button('say "<b>"', "c & d", "en")
    assert "<b>" not in html
    assert 'aria-label="Copy: c &amp; d"' in html
    assert '“say "<b>"” (c & d)' in unescape(html)


def test_a_menu_names_the_passage_and_the_places_that_are_quoted() -> None:
    html = cite_menu('a"<b>', place_list([(0, 4), (9, 12)]), "c & d", "zh")
    assert "<b>" not in html
    assert 'data-places="0-4,9-12"' in html
    assert 'aria-label="引用：c &amp; d"' in html
    # What it copies is made when it opens; until then nothing can be clicked.
    assert html.count(" disabled ") == 4

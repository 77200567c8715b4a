"""The buttons with which a reader says whether sentences belong together."""

import json
from dataclasses import replace

import pytest

from indexer.passages import Language
from retriever.side_by_side import Row, Sentence
from tests.ui.html_checking import HOSTILE, Checker, assert_harmless
from tests.ui.test_compare_view import CHINESE, EN_SENTENCES, ENGLISH, ZH_SENTENCES
from ui.messages import message
from ui.verdict_view import verdict_buttons

FIRST = Row(Sentence(CHINESE, ZH_SENTENCES[0]), Sentence(ENGLISH, EN_SENTENCES[0]), 0.9)
SECOND = Row(Sentence(CHINESE, ZH_SENTENCES[1], 1), Sentence(ENGLISH, EN_SENTENCES[1], 1), 0.9)
ALONE = Row(None, Sentence(ENGLISH, EN_SENTENCES[2], 2), 0.0)


def buttons(html: str) -> dict[str, object]:
    checked = Checker(html)
    return {str(b["data-verdict"]): json.loads(str(b["data-said"])) for b in checked.all("button")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pair_is_right_or_wrong(language: Language) -> None:
    html = verdict_buttons(FIRST, None, language)
    said = [["d:zh", 0, 10], ["d:en", 0, 32]]
    assert buttons(html) == {"confirmed": said, "rejected": said}
    checked = Checker(html)
    assert checked.text == message("pair-right", language) + message("pair-wrong", language)
    assert checked.all("button")[0]["aria-pressed"] == "false"
    assert checked.all("span")[0]["aria-label"] == message("pair-verdict", language)


def test_what_is_confirmed_is_taken_back_by_the_same_button() -> None:
    html = verdict_buttons(replace(FIRST, confirmed=True), None, "en")
    checked = Checker(html)
    assert set(buttons(html)) == {"withdrawn", "rejected"}
    assert checked.all("button")[0]["aria-pressed"] == "true"
    assert message("pair-confirmed", "en") in checked.text


def test_a_row_of_several_sentences_is_split() -> None:
    several = Row(Sentence(CHINESE, (0, 15), 0, 2), FIRST.b, 1.0, (), confirmed=True)
    assert message("pair-split", "zh") in verdict_buttons(several, None, "zh")
    assert message("pair-right", "zh") + "<" not in verdict_buttons(several, None, "zh").replace(
        message("pair-wrong", "zh"), ""
    )


def test_rows_are_joined_where_their_sentences_follow_each_other() -> None:
    assert [["d:zh", 0, 15], ["d:en", 0, 48]] in [
        json.loads(str(b["data-said"]))
        for b in Checker(verdict_buttons(FIRST, SECOND, "en")).all("button")
    ]
    assert [["d:zh", 10, 15], ["d:en", 33, 59]] in [
        json.loads(str(b["data-said"]))
        for b in Checker(verdict_buttons(SECOND, ALONE, "en")).all("button")
    ]
    for row, following in ((SECOND, FIRST), (FIRST, ALONE)):
        assert message("pair-join", "en") not in verdict_buttons(row, following, "en")
    assert verdict_buttons(ALONE, replace(ALONE), "en") == ""


def test_no_name_of_a_passage_breaks_out() -> None:
    nasty = Sentence(replace(CHINESE, id=HOSTILE), ZH_SENTENCES[0])
    html = verdict_buttons(replace(FIRST, a=nasty), None, "en")
    assert_harmless(html)
    assert buttons(html)["rejected"] == [[HOSTILE, 0, 10], ["d:en", 0, 32]]

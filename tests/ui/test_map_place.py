"""What stands in the place of the results while a map is asked for."""

import pytest

from indexer.passages import Language
from retriever.errors import OneLanguage
from tests.ui.html_checking import HOSTILE, assert_harmless
from tests.ui.map_strategies import small_map
from ui.errors import MapTooLarge
from ui.map_place import map_place, map_progress
from ui.mapping import ALL, Making, MapAsked
from ui.messages import message
from ui.working import Cancelled


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_said_that_a_map_is_being_made(language: Language) -> None:
    checked = assert_harmless(map_place(MapAsked(ALL), Making(), language))
    assert message("map-making", language) in checked.text
    assert message("cancel-change", language) in checked.text
    assert any(found.get("role") == "status" for found in checked.all("p"))
    assert not checked.all("svg")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_far_a_map_is_is_said_and_drawn(language: Language) -> None:
    making = Making()

    def told() -> tuple[str | None, str | None]:
        [bar] = assert_harmless(map_progress(making, language)).all("div")[1:]
        return bar["aria-valuenow"], bar["aria-valuetext"]

    assert told() == ("0", message("map-waiting", language))
    making.advance("read", 30, 60)
    stage = message("stage-read", language)
    assert told() == ("40", message("step", language, stage=stage, done=30, total=60))
    making.advance("compare", 5, 10)
    stage = message("stage-compare", language)
    assert told() == ("90", message("step", language, stage=stage, done=5, total=10))
    making.cancelled.set()
    assert told() == ("0", message("cancelling", language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_map_that_was_cancelled_can_be_made_again(language: Language) -> None:
    checked = assert_harmless(map_place(MapAsked(HOSTILE), Cancelled(), language))
    assert message("map-cancelled", language) in checked.text
    assert message("map-make", language) in checked.text
    assert [b["data-open-map"] for b in checked.all("button") if "data-open-map" in b] == [HOSTILE]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_map_is_shown_with_the_way_back(language: Language) -> None:
    checked = assert_harmless(map_place(MapAsked(ALL), small_map(), language))
    assert len(checked.all("svg")) == 1
    assert checked.all("div")[0]["data-map"] == ALL
    assert message("back-to-results", language) in checked.text


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "只有一种语言"), ("en", "all of it is in one language")]
)
def test_why_there_is_none_is_said(language: Language, words: str) -> None:
    checked = assert_harmless(map_place(MapAsked(HOSTILE), OneLanguage(source=HOSTILE), language))
    assert words in checked.text
    assert message("map-none", language) in checked.text
    assert checked.all("div")[0]["data-map"] == HOSTILE


def test_too_many_passages_are_said_in_both_languages() -> None:
    for language, words in (("zh", "4000 个中文段落"), ("en", "4000 Chinese")):
        error = MapTooLarge(zh=4000, en=3000)
        assert words in map_place(MapAsked(ALL), error, language)  # type: ignore[arg-type]

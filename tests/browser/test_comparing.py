"""The two languages compared: from a hit, from the reader, by a link, and section by section."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from indexer.build import build_index
from indexer.encoders import Encoder
from tests.browser.conftest import Served, Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]

IN_ENGLISH = "Why are young people drawn to terrorist groups?"
FOUNDED = "a-72-840:4febe1854264"
"""Paragraph 56, which two annexes say in English, with the day."""
INTRODUCTION = "a-72-840:be493081c34e"
"""The heading `一. 引言`."""


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


def open_link(visit: Visit, query: str) -> Locator:
    page = visit.page
    visit.goto(page.url.split("?")[0] + query)
    comparison = page.locator("#comparison .comparison")
    comparison.wait_for()
    return comparison


def compare(page: Page, button: Locator) -> Locator:
    button.click()
    comparison = page.locator("#comparison .comparison")
    comparison.wait_for()
    return comparison


def choose(page: Page, group: str, value: str) -> None:
    page.locator(f"#{group} label:has(input[value={value}])").click()


def test_a_hit_is_compared_and_the_results_come_back_as_they_were(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    hit = page.locator(".hit").nth(3)
    hit.locator(".why summary").click()
    # Until it is there, what is below has not its place.
    hit.locator(".explanation").wait_for()
    hit.locator("button.compare").scroll_into_view_if_needed()
    before = page.locator("#results-pane").evaluate("pane => pane.scrollTop")
    assert before > 100
    button = hit.locator("button.compare")
    comparison = compare(page, button)
    expect(page.locator("#results")).to_be_hidden()
    expect(comparison.locator("h2").first).to_be_focused()
    assert f"compare={button.get_attribute('data-compare')}".replace(":", "%3A") in page.url
    comparison.locator("button.close").click()
    expect(page.locator("#results")).to_be_visible()
    expect(hit.locator(".why dl").first).to_be_visible()
    expect(button).to_be_focused()
    assert page.locator("#results-pane").evaluate("pane => pane.scrollTop") == before
    assert "compare=" not in page.url
    assert visit.complaints == []


def test_pairs_have_the_same_number_on_both_sides_and_differences_are_marked(visit: Visit) -> None:
    comparison = open_link(visit, f"?compare={FOUNDED}")
    card = comparison.locator(".counterpart").first
    asked = comparison.locator(".asked mark").first
    counterpart = card.locator("mark").first
    expect(asked.locator(".number")).to_have_text("1")
    expect(counterpart.locator(".number")).to_have_text("1")
    colour = "mark => getComputedStyle(mark).textDecorationColor"
    assert asked.evaluate(colour) == counterpart.evaluate(colour)
    expect(card.locator(".relation")).to_contain_text(message("relation-same-content", "en"))
    pair = card.locator("li[data-a][data-b]")
    expect(pair.locator("b.differs", has_text="15 June")).to_be_visible()
    expect(pair.locator(".findings")).to_contain_text("Only in English (date): 15 June")


def test_a_counterpart_opens_in_the_reader(visit: Visit) -> None:
    page = visit.page
    comparison = open_link(visit, f"?compare={FOUNDED}")
    card = comparison.locator(".counterpart").first
    card.locator("button.cite").click()
    expect(card).to_have_class(re.compile("current"))
    current = page.locator("#reader-body .current")
    expect(current).to_be_in_viewport()
    assert current.get_attribute("lang") == "en"
    expect(comparison).to_be_visible()
    assert "compare=" in page.url
    assert "&p=" in page.url


def test_a_passage_of_the_reader_is_compared_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    page.locator(".hit button.cite").first.click()
    opened = page.locator("#reader-body .current")
    opened.wait_for()
    page.locator("#reader-head summary").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "compare":
            break
    button = opened.locator("button.compare")
    expect(button).to_be_focused()
    expect(button).to_have_accessible_name(re.compile(message("other-language", "en")))
    expect(button).to_have_css("opacity", "1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    following = page.locator("#reader-body button.compare:focus")
    expect(following).not_to_have_attribute("data-compare", button.get_attribute("data-compare"))
    asked = following.get_attribute("data-compare")
    assert page.locator('#reader-body button.compare[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    page.locator("#comparison .comparison").wait_for()
    assert page.locator("#comparison .comparison").get_attribute("data-asked") == asked
    page.keyboard.press("Tab")
    expect(page.locator("#comparison button.close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator(f'#reader-body button.compare[data-compare="{asked}"]')).to_be_focused()
    assert visit.complaints == []


def test_a_link_works_in_another_browser_and_for_nobody_else(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    shown = compare(page, page.locator(".hit button.compare").first)
    expect(page).to_have_url(re.compile("compare="))
    cited = shown.locator("button.cite").all_inner_texts()
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900}).new_page()
    other.goto(page.url)
    other.locator("#comparison .comparison").wait_for()
    assert other.locator("#comparison button.cite").all_inner_texts() == cited
    # The passage that was asked for is open beside it.
    expect(other.locator("#reader-body .current")).to_be_in_viewport()
    other.goto(page.url.split("?")[0])
    other.locator(".documents").wait_for()
    assert other.locator(".comparison").count() == 0
    other.context.close()


def test_the_language_changes_at_once(visit: Visit) -> None:
    page = visit.page
    comparison = open_link(visit, f"?compare={FOUNDED}")
    comparison.locator(".counterpart").nth(2).scroll_into_view_if_needed()
    choose(page, "language", "zh")
    expect(comparison).to_have_attribute("lang", "zh-Hans")
    expect(comparison.locator("h2").first).to_have_text(message("other-language", "zh"))
    expect(comparison.locator(".findings").first).to_contain_text("仅中文有的日期：6 月")
    expect(comparison.locator("button.cite").first).to_have_text("A/72/840，第56段")
    named = page.locator("#reader-body .current button.compare")
    expect(named).to_have_accessible_name(re.compile(message("other-language", "zh")))
    assert page.locator("#results-pane").evaluate("pane => pane.scrollTop") > 0
    assert "compare=" in page.url


def test_sections_are_read_side_by_side(visit: Visit) -> None:
    page = visit.page
    comparison = open_link(visit, f"?compare={INTRODUCTION}")
    card = comparison.locator(".counterpart").first
    expect(card.locator("li[data-a][data-b] .cell").first).to_be_visible()
    card.locator("button.beside").click()
    aligned = page.locator("#comparison .aligned")
    aligned.wait_for()
    expect(page).to_have_url(re.compile("beside="))
    cells = aligned.locator("li[data-a]").first.locator(".cell")
    left, right = (cells.nth(side).bounding_box() for side in (0, 1))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    expect(aligned.locator(".cell.empty").last).to_be_visible()
    cells.nth(1).locator("button.cite").click()
    expect(page.locator("#reader-body .current")).to_be_in_viewport()
    visit.reload()
    aligned.wait_for()
    page.locator(f'.comparison-head button[data-compare="{INTRODUCTION}"]').click()
    card.wait_for()
    expect(page).not_to_have_url(re.compile("beside="))
    assert visit.complaints == []


def test_a_new_question_takes_the_place_of_a_comparison(visit: Visit) -> None:
    page = visit.page
    open_link(visit, f"?compare={FOUNDED}")
    ask(page, IN_ENGLISH)
    expect(page.locator("#results .hit").first).to_be_visible()
    expect(page.locator("#comparison .comparison")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("compare="))


def test_a_passage_that_is_not_there_gives_a_notice(visit: Visit) -> None:
    comparison = open_link(visit, "?compare=a-72-840:none")
    expect(comparison.locator("[role=alert]")).to_contain_text("a-72-840:none")
    choose(visit.page, "language", "zh")
    expect(comparison.locator("[role=alert]")).to_contain_text("索引中没有这个段落")
    comparison.locator("button.close").click()
    expect(visit.page.locator(".documents")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1000])
def test_nothing_is_wider_than_the_window(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 844})
    comparison = open_link(visit, f"?compare={INTRODUCTION}")
    expect(comparison.locator("h2").first).to_be_in_viewport()
    compare(page, comparison.locator("button.beside").first)
    page.locator(".aligned").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_and_controls_have_names(visit: Visit, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    contrast = (Path(__file__).with_name("contrast.js")).read_text()
    for query in (f"?compare={FOUNDED}", f"?compare={INTRODUCTION}"):
        open_link(visit, query)
        page.wait_for_timeout(500)
        assert page.evaluate(contrast) == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button")]
            .filter((button) => button.offsetParent !== null)
            .filter((button) => !button.getAttribute("aria-label") && !button.textContent.trim())
            .map((button) => button.outerHTML)"""
    )
    assert nameless == []


def test_the_ring_around_an_option_is_not_cut_off(visit: Visit) -> None:
    cut = visit.page.evaluate(
        """() => [...document.querySelectorAll("#options, #options *")]
            .filter((box) => box.querySelector("input"))
            .filter((box) => getComputedStyle(box).overflow !== "visible")
            .map((box) => box.outerHTML.slice(0, 80))"""
    )
    assert cut == []


HARBOUR = "# Harbour\n\nThe lights of the harbour are kept on at night.\n"


@pytest.fixture
def alone(tmp_path: Path, browser: Browser, encoder: Encoder) -> Iterator[tuple[Visit, Path]]:
    """The page of a collection without Chinese."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/harbour.md").write_text(HARBOUR)
    build_index([tmp_path / "docs"], tmp_path / "index", root=tmp_path)
    process, served = serve(tmp_path / "index", tmp_path / "outside.txt")
    assert isinstance(served, Served)
    for visit in open_page(browser, served.url):
        yield visit, tmp_path
    stop(process)


def test_nothing_in_the_other_language_is_said_until_there_is_something(
    alone: tuple[Visit, Path],
) -> None:
    visit, folder = alone
    page = visit.page
    ask(page, "When are the lights on?")
    comparison = compare(page, page.locator(".hit button.compare").first)
    expect(comparison.locator(".notice")).to_contain_text(message("no-counterparts", "en"))
    # What is shown in another language is what the index has by then.
    (folder / "docs/港口.md").write_text("# 港口\n\n港口的灯在夜间一直亮着。\n")
    build_index([folder / "docs"], folder / "index", root=folder)
    # The index is opened anew by the first who sees it, beside those who have the old one.
    for language in ("zh", "en", "zh"):
        choose(page, "language", language)
        expect(page.locator("#name h1")).to_have_text(message("name", language))
    expect(comparison.locator(".counterpart")).to_contain_text("港口的灯")
    assert visit.complaints == []

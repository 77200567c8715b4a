"""Both languages side by side, how a passage matched, and citations to take away."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

IN_CHINESE = "毒品和犯罪问题办公室在摩洛哥的项目"
IN_ENGLISH = "Why are young people drawn to terrorist groups?"


def choose(page: Page, group: str, value: str) -> None:
    page.locator(f"#{group} label:has(input[value={value}])").click()


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


def left_and_right(page: Page) -> tuple[Locator, Locator]:
    sides = page.locator("section.side")
    expect(sides).to_have_count(2)
    return sides.nth(0), sides.nth(1)


def test_each_language_has_a_column_with_its_own_ranks(visit: Visit) -> None:
    page = visit.page
    choose(page, "layout", "columns")
    ask(page, IN_ENGLISH)
    chinese, english = left_and_right(page)
    for side, tag, name in ((chinese, "zh-Hans", "zh"), (english, "en", "en")):
        expect(side.locator("h3")).to_have_text(message(f"column-{name}", "en"))
        texts = side.locator(".hit .text")
        assert set(texts.evaluate_all("all => all.map((text) => text.lang)")) == {tag}
        assert side.locator(".rank").all_inner_texts() == [str(rank) for rank in range(1, 11)]
    expect(page.locator(".quotes")).to_be_visible()
    beside = [side.bounding_box() for side in (chinese, english)]
    assert beside[0] is not None
    assert beside[1] is not None
    assert beside[0]["y"] == beside[1]["y"]
    assert beside[0]["x"] + beside[0]["width"] <= beside[1]["x"]
    chinese.locator("button.cite").first.click()
    expect(page.locator("#reader-body .current mark.evidence").first).to_be_in_viewport()
    assert visit.complaints == []


def test_results_change_their_layout_at_once_and_it_is_remembered(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    assert page.locator("section.side").count() == 0
    choose(page, "layout", "columns")
    left_and_right(page)
    # Only what was asked is laid out anew, not what stands in the box.
    page.locator("#question textarea").fill("something else")
    choose(page, "layout", "list")
    expect(page.locator("section.side")).to_have_count(0)
    expect(page.locator(".hit")).to_have_count(10)
    choose(page, "layout", "columns")
    left_and_right(page)
    visit.reload()
    expect(page.locator("#layout input[value=columns]")).to_be_checked()
    ask(page, IN_ENGLISH)
    left_and_right(page)


def test_one_language_alone_has_nothing_beside_it(visit: Visit) -> None:
    page = visit.page
    choose(page, "layout", "columns")
    choose(page, "filter", "zh")
    expect(page.locator("#layout")).to_be_hidden()
    ask(page, IN_ENGLISH)
    assert page.locator("section.side").count() == 0
    choose(page, "filter", "all")
    expect(page.locator("#layout")).to_be_visible()


def test_the_columns_stack_on_a_phone(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    choose(page, "layout", "columns")
    ask(page, IN_ENGLISH)
    chinese, english = (side.bounding_box() for side in left_and_right(page))
    assert chinese is not None
    assert english is not None
    assert chinese["y"] + chinese["height"] <= english["y"]
    page.locator(".why summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.locale("zh-CN")
def test_how_a_passage_matched_is_told_on_demand(visit: Visit) -> None:
    page = visit.page
    choose(page, "layout", "columns")
    ask(page, IN_CHINESE)
    _, english = left_and_right(page)
    card = english.locator(".hit").first
    why = card.locator("details.why")
    expect(why.locator("dl")).to_be_hidden()
    summary = why.locator("summary")
    expect(summary).to_have_text(message("how-matched", "zh"))
    summary.focus()
    page.keyboard.press("Enter")
    # Below it is what makes the score, loaded a moment later.
    matched = why.locator("dl").first
    expect(matched.locator("dt")).to_have_text(
        [
            message(f"channel-{channel}", "zh")
            for channel in ("passage-meaning", "sentence-meaning", "words")
        ]
    )
    widths = matched.locator(".bar").evaluate_all(
        "bars => bars.map((bar) => bar.style.getPropertyValue('--share'))"
    )
    said = matched.locator("dd").all_inner_texts()
    assert [re.findall(r"\d+%", words)[0] for words in said] == widths
    across = why.locator("p", has_text=message("words-across", "zh"))
    expect(across.locator("b", has_text="UNODC")).to_be_visible()
    expect(across.locator("b", has_text="Morocco")).to_be_visible()


@pytest.mark.parametrize(("language", "citation"), [("en", " (A/72/840, "), ("zh", "（A/72/840，")])
def test_a_citation_is_copied_with_its_sentence(visit: Visit, language: str, citation: str) -> None:
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "language", language)
    # What is shown again in the other language would take the focus away.
    expect(page.locator("#ask")).to_have_text(message("ask", language))  # type: ignore[arg-type]
    ask(page, IN_ENGLISH)
    button = page.locator(".quotes button.copy").first
    quoted = page.locator(".quotes blockquote p").first.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(message("copied", language))  # type: ignore[arg-type]
    expect(page.locator(".said")).to_have_text(message("copied", language))  # type: ignore[arg-type]
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{quoted}”{citation}"), copied
    expect(button).to_have_text(message("copy", language))  # type: ignore[arg-type]
    card = page.locator(".hit").nth(1)
    card.locator("button.copy").click()
    expect(card.locator("button.copy")).to_have_text(message("copied", language))  # type: ignore[arg-type]
    copied = page.evaluate("navigator.clipboard.readText()")
    assert card.locator("button.cite").inner_text() in copied


def test_without_permission_the_old_way_still_copies(visit: Visit) -> None:
    page = visit.page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')); }")
    ask(page, IN_ENGLISH)
    button = page.locator("button.copy").first
    button.click()
    expect(button).to_have_text(message("copied", "en"))
    # Ctrl+V tells what the clipboard holds without permission to read it.
    page.locator("#question textarea").fill("")
    page.keyboard.press("Control+V")
    expect(page.locator("#question textarea")).to_have_value(re.compile("A/72/840"))


def test_where_nothing_may_copy_the_text_is_shown_selected(visit: Visit) -> None:
    page = visit.page
    page.evaluate(
        """() => { navigator.clipboard.writeText = () => Promise.reject(Error('no'));
        document.execCommand = () => false; }"""
    )
    ask(page, IN_ENGLISH)
    button = page.locator("button.copy").first
    button.click()
    field = page.locator("input.by-hand")
    expect(field).to_be_focused()
    expect(field).to_have_value(button.get_attribute("data-copy") or "-")
    expect(field).to_have_accessible_name(message("copy-by-hand", "en"))
    assert field.evaluate("field => field.selectionEnd - field.selectionStart") > 20
    assert visit.complaints == []

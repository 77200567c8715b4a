"""Typing a question: Enter, line breaks and input methods."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def test_enter_asks_and_shift_enter_breaks_the_line(visit: Visit) -> None:
    page = visit.page
    # The box has the focus from the start.
    page.keyboard.type("young people")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("terrorist groups")
    expect(page.locator("#question textarea")).to_have_value("young people\nterrorist groups")
    assert page.locator(".hit").count() == 0
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


def test_the_enter_of_an_input_method_does_not_ask(visit: Visit) -> None:
    page = visit.page
    typing = page.context.new_cdp_session(page)
    page.locator("#question textarea").focus()
    typing.send("Input.imeSetComposition", {"text": "nian", "selectionStart": 4, "selectionEnd": 4})
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    assert page.locator(".view .hit, .view .notice").count() == 0
    page.locator("#question textarea").fill("年轻人")
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


KEY = """(box, [kind, code]) => box.dispatchEvent(new KeyboardEvent(kind,
    { key: "Enter", keyCode: code, bubbles: true, cancelable: true }))"""


def test_the_enter_of_an_input_method_in_safari_does_not_ask(visit: Visit) -> None:
    page = visit.page
    box = page.locator("#question textarea")
    box.fill("年轻人")
    box.evaluate(KEY, ["keydown", 229])
    box.evaluate(KEY, ["keypress", 13])
    page.wait_for_timeout(1500)
    assert page.locator(".hit").count() == 0
    # The same keypress asks when nothing is being composed.
    box.evaluate(KEY, ["keydown", 13])
    box.evaluate(KEY, ["keypress", 13])
    page.locator(".hit").first.wait_for()

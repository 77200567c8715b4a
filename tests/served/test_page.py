"""The page behind a password, in a real browser."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import start_browser
from tests.served.conftest import PASSWORD, USER, Servers

pytestmark = [pytest.mark.model, pytest.mark.browser]


def test_a_reader_who_gave_the_password_once_asks_and_reads(servers: Servers) -> None:
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        context = browser.new_context(
            http_credentials={"username": USER, "password": PASSWORD}, locale="en-US"
        )
        page = context.new_page()
        refused: list[str] = []
        page.on(
            "response",
            lambda got: refused.append(f"{got.status} {got.url}") if got.status > 400 else None,
        )
        complaints: list[str] = []
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.goto(servers.locked)
        page.locator("#results .view").wait_for()
        page.get_by_role("textbox", name="Question").fill("How often do the heads meet?")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.locator("#results").get_by_text("A/72/840").first.wait_for()
        assert (refused, complaints) == ([], [])
        browser.close()

"""The page behind a password."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import serve, stop

pytestmark = [pytest.mark.model, pytest.mark.browser]

USER, PASSWORD = "reader", "引据: a secret"


def test_a_reader_who_gave_the_password_once_asks_and_reads(
    browser: Browser, report_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINJU_AUTH", f"{USER}:{PASSWORD}")
    process, served = serve(report_index, tmp_path / "outside.txt")
    try:
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
        page.goto(served.url)
        page.locator("#results .view").wait_for()
        page.get_by_role("textbox", name="Question").fill("How often do the heads meet?")
        page.get_by_role("button", name="Ask", exact=True).click()
        page.locator("#results").get_by_text("A/72/840").first.wait_for()
        assert (refused, complaints) == ([], [])
        context.close()
    finally:
        stop(process)

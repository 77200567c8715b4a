"""A document and its translation, paragraph beside paragraph, in the page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from indexer.passages import Language
from tests.browser.conftest import Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def url(parallel_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, found = serve(parallel_index, tmp_path_factory.mktemp("outside") / "outside.txt")
    yield found.url
    stop(process)


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Visit]:
    yield from open_page(browser, url)


def test_a_document_is_read_beside_its_translation(opened: Visit) -> None:
    page = opened.page
    page.locator("#results button.cite[data-source='museum.zh.md']").click()
    page.locator("#reader [data-open-parallel]").click()
    rows = page.locator(".parallel .row:not(.headings):not(.alone)")
    rows.first.wait_for()
    assert rows.count() >= 15
    expect(page).to_have_url(re.compile("parallel=museum.zh.md"))
    expect(page.locator("#reader")).to_be_hidden()
    # One pane scrolls, so both documents scroll together, and the sentences that match light up.
    sentence = rows.nth(4).locator("[data-link]").first
    sentence.hover()
    pointed = page.locator(".parallel .pointed")
    assert pointed.count() >= 2
    assert len(set(pointed.evaluate_all("all => all.map((one) => one.dataset.link)"))) == 1
    rows.nth(4).locator("button.cite").last.click()
    expect(page.locator("#reader-body .current")).to_be_in_viewport()
    opened.reload()
    rows.first.wait_for()
    assert opened.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_document_can_be_set_beside_it(opened: Visit, url: str, language: Language) -> None:
    page = opened.page
    page.locator(f"#language label:has(input[value={language}])").click()
    expect(page.locator("#name h1")).to_have_text(message("name", language))
    opened.goto(f"{url}?parallel=museum.zh.md&beside=water.en.md")
    notice = page.locator(".parallel .notice h2")
    expect(notice).to_have_text(message("parallel-not", language))
    page.locator(".parallel select").select_option("museum.en.md")
    page.locator(".parallel .row").first.wait_for()
    expect(page).to_have_url(re.compile("beside=museum.en.md"))
    page.locator(".parallel button.close").click()
    expect(page.locator(".parallel")).to_have_count(0)
    expect(page.locator("#reader")).to_be_visible()
    expect(page).not_to_have_url(re.compile("parallel"))
    assert opened.complaints == []

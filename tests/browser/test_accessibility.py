"""Each view in both languages and themes: axe-core finds nothing serious, nothing is cut off."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from indexer.passages import LANGUAGES
from tests.browser.conftest import Visit, open_page, serve, stop
from tests.browser.views import THEMES, VIEWS, choose, show_parallel

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

GRAVE = ("serious", "critical")
DESKTOP, ZOOMED, PHONE = 1440, 720, 390
"""Widths in pixels; at 200 % a page is half as wide as it was."""
WHOLE = {("en", "light"): DESKTOP, ("zh", "dark"): PHONE}
"""Where all rules are tried; in the others those of contrast, as nothing else differs there."""
# What scrolls in a box of its own is reached there.
CUT_OFF = """() => {
  const scrolls = (node) =>
    node && (/auto|scroll/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  return [...document.querySelectorAll("a, button, input, select, summary, textarea, .text, h2")]
    .filter((node) => node.checkVisibility({ opacityProperty: true }))
    .filter((node) => !scrolls(node.parentElement))
    .filter((node) => {
      const { left, right, width } = node.getBoundingClientRect();
      return width > 1 && (left < -1 || right > innerWidth + 1);
    })
    .map((node) => node.outerHTML.slice(0, 160));
}"""


def grave_faults(page: Page, **chosen: list[str]) -> list[tuple[str, list[str]]]:
    options: dict[str, Any] = {"resultTypes": ["violations"], **chosen}
    found = Axe().run(page, options=options).response["violations"]
    return [
        (rule["id"], [node["html"][:160] for node in rule["nodes"][:3]])
        for rule in found
        if rule["impact"] in GRAVE
    ]


def assert_accessible(page: Page) -> None:
    for language, theme in product(LANGUAGES, THEMES):
        choose(page, language, theme)
        width = WHOLE.get((language, theme))
        page.set_viewport_size({"width": width or DESKTOP, "height": 900})
        chosen = {} if width else {"runOnly": ["color-contrast"]}
        assert grave_faults(page, **chosen) == [], (language, theme)
        for narrow in (ZOOMED, PHONE):
            page.set_viewport_size({"width": narrow, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= narrow, language
            assert page.evaluate(CUT_OFF) == [], (language, narrow)
        page.set_viewport_size({"width": DESKTOP, "height": 900})


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_serious_is_found(visit: Visit, view: str) -> None:
    VIEWS[view](visit)
    assert_accessible(visit.page)


@pytest.fixture
def parallel(browser: Browser, parallel_index: Path, tmp_path: Path) -> Iterator[Visit]:
    process, found = serve(parallel_index, tmp_path / "outside.txt")
    yield from open_page(browser, found.url)
    stop(process)


@pytest.mark.model
def test_nothing_serious_is_found_where_documents_are_read_in_parallel(parallel: Visit) -> None:
    show_parallel(parallel)
    assert_accessible(parallel.page)

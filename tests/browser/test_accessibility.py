"""What axe-core finds in each view, in both languages and themes: nothing serious."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, Visit, open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

GRAVE = ("serious", "critical")


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


def open_drawer(page: Page, name: str) -> None:
    page.locator(f"#tools [popovertarget={name}]").click()
    page.locator(f"#{name}:popover-open").wait_for()


def show_answer(page: Page) -> None:
    ask(page, "How often do the heads of UNOCT and CTED meet?")
    page.locator(".hit details summary").first.click()
    page.locator(".hit button.cite").first.click()
    page.locator("#reader-body .current").wait_for()


def show_table(page: Page) -> None:
    ask(page, "How many UNODC projects are there in Morocco?")
    page.locator(".filters summary").click()


def show_comparison(page: Page) -> None:
    ask(page, "weekly meetings of the Under-Secretary-General")
    page.locator(".hit button.compare").first.click()
    page.locator("#comparison .counterpart").first.wait_for()


def show_map(page: Page) -> None:
    page.locator("#tools [data-open-map]").click()
    page.locator(".map-view").wait_for()


def fill_basket(page: Page) -> None:
    ask(page, "weekly meetings of the Under-Secretary-General")
    page.locator(".hit button.cite-as").first.click()
    page.locator(".hit button.keep:enabled").click()
    open_drawer(page, "basket")
    page.locator(".basket li").wait_for()


VIEWS: dict[str, Callable[[Page], None]] = {
    "answer": show_answer,
    "table": show_table,
    "comparison": show_comparison,
    "map": show_map,
    "library": lambda page: open_drawer(page, "library"),
    "history": lambda page: open_drawer(page, "history"),
    "glossary": lambda page: open_drawer(page, "glossary"),
    "basket": fill_basket,
}


@pytest.fixture(params=[("en-US", "light"), ("zh-CN", "dark")], ids="-".join)
def opened(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Visit]:
    locale, theme = request.param
    for visit in open_page(browser, served.url, locale):
        visit.page.emulate_media(color_scheme=theme)
        visit.reload()
        visit.page.locator("#results .view").wait_for()
        yield visit


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_serious_is_found(opened: Visit, view: str) -> None:
    page = opened.page
    VIEWS[view](page)
    found = Axe().run(page).response["violations"]
    grave = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"][:3]])
        for rule in found
        if rule["impact"] in GRAVE
    ]
    assert grave == []
    # At 200 % a page is half as wide; on a phone narrower still.
    for width in (720, 390):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width

"""The views of the page: how each comes to be on the screen, in which language and colours."""

from collections.abc import Callable
from typing import Final, Literal

from playwright.sync_api import Locator, Page, expect

from indexer.passages import Language
from tests.browser.conftest import Visit
from ui.messages import message

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
MEETINGS: Final = "weekly meetings of the Under-Secretary-General"
COUNT: Final = "How many completed projects are there under pillar II?"


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the passages that were found."""
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    hits = page.locator(".hit")
    hits.first.wait_for()
    return hits


def open_drawer(page: Page, name: str) -> None:
    """Open one of the drawers that have a button at the head of the page."""
    page.locator(f"#tools [popovertarget={name}]").click()
    page.locator(f"#{name}:popover-open").wait_for()


def _answer(visit: Visit) -> None:
    page = visit.page
    hits = ask(page, MEETINGS)
    hits.first.locator(".why summary").click()
    hits.first.locator(".explanation").wait_for()
    hits.nth(1).locator("button.cite-as").click()
    hits.nth(1).locator("button.keep:enabled").wait_for()
    hits.first.locator("button.cite").first.click()
    page.locator("#reader-body .current button.explain").wait_for()
    page.locator("#reader-head .contents summary").click()
    page.locator("#reader-head button.find").click()
    page.keyboard.insert_text("CTITF")
    page.wait_for_function("CSS.highlights.get('looked-at')?.size === 1")


def _columns(visit: Visit) -> None:
    page = visit.page
    page.locator("#layout label:has(input[value=columns])").click()
    ask(page, "border security projects")
    page.locator(".sides").wait_for()
    page.locator(".filters summary").click()
    page.get_by_role("checkbox", name="Completed").check()
    page.locator("button.chip").wait_for()
    page.locator(".side .none").wait_for()


def _table(visit: Visit) -> None:
    page = visit.page
    ask(page, COUNT)
    page.locator("table.sortable button.cite").first.click()
    page.locator("#reader-body tr.current").wait_for()


def _history(visit: Visit) -> None:
    ask(visit.page, MEETINGS)
    open_drawer(visit.page, "history")
    visit.page.locator("button.asked-before").wait_for()


def _paragraph(visit: Visit) -> None:
    ask(visit.page, MEETINGS).first.locator("button.compare").first.click()
    visit.page.locator("#comparison .counterpart .pairs").first.wait_for()


def _map(visit: Visit) -> None:
    visit.page.locator("#tools [data-open-map]").click()
    visit.page.locator(".map-view").wait_for(timeout=60_000)
    visit.page.locator(".map-view summary").click()


def _section(visit: Visit) -> None:
    _map(visit)
    visit.page.locator(".map-view button.map-heading").nth(1).click()
    visit.page.locator("#comparison .counterpart .rows").first.wait_for()


def _beside(visit: Visit) -> None:
    _section(visit)
    visit.page.locator("button.beside").first.click()
    visit.page.locator("#comparison .aligned").wait_for()


def _library(visit: Visit) -> None:
    page = visit.page
    open_drawer(page, "library")
    page.locator("[data-act=sections]").first.click()
    page.locator(".sections table").wait_for()
    page.locator(".removing summary").first.click()


def _glossary(visit: Visit) -> None:
    open_drawer(visit.page, "glossary")
    visit.page.locator("#glossary .entries").wait_for()


def _basket(visit: Visit) -> None:
    page = visit.page
    card = ask(page, MEETINGS).first
    card.locator("button.cite-as").click()
    card.locator("button.keep:enabled").click()
    open_drawer(page, "basket")
    page.locator(".basket li").wait_for()


def _explanation(visit: Visit) -> None:
    page = visit.page
    ask(page, MEETINGS).first.locator("button.cite").first.click()
    page.locator("#reader-body button.explain").click()
    page.locator("#explained .explanation").wait_for()


def _error(visit: Visit) -> None:
    page = visit.page
    visit.goto(page.url.split("?")[0] + "?q=projects&section=gone&doc=gone.txt")
    page.locator("#results [role=alert]").wait_for()
    page.locator("#reader [role=alert]").wait_for()


VIEWS: Final[dict[str, Callable[[Visit], None]]] = {
    "first": lambda visit: visit.page.locator("#results .documents").wait_for(),
    "answer and document": _answer,
    "columns and filters": _columns,
    "answer from a table": _table,
    "history": _history,
    "counterparts of a paragraph": _paragraph,
    "counterparts of a section": _section,
    "sections side by side": _beside,
    "map": _map,
    "library": _library,
    "glossary": _glossary,
    "basket": _basket,
    "explanation": _explanation,
    "error": _error,
}
"""What brings them up in a page of the report that is in English."""


def show_parallel(visit: Visit) -> None:
    """Show the museum beside its translation, in a page that has both."""
    visit.goto(visit.page.url.split("?")[0] + "?parallel=museum.zh.md")
    visit.page.locator(".parallel .row").first.wait_for()


def choose(page: Page, language: Language, theme: Theme) -> None:
    """Switch the language of a page, under whatever lies on it, and its colours; wait for both."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.locator(f"#language input[value={language}]").evaluate("input => input.click()")
    expect(page.locator("#name h1")).to_have_text(message("name", language))
    expect(page.locator("#results .view")).to_have_attribute(
        "lang", {"zh": "zh-Hans", "en": "en"}[language]
    )
    page.wait_for_function(
        "dark => document.body.classList.contains('dark') === dark", arg=theme == "dark"
    )
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")

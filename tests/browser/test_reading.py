"""The reader as people use it: links, the contents, the hits, long documents, finding."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, open_page, serve, stop
from tests.browser.long_document import SOURCE, add_long_document
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

QUESTION = "Why are young people drawn to terrorist groups?"
REPORT = "corpus/a-72-840/a-72-840.txt"
LENGTH = 100_000


@pytest.fixture(scope="module")
def long_url(report_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("long")
    process, served = serve(add_long_document(report_index, folder, LENGTH), folder / "out.txt")
    yield served.url
    stop(process)


@pytest.fixture
def long_visit(browser: Browser, long_url: str) -> Iterator[Visit]:
    yield from open_page(browser, f"{long_url}?doc={SOURCE}&p=long:50007")


def ask(page: Page) -> None:
    page.locator("#question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()


LOOKED_AT = "() => [...(CSS.highlights.get('looked-at') ?? [])].map(String).join()"
MARKED = "() => CSS.highlights.get('found')?.size ?? 0"


def passages_held(page: Page) -> int:
    return page.locator("#reader-body .passage").count()


def test_the_address_follows_what_is_open_and_keeps_the_question(visit: Visit) -> None:
    page = visit.page
    ask(page)
    page.locator(".hit button.cite").nth(1).click()
    current = page.locator("#reader-body .current")
    expect(current).to_be_in_viewport()
    name = current.get_attribute("id")
    expect(page).to_have_url(re.compile("q=Why"))
    assert "doc=corpus" in page.url
    visit.reload()
    expect(current).to_be_in_viewport()
    assert current.get_attribute("id") == name


def test_a_link_whose_passage_is_gone_opens_its_document_and_says_so(visit: Visit) -> None:
    visit.goto(f"{visit.page.url}?doc={REPORT}&p=a-72-840:gone")
    missing = visit.page.locator("#reader-head .missing")
    expect(missing).to_have_text(message("passage-gone", "en"))
    expect(visit.page.locator("#reader-body .passage").first).to_be_in_viewport()


def test_the_contents_stand_beside_the_text_and_follow_it(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1920, "height": 1000})
    page.locator("#results button.cite").first.click()
    link = page.locator(".contents a", has_text="Annex III").first
    link.click()
    expect(link).to_have_attribute("aria-current", "location")
    expect(link).to_be_in_viewport()
    text = page.locator("#reader-scroll").bounding_box()
    beside = page.locator(".contents").bounding_box()
    assert text is not None
    assert beside is not None
    assert beside["x"] + beside["width"] <= text["x"] + 1
    page.locator("#reader-scroll").evaluate("area => area.scrollTo(0, 0)")
    expect(link).not_to_have_attribute("aria-current", "location")
    page.locator(".contents a[tabindex='0']").focus()
    page.keyboard.press("End")
    expect(page.locator(".contents a").last).to_be_focused()
    assert visit.complaints == []


def test_the_hits_are_gone_through_from_within_the_reader(visit: Visit) -> None:
    page = visit.page
    ask(page)
    steps = page.locator(".hit-steps")
    page.locator(".hit button.cite").nth(2).click()
    expect(steps.locator(".place")).to_have_text("Hit 3 of 10")
    steps.locator(".after").click()
    expect(steps.locator(".place")).to_have_text("Hit 4 of 10")
    shown = page.locator("#reader-body .passage.current")
    expect(shown).to_be_in_viewport()
    fourth = page.locator(".hit").nth(3).get_attribute("data-passage") or ""
    assert (shown.get_attribute("id") or "").replace("%3A", ":").endswith(fourth)


def test_of_two_citations_the_one_that_was_clicked_last_is_opened(visit: Visit) -> None:
    page = visit.page
    ask(page)
    cites = page.locator(".hit button.cite")
    last = cites.nth(3).get_attribute("data-passage") or ""
    cites.evaluate_all("buttons => [buttons[0], buttons[1], buttons[3]].map((one) => one.click())")
    current = page.locator("#reader-body .passage.current")
    expect(current).to_have_attribute("id", f"passage-{quote(last, safe='')}")
    expect(current).to_be_in_viewport()
    expect(page).to_have_url(re.compile(re.escape(f"p={quote(last, safe='')}")))
    assert visit.complaints == []


def test_a_long_document_opens_in_its_middle_and_goes_on(long_visit: Visit) -> None:
    page = long_visit.page
    current = page.locator("#reader-body .passage.current")
    expect(current).to_contain_text("Passage 50007 of them.")
    expect(current).to_be_in_viewport()
    assert passages_held(page) <= 2000
    page.locator("#reader-scroll").evaluate("area => area.scrollBy(0, 60000)")
    page.wait_for_function(
        "() => { const area = document.getElementById('reader-scroll').getBoundingClientRect();"
        " return document.elementFromPoint(area.left + 200, area.top + 300).closest('.passage') }"
    )
    assert passages_held(page) <= 2000
    page.locator("#reader-head summary").click()
    page.locator(".contents a", has_text="Section 399").click()
    expect(page.locator("#reader-body .current")).to_have_text("Section 399")
    expect(page.locator("#reader-body .current")).to_be_in_viewport()
    assert passages_held(page) <= 2000
    assert long_visit.complaints == []


def test_words_are_found_in_the_whole_of_a_long_document(long_visit: Visit) -> None:
    page = long_visit.page
    page.locator("#reader-body .current").wait_for()
    page.locator("#reader-body .current button.compare").focus()
    page.keyboard.press("/")
    page.keyboard.insert_text("needle IN the")
    place = page.locator(".finding .place")
    expect(place).to_have_text("1 of 1")
    page.wait_for_function("CSS.highlights.get('looked-at')?.size === 1")
    assert page.evaluate(LOOKED_AT) == "Ｎｅｅｄｌｅ in the"
    expect(page.locator("#reader-body .passage", has_text="Passage 99993")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".finding")).to_be_hidden()
    assert page.evaluate("() => CSS.highlights.get('looked-at').size") == 0
    assert long_visit.complaints == []


def test_what_is_found_in_the_report_is_stepped_through(visit: Visit) -> None:
    page = visit.page
    page.locator("#results button.cite").first.click()
    page.locator("#reader-body .passage").first.wait_for()
    page.locator("#reader-head button.find").click()
    page.keyboard.insert_text("恐怖主義")
    place = page.locator(".finding .place")
    expect(place).to_have_text(re.compile(r"^1 of \d+$"))
    count = int(place.inner_text().split()[-1])
    assert count > 20
    # Whatever stands in the way, a footnote or a cell, every one of them is marked.
    assert page.evaluate(MARKED) == count - 1
    assert page.evaluate(LOOKED_AT) == "恐怖主义"
    page.keyboard.press("Enter")
    expect(place).to_have_text(f"2 of {count}")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(place).to_have_text(f"{count} of {count}")
    page.locator("#language label:has(input[value=zh])").click()
    expect(place).to_have_text(f"第 {count} 处，共 {count} 处")
    assert visit.complaints == []

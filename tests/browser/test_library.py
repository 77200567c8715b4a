"""The library: files are dropped, found, removed; long work is seen by everybody and cancelled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.generations import building
from tests.browser.conftest import Served, Visit, locale_of, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]

LONG = 120_000
"""Milliseconds that a build may take on a busy machine."""
HOSTILE = "<img src=x onerror=alert(1)> & co"
LIGHTS = """# Harbour

## Lights

The lights are kept on at night.

## 收费

停泊每晚收费二十元。
"""
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const given = { dataTransfer: data, bubbles: true, cancelable: true };
  const tell = (type) => document.body.dispatchEvent(new DragEvent(type, given));
  tell("dragenter");
  const shown = getComputedStyle(document.querySelector(".gradio-container"), "::after").content;
  tell("drop");
  return [shown, document.documentElement.classList.contains("dropping")];
}"""


@dataclass(frozen=True)
class Collection:
    folder: Path
    served: Served


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Collection]:
    folder = tmp_path_factory.mktemp("library")
    (folder / "docs").mkdir()
    (folder / "docs/lights.md").write_text(LIGHTS)
    (folder / f"docs/{HOSTILE}.txt").write_text("swallows fly south in september\n")
    build_index([folder / "docs"], folder / "index", root=folder)
    process, found = serve(folder / "index", folder / "outside.txt")
    yield Collection(folder, found)
    stop(process)


@pytest.fixture
def small(
    browser: Browser, collection: Collection, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    yield from open_page(browser, collection.served.url, locale_of(request))


def open_library(page: Page) -> None:
    page.locator("#tools button[popovertarget=library]").click()
    page.locator(".library-list").wait_for()


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the place of the results."""
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()
    page.locator(".hit").first.wait_for()
    return page.locator("#results")


def dismiss(page: Page) -> None:
    page.locator("[data-act=dismiss]").first.click()
    expect(page.locator(".change")).to_have_count(0)


def test_a_dropped_file_is_found_until_it_is_removed(small: Visit, collection: Collection) -> None:
    page = small.page
    shown = page.evaluate(DROP, ["ferry.md", "# Ferry\n\nThe ferry leaves every two hours.\n"])
    assert shown == [f'"{message("library-drop-here", "en")}"', False]
    expect(page.get_by_role("dialog", name=message("library", "en"))).to_be_visible()
    expect(page).to_have_url(re.compile("library=1"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    # Whoever comes meanwhile, or again, sees how far it is.
    small.reload()
    done = page.locator(".change [role=status]")
    expect(done).to_contain_text(message("report-added", "en", count=1), timeout=LONG)
    expect(done).to_contain_text("ferry.md")
    expect(page.locator(".library-list .title")).to_have_count(3)
    dismiss(page)
    page.keyboard.press("Escape")
    expect(page.locator("#library")).to_be_hidden()
    page.wait_for_url(lambda url: "library=" not in url)
    expect(ask(page, "When does the ferry leave?")).to_contain_text("every two hours")

    open_library(page)
    ferry = page.locator(".library-list > li", has_text="ferry.md")
    expect(ferry).to_contain_text(message("document-added", "en"))
    ferry.locator("summary").click()
    expect(ferry).to_contain_text(message("remove-added", "en"))
    ferry.locator("[data-act=remove]").click()
    expect(page.locator(".change [role=status]")).to_have_text(
        message("report-remove", "en", names="ferry.md"), timeout=LONG
    )
    expect(page.locator(".library-list .title")).to_have_count(2)
    dismiss(page)
    page.keyboard.press("Escape")
    expect(ask(page, "When does the ferry leave?")).not_to_contain_text("every two hours")
    assert list((collection.folder / "index/documents").iterdir()) == []
    assert collection.served.outside.read_text() == ""
    assert small.complaints == []


@pytest.mark.locale("zh-CN")
def test_what_cannot_be_read_is_told_and_a_document_comes_back(
    small: Visit, collection: Collection
) -> None:
    page = small.page
    open_library(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=message("library-choose", "zh")).click()
    old: FilePayload = {"name": "旧信.doc", "mimeType": "application/msword", "buffer": b"old"}
    known = (collection.folder / "docs/lights.md").read_bytes()
    same: FilePayload = {"name": "灯.md", "mimeType": "text/markdown", "buffer": known}
    chooser.value.set_files([old, same])
    told = page.locator(".change [role=alert]")
    expect(told).to_contain_text("旧信.doc：不支持 Office 2007 以前的格式", timeout=LONG)
    expect(told).to_contain_text(message("report-known", "zh", name="灯.md", title="Harbour"))
    dismiss(page)

    page.locator("#library-filter input").fill("onerror")
    expect(page.locator(".library-list .title")).to_have_text([HOSTILE])
    page.locator(".removing summary").click()
    page.locator("[data-act=remove]").click()
    expect(page.locator(".library-list")).to_have_count(0, timeout=LONG)
    assert (collection.folder / f"docs/{HOSTILE}.txt").exists()
    page.locator("#library-filter input").fill("")
    dismiss(page)
    page.locator(".excluded summary").click()
    page.locator("[data-act=restore]").click()
    expect(page.locator(".library-list .title")).to_have_count(2, timeout=LONG)
    dismiss(page)
    assert small.complaints == []


def test_work_is_cancelled_by_whoever_sees_it(small: Visit, collection: Collection) -> None:
    page = small.page
    open_library(page)
    # As long as another program builds the index, it cannot go on.
    with building(collection.folder / "index"):
        page.locator("[data-act=update]").click()
        small.reload()
        cancel = page.locator("[data-act=cancel]")
        expect(page.locator(".change")).to_contain_text(message("step-waiting", "en"))
        cancel.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".change [role=status]")).to_have_text(
            message("cancelled-update", "en")
        )
    # The way out of the message is where the way out of the work was.
    expect(page.locator("[data-act=dismiss]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".change")).to_have_count(0)
    assert small.complaints == []


def test_the_library_is_used_with_the_keyboard_and_opens_documents(small: Visit) -> None:
    page = small.page
    small.goto(page.url + "?library=1")
    page.locator(".library-list").wait_for()
    expect(page.locator("button.choose")).to_be_focused()
    sections = page.get_by_role("button", name=message("sections-of", "en", title="Harbour"))
    sections.focus()
    page.keyboard.press("Enter")
    chart = page.get_by_role("table", name=message("chart-by-section", "en"))
    expect(chart.get_by_role("row", name="收费")).to_have_text("收费10")
    expect(sections).to_be_focused()
    expect(sections).to_have_attribute("aria-expanded", "true")
    page.locator("#language label:has(input[value=zh])").evaluate("label => label.click()")
    expect(page.get_by_role("dialog", name=message("library", "zh"))).to_be_visible()
    expect(page.locator(".library-list")).to_contain_text(message("hide-sections", "zh"))
    words = page.locator("#library").inner_text()
    assert message("library-update", "en") not in words
    page.locator(".library-list button.cite", has_text="Harbour").click()
    expect(page.locator("#library")).to_be_hidden()
    expect(page.locator("#reader-body")).to_contain_text("The lights are kept on at night.")
    assert small.complaints == []


def test_text_stands_out_and_nothing_is_cut_off(small: Visit) -> None:
    page = small.page
    page.set_viewport_size({"width": 390, "height": 844})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        small.goto(page.url.partition("?")[0] + "?library=1")
        page.locator("[data-act=sections]").first.click()
        page.locator(".sections").wait_for()
        page.locator(".removing summary").first.click()
        page.wait_for_timeout(400)
        assert page.evaluate(Path(__file__).with_name("contrast.js").read_text()) == []
        drawer = page.locator("#library")
        assert drawer.evaluate("drawer => drawer.scrollWidth <= drawer.clientWidth")

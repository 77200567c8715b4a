"""Quotations are copied in other formats, kept in the basket, exported, and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.build import build_index
from tests.browser.conftest import Served, Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]

KEEPS = "The Harbour Watch Group keeps the lights of the harbour on at night."
MEETS = "The Fisheries Board meets on the first Monday of every month."
PAYS = "Ferries pay a fee of 120 yuan for every day in the harbour."
HARBOUR = f"# Harbour\n\n{KEEPS}\n\n{MEETS}\n\n{PAYS}\n"


@dataclass(frozen=True)
class Collection:
    folder: Path
    served: Served

    def write(self, **texts: str) -> None:
        write(self.folder, **texts)


def write(folder: Path, **texts: str) -> None:
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    for name, text in texts.items():
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    assert not build_index([docs], folder / "index", root=folder).failures


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    write(tmp_path, harbour=HARBOUR)
    process, found = serve(tmp_path / "index", tmp_path / "outside.txt")
    yield Collection(tmp_path, found)
    stop(process)


@pytest.fixture
def small(browser: Browser, collection: Collection) -> Iterator[Visit]:
    yield from open_page(browser, collection.served.url)


def add(page: Page, question: str, words: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()
    expect(page.locator(".hit").first).to_contain_text(words)
    hit = page.locator(".hit").first
    hit.locator("button.cite-as").focus()
    page.keyboard.press("Enter")
    kept = hit.locator("button.keep")
    expect(kept).to_be_enabled()
    page.keyboard.press("Tab")
    expect(kept).to_be_focused()
    page.keyboard.press("Enter")
    expect(kept).to_have_text(message("in-basket", "en"))
    # Once more adds nothing.
    page.keyboard.press("Enter")


def open_basket(page: Page) -> None:
    page.locator("#tools button[popovertarget=basket]").click()
    page.locator(".basket").wait_for()


def test_what_is_kept_survives_reloading_and_is_checked_when_the_documents_change(
    small: Visit, collection: Collection, tmp_path: Path
) -> None:
    page = small.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    add(page, "Who keeps the lights on?", KEEPS)
    page.locator(".cite-menu:not([hidden]) [data-format=ris]").click()
    expect(page.locator(".cite-menu:not([hidden]) [data-format=ris]")).to_have_text(
        message("copied", "en")
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"AB  - {KEEPS}" in copied
    assert f"UR  - {collection.served.url.rstrip('/')}/?doc=docs/harbour.md&p=" in copied
    page.keyboard.press("Escape")
    expect(page.locator(".cite-menu:not([hidden])")).to_have_count(0)
    expect(page.locator("button.cite-as:focus")).to_have_count(1)
    add(page, "When does the Fisheries Board meet?", MEETS)
    add(page, "How much do ferries pay?", PAYS)
    small.reload()
    expect(page.locator(".basket-count")).to_have_text("3")
    open_basket(page)
    items = page.locator(".basket li")
    expect(items).to_have_count(3)
    expect(page.locator(".receipt.verbatim")).to_have_count(3)
    items.nth(1).locator("textarea").fill("Ask them.")
    # The second goes to the top, and takes its note and the focus with it.
    items.nth(1).locator("[data-act=up]").click()
    expect(items.first).to_contain_text(MEETS)
    expect(items.first.locator("textarea")).to_have_value("Ask them.")
    expect(items.first.locator("[data-act=down]")).to_be_focused()
    with page.expect_download() as download:
        page.locator("[data-export=docx]").click()
    download.value.save_as(tmp_path / "kept.docx")
    texts = [paragraph.text for paragraph in docx.Document(str(tmp_path / "kept.docx")).paragraphs]
    assert texts[2:5] == [f"“{MEETS}”", "Ask them.", f"“{KEEPS}”"]
    with page.expect_download() as download:
        page.locator("[data-export=markdown]").click()
    download.value.save_as(tmp_path / "kept.md")
    assert f"> “{PAYS}”[^3]" in (tmp_path / "kept.md").read_text(encoding="utf-8")
    page.keyboard.press("Escape")

    changed = HARBOUR.replace(MEETS, "It has no board.").replace(KEEPS, f"{KEEPS} It has members.")
    collection.write(harbour=changed)
    small.reload()
    open_basket(page)
    expect(items.nth(0).locator(".receipt.gone")).to_have_text(message("receipt-gone", "en"))
    expect(items.nth(0).locator("button.cite")).to_have_count(0)
    expect(items.nth(1).locator(".receipt.moved")).to_be_visible()
    expect(items.nth(2).locator(".receipt.verbatim")).to_be_visible()
    items.nth(1).locator("button.cite").click()
    expect(page.locator("#basket")).to_be_hidden()
    expect(page.locator("#reader-body .current")).to_contain_text("It has members.")
    open_basket(page)
    items.nth(1).locator("[data-act=renew]").click()
    expect(items.nth(1).locator(".receipt.verbatim")).to_be_visible()
    items.nth(0).locator("[data-act=remove]").click()
    expect(items).to_have_count(2)
    expect(page.locator(".basket-count")).to_have_text("2")
    page.keyboard.press("Escape")
    page.locator("#language label:has(input[value=zh])").click()
    button = page.locator("#tools button[popovertarget=basket]")
    expect(button).to_have_text(f"{message('basket', 'zh')}2")
    open_basket(page)
    expect(page.locator(".receipt.verbatim").first).to_have_text(message("receipt-verbatim", "zh"))
    assert small.complaints == []

"""Twenty people ask at once, in both languages, while the index is built anew."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(900)]

READERS = 20
QUESTIONS = {
    "en-US": ("Who lent two warehouses to show porcelain?", "周慕云"),
    "zh-CN": ("谁腾出两间货栈陈列瓷器？", "周慕云"),
}
HOSTILE = '<script>window.owned = 1</script><img src="x" onerror="window.owned = 1">'
ADDED = f"# 灯塔 {HOSTILE}\n\n石岬灯塔建于1887年，灯光在三十公里以外也看得见。\n"


@pytest.fixture
def folder(parallel_index: Path, tmp_path: Path) -> Path:
    """Documents and their index, to be changed."""
    copied = tmp_path / "documents"
    shutil.copytree(parallel_index.parent, copied)
    return copied


@pytest.fixture
def readers(browser: Browser, folder: Path, tmp_path: Path) -> Iterator[list[Visit]]:
    process, found = serve(folder / "index", tmp_path / "outside.txt")
    with ExitStack() as opened:
        opened.callback(stop, process)
        visits = []
        for number in range(READERS):
            pages = open_page(browser, found.url, list(QUESTIONS)[number % 2])
            visits.append(next(pages))
            opened.callback(next, pages, None)
        yield visits


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_all_are_answered_and_find_what_was_added(readers: list[Visit], folder: Path) -> None:
    (folder / "lighthouse.zh.md").write_text(ADDED, encoding="utf-8")
    building = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "index", ".", "--index", "index"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.DEVNULL,
    )
    for number, visit in enumerate(readers):
        ask(visit.page, list(QUESTIONS.values())[number % 2][0])
    for number, visit in enumerate(readers):
        wanted = list(QUESTIONS.values())[number % 2][1]
        expect(visit.page.locator(".hit").filter(has_text=wanted).first).to_be_visible(
            timeout=60_000
        )
    assert building.wait(timeout=120) == 0
    for visit in readers:
        ask(visit.page, "When was the lighthouse built? 石岬灯塔")
    for visit in readers:
        first = visit.page.locator(".hit").first
        expect(first).to_contain_text("1887", timeout=60_000)
        assert visit.complaints == []
    # What was added is hostile, and shown wherever a document is shown.
    page = readers[0].page
    page.locator(".hit button.cite").first.click()
    expect(page.locator("#reader-body")).to_contain_text("window.owned = 1")
    page.locator(".hit button.compare").first.click()
    expect(page.locator("#comparison .asked")).to_contain_text("window.owned = 1")
    page.locator("#tools [popovertarget=library]").click()
    expect(page.locator("#library")).to_contain_text("window.owned = 1")
    assert page.evaluate("window.owned") is None
    assert readers[0].complaints == []
    heading = readers[1].page.locator("#results .view > h2").first
    expect(heading).to_have_text(message("answer", "zh"))

"""The glossary, and an index that is built anew behind the page: a collection of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.build import build_index
from indexer.encoders import Encoder
from tests.browser.conftest import Served, Visit, locale_of, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]

GLOSSARY = "zh\tzh_short\ten\tacronym\n渔业局\t\tFisheries Board\tFB\n"
HARBOUR = """# Harbour

The Harbour Watch Group (HWG) keeps the lights of the harbour on at night.

The Fisheries Board meets on the first Monday of every month.
"""
AN_ENGLISH_QUESTION = "Who keeps the lights on?"


@dataclass(frozen=True)
class Collection:
    folder: Path
    served: Served

    def index(self) -> None:
        report = build_index([self.folder / "docs"], self.folder / "index", root=self.folder)
        assert not report.failures


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Iterator[Collection]:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "harbour.md").write_text(HARBOUR)
    (docs / "glossary.tsv").write_text(GLOSSARY)
    build_index([docs], tmp_path / "index", root=tmp_path)
    process, found = serve(tmp_path / "index", tmp_path / "outside.txt")
    yield Collection(tmp_path, found)
    stop(process)


@pytest.fixture
def small(
    browser: Browser, collection: Collection, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    yield from open_page(browser, collection.served.url, locale_of(request))


def open_glossary(page: Page) -> None:
    page.locator("#tools button[popovertarget=glossary]").click()
    page.locator(".entries li").first.wait_for()


def fill(page: Page, *names: str) -> None:
    for field, name in zip(page.locator("#glossary-form input").all(), names, strict=True):
        field.fill(name)


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()
    page.locator(".hit").first.wait_for()


def test_the_glossary_tells_names_and_where_they_come_from(small: Visit) -> None:
    page = small.page
    open_glossary(page)
    expect(page.get_by_text(message("glossary-count", "en", total=2))).to_be_visible()
    written = page.locator(".entries li", has_text="渔业局")
    expect(written).to_contain_text("Fisheries Board / FB")
    expect(written).to_contain_text(message("from-glossary", "en", line=2))
    mined = page.locator(".entries li", has_text="HWG")
    expect(mined).to_contain_text(message("from-mined", "en"))
    mined.locator("button.cite").click()
    expect(page.locator("#glossary")).to_be_hidden()
    expect(page.locator("#reader-body .current")).to_contain_text("Harbour Watch Group (HWG)")
    assert small.complaints == []


@pytest.mark.parametrize(("words", "found"), [("渔", "FB"), ("fisheries", "FB"), ("hwg", "HWG")])
def test_the_filter_finds_entries_in_both_languages(small: Visit, words: str, found: str) -> None:
    page = small.page
    open_glossary(page)
    # As typed, pasted or put in by an input method.
    page.keyboard.insert_text(words)
    expect(page.locator(".entries li")).to_have_count(1)
    expect(page.locator(".entries li")).to_contain_text(found)
    expect(page.locator(".count")).to_have_text(message("glossary-found", "en", count=1, total=2))


def test_the_drawer_is_used_with_the_keyboard_alone(small: Visit) -> None:
    page = small.page
    page.locator("#tools button[popovertarget=glossary]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#glossary-filter input")).to_be_focused()
    expect(page.get_by_role("dialog", name=message("glossary", "en"))).to_be_visible()
    inside = "document.getElementById('glossary').contains(document.activeElement)"
    names: list[str] = []
    while page.evaluate(inside) and len(names) < 20:
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
        page.keyboard.press("Tab")
    assert message("add", "en") in names
    page.locator("#glossary-filter input").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#glossary")).to_be_hidden()
    expect(page.locator("#tools button[popovertarget=glossary]")).to_be_focused()


def test_a_new_entry_is_searched_across_languages_at_once(
    small: Visit, collection: Collection
) -> None:
    page = small.page
    ask(page, "港灯组的工作")
    named = page.locator(".hit b.match", has_text="Harbour Watch Group")
    assert named.count() == 0
    open_glossary(page)
    fill(page, "港灯组", "Harbour Watch Group", "HWG")
    page.locator("#add-entry").click()
    told = page.locator("#glossary-told")
    expect(told).to_contain_text(message("entry-added", "en"), timeout=120_000)
    expect(page.locator(".entries li")).to_have_count(1)
    expect(page.locator(".entries li")).to_contain_text("港灯组")
    expect(page.locator("#glossary-form input").first).to_have_value("")
    added = (collection.folder / "docs/glossary.tsv").read_text()
    assert added == f"{GLOSSARY}港灯组\t\tHarbour Watch Group\tHWG\n"
    page.keyboard.press("Escape")
    ask(page, "港灯组的工作")
    named.first.wait_for()
    hosts = {urlsplit(sent.url).hostname for sent in small.requests if sent.url[:5] != "data:"}
    assert hosts == {"127.0.0.1"}
    assert collection.served.outside.read_text() == ""
    assert small.complaints == []


@pytest.mark.locale("zh-CN")
def test_an_entry_that_cannot_be_added_is_refused_in_the_language_of_the_reader(
    small: Visit, collection: Collection
) -> None:
    page = small.page
    open_glossary(page)
    told = page.locator("#glossary-told [role=alert]")
    page.locator("#add-entry").click()
    expect(told).to_have_text(message("entry-needs-chinese", "zh"))
    fill(page, "渔业局", "Fisheries Board", "")
    page.keyboard.press("Enter")
    expect(told).to_have_text(message("entry-known", "zh"))
    fill(page, "局", "局", "")
    page.keyboard.press("Enter")
    expect(told).to_have_text(message("entry-not-english", "zh", name="局"))
    (collection.folder / "docs/harbour.md").unlink()
    fill(page, "海关", "Customs", "")
    page.locator("#add-entry").click()
    expect(told).to_have_text(message("sources-gone", "zh", source="docs/harbour.md"))
    expect(page.locator("#glossary-form input").first).to_have_value("海关")
    assert (collection.folder / "docs/glossary.tsv").read_text() == GLOSSARY


def test_the_words_of_the_drawer_change_with_the_language(small: Visit) -> None:
    page = small.page
    page.locator("#language label:has(input[value=zh])").click()
    expect(page.locator("#tools button[popovertarget=glossary]")).to_have_text(
        message("glossary", "zh")
    )
    open_glossary(page)
    expect(page.get_by_role("dialog", name=message("glossary", "zh"))).to_be_visible()
    said = page.locator("#glossary").inner_text()
    for key in ("glossary", "close-glossary", "add-entry", "entry-zh", "entry-en", "add"):
        assert message(key, "zh") in said
        assert message(key, "en") not in said.splitlines()
    assert message("from-glossary", "zh", line=2) in said


def test_a_language_without_passages_says_so(small: Visit) -> None:
    page = small.page
    page.locator("#layout label:has(input[value=columns])").click()
    ask(page, AN_ENGLISH_QUESTION)
    empty = page.locator("section.side").first
    expect(empty.get_by_text(message("column-zh-empty", "en"))).to_be_visible()
    assert empty.locator(".hit").count() == 0
    assert page.locator("section.side").nth(1).locator(".hit").count() > 0


def test_an_index_built_by_another_process_is_searched_by_the_next_question(
    small: Visit, collection: Collection
) -> None:
    page = small.page
    ask(page, AN_ENGLISH_QUESTION)
    page.locator(".hit button.cite").first.click()
    page.locator("#reader-body .current").wait_for()
    (collection.folder / "docs/harbour.md").write_text(
        HARBOUR.replace("at night", "until the sun has risen")
    )
    collection.index()
    ask(page, AN_ENGLISH_QUESTION)
    changed = page.locator(".hit", has_text="until the sun has risen").first
    expect(changed).to_be_visible()
    # The document in the reader is the old one; a citation of the new one brings the new one.
    changed.locator("button.cite").click()
    expect(page.locator("#reader-body .current")).to_contain_text("until the sun has risen")
    shutil.rmtree(collection.folder / "docs")
    ask(page, AN_ENGLISH_QUESTION)
    assert small.complaints == []


def test_controls_have_names_and_text_stands_out(small: Visit) -> None:
    page = small.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        small.reload()
        page.locator("#results .view").wait_for()
        open_glossary(page)
        page.locator("#add-entry").click()
        page.locator("#glossary-told [role=alert]").wait_for()
        page.wait_for_timeout(400)
        faint = page.evaluate(Path(__file__).with_name("contrast.js").read_text())
        assert faint == []
    for field in page.locator("#glossary input").all():
        assert field.evaluate("field => field.labels?.[0]?.textContent.trim() ?? ''")

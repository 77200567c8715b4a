"""The page as people use it: the real report, the real index, a real browser."""

import re
import signal
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import serve
from ui.messages import MESSAGES, message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

IN_CHINESE = "突尼斯有哪些打击资助恐怖主义的项目？"
IN_ENGLISH = "Why are young people drawn to terrorist groups?"
HAN = re.compile(r"[\u4e00-\u9fff]")
CHROME = (
    "#name, #tools, #question, #ask, #filter, #layout, #examples-label, .view > h2, .support, "
    ".side h3, .why summary, .why dt, button.copy, #reader-head .back"
)
"""Where the words are all the interface's own."""


class Visit(Protocol):
    page: Page
    requests: list[Request]
    complaints: list[str]


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()


def choose(page: Page, group: str, value: str) -> None:
    # The round button itself is hidden; its label is what is seen and clicked.
    page.locator(f"#{group} label:has(input[value={value}])").click()


def hit(page: Page, kind: str, language: str, words: str) -> Locator:
    found = page.locator(".hit", has_text=words).filter(
        has=page.locator(f".badge.{language}"), has_text=message(f"kind-{kind}", "en")
    )
    found.first.wait_for()
    return found.first


def open_citation(page: Page, card: Locator) -> Locator:
    card.locator("button.cite").click()
    current = page.locator("#reader-body .current")
    expect(current).to_have_count(1)
    expect(current).to_be_in_viewport()
    expect(card).to_have_class(re.compile("current"))
    return current


def top_of_reader(page: Page) -> float:
    return float(page.locator("#reader-scroll").evaluate("area => area.scrollTop"))


def test_a_chinese_question_leads_to_a_row_of_the_english_table(visit: Visit) -> None:
    ask(visit.page, IN_CHINESE)
    card = hit(visit.page, "table-row", "en", "Tunisia, Morocco and Algeria")
    expect(card.locator(".text dt")).to_have_count(5)
    row = open_citation(visit.page, card)
    assert row.evaluate("row => row.tagName") == "TR"
    expect(row).to_contain_text("Countering Financing of Terrorism for Tunisia")
    expect(row.locator("mark.evidence").first).to_be_in_viewport()
    assert visit.page.locator("#reader-body table").count() == 4
    assert visit.complaints == []


def test_an_english_question_leads_to_a_chinese_paragraph(visit: Visit) -> None:
    ask(visit.page, IN_ENGLISH)
    paragraph = open_citation(visit.page, hit(visit.page, "paragraph", "zh", "年轻人"))
    expect(paragraph).to_contain_text("年轻人")
    assert paragraph.get_attribute("lang") == "zh-Hans"
    expect(paragraph.locator("mark.evidence").first).to_be_in_viewport()


def test_another_citation_of_the_document_does_not_send_it_again(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    open_citation(page, hit(page, "paragraph", "zh", "年轻人"))
    first = top_of_reader(page)
    before = len(visit.requests)
    open_citation(page, page.locator(".hit").filter(has=page.locator(".badge.en")).first)
    assert len(visit.requests) == before
    assert top_of_reader(page) != first


def test_the_reader_scrolls_through_the_whole_document(visit: Visit) -> None:
    page = visit.page
    page.locator("#results button.cite").first.click()
    first = page.locator("#reader-body .passage").first
    last = page.locator("#reader-body .passage").last
    expect(first).to_be_in_viewport()
    page.locator("#reader-scroll").hover()
    page.mouse.wheel(0, 400)
    page.wait_for_function("document.getElementById('reader-scroll').scrollTop >= 300")
    page.locator("#reader-scroll").evaluate("area => area.scrollTo(0, area.scrollHeight)")
    assert top_of_reader(page) > 10_000
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert page.evaluate("window.scrollY") == 0


def test_contents_and_footnotes_lead_through_the_document(visit: Visit) -> None:
    page = visit.page
    page.locator("#results button.cite").first.click()
    page.locator("#reader-head summary").click()
    page.locator("#reader-head a", has_text="Annex III").first.click()
    expect(page.locator("#reader-body h2.current")).to_have_text("Annex III")
    expect(page.locator("#reader-body h2.current")).to_be_in_viewport()
    page.locator("#reader-body a.note").first.click()
    note = page.locator("#reader-body aside.current")
    expect(note).to_be_in_viewport()
    note.locator("a").click()
    expect(page.locator("#reader-body a.note").first).to_be_in_viewport()


def test_an_address_opens_the_reader_at_its_passage(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    paragraph = open_citation(page, hit(page, "paragraph", "zh", "年轻人"))
    name = paragraph.get_attribute("id")
    assert "&p=" in page.url
    page.reload()
    expect(page.locator("#reader-body .current")).to_be_in_viewport()
    assert page.locator("#reader-body .current").get_attribute("id") == name


def words_of_the_interface(page: Page) -> str:
    shown = page.locator(CHROME).all_inner_texts()
    placeholder = page.locator("#question textarea").get_attribute("placeholder") or ""
    return "\n".join([*shown, placeholder])


def test_the_interface_changes_its_language_at_once_and_for_good(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    open_citation(page, hit(page, "paragraph", "zh", "年轻人"))
    assert not HAN.search(words_of_the_interface(page))
    choose(page, "language", "zh")
    expect(page.locator("#ask")).to_have_text(message("ask", "zh"))
    expect(page.locator(".hit .kind").first).to_have_text(re.compile("段落|表格行|列表项"))
    expect(page.locator("#reader-head .back")).to_have_text(message("back-to-results", "zh"))
    words = words_of_the_interface(page)
    english = {wording.en for wording in MESSAGES.values() if len(wording.en) > 3}
    assert not [said for said in words.splitlines() if said.strip() in english]
    assert not re.search(r"[A-Za-z]{2}", words.replace("{", "")), words
    expect(page.locator(".hit button.cite").first).to_contain_text("A/72/840，")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#reader-body .current")).to_have_count(1)
    page.reload()
    expect(page.locator("#ask")).to_have_text(message("ask", "zh"))


@pytest.mark.locale("zh-CN")
def test_the_first_language_is_the_browsers(visit: Visit) -> None:
    expect(visit.page.locator("#ask")).to_have_text(message("ask", "zh"))
    expect(visit.page.locator("#results .view")).to_have_attribute("lang", "zh-Hans")


@pytest.mark.parametrize(("chosen", "other"), [("zh", "en"), ("en", "zh")])
def test_the_filter_leaves_one_language(visit: Visit, chosen: str, other: str) -> None:
    page = visit.page
    choose(page, "filter", chosen)
    ask(page, IN_ENGLISH)
    page.locator(".hit").first.wait_for()
    assert page.locator(f".hit .badge.{chosen}").count() == 10
    assert page.locator(f".hit .badge.{other}").count() == 0


def test_an_empty_question_gives_a_notice(visit: Visit) -> None:
    ask(visit.page, "  ？ ")
    notice = visit.page.locator("[role=alert]")
    expect(notice).to_contain_text("the question is empty")
    choose(visit.page, "language", "zh")
    expect(notice).to_contain_text("问题是空的")


def test_a_question_that_is_too_long_gives_a_notice(visit: Visit) -> None:
    ask(visit.page, "why " * 600)
    expect(visit.page.locator("[role=alert]")).to_contain_text("at most 2000")
    assert visit.complaints == []


def test_an_off_topic_question_says_that_nothing_was_found(visit: Visit) -> None:
    ask(visit.page, "best pasta recipe with tomatoes")
    page = visit.page
    expect(page.locator(".notice")).to_contain_text(message("nothing-found", "en"))
    expect(page.locator(".view")).to_contain_text(message("nearest-passages", "en"))
    assert page.locator(".quotes").count() == 0


def test_an_example_asks_itself(visit: Visit) -> None:
    page = visit.page
    page.locator("#examples button", has_text="UNOCT and CTED").click()
    page.locator(".quotes").wait_for()
    expect(page.locator("#question textarea")).to_have_value(re.compile("UNOCT and CTED"))


def test_every_control_has_a_name_and_ids_are_unique(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_CHINESE)
    open_citation(page, hit(page, "table-row", "en", "Tunisia"))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, textarea, input, summary, a[href]")]
            .filter((control) => control.offsetParent !== null)
            .filter((control) => !(control.getAttribute("aria-label") || control.textContent.trim()
                || [...(control.labels ?? [])].some((label) => label.textContent.trim())))
            .map((control) => control.outerHTML)"""
    )
    assert nameless == []
    twice = page.evaluate(
        """() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
            return ids.filter((id, place) => id && ids.indexOf(id) !== place); }"""
    )
    assert twice == []
    groups = page.locator("[role=radiogroup]").all()
    for group in groups:
        expect(group).to_have_accessible_name(re.compile("."))
    assert len(groups) == 3
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(visit: Visit, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    page.locator("#results .view").wait_for()
    ask(page, IN_CHINESE)
    open_citation(page, hit(page, "table-row", "en", "Tunisia"))
    page.wait_for_timeout(500)
    faint = page.evaluate((Path(__file__).with_name("contrast.js")).read_text())
    assert faint == []


def test_nothing_leaves_the_machine(visit: Visit, served_outside: Path) -> None:
    page = visit.page
    ask(page, IN_CHINESE)
    open_citation(page, hit(page, "table-row", "en", "Tunisia"))
    page.locator(".why summary").first.click()
    page.locator("button.copy").first.click()
    choose(page, "layout", "columns")
    page.locator("section.side").first.wait_for()
    page.locator("#tools button[popovertarget=glossary]").click()
    page.locator(".entries li").first.wait_for()
    page.keyboard.insert_text("UNOCT")
    page.locator(".entries li", has_text="UNOCT").first.wait_for()
    page.keyboard.press("Escape")
    choose(page, "language", "zh")
    expect(page.locator("#ask")).to_have_text(message("ask", "zh"))
    hosts = {urlsplit(sent.url).hostname for sent in visit.requests if sent.url[:5] != "data:"}
    assert hosts == {"127.0.0.1"}
    assert served_outside.read_text() == ""
    answer = page.request.get(page.url)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert visit.complaints == []


def test_two_people_do_not_see_each_others_results(visit: Visit) -> None:
    page = visit.page
    ask(page, IN_ENGLISH)
    page.locator(".hit").first.wait_for()
    browser = page.context.browser
    assert browser is not None
    other = browser.new_page()
    other.goto(page.url.split("?")[0])
    other.locator(".documents").wait_for()
    assert other.locator(".hit").count() == 0
    other.close()


def test_an_interrupt_ends_the_server(report_index: Path, tmp_path: Path) -> None:
    process, _ = serve(report_index, tmp_path / "outside.txt")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.splitlines() == [message("stopped", "en")]

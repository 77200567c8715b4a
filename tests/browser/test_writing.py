"""The written answer in the page: it streams, is checked, can be stopped, and may fail."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, Visit, open_page, serve, stop
from tests.writer_server import Asked, Reply, WriterServer, events, writing_server
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

# What is written is checked by a model of its own, which a busy machine takes its time for.
CHECKED = 90_000
QUESTION = "How often do the heads of UNOCT and CTED meet?"


@pytest.fixture(scope="module")
def model() -> Iterator[WriterServer]:
    with writing_server() as running:
        yield running


@pytest.fixture(scope="module")
def written_page(
    model: WriterServer, report_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    named = {"YINJU_LLM_URL": model.url, "YINJU_LLM_MODEL": "small", "YINJU_LLM_KEY": "sk-secret"}
    process, served = serve(
        report_index, tmp_path_factory.mktemp("written") / "outside", environment=named
    )
    yield served
    stop(process)


@pytest.fixture
def visit(browser: Browser, written_page: Served, model: WriterServer) -> Iterator[Visit]:
    model.forget()
    yield from open_page(browser, written_page.url)


def ask(page: Page, question: str = QUESTION) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()


def text(asked: Asked) -> str:
    number = asked.number_of("每周举行会议")
    return (
        f"The two units hold coordination meetings every month [{number}]. They meet every day in "
        f"Geneva [{number}]. It is sunny <img src=x onerror=alert(1)>."
    )


def test_an_answer_is_written_checked_and_leads_to_its_passages(
    visit: Visit, written_page: Served, model: WriterServer
) -> None:
    page, go_on = visit.page, threading.Event()

    def answer(asked: Asked) -> Reply:
        def pieces() -> Iterator[bytes]:
            whole = events(text(asked))
            yield from whole[:14]
            go_on.wait(120)
            yield from whole[14:]

        return Reply(pieces())

    model.answer = answer
    ask(page)
    written = page.locator("#results .written")
    first = written.locator("li").first
    expect(first).to_contain_text("coordination meetings every month.", timeout=CHECKED)
    # The next one is being written, and nothing of it is shown before it was checked.
    expect(written).to_have_attribute("aria-busy", "true")
    expect(written.locator("li")).to_have_count(1)
    expect(page.locator(".quotes blockquote").first).to_be_visible()
    go_on.set()
    expect(written).to_have_attribute("aria-busy", "false", timeout=CHECKED)
    struck = written.locator("li.struck")
    expect(struck).to_have_count(2)
    expect(struck.first.locator("del")).to_have_text("They meet every day in Geneva.")
    expect(struck.first).to_contain_text(message("written-unsupported", "en"))
    expect(struck.first).to_contain_text("Geneva”")
    expect(struck.nth(1)).to_contain_text(message("written-uncited", "en"))
    expect(struck.nth(1)).to_contain_text("<img src=x")
    expect(page.locator("#results .said")).to_contain_text("2 of 3 sentences")
    assert "sk-secret" not in page.content()
    first.locator("button.cite").click()
    expect(page.locator("#reader-body .passage.current")).to_contain_text("每周举行会议")
    expect(first.locator("button.cite")).to_have_attribute("aria-current", "true")
    # It stays when the page speaks the other language, in its own words.
    page.locator("#language input[value=zh]").check()
    expect(written).to_contain_text(message("written-unsupported", "zh"))
    expect(written.locator("li")).to_have_count(3)
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        # The address asks again.
        visit.reload()
        expect(written).to_have_attribute("aria-busy", "false", timeout=CHECKED)
        expect(struck).to_have_count(2)
        found = Axe().run(page, context="#results .written").response["violations"]
        grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        assert [(rule["id"], rule["nodes"][0]["failureSummary"]) for rule in grave] == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.complaints == []
    assert written_page.outside.read_text() == ""


def test_a_reader_stops_the_model_and_what_is_quoted_stays(
    visit: Visit, model: WriterServer
) -> None:
    page = visit.page

    def answer(asked: Asked) -> Reply:
        def pieces() -> Iterator[bytes]:
            yield from events(text(asked))[:14]
            while True:
                yield b": still thinking\n\n"
                model.gone.wait(0.1)

        return Reply(pieces())

    model.answer = answer
    ask(page)
    written = page.locator("#results .written")
    expect(written.locator("li")).to_have_count(1, timeout=CHECKED)
    written.locator("button.stop").click()
    expect(written.locator(".told")).to_contain_text(message("written-stopped", "en"))
    expect(written.locator("button.stop")).to_have_count(0)
    assert model.gone.wait(30)
    expect(written.locator("li")).to_have_count(1)
    expect(page.locator(".quotes blockquote").first).to_be_visible()


def test_a_failure_is_told_where_the_answer_would_be_and_the_next_question_is_asked(
    visit: Visit, model: WriterServer
) -> None:
    page = visit.page
    model.answer = lambda asked: Reply([b'{"error": {"message": "slow down"}}'], 429, "text/json")
    ask(page)
    written = page.locator("#results .written")
    expect(written.get_by_role("alert")).to_contain_text("slow down")
    expect(page.locator(".quotes blockquote").first).to_be_visible()
    model.says(text)
    ask(page, "weekly meetings of the heads of UNOCT and CTED")
    expect(written.locator("li")).to_have_count(3, timeout=CHECKED)
    expect(written.get_by_role("alert")).to_have_count(0)
    ask(page, "How many UNODC projects are there in Morocco?")
    expect(written).to_contain_text(message("written-not-asked-table", "en"))
    expect(written.locator("li")).to_have_count(0)
    assert len(model.asked) == 2

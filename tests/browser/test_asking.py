"""Filters, addresses that ask, the history of a session, and why a passage is where it is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, Visit
from ui.messages import message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

QUESTION = "border security projects"


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()
    page.locator(".hit").first.wait_for()


def test_a_filter_is_chosen_linked_undone_and_gone_back_to(visit: Visit) -> None:
    page = visit.page
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"q=border\+security\+projects$"))
    page.locator(".filters summary").press("Enter")
    page.get_by_role("checkbox", name="Completed").press("Space")
    chip = page.locator("button.chip")
    expect(chip).to_have_count(1)
    expect(page).to_have_url(re.compile("where=Status"))
    expect(page.get_by_role("checkbox", name="Completed")).to_be_focused()
    expect(page.locator(".filters .left")).to_contain_text("93")
    expect(page.locator(".hit .kind").filter(has_text="table row")).to_have_count(10)
    visit.reload()
    expect(chip).to_have_count(1)
    expect(page.locator(".hit .kind").filter(has_text="table row")).to_have_count(10)
    expect(page.locator("#question textarea")).to_have_value(QUESTION)
    chip.click()
    expect(chip).to_have_count(0)
    expect(page.locator(".hit .kind").filter(has_text="paragraph").first).to_be_visible()
    page.go_back()
    expect(chip).to_have_count(1)
    expect(page.locator(".hit .kind").filter(has_text="table row")).to_have_count(10)
    assert visit.complaints == []


def test_a_link_with_a_filter_of_other_days_says_so(visit: Visit, served: Served) -> None:
    visit.goto(f"{served.url}?q=projects&section=gone")
    expect(visit.page.locator("#results [role=alert]")).to_contain_text("no section is called so")
    expect(visit.page.locator("button.chip")).to_have_text(re.compile("gone"))


def test_the_questions_of_a_session_come_back(visit: Visit) -> None:
    page = visit.page
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile("q=border"))
    ask(page, "best pasta recipe with tomatoes")
    expect(page).to_have_url(re.compile("q=best"))
    page.locator("button[popovertarget=history]").first.click()
    listed = page.locator("button.asked-before")
    expect(listed).to_have_count(2)
    expect(listed.first).to_contain_text(message("history-nothing", "en"))
    listed.nth(1).click()
    expect(page.locator("#question textarea")).to_have_value(QUESTION)
    expect(page.locator(".hit .kind").filter(has_text="table row").first).to_be_visible()
    expect(listed.first).to_contain_text(QUESTION)
    page.locator("#question textarea").fill("")
    page.locator("#question textarea").press("ArrowUp")
    expect(page.locator("#question textarea")).to_have_value(QUESTION)
    page.locator("button[popovertarget=history]").first.click()
    page.locator(".history button.clear").click()
    expect(listed).to_have_count(0)
    assert visit.complaints == []


def test_a_passage_says_why_it_is_there_or_not(visit: Visit) -> None:
    page = visit.page
    ask(page, QUESTION)
    card = page.locator(".hit").nth(1)
    card.locator(".why summary").click()
    expect(card.locator(".explanation")).to_contain_text("Number 2 of")
    card.locator("button.cite").click()
    why = page.locator("#reader-body button.explain")
    expect(why).to_have_text(card.locator(".why summary").inner_text())
    why.click()
    drawer = page.locator("#explained")
    expect(drawer).to_contain_text("Number 2 of")
    expect(drawer.locator("button.close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert visit.complaints == []

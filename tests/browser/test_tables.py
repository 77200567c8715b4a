"""Answers from a table and short answers in the page."""

import csv
import re
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


class Visit(Protocol):
    page: Page
    complaints: list[str]


def test_the_rows_of_an_answer_are_sorted_opened_and_taken_away(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page
    page.locator("#question textarea").fill(
        "How many completed projects are there under pillar II?"
    )
    page.locator("#ask").click()
    expect(page.locator(".table-answer p.short")).to_have_text("17")
    expect(page.locator(".chips li")).to_have_count(2)
    head = page.locator("table.sortable th").nth(2)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    rows = page.locator("table.sortable tbody tr")
    expect(rows.first).to_contain_text("1540 Export Control Seminar")
    head.locator("button").click()
    expect(rows.last).to_contain_text("1540 Export Control Seminar")
    with page.expect_download() as download:
        page.locator("a.download").first.click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 17
    rows.last.locator("button.cite").click()
    expect(page.locator("#reader-body .current")).to_contain_text("1540 Export Control Seminar")
    assert visit.complaints == []


def test_a_short_answer_stands_above_the_sentence_that_has_it(visit: Visit) -> None:
    page = visit.page
    page.locator("#question textarea").fill("CTITF 底下现在一共有几个 working group？")
    page.locator("#ask").click()
    expect(page.locator(".view > p.short")).to_have_text(re.compile("^12"))
    expect(page.locator(".quotes mark.short")).to_have_count(1)

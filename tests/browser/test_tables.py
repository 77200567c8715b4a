"""Answers from a table and short answers in the page."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_the_rows_of_an_answer_are_sorted_opened_and_taken_away(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page
    page.locator("#question textarea").fill(
        "How many completed projects are there under pillar II?"
    )
    page.locator("#ask").click()
    expect(page.locator(".table-answer p.short")).to_have_text("17")
    expect(page.locator(".conditions > li")).to_have_count(2)
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


STATUS = '.condition[data-column="Status of Implementation"]'


def test_the_filter_that_was_understood_is_changed_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.locator("#question textarea").fill(
        "How many completed projects are there under pillar II?"
    )
    page.locator("#ask").click()
    figure = page.locator(".table-answer p.short")
    expect(figure).to_have_text("17")
    rows = page.locator("table.sortable tbody tr")
    value = page.locator(f"{STATUS} select.value")
    value.focus()
    page.keyboard.type("Ongoing")
    expect(value).to_have_value("Ongoing")
    expect(page.locator(".edited")).to_contain_text("no longer answers the question")
    expect(value).to_be_focused()
    count = int(figure.inner_text())
    assert count != 17
    expect(rows).to_have_count(count)
    expect(page.locator(".view > .said")).to_have_text(f"{count} rows meet the conditions")
    expect(rows.first).to_contain_text("Ongoing")

    # A link to it answers the same, and going back undoes it.
    changed = page.url
    assert "condition=" in changed
    page.locator(f"{STATUS} select.operator").select_option("any of")
    box = page.locator(f"{STATUS} .boxes input").nth(1)
    expect(page.locator(f"{STATUS} .boxes input").nth(0)).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(figure).to_have_text(str(17 + count))
    expect(page.locator(f"{STATUS} .boxes input").nth(1)).to_be_focused()
    page.go_back()
    page.go_back()
    expect(figure).to_have_text(str(count))
    visit.goto(changed)
    expect(figure).to_have_text(str(count))
    page.locator("#condition-reset").click()
    expect(figure).to_have_text("17")
    expect(page.locator(".edited")).to_have_count(0)
    assert visit.complaints == []


@pytest.mark.locale("zh-CN")
def test_conditions_are_removed_and_added(visit: Visit) -> None:
    page = visit.page
    page.locator("#question textarea").fill("支柱二下已完成的项目有多少个？")
    page.locator("#ask").click()
    figure = page.locator(".table-answer p.short")
    expect(figure).to_have_text("17")
    page.get_by_role("button", name="移除条件：章节").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".conditions > li")).to_have_count(1)
    expect(page.locator("#condition-0-remove")).to_be_focused()
    completed = int(figure.inner_text())
    assert completed > 17
    page.get_by_label("新条件所用的列").select_option("Geographical Scope")
    page.get_by_role("button", name="添加条件").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Geographical Scope：取值")
    expect(field).to_be_focused()
    expect(figure).to_have_text(str(completed))
    field.fill("Mali")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("行符合条件")
    expect(page.locator("table.sortable tbody tr").first).to_contain_text("Mali")
    rows = page.locator("table.sortable tbody tr")
    assert 0 < rows.count() < completed
    expect(figure).to_have_text(str(rows.count()))
    # What is shown in the other language has the same conditions.
    page.locator("#language label", has_text="English").click()
    expect(page.locator(".edited")).to_contain_text("no longer answers")
    expect(page.get_by_label("Geographical Scope: value")).to_have_value("Mali")
    expect(figure).to_have_text(str(rows.count()))
    assert visit.complaints == []

"""The map in the page: by its button, by a link, from a cell to two sections and back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from indexer.build import build_index
from indexer.encoders import Encoder
from tests.browser.conftest import Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]


def open_map(page: Page) -> Locator:
    page.locator("#tools button[data-open-map]").click()
    drawn = page.locator(".section-map")
    drawn.wait_for(timeout=60_000)
    return drawn


def test_a_cell_opens_its_sections_and_the_map_comes_back_as_it_was(visit: Visit) -> None:
    page = visit.page
    drawn = open_map(page)
    expect(page).to_have_url(re.compile("map=1"))
    expect(page.locator("#results")).to_be_hidden()
    expect(page.locator("#comparison h2").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    cell = drawn.locator('rect[role=button][tabindex="0"]:not([data-a=""]):not([data-b=""])').nth(
        20
    )
    expect(cell).to_have_accessible_name(re.compile("↔"))
    ids = cell.get_attribute("data-a"), cell.get_attribute("data-b")
    cell.click()
    shown = page.locator("#comparison .comparison[data-beside]")
    page.locator("#comparison .aligned").wait_for()
    assert (shown.get_attribute("data-asked"), shown.get_attribute("data-beside")) == ids
    page.locator("#comparison [data-open-map]").click()
    drawn.wait_for()
    expect(cell).to_be_focused()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        page.locator("#comparison .aligned").wait_for()
        page.locator("#comparison [data-open-map]").click()
        drawn.wait_for()
        expect(cell).to_be_focused()
    page.locator("#comparison button.close").click()
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator("#tools button[data-open-map]")).to_be_focused()
    assert "map=" not in page.url
    assert visit.complaints == []


def test_a_link_opens_the_map_and_a_heading_its_counterparts(visit: Visit) -> None:
    page = visit.page
    visit.goto(page.url + "?map=A/72/840")
    drawn = page.locator(".section-map")
    drawn.wait_for(timeout=60_000)
    heading = drawn.locator("text[data-compare]").nth(2)
    asked = heading.get_attribute("data-compare")
    heading.click()
    shown = page.locator(f'#comparison .comparison[data-asked="{asked}"]')
    shown.wait_for()
    visit.reload()
    shown.wait_for()
    page.locator("#comparison [data-open-map]").click()
    drawn.wait_for(timeout=60_000)
    page.locator(".map-view summary").click()
    pair = '.map-view button.map-pair:not([data-a=""]):not([data-b=""])'
    page.locator(pair).first.click()
    page.locator("#comparison .aligned").wait_for()
    assert visit.complaints == []


def test_the_language_changes_at_once(visit: Visit) -> None:
    page = visit.page
    open_map(page)
    page.locator("#language label:has(input[value=zh])").click()
    expect(page.locator("#comparison h2").first).to_have_text(message("map", "zh"))
    expect(page.locator("#tools button[data-open-map]")).to_have_text(message("map", "zh"))
    expect(page.locator(".map-view h2")).to_contain_text("对照图：")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(visit: Visit, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_map(page)
    page.locator(".map-view summary").click()
    page.wait_for_timeout(500)
    assert page.evaluate(Path(__file__).with_name("contrast.js").read_text()) == []


@pytest.mark.parametrize("width", [390, 1000])
def test_the_picture_scrolls_in_its_own_box(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 844})
    open_map(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".map-scroll").evaluate("box => box.scrollWidth > box.clientWidth")


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    path = tmp_path / "gate"
    path.touch()
    return path


@pytest.fixture
def slow(parallel_index: Path, tmp_path: Path, browser: Browser, gate: Path) -> Iterator[Visit]:
    """The page of a server whose maps are not ready while the gate is there."""
    process, served = serve(parallel_index, tmp_path / "outside.txt", gate)
    yield from open_page(browser, served.url)
    stop(process)


def test_a_map_tells_how_far_it_is_and_is_cancelled_and_made_again(slow: Visit, gate: Path) -> None:
    page = slow.page
    page.locator("#tools button[data-open-map]").click()
    bar = page.get_by_role("progressbar", name=message("map-making-name", "en"))
    far = {"done": 1, "total": 4}
    expect(bar).to_have_attribute(
        "aria-valuetext", message("step", "en", stage=message("stage-read", "en"), **far)
    )
    expect(bar).to_have_attribute("aria-valuenow", "20")
    # Whoever comes again, or another reader, sees it as well.
    slow.reload()
    expect(bar).to_have_attribute("aria-valuenow", "20")
    page.locator("#language label:has(input[value=zh])").click()
    in_chinese = page.get_by_role("progressbar", name=message("map-making-name", "zh"))
    expect(in_chinese).to_have_attribute(
        "aria-valuetext", message("step", "zh", stage=message("stage-read", "zh"), **far)
    )
    page.get_by_role("button", name=message("cancel-change", "zh")).focus()
    page.keyboard.press("Enter")
    notice = page.locator("#comparison .notice")
    expect(notice).to_contain_text(message("map-cancelled", "zh"))
    expect(in_chinese).to_have_count(0)
    again = notice.get_by_role("button", name=message("map-make", "zh"))
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    expect(in_chinese).to_be_visible()
    gate.unlink()
    page.locator(".section-map").wait_for()
    expect(in_chinese).to_have_count(0)
    assert slow.complaints == []


def test_whoever_has_gone_elsewhere_is_not_called_back_to_a_map(slow: Visit, gate: Path) -> None:
    page = slow.page
    page.locator("#tools button[data-open-map]").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.locator("#comparison button.close").click()
    expect(page.locator("#results .documents")).to_be_visible()
    gate.unlink()
    page.locator("#question textarea").fill("museum")
    page.locator("#ask").click()
    page.locator(".hit").first.wait_for()
    expect(page.locator("#comparison .comparison")).to_have_count(0)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert slow.complaints == []


@pytest.fixture
def alone(tmp_path: Path, browser: Browser, encoder: Encoder) -> Iterator[Visit]:
    """The page of a collection without Chinese."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/harbour.md").write_text("# Harbour\n\nThe lights are kept on at night.\n")
    build_index([tmp_path / "docs"], tmp_path / "index", root=tmp_path)
    process, served = serve(tmp_path / "index", tmp_path / "outside.txt")
    yield from open_page(browser, served.url)
    stop(process)


def test_of_one_language_there_is_no_map_and_it_is_said_why(alone: Visit) -> None:
    page = alone.page
    page.locator("#tools button[data-open-map]").click()
    notice = page.locator("#comparison [role=alert]")
    expect(notice).to_contain_text("one language")
    page.locator("#language label:has(input[value=zh])").click()
    expect(notice).to_contain_text("只有一种语言")
    assert alone.complaints == []

"""What a reader says of sentence pairs: stored, shown at once, and there in a new page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.build import build_index
from indexer.corrections import Correction, read_corrections
from indexer.encoders import Encoder
from retriever.search import open_index
from tests.browser.conftest import Visit, open_page, serve, stop
from ui.messages import message

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.timeout(900),
]

ZH = "# 港口\n\n蓝港管理处每周一开会。渔船由蓝港管理处登记。港口的灯在夜间一直亮着。\n"
EN = (
    "# Harbour\n\nThe Blue Harbour Office meets on Mondays. Boats are registered by the Blue "
    "Harbour Office. The lights of the harbour are on all night.\n"
)


@dataclass(frozen=True)
class Collection:
    visit: Visit
    folder: Path
    passage: str
    sections: tuple[str, str]

    @property
    def stored(self) -> tuple[Correction, ...]:
        return read_corrections(self.folder / "docs/corrections.tsv")

    def open(self, query: str) -> Page:
        page = self.visit.page
        self.visit.goto(page.url.split("?")[0] + query)
        page.locator("#comparison .comparison").wait_for()
        return page


@pytest.fixture
def collection(tmp_path: Path, browser: Browser, encoder: Encoder) -> Iterator[Collection]:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "zh.md").write_text(ZH, encoding="utf-8")
    (docs / "en.md").write_text(EN, encoding="utf-8")
    build_index([docs], tmp_path / "index", root=tmp_path)
    index = open_index(tmp_path / "index")
    zh, en = (
        {p.kind: p.id for p in index.store.passages(name)} for name in ("docs/zh.md", "docs/en.md")
    )
    index.close()
    process, served = serve(tmp_path / "index", tmp_path / "outside.txt")
    for visit in open_page(browser, served.url):
        yield Collection(visit, tmp_path, zh["paragraph"], (zh["heading"], en["heading"]))
    stop(process)


def press(page: Page, row: int, verdict: str, name: str) -> None:
    page.locator("#comparison .row").nth(row).locator(
        f'button[data-verdict="{verdict}"]', has_text=message(name, "en")
    ).first.click()


def test_a_pair_is_confirmed_and_another_rejected(collection: Collection) -> None:
    page = collection.open(f"?compare={collection.passage}")
    rows = page.locator("#comparison .row")
    expect(rows).to_have_count(3)
    press(page, 0, "confirmed", "pair-right")
    expect(page.locator("#pair-told [role=status]")).to_have_text(
        message("pair-stored-confirmed", "en")
    )
    expect(rows.locator("b.confirmed")).to_have_count(1)
    expect(page.locator("button.verdict:focus")).to_have_text(message("pair-right", "en"))
    assert [c.verdict for c in collection.stored] == ["confirmed"]
    before = len(collection.stored)
    press(page, 2, "rejected", "pair-wrong")
    expect(rows).to_have_count(2)
    assert len(collection.stored) == before + 1
    collection.visit.reload()
    expect(rows).to_have_count(2)
    expect(rows.locator("b.confirmed")).to_have_count(1)
    expect(rows.locator('button[aria-pressed="true"]')).to_have_count(1)
    # Pressed again it is as if nothing had been said.
    rows.locator('button[aria-pressed="true"]').click()
    expect(rows.locator("b.confirmed")).to_have_count(0)
    assert [c.verdict for c in collection.stored] == ["rejected"]
    assert collection.visit.complaints == []


def test_rows_are_joined_and_split(collection: Collection) -> None:
    a, b = collection.sections
    page = collection.open(f"?compare={a}&beside={b}")
    rows = page.locator("#comparison .aligned .row")
    expect(rows).to_have_count(3)
    press(page, 0, "confirmed", "pair-join")
    expect(rows).to_have_count(2)
    [stored] = collection.stored
    assert (len(stored.zh), len(stored.en)) == (2, 2)
    assert collection.visit.complaints == []
    collection.visit.reload()
    expect(rows).to_have_count(2)
    expect(rows.first.locator("b.confirmed")).to_be_visible()
    collection.open(f"?compare={collection.passage}")
    expect(page.locator("#comparison .row b.confirmed")).to_have_count(1)
    collection.open(f"?compare={a}&beside={b}")
    press(page, 0, "withdrawn", "pair-split")
    expect(rows).to_have_count(3)
    assert collection.stored == ()
    assert collection.visit.complaints == []


def test_what_cannot_be_stored_is_told(collection: Collection) -> None:
    page = collection.open(f"?compare={collection.passage}")
    (collection.folder / "docs/en.md").unlink()
    press(page, 0, "confirmed", "pair-right")
    expect(page.locator("#pair-told [role=alert]")).to_contain_text("docs/en.md")
    assert not (collection.folder / "docs/corrections.tsv").exists()
    expect(page.locator("#comparison .row")).to_have_count(3)

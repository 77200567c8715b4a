"""How long the reader takes to open a document of 100,000 passages.

``python -m tests.browser.opening_time INDEX``, in the browser, from the click to the text.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import serve, start_browser, stop
from tests.browser.long_document import SOURCE, add_long_document

LENGTH = 100_000
OPEN = """([source, passage]) => new Promise((done) => {
  const begun = performance.now();
  const detail = { source, passage };
  const id = "passage-" + encodeURIComponent(passage);
  const look = () => {
    const shown = document.getElementById(id);
    if (shown?.classList.contains("current")) done((performance.now() - begun) / 1000);
    else requestAnimationFrame(look);
  };
  document.dispatchEvent(new CustomEvent("yinju:open", { detail }));
  look();
})"""


def measure(page: Page) -> str:
    """Return what opening takes, in seconds: the first time, and at other places."""
    first, *others = (
        page.evaluate(OPEN, [SOURCE, f"long:{place}"])
        for place in (LENGTH // 2, 1, LENGTH - 1, LENGTH // 3)
    )
    held = page.locator("#reader-body .passage").count()
    return f"{LENGTH:,} passages: first {first:.2f} s, then {max(others):.2f} s, {held} in the page"


def main(index: Path) -> None:
    """Measure with a copy of an index."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        process, served = serve(add_long_document(index, folder, LENGTH), folder / "outside.txt")
        try:
            page = start_browser(playwright).new_page()
            page.goto(served.url)
            page.locator("#results .view").wait_for()
            sys.stdout.write(f"{measure(page)}\n")
        finally:
            stop(process)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

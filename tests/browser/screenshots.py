"""Make the pictures of docs/ again: ``python -m tests.browser.screenshots [INDEX]``."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import serve, start_browser, stop

PICTURES = (
    ("ask-en.png", "en-US", "columns", "Why are young people drawn to terrorist groups?", ".zh"),
    ("ask-zh.png", "zh-CN", "list", "突尼斯有哪些打击资助恐怖主义的项目？", "dl"),
)
"""File, language of the browser, layout, question, and what the opened result has."""


def take(browser: Browser, url: str, picture: tuple[str, str, str, str, str], folder: Path) -> None:
    """Ask, open a citation and save what is to be seen."""
    name, locale, layout, question, opened = picture
    page = browser.new_page(locale=locale, viewport={"width": 1440, "height": 900})
    page.goto(url)
    page.locator("#results .view").wait_for()
    page.locator(f"#layout label:has(input[value={layout}])").click()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".hit").filter(has=page.locator(opened)).first.locator("button.cite").click()
    page.locator("#reader-body .current").wait_for()
    page.wait_for_timeout(1000)
    page.locator("#results-pane").evaluate("pane => pane.scrollTo(0, 0)")
    page.screenshot(path=folder / name)
    page.close()


def main() -> None:
    """Serve the index, and take all pictures."""
    index = Path(sys.argv[1] if len(sys.argv) > 1 else ".yinju")
    with tempfile.TemporaryDirectory() as folder:
        process, served = serve(index, Path(folder) / "outside.txt")
        try:
            with sync_playwright() as playwright:
                browser = start_browser(playwright)
                for picture in PICTURES:
                    take(browser, served.url, picture, Path("docs"))
                browser.close()
        finally:
            stop(process)


if __name__ == "__main__":
    main()

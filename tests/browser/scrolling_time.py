"""How smoothly a document of 100,000 passages scrolls, beside a page that has nothing in it.

``python -m tests.browser.scrolling_time INDEX``, in the browser: the time between two frames while
the wheel turns, and while the handle is dragged to far places, and how long until these show text.
"""

import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import serve, start_browser, stop
from tests.browser.long_document import SOURCE, add_long_document

LENGTH = 100_000
TURNS = 120
"""Turns of the wheel, one after the other, a third of the window each."""
PLACES = (0.9, 0.1, 0.5, 0.75, 0.3, 0.99, 0.02, 0.6)
"""Where the handle is dragged to, as shares of the whole."""
STEPS = 30
"""Frames that a drag takes."""
EMPTY = '<div id="reader-scroll" style="height:600px;overflow:auto"><p style="height:1e7px">.</div>'
WATCH = """() => {
  const seen = { frames: [], long: [] };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) seen.long.push(task.duration);
  }).observe({ entryTypes: ["longtask"] });
  const tick = (now) => {
    seen.frames.push(now);
    if (window.seen === seen) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
DRAG = """([share, steps]) => new Promise((done) => {
  const area = document.getElementById("reader-scroll");
  const from = area.scrollTop;
  const to = share * (area.scrollHeight - area.clientHeight);
  let step = 0;
  const move = () => {
    step += 1;
    area.scrollTop = from + ((to - from) * step) / steps;
    if (step < steps) requestAnimationFrame(move);
    else done();
  };
  requestAnimationFrame(move);
})"""
SHOWN = """() => new Promise((done) => {
  const begun = performance.now();
  const area = document.getElementById("reader-scroll").getBoundingClientRect();
  const look = () => {
    const there = document.elementFromPoint(area.left + area.width / 2, area.top + area.height / 2);
    if (there?.closest(".part")?.childElementCount) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass(frozen=True)
class Scrolled:
    """What was seen while something scrolled, in milliseconds."""

    frames: list[float]
    """Between two frames."""
    long: list[float]
    """Tasks that took more than 50."""

    def line(self, name: str) -> str:
        """Return it in words."""
        middle, most = np.percentile(self.frames, [50, 95])
        tasks = f"{len(self.long)} long tasks"
        if self.long:
            tasks += f", the longest {max(self.long):.0f} ms"
        return (
            f"{name}: frames {middle:.0f} ms (median), {most:.0f} ms (95 %), "
            f"{max(self.frames):.0f} ms (worst) of {len(self.frames)}; {tasks}"
        )


def seen(page: Page) -> Scrolled:
    """Return what was seen since it is watched, and watch no more."""
    found = page.evaluate("() => { const { seen } = window; window.seen = null; return seen; }")
    return Scrolled([b - a for a, b in pairwise(found["frames"])], found["long"])


def turn_wheel(page: Page) -> Scrolled:
    """Turn the wheel over the document."""
    area = page.locator("#reader-scroll").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    page.evaluate(WATCH)
    for _ in range(TURNS):
        page.mouse.wheel(0, area["height"] / 3)
    return seen(page)


def drag(page: Page, wait_for_text: bool) -> tuple[Scrolled, list[float]]:
    """Drag to far places; return also how long until each shows its text, in milliseconds."""
    page.evaluate(WATCH)
    waited = []
    for share in PLACES:
        page.evaluate(DRAG, [share, STEPS])
        if wait_for_text:
            waited.append(page.evaluate(SHOWN))
    return seen(page), waited


def measure(browser: Browser, url: str) -> list[str]:
    """Return what was seen, a line each."""
    empty = browser.new_page(viewport={"width": 1440, "height": 900})
    empty.set_content(EMPTY)
    lines = [
        turn_wheel(empty).line("empty page, wheel"),
        drag(empty, False)[0].line("empty page, drag"),
    ]
    empty.close()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{url}?doc={SOURCE}&p=long:1000")
    page.locator("#reader-body .current").wait_for()
    lines.append(turn_wheel(page).line("document, wheel"))
    scrolled, waited = drag(page, True)
    lines += [
        scrolled.line("document, drag"),
        f"far places: text after {np.median(waited):.0f} ms (median), {max(waited):.0f} ms (worst)",
    ]
    return lines


def main(index: Path) -> None:
    """Measure with a copy of an index."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        process, served = serve(add_long_document(index, folder, LENGTH), folder / "outside.txt")
        try:
            lines = measure(start_browser(playwright), served.url)
            sys.stdout.write("".join(f"{line}\n" for line in lines))
        finally:
            stop(process)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

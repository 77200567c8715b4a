import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# On a busy machine a page takes its time; who waits in vain waits once.
expect.set_options(timeout=60_000)
SERVER = Path(__file__).with_name("guarded_server.py")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "locale(tag): the language that the browser asks for")


@dataclass(frozen=True)
class Served:
    """The page as a program of its own serves it."""

    url: str
    outside: Path
    """Names every attempt of that program to reach another machine."""


def start_browser(playwright: Playwright) -> Browser:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found is not None, f"no browser: install one of {', '.join(BROWSERS)}"
    return playwright.chromium.launch(executable_path=found, args=list(SWITCHES))


def serve(
    index: Path, outside: Path, *gates: Path, environment: Mapping[str, str] | None = None
) -> tuple[subprocess.Popen[str], Served]:
    """Serve an index; while one of the gates is there, no map is ready."""
    outside.write_text("")
    process = subprocess.Popen(
        [sys.executable, str(SERVER), *map(str, (index, outside, *gates))],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"PYTHONPATH": str(Path.cwd()), "PYTHONUNBUFFERED": "1"}
        | dict(environment or {}),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://127.0.0.1:" in line, line
    url = next(word for word in line.split() if word.startswith("http"))
    return process, Served(url, outside)


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="session")
def served(report_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    process, found = serve(report_index, tmp_path_factory.mktemp("served") / "outside.txt")
    yield found
    stop(process)


@pytest.fixture
def served_outside(served: Served) -> Path:
    return served.outside


# Not of the session: as long as it runs, nothing else in this thread may use asyncio.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start_browser(playwright)
        yield started
        started.close()


@dataclass(frozen=True)
class Visit:
    """A page, and what it asked for and complained about."""

    page: Page
    requests: list[Request]
    complaints: list[str]

    def goto(self, url: str) -> None:
        """Leave the page for another one."""
        self._leave(lambda: self.page.goto(url))

    def reload(self) -> None:
        """Leave the page and come back."""
        self._leave(self.page.reload)

    def _leave(self, move: Callable[[], object]) -> None:
        """Leave the page, whose streams end then: gradio's client says so, as of an error."""
        before = len(self.complaints)
        move()
        self.complaints[before:] = [
            words
            for words in self.complaints[before:]
            if not words.startswith(("AbortError: ", "Unexpected error Connection errored out"))
        ]


@pytest.fixture
def visit(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Visit]:
    yield from open_page(browser, served.url, locale_of(request))


def locale_of(request: pytest.FixtureRequest) -> str:
    """Return the language that the browser of a test asks for."""
    marker = request.node.get_closest_marker("locale")
    return marker.args[0] if marker else "en-US"


def open_page(browser: Browser, url: str, locale: str = "en-US") -> Iterator[Visit]:
    context = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    opened = Visit(page, [], [])
    page.on("request", lambda sent: opened.requests.append(sent))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: opened.complaints.append(said.text) if said.type == "error" else None,
    )
    page.goto(url)
    page.locator("#results .view").wait_for()
    yield opened
    context.close()

import asyncio
import base64
import os
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from indexer.build import build_index
from indexer.encoders import Encoder
from ui.access import Guard
from ui.access_password import Passwords
from ui.app import mount_page
from ui.app.sessions import CallForgetter
from ui.current_index import CurrentIndex
from ui.library_work import LibraryWork
from ui.serving import listen, private_files, send_nothing_home, serving, url_of

Result = TypeVar("Result")

USER, PASSWORD = "reader", "引据: a secret"


@dataclass(frozen=True)
class Servers:
    """The same index, served to this machine and to whoever has the password."""

    open: str
    locked: str
    page: CallForgetter
    """What is served at `open`."""


def in_a_thread(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what a coroutine does; the browser tests leave a loop running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def mount(work: LibraryWork, url: str) -> CallForgetter:
    """Return the page; where no loop runs, gradio makes one and leaves it open."""
    return mount_page(work, url)


@pytest.fixture(scope="session")
def servers(report_index: Path) -> Iterator[Servers]:
    kept = dict(os.environ)
    urls, pages = [], []
    with ExitStack() as stack:
        current = CurrentIndex(report_index)
        stack.callback(current.close)
        work = stack.enter_context(closing(LibraryWork(current)))
        stack.enter_context(private_files())
        send_nothing_home()
        for passwords in (None, Passwords({"other": "x", USER: PASSWORD})):
            listening = listen("127.0.0.1", 0)
            url = url_of(listening)
            page = in_a_thread(mount(work, url))
            stack.enter_context(serving(Guard(page, passwords), listening))
            urls.append(url)
            pages.append(page)
        yield Servers(open=urls[0], locked=urls[1], page=pages[0])
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[str]:
    """The address of a page with two documents that say the same, and one more; all may change."""
    kept = dict(os.environ)
    folder = tmp_path_factory.mktemp("served-library")
    (folder / "docs").mkdir()
    (folder / "docs/lights.md").write_text(
        "# Harbour\n\nThe Blue Harbour Office meets on Mondays. Boats are registered by the Blue "
        "Harbour Office. The lights of the harbour are on all night.\n"
    )
    (folder / "docs/港口.md").write_text(
        "# 港口\n\n蓝港管理处每周一开会。渔船由蓝港管理处登记。港口的灯在夜间一直亮着。\n"
    )
    (folder / "docs/swallows.md").write_text("# Birds\n\nSwallows fly south in September.\n")
    build_index([folder / "docs"], folder / "index", root=folder)
    send_nothing_home()
    with (
        closing(CurrentIndex(folder / "index")) as current,
        closing(LibraryWork(current)) as work,
        private_files(),
    ):
        listening = listen("127.0.0.1", 0)
        url = url_of(listening)
        with serving(Guard(in_a_thread(mount(work, url))), listening):
            yield url
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture
def client(servers: Servers) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=servers.open, timeout=30) as opened:
        yield opened


@pytest.fixture
def locked(servers: Servers) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=servers.locked, timeout=30) as opened:
        yield opened


def authorization(password: str = PASSWORD, user: str = USER) -> dict[str, str]:
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}

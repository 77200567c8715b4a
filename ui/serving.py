"""How an application is served: on an address of its own, in a thread, until it is stopped."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from ui.errors import AddressInUse

CONNECTIONS: Final = 500
"""Requests under way, at most; a page that is open has two. Others are told to come back."""
STOPPING: Final = 5
"""Seconds that the server has to end."""


@contextmanager
def private_files() -> Iterator[None]:
    """Keep what is uploaded, and what is made to be taken away, in a folder of this run.

    The framework's own place is one for all programs that use it, and each would serve the files of
    all others.
    """
    with TemporaryDirectory(prefix="yinju-") as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        os.environ["GRADIO_EXAMPLES_CACHE"] = f"{folder}/examples"
        yield


def send_nothing_home() -> None:
    """Turn off what gradio and its libraries send."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; for port 0, on one that is free.

    Raises
    ------
    AddressInUse
        Something else listens there, or the address is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(CONNECTIONS)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise AddressInUse(host=host, port=port, reason=error.strerror or error) from error
    return listening


def url_of(listening: socket.socket) -> str:
    """Return the address of the page."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.begun.set()


@contextmanager
def serving(application: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Answer requests as long as the block runs."""
    config = uvicorn.Config(
        application,
        # Neither questions nor addresses of readers are written down.
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=CONNECTIONS,
        # Streams of pages that are open never end by themselves.
        timeout_graceful_shutdown=1,
        ws="none",
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="server", daemon=True)
    thread.start()
    server.begun.wait()
    try:
        if not server.started:
            raise RuntimeError("the server did not start")
        yield
    finally:
        # What is cut off then is nobody's fault.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        server.should_exit = True
        thread.join(STOPPING)

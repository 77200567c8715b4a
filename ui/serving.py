"""What the page needs of the network: an address of its own, and no way out."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import AddressInUse

# The templates of gradio are compiled in the browser, hence eval.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
"""Tells the browser to fetch nothing from elsewhere."""


class Policy:
    """Sends `POLICY` with every response of an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_policy(event: Message) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [
                    *event["headers"],
                    (b"content-security-policy", POLICY.encode()),
                ]
            await send(event)

        await self._app(scope, receive, send_with_policy)


def stay_on_this_machine(host: str) -> None:
    """Turn off what gradio sends home, and take its calls to its own server past any proxy."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [os.environ.get(name, ""), "127.0.0.1", "localhost", host]
        os.environ[name] = ",".join(filter(None, hosts))


@contextmanager
def uploads_of_its_own() -> Iterator[None]:
    """Let gradio keep what browsers send in a folder that nobody else reads, and remove it."""
    with TemporaryDirectory(prefix="yinju-") as folder:
        before = os.environ.get("GRADIO_TEMP_DIR")
        os.environ["GRADIO_TEMP_DIR"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["GRADIO_TEMP_DIR"]
            else:
                os.environ["GRADIO_TEMP_DIR"] = before


def free_port(host: str, port: int) -> int:
    """Return the port if it can be listened on; for 0, one that is free.

    Raises
    ------
    AddressInUse
        Something else listens there, or the address is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except OSError as error:
        raise AddressInUse(host=host, port=port, reason=error.strerror or error) from error


LAUNCH: Final[dict[str, Any]] = {
    "prevent_thread_lock": True,
    "quiet": True,
    "share": False,
    "inbrowser": False,
    "ssr_mode": False,
    "mcp_server": False,
    "pwa": False,
    "run_history": False,
    "enable_monitoring": False,
    "footer_links": [],
    "app_kwargs": {"middleware": [Middleware(Policy)]},
}
"""How gradio serves the page: to this machine, and with nothing of its own around it."""

"""Who may talk to the server, about what, and how much: held before anything else is done.

A server on this machine is open to every page that its user visits elsewhere, unless it looks at
whom a browser believes to talk to (`Host`) and on whose behalf (`Origin`, `Sec-Fetch-Site`). One
that others can reach needs a password for everything. Whatever the framework offers beyond what the
pages and programs need is closed, so that a new version of it opens nothing.
"""

import ipaddress
import math
import re
import socket
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access_headers import HEADERS
from ui.access_password import Passwords, SlowDown
from ui.messages import accepted_language, message

MEGABYTE: Final = 1 << 20

MESSAGE_LIMIT: Final = 2 * MEGABYTE
"""Bytes that a request may have."""
FILE_LIMIT: Final = 100 * MEGABYTE
"""Bytes that a file may have which is uploaded; what is read of it has limits of its own."""
UPLOAD_LIMIT: Final = 1024 * MEGABYTE
"""Bytes that all files of one request may have."""

UPLOAD: Final = "/gradio_api/upload"

ENDPOINTS: Final = (
    "search", "ask", "rows", "explain", "passage", "compare", "map", "parallel", "judge",
    "cite", "export", "check",
    "documents", "add", "remove", "restore", "update", "changes", "cancel", "glossary", "define",
)  # fmt: skip
"""What programs may call by name; see docs/api.md."""

# A path that names an address would make the server fetch it.
_ROUTES: Final = re.compile(
    r"/|/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json)/?"
    r"|/(?:assets|static|svelte)/.+"
    r"|(?:/gradio_api)?/mcp/?"
    r"|/gradio_api/(?:"
    r"info|openapi\.json|app_id|login_check|startup-events|theme\.css|heartbeat/[^/]+"
    rf"|call/(?:v2/)?(?:{'|'.join(ENDPOINTS)})(?:/[^/]+)?"
    r"|queue/(?:join|data)|cancel|reset|component_server|upload|upload_progress|file=(?!\w+:).+"
    r")/?"
)


def is_this_machine(host: str) -> bool:
    """Tell whether what listens at a host can be reached from this machine alone."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        # An address that is not to be had is told by whoever listens there.
        return host == "localhost"
    return all(
        ipaddress.ip_address(str(address[0]).split("%")[0]).is_loopback for *_, address in found
    )


class Guard:
    """Lets requests through to an application, or refuses them in the reader's language.

    Parameters
    ----------
    passwords
        What every request needs. Without it, only this machine is answered, under its own names:
        the address of another name may be a page's that made its name stand for this machine.
    """

    def __init__(self, app: ASGIApp, passwords: Passwords | None = None) -> None:
        self._app = app
        self._passwords = passwords
        self._slow_down = SlowDown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            # Nothing of the page is a web socket; what remains is the start and the end.
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        begun = False

        async def send_with_headers(event: Message) -> None:
            nonlocal begun
            if event["type"] == "http.response.start":
                begun = True
                ours = {name for name, _ in HEADERS}
                theirs = [(k, v) for k, v in event.get("headers", ()) if k.lower() not in ours]
                event["headers"] = [*theirs, *HEADERS]
            await send(event)

        try:
            self._admit(scope, headers)
            await self._app(scope, _limited(scope, headers, receive), send_with_headers)
        except HTTPException as refusal:
            if not begun:
                words = f"{refusal.detail}\n"
                response = PlainTextResponse(words, refusal.status_code, refusal.headers)
                await response(scope, receive, send_with_headers)

    def _admit(self, scope: Scope, headers: Headers) -> None:
        if self._passwords is None and not _names_this_machine(headers.get("host", "")):
            raise _refusal(headers, 421, "refused-host")
        if _is_foreign(headers):
            raise _refusal(headers, 403, "refused-origin")
        if self._passwords is not None:
            self._ask_password(scope, headers, self._passwords)
        if not _ROUTES.fullmatch(scope["path"]):
            raise _refusal(headers, 404, "refused-route")

    def _ask_password(self, scope: Scope, headers: Headers, passwords: Passwords) -> None:
        address = scope["client"][0] if scope.get("client") else ""
        given = headers.get("authorization")
        if given is not None:
            waiting = self._slow_down.wait(address)
            if waiting:
                seconds = math.ceil(waiting)
                refusal = _refusal(headers, 429, "refused-guessing", seconds=seconds)
                refusal.headers = {"Retry-After": str(seconds)}
                raise refusal
            if passwords.admits(given):
                self._slow_down.right(address)
                return
            self._slow_down.wrong(address)
        refusal = _refusal(headers, 401, "refused-password")
        refusal.headers = {"WWW-Authenticate": 'Basic realm="Yinju", charset="UTF-8"'}
        raise refusal


def _refusal(headers: Headers, status: int, key: str, **values: object) -> HTTPException:
    """Return what says why a request is not answered, in the language that it asks for."""
    language = accepted_language(headers.get("accept-language", ""))
    return HTTPException(status, message(key, language, **values))


def _names_this_machine(host: str) -> bool:
    found = re.fullmatch(r"(?:\[([\da-f:]+)\]|([a-z\d.-]+))(?::\d+)?", host.lower())
    name = (found[1] or found[2]) if found else ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_foreign(headers: Headers) -> bool:
    """Tell whether a browser sends this for another site; to follow a link from there is fine."""
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != headers.get("host"):
        return True
    return (
        headers.get("sec-fetch-site") in ("cross-site", "same-site")
        and headers.get("sec-fetch-mode") != "navigate"
    )


def _limited(scope: Scope, headers: Headers, receive: Receive) -> Receive:
    """Return what receives no more than a request may have, whatever it says of its length."""
    limit = UPLOAD_LIMIT if scope["path"].rstrip("/") == UPLOAD else MESSAGE_LIMIT
    # Where the application reads the body, it answers with what is raised there.
    refusal = _refusal(headers, 413, "refused-size", limit=limit // MEGABYTE)
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) > limit:
        raise refusal
    received = 0

    async def receive_limited() -> Message:
        nonlocal received
        event = await receive()
        received += len(event.get("body", b""))
        if received > limit:
            raise refusal
        return event

    return receive_limited

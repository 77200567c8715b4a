"""A language model's server for the tests: the real protocol, and whatever can go wrong with it.

What it answers is set by the test: a function that gets the request and writes the response as
bytes, in pieces, so that pieces can end within an event or a character.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """A request that the server got."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def passages(self) -> list[dict[str, Any]]:
        """The passages that the model is shown, by their numbers from 1."""
        *lines, _ = self.body["messages"][-1]["content"].splitlines()
        return [json.loads(line) for line in lines]

    def number_of(self, words: str) -> int:
        """Return the number of the passage with some words."""
        return next(int(p["passage"]) for p in self.passages if words in p["text"])


@dataclass
class Reply:
    """What the server answers."""

    pieces: Iterator[bytes] | Sequence[bytes] = ()
    status: int = 200
    kind: str = "text/event-stream"
    cut: bool = False
    """Whether the connection ends without the end of the response."""


@dataclass
class WriterServer:
    """A running server."""

    url: str = ""
    answer: Callable[[Asked], Reply] = lambda asked: Reply()
    asked: list[Asked] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a client has closed the connection before it had everything."""

    def forget(self) -> None:
        """Make ready for the next test."""
        self.asked.clear()
        self.gone.clear()

    def says(self, text: str | Callable[[Asked], str]) -> None:
        """Let it write a text, a few characters at a time."""
        self.answer = lambda asked: Reply(events(text if isinstance(text, str) else text(asked)))


def event(text: str | None, ending: str | None = None) -> bytes:
    """Return one event with a piece of text."""
    choice = {"index": 0, "delta": {} if text is None else {"content": text}}
    value = {"object": "chat.completion.chunk", "choices": [choice | {"finish_reason": ending}]}
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def events(text: str, size: int = 7) -> list[bytes]:
    """Return the events that a server sends for a text."""
    role = b'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n'
    parts = [event(text[n : n + size]) for n in range(0, len(text), size)]
    return [role, *parts, event(None, "stop"), b"data: [DONE]\n\n"]


@contextmanager
def writing_server() -> Iterator[WriterServer]:
    """Serve as long as the block runs."""
    state = WriterServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.path, headers, json.loads(self.rfile.read(length)))
            state.asked.append(asked)
            reply = state.answer(asked)
            self.close_connection = True
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.kind)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for piece in reply.pieces:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    self.wfile.flush()
                if not reply.cut:
                    self.wfile.write(b"0\r\n\r\n")
            except (BrokenPipeError, ConnectionResetError):
                state.gone.set()

        def log_message(self, *arguments: object) -> None:
            """Say nothing on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

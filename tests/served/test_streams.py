"""Streams of events that go on where something was asked for as they ended."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.served.conftest import in_a_thread
from ui.app import streams
from ui.app.streams import LingeringStreams

CLOSE = b'data: {"msg":"close_stream"}\n\n'


class Ending:
    """An application that tells of one event and ends; between two of them, more is asked for."""

    def __init__(self, events: int) -> None:
        self.pending: dict[str, set[str]] = {"page": set()}
        self._events = events
        self._told = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._told += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        body = f"data: {self._told}\n\n".encode()
        await send({"type": "http.response.body", "body": body, "more_body": True})
        self.pending["page"] = {"next"} if self._told < self._events else set()
        await send({"type": "http.response.body", "body": CLOSE, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def told(application: Ending, session: str) -> list[Any]:
    blocks: Any = SimpleNamespace(
        _queue=SimpleNamespace(pending_event_ids_session=application.pending)
    )
    sent: list[Any] = []

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "path": "/gradio_api/queue/data",
        "query_string": f"session_hash={session}".encode(),
    }
    in_a_thread(LingeringStreams(application, blocks)(scope, None, send))  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize(("session", "expected"), [("page", [1, 2, 3]), ("another", [1])])
def test_a_stream_goes_on_with_what_was_asked_for_as_it_ended(
    session: str, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LINGER", 0.1)
    sent = told(Ending(3), session)
    assert [event["type"] for event in sent].count("http.response.start") == 1
    bodies = [event["body"] for event in sent[1:]]
    wanted = [f"data: {number}\n\n".encode() for number in expected]
    assert bodies == [*wanted, CLOSE, b""]
    assert [event["more_body"] for event in sent[1:]].count(False) == 1

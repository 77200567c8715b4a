"""Asks a language model and reads what it writes, while it writes; nobody else here knows httpx.

The protocol is that of chat completions, which Ollama, vLLM, llama.cpp and hosted services speak:
a POST with messages, answered by server-sent events that each carry a piece of text. Nothing is
asked twice: a reply that failed half-way has been shown half-way.
"""

import json
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Final

import httpx

from ui.errors import (
    WriterAddress,
    WriterBusy,
    WriterCutOff,
    WriterError,
    WriterFailed,
    WriterNotFound,
    WriterNotReached,
    WriterOversized,
    WriterRefused,
    WriterSilent,
    WriterTooSlow,
    WriterUnreadable,
)
from ui.writer import Writer

LONGEST_LINE: Final = 1_000_000
"""Bytes of one event, at most."""
MOST_BYTES: Final = 20_000_000
"""Of a reply: what a model thinks before it writes comes as events, too."""
MOST_CHARACTERS: Final = 20_000
"""Of what it writes; an answer has some hundreds."""
LONGEST_DETAIL: Final = 200
"""Characters that are told of what the server says of an error."""

_DONE: Final = "[DONE]"


async def stream_reply(
    writer: Writer, messages: Sequence[Mapping[str, str]]
) -> AsyncGenerator[str, None]:
    """Yield what a model writes, piece by piece. Closing the iterator ends the connection.

    Raises
    ------
    WriterError
        One of its kinds; what was yielded before stands.
    """
    deadline = time.monotonic() + writer.whole_seconds
    timeout = httpx.Timeout(writer.read_seconds, connect=writer.connect_seconds)
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
    if writer.key is not None:
        headers["Authorization"] = f"Bearer {writer.key}"
    # No further parameters: some models refuse a temperature, some a limit of tokens.
    asked = {"model": writer.model, "messages": list(messages), "stream": True}
    written = 0
    try:
        async with (
            # A proxy of the environment leads out of the machine.
            httpx.AsyncClient(timeout=timeout, trust_env=not writer.is_here) as client,
            client.stream("POST", writer.url, json=asked, headers=headers) as response,
        ):
            await _require_events(response, writer)
            async for piece in _pieces(response, deadline):
                written += len(piece)
                if written > MOST_CHARACTERS:
                    raise WriterOversized(limit=MOST_CHARACTERS)
                yield piece
    except httpx.TimeoutException as error:
        raise WriterTooSlow(host=writer.host) from error
    except httpx.ConnectError as error:
        raise WriterNotReached(host=writer.host) from error
    except httpx.InvalidURL as error:
        raise WriterAddress() from error
    except httpx.HTTPError as error:
        raise (WriterCutOff() if written else WriterNotReached(host=writer.host)) from error
    if not written:
        raise WriterSilent(model=writer.model)


async def _require_events(response: httpx.Response, writer: Writer) -> None:
    """Raise what a response means that is none with events."""
    status = response.status_code
    if status in (401, 403):
        # What the server says of the key may repeat it.
        raise WriterRefused(host=writer.host, status=status)
    if status == 200:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "text/event-stream":
            raise WriterUnreadable(host=writer.host)
        return
    detail = await _detail(response)
    if status == 404:
        raise WriterNotFound(url=writer.url, model=writer.model, detail=detail)
    if status == 429:
        raise WriterBusy(host=writer.host, detail=detail)
    raise WriterFailed(host=writer.host, detail=f"{status} {detail}".strip())


async def _detail(response: httpx.Response) -> str:
    """Return what the server says of an error, in one short line."""
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > 10_000:
            break
    try:
        return _said(json.loads(body)) or response.reason_phrase
    except ValueError:
        return response.reason_phrase


def _said(reply: Any) -> str:
    """Return the message of an error, in any of the forms that servers give it."""
    error = reply.get("error", reply) if isinstance(reply, dict) else reply
    said = error.get("message", "") if isinstance(error, dict) else error
    if not isinstance(said, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return line if len(line) <= LONGEST_DETAIL else f"{line[:LONGEST_DETAIL]}…"


async def _pieces(response: httpx.Response, deadline: float) -> AsyncGenerator[str, None]:
    finished = False
    async for line in _lines(response, deadline):
        # Other fields of an event, and comments that keep a connection open, say nothing.
        if not line.startswith("data:"):
            continue
        data = line.removeprefix("data:").strip()
        if data == _DONE:
            return
        piece, ending = _read_event(data, response.url.host)
        if piece:
            yield piece
        if ending in ("length", "content_filter"):
            raise WriterCutOff()
        finished = finished or ending is not None
    if not finished:
        raise WriterCutOff()


async def _lines(response: httpx.Response, deadline: float) -> AsyncGenerator[str, None]:
    """Yield the lines of a reply; bytes are joined first, for chunks end within characters."""
    rest, read = b"", 0
    async for chunk in response.aiter_bytes():
        if time.monotonic() > deadline:
            raise WriterTooSlow(host=response.url.host)
        read += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        if read > MOST_BYTES or max(map(len, (*lines, rest))) > LONGEST_LINE:
            raise WriterOversized(limit=MOST_CHARACTERS)
        for line in lines:
            yield _decode(line, response.url.host)
    if rest:
        yield _decode(rest, response.url.host)


def _decode(line: bytes, host: str) -> str:
    try:
        return line.decode().rstrip("\r")
    except UnicodeDecodeError as error:
        raise WriterUnreadable(host=host) from error


def _read_event(data: str, host: str) -> tuple[str, str | None]:
    """Return the text of an event, and why the reply ends with it if it does."""
    try:
        event = json.loads(data)
        if isinstance(event, dict) and event.get("error"):
            raise WriterFailed(host=host, detail=_said(event))
        # An event about the cost of the reply has no choices.
        choice = (event["choices"] or [{}])[0]
        text = (choice.get("delta") or {}).get("content") or ""
        ending = choice.get("finish_reason")
    except WriterError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WriterUnreadable(host=host) from error
    if not isinstance(text, str) or not isinstance(ending, str | None):
        raise WriterUnreadable(host=host)
    return text, ending or None

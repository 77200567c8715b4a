"""The streams in which pages hear of their events, kept open a moment longer than gradio does.

Gradio ends a stream with the last event that is under way. What a page asks for at that moment, it
asks in the belief that the stream is open, and waits for an answer that is never sent. As one step
follows the other, that moment is when most is asked for.
"""

import asyncio
from typing import Final
from urllib.parse import parse_qs

import gradio as gr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LINGER: Final = 2.0
"""Seconds that a stream stays open with nothing to tell. A browser has six connections for all the
pages of a server, so it is not for ever."""
LOOK: Final = 0.02
"""Seconds between two looks whether something was asked for."""

_STREAM: Final = "/gradio_api/queue/data"
_CLOSE: Final = b'data: {"msg":"close_stream"'
"""How the message begins; in no other can these letters stand so, whatever documents say."""


class LingeringStreams:
    """Goes on with a stream that gradio has ended, where something was asked for meanwhile."""

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        self._app = app
        self._queue = blocks._queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] != _STREAM:
            await self._app(scope, receive, send)
            return
        [session] = parse_qs(scope["query_string"].decode()).get("session_hash", [""])
        held: list[Message] = []
        begun = False

        async def send_on(event: Message) -> None:
            nonlocal begun
            if event["type"] == "http.response.start":
                if not begun:
                    await send(event)
                begun = True
            elif held or _CLOSE in event["body"] or not event.get("more_body"):
                held.append(event)
            else:
                await send(event)

        while True:
            held.clear()
            await self._app(scope, receive, send_on)
            ended_by_itself = any(_CLOSE in event["body"] for event in held)
            if not ended_by_itself or not await self._is_asked(session):
                break
        for event in held:
            await send(event)

    async def _is_asked(self, session: str) -> bool:
        """Wait for the next event of a page, and return whether there is one."""
        for _ in range(round(LINGER / LOOK)):
            if self._queue.pending_event_ids_session.get(session):
                return True
            await asyncio.sleep(LOOK)
        return False

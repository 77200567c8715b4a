"""What gradio remembers of sessions, kept small: a server is left running for months."""

import re
from typing import Final

import gradio as gr
from starlette.types import ASGIApp, Receive, Scope, Send

SESSIONS: Final = 500
"""Pages whose state is kept, at most, those used last; gradio's own limit is 10,000, at 0.1 MB
each."""

_ANSWER: Final = re.compile(r"/gradio_api/call/\w+/(\w+)/?")


class CallForgetter:
    """Drops the session that gradio makes for a call once its answer has been fetched.

    Such a call belongs to no page, so nobody comes back to its session.
    """

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        self._app = app
        self.blocks = blocks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http" and (answer := _ANSWER.fullmatch(scope["path"])):
                self._forget(answer[1])

    def _forget(self, session: str) -> None:
        holder = self.blocks.state_holder
        with holder.lock:
            holder.session_data.pop(session, None)
            holder.time_last_used.pop(session, None)
        self.blocks._queue.pending_messages_per_session.pop(session, None)
        self.blocks._queue.pending_event_ids_session.pop(session, None)

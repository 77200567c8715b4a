"""Answers that a language model writes: what is shown of one, and how it is come by."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias

from indexer.errors import YinjuError
from retriever.hits import Answer
from retriever.search import Index
from retriever.writing import write
from retriever.written import WrittenAnswer
from ui.chat_completions import stream_reply
from ui.errors import WriterError
from ui.writer import Writer

NotAsked: TypeAlias = Literal["table", "none"]


@dataclass(frozen=True, slots=True)
class Writing:
    """A written answer as far as it is, or why there is none."""

    writer: Writer
    answer: WrittenAnswer | None = None
    not_asked: NotAsked | None = None
    """Why the model was not asked: a table answers, or no passage supports an answer."""
    error: YinjuError | None = None
    """Why it wrote no more; what it wrote before stands."""
    stopped: bool = False
    """Whether the reader had enough."""

    @property
    def errors(self) -> tuple[YinjuError, ...]:
        """The error, if there is one."""
        return () if self.error is None else (self.error,)

    @property
    def is_under_way(self) -> bool:
        """Whether more may come."""
        ended = self.stopped or self.not_asked is not None or self.error is not None
        return not ended and not (self.answer is not None and self.answer.finished)


async def follow_writing(
    index: Index, answer: Answer, writer: Writer
) -> AsyncGenerator[Writing, None]:
    """Yield a written answer as far as it is, whenever there is more; errors are part of it."""
    if answer.kind != "quote":
        yield Writing(writer, not_asked=answer.kind)
        return
    writing = Writing(writer)
    try:
        async with aclosing(write(index, answer, partial(stream_reply, writer))) as steps:
            async for written in steps:
                writing = replace(writing, answer=written)
                yield writing
    except WriterError as error:
        yield replace(writing, error=error)


def read_writing(index: Index, answer: Answer, writer: Writer) -> Writing:
    """Return a written answer once it is finished, or as far as it came."""

    async def read() -> Writing:
        writing = Writing(writer)
        async for step in follow_writing(index, answer, writer):
            writing = step
        return writing

    return asyncio.run(read())

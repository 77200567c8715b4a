"""A written answer while a model writes it: each sentence is checked before it is shown."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final, TypeAlias

from retriever.hits import Answer
from retriever.prompting import SILENCE, choose_passages, make_messages
from retriever.search import Index
from retriever.sentence_support import SupportChecker
from retriever.written import CitedSentence, WrittenAnswer
from retriever.written_sentences import take_last_sentences, take_sentences

Stream: TypeAlias = Callable[[Sequence[Mapping[str, str]]], AsyncGenerator[str, None]]
"""From the messages of a request to what the model writes, in pieces of any size."""

MOST_SENTENCES: Final = 30
"""Sentences of an answer, at most; what goes on beyond that is no answer."""

_THOUGHTS: Final = "<think>"
_END_OF_THOUGHTS: Final = "</think>"


async def write(
    index: Index, answer: Answer, stream: Stream
) -> AsyncGenerator[WrittenAnswer, None]:
    """Yield a written answer as far as it is, after each sentence that was checked.

    The model sees the passages of the answer and nothing else. Where there are none to show it
    (see `choose_passages`), it is not asked, and nothing is yielded.

    Parameters
    ----------
    stream
        Asks the model; what it raises, this raises. What was yielded before stands.
    """
    passages = choose_passages(answer)
    if not passages:
        return
    written = WrittenAnswer(passages)
    yield written
    checker = SupportChecker(index, passages)
    async with aclosing(_sentences(stream(make_messages(answer, passages)))) as sentences:
        async for sentence in sentences:
            if sentence.text.strip(" .。*").upper() == SILENCE:
                continue
            checked = await asyncio.to_thread(checker.check, sentence)
            written = replace(written, sentences=(*written.sentences, checked))
            yield written
            if len(written.sentences) == MOST_SENTENCES:
                break
    yield replace(written, finished=True)


async def _sentences(pieces: AsyncGenerator[str, None]) -> AsyncGenerator[CitedSentence, None]:
    rest = ""
    async with aclosing(_without_thoughts(pieces)) as said:
        async for piece in said:
            found, rest = take_sentences(rest + piece)
            for sentence in found:
                yield sentence
    for sentence in take_last_sentences(rest):
        yield sentence


async def _without_thoughts(pieces: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """Yield the pieces without what some models think aloud before they answer."""
    held: str | None = ""
    async with aclosing(pieces) as said:
        async for piece in said:
            if held is None:
                yield piece
                continue
            held = (held + piece).lstrip()
            if held.startswith(_THOUGHTS):
                if _END_OF_THOUGHTS in held:
                    yield held.partition(_END_OF_THOUGHTS)[2]
                    held = None
            elif not _THOUGHTS.startswith(held):
                yield held
                held = None
    if held and not held.startswith(_THOUGHTS):
        yield held

"""The written answer of `yinju ask`: printed below the quotations while a model writes it."""

import asyncio
from collections.abc import Callable

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.hits import Answer
from retriever.search import Index
from ui.writer import Writer
from ui.writing import follow_writing
from ui.written_text import sentence_text, written_foot, written_head


def print_written(
    index: Index,
    answer: Answer,
    writer: Writer,
    say: Callable[[str], None],
    language: Language,
    width: int,
) -> tuple[YinjuError, ...]:
    """Say a written answer sentence by sentence; return why it was not finished, if it was not."""
    return asyncio.run(_print(index, answer, writer, say, language, width))


async def _print(
    index: Index,
    answer: Answer,
    writer: Writer,
    say: Callable[[str], None],
    language: Language,
    width: int,
) -> tuple[YinjuError, ...]:
    shown = -1
    errors: tuple[YinjuError, ...] = ()
    async for writing in follow_writing(index, answer, writer):
        if shown < 0 and writing.not_asked is None:
            say(written_head(writing, language, width))
        shown = max(shown, 0)
        if writing.answer is not None:
            for sentence in writing.answer.sentences[shown:]:
                say(sentence_text(sentence, writing.answer, language, width))
            shown = len(writing.answer.sentences)
        errors = writing.errors
        if not writing.is_under_way and (foot := written_foot(writing, language, width)):
            say(f"\n{foot}")
    return errors

"""A written answer as text for a terminal, and as plain values for programs."""

from indexer.passages import Language
from retriever.written import WrittenAnswer, WrittenSentence
from ui.columns import safe, wrapped
from ui.messages import message
from ui.records import Record
from ui.writing import Writing
from ui.written_words import why_struck, writing_status

_INDENT = "  "
_STRUCK = "✗ "


def written_head(writing: Writing, language: Language, width: int) -> str:
    """Return what stands above a written answer: who writes it, and from what."""
    colon = message("colon", language).rstrip()
    by = message("written-by", language, model=writing.writer.model, host=writing.writer.host)
    return f"{message('written', language)}{colon}\n{wrapped(by, width, _INDENT)}\n"


def sentence_text(
    sentence: WrittenSentence, answer: WrittenAnswer, language: Language, width: int
) -> str:
    """Return a sentence with its citations; one that is struck out with why."""
    struck = sentence.verdict != "supported"
    lines = [wrapped((_STRUCK if struck else "") + sentence.text, width, _INDENT)]
    if struck:
        lines.append(wrapped(why_struck(sentence, language), width, 3 * _INDENT))
    for number in sentence.citations:
        citation = answer.passages[number - 1].citation.in_language(language)
        lines.append(f"{2 * _INDENT}— {safe(citation)}")
    return "\n".join(lines)


def written_foot(writing: Writing, language: Language, width: int) -> str:
    """Return what stands below a written answer: how much of it holds."""
    return wrapped(writing_status(writing, language), width, "")


def written_record(writing: Writing) -> Record:
    """Return a written answer as `yinju ask --json` prints it."""
    passages = writing.answer.passages if writing.answer is not None else ()
    return {
        "model": writing.writer.model,
        "finished": writing.answer is not None and writing.answer.finished,
        "not_asked": writing.not_asked,
        "error": None if writing.error is None else str(writing.error),
        "sentences": [
            {
                "text": sentence.text,
                "verdict": sentence.verdict,
                "citations": [passages[n - 1].passage.id for n in sentence.citations],
                "reasons": [{"kind": r.kind, "words": r.words} for r in sentence.reasons],
            }
            for sentence in (writing.answer.sentences if writing.answer is not None else ())
        ],
    }

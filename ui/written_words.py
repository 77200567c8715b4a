"""What is said of a written answer, in words: how far it is, and why a sentence is struck out."""

from indexer.passages import Language
from retriever.written import WrittenSentence
from ui.messages import message
from ui.writing import Writing


def writing_status(writing: Writing, language: Language) -> str:
    """Return how far a written answer is, and how much of it holds; may be empty with an error."""
    if writing.not_asked is not None:
        return message(f"written-not-asked-{writing.not_asked}", language)
    if writing.is_under_way:
        return message("written-under-way", language)
    sentences = writing.answer.sentences if writing.answer is not None else ()
    parts = [message("written-stopped", language)] if writing.stopped else []
    struck = sum(sentence.verdict != "supported" for sentence in sentences)
    if struck:
        parts.append(message("written-some-struck", language, count=len(sentences), struck=struck))
    elif sentences:
        parts.append(message("written-all-hold", language))
    elif not writing.stopped and writing.error is None:
        parts.append(message("written-silent", language))
    return message("separator", language).join(parts)


def why_struck(sentence: WrittenSentence, language: Language) -> str:
    """Return why a sentence is struck out; empty for one that is supported."""
    if sentence.verdict == "supported":
        return ""
    if sentence.verdict == "uncited":
        return message("written-uncited", language)
    reasons = message("reason-separator", language).join(
        message(f"reason-{reason.kind}", language, words=reason.words)
        for reason in sentence.reasons
    )
    head = message("written-unsupported", language)
    return head + message("colon", language) + reasons

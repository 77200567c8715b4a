"""A written answer as HTML: pure functions, in the words of the reader's language."""

from html import escape

from indexer.languages import language_of
from indexer.passages import Language
from retriever.written import ShownPassage, WrittenSentence
from ui.html import LANGUAGE_TAGS, cite_button
from ui.messages import error_message, message
from ui.writing import Writing
from ui.written_words import why_struck, writing_status


def written_view(writing: Writing | None, language: Language) -> str:
    """Return a written answer as far as it is; nothing where no model is to write."""
    if writing is None:
        return ""
    status = escape(writing_status(writing, language))
    parts = [f"<h2>{escape(message('written', language))}</h2>"]
    if writing.not_asked is None:
        by = message("written-by", language, model=writing.writer.model, host=writing.writer.host)
        parts.append(f'<p class="by">{escape(by)}</p>')
    if writing.answer is not None:
        passages = writing.answer.passages
        items = "".join(_sentence(s, passages, language) for s in writing.answer.sentences)
        parts.append(f"<ul>{items}</ul>" if items else "")
    if writing.error is not None:
        told = escape(error_message(writing.error, language))
        parts.append(f'<p class="failed" role="alert">{told}</p>')
    stop = ""
    if writing.is_under_way:
        words = escape(message("written-stop", language))
        stop = f' <button type="button" class="quiet stop">{words}</button>'
    parts.append(f'<p class="status"><span class="told">{status}</span>{stop}</p>')
    tag = LANGUAGE_TAGS[language]
    busy = str(writing.is_under_way).lower()
    return f'<div class="written" lang="{tag}" aria-busy="{busy}">{"".join(parts)}</div>'


def _sentence(
    sentence: WrittenSentence, passages: tuple[ShownPassage, ...], language: Language
) -> str:
    tag = LANGUAGE_TAGS[language_of(sentence.text)]
    cited = " ".join(
        cite_button(shown.passage, shown.citation.in_language(language), "", language)
        for shown in (passages[number - 1] for number in sentence.citations)
    )
    text = f'<span lang="{tag}">{escape(sentence.text)}</span>'
    if sentence.verdict == "supported":
        return f"<li>{text} {cited}</li>"
    why = escape(why_struck(sentence, language))
    return f'<li class="struck"><del>{text}</del> {cited}<p class="why-struck">{why}</p></li>'

"""The history of questions: its head and its words; the page itself keeps and lists them."""

from html import escape

from indexer.passages import LANGUAGES, Language
from ui.html import LANGUAGE_TAGS
from ui.messages import message


def history_view(language: Language) -> str:
    """Return the drawer without its questions; what is said of each is with its list."""
    words: dict[str, str] = {
        "hits": message("history-hits", language, count="{count}"),
        "nothing": message("history-nothing", language),
        **{str(name): message(f"language-{name}", language) for name in LANGUAGES},
    }
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    return (
        f'<div class="history" lang="{LANGUAGE_TAGS[language]}">'
        f'<div class="drawer-head"><h2>{escape(message("history", language))}</h2>'
        '<button type="button" class="quiet" popovertarget="history" popovertargetaction="hide">'
        f"{escape(message('close-history', language))}</button>"
        f"<p>{escape(message('history-hint', language))}</p></div>"
        f"<ol {data}></ol>"
        f'<p class="none">{escape(message("history-empty", language))}</p>'
        f'<button type="button" class="quiet clear">{escape(message("history-clear", language))}'
        "</button></div>"
    )

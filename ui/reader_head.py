"""What stands above and beside a document, in the reader's language: pure functions."""

from html import escape
from urllib.parse import quote

from indexer.passages import Language
from ui.document_layout import DocumentLayout, Heading
from ui.html import LANGUAGE_TAGS
from ui.messages import message
from ui.reader import DEEPEST_HEADING, element_id


def document_head(layout: DocumentLayout, language: Language, *, gone: bool = False) -> str:
    """Return the title of a document, where it comes from, ways through it, and its contents.

    Parameters
    ----------
    gone
        Say that the passage which was to be opened is no longer there.
    """
    tag = LANGUAGE_TAGS[language]
    facts = " · ".join(filter(None, (layout.symbol, layout.source)))
    missing = (
        f'<p class="missing" role="alert">{escape(message("passage-gone", language))}</p>'
        if gone
        else ""
    )
    return (
        f'<div class="head" lang="{tag}"><button type="button" class="back">'
        f"{escape(message('back-to-results', language))}</button>"
        f"<h2>{escape(layout.title)}</h2><p>{escape(facts)}</p>{missing}"
        f'<div class="ways"><button type="button" class="quiet" '
        f'data-open-parallel="{escape(layout.source)}" '
        f'title="{escape(message("parallel-hint", language))}">'
        f"{escape(message('parallel', language))}</button>"
        f'<button type="button" class="quiet find" aria-expanded="false" aria-keyshortcuts="/">'
        f"{escape(message('find', language))}</button>{_hits(language)}</div>"
        f"{_finding(language)}</div>{_contents(layout, language)}"
    )


def empty_head(language: Language) -> str:
    """Return what stands in the reader before a document is opened."""
    return (
        f'<div class="head empty" lang="{LANGUAGE_TAGS[language]}">'
        f"<h2>{escape(message('reader', language))}</h2>"
        f"<p>{escape(message('reader-hint', language))}</p></div>"
    )


def _hits(language: Language) -> str:
    # The page fills it in, and shows it while there are results.
    place = message("hit-of", language, n="{n}", count="{count}")
    none = message("hits-none", language, count="{count}")
    return (
        f'<div class="steps hit-steps" role="group" hidden '
        f'aria-label="{escape(message("hits-steps", language))}" '
        f'data-of="{escape(place)}" data-none="{escape(none)}">'
        f"{_step('before', 'hit-before', '↑', language)}"
        '<span class="place" role="status"></span>'
        f"{_step('after', 'hit-after', '↓', language)}</div>"
    )


def _finding(language: Language) -> str:
    label = escape(message("find", language))
    values = {"n": "{n}", "count": "{count}", "most": "{most}"}
    words = " ".join(
        f'data-{name}="{escape(message(f"find-{name}", language, **values))}"'
        for name in ("of", "none", "most")
    )
    return (
        f'<form class="steps finding" role="search" hidden aria-label="{label}" {words}>'
        f'<input type="search" maxlength="200" autocomplete="off" aria-label="{label}" '
        f'placeholder="{label}">{_step("before", "find-before", "↑", language)}'
        f"{_step('after', 'find-after', '↓', language)}"
        '<span class="place" role="status"></span>'
        f"{_step('close', 'find-close', '×', language)}</form>"
    )


def _step(name: str, key: str, sign: str, language: Language) -> str:
    words = escape(message(key, language))
    return (
        f'<button type="button" class="step {name}" aria-label="{words}" title="{words}">'
        f'<span aria-hidden="true">{sign}</span></button>'
    )


def _contents(layout: DocumentLayout, language: Language) -> str:
    if not layout.headings:
        return ""
    label = escape(message("contents", language))
    items = "".join(map(_contents_item, layout.headings))
    return (
        f'<details class="contents" lang="{LANGUAGE_TAGS[language]}"><summary>{label}</summary>'
        f'<nav aria-label="{label}"><ol>{items}</ol></nav></details>'
    )


def _contents_item(heading: Heading) -> str:
    section = heading.section
    target = element_id(section.id)
    level = min(section.level, DEEPEST_HEADING)
    return (
        f'<li class="level-{level}" lang="{LANGUAGE_TAGS[section.language]}">'
        f'<a href="#{quote(target)}" data-target="{target}" data-place="{heading.place}" '
        f'tabindex="-1">{escape(section.heading)}</a></li>'
    )

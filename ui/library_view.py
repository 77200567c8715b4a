"""The library as HTML: what the collection holds. Pure functions, in the reader's language."""

from html import escape

from indexer.passages import LANGUAGES, Language
from indexer.scope import ExcludedDocument
from ui.html import LANGUAGE_TAGS
from ui.library_adding import LARGEST_FILE, MOST_FILES
from ui.library_charts import kinds_chart, sections_chart
from ui.library_contents import Contents, ListedDocument, file_name
from ui.messages import message
from ui.numbers_and_dates import day, day_and_time, file_size, local_moment, number


def library_head(language: Language) -> str:
    """Return what stands above the library: its name, and where files are added."""
    size = file_size(LARGEST_FILE)
    said = {
        "limit": str(MOST_FILES),
        "bytes": str(LARGEST_FILE),
        "many": message("library-too-many", language, limit=MOST_FILES),
        # What is in brackets is filled in where the file is known.
        "large": message("library-too-large", language, name="{name}", limit=size),
        "unsent": message("library-not-sent", language, name="{name}"),
        "sending": message("library-sending", language, number="{number}", total="{total}"),
        "drop": message("library-drop-here", language),
    }
    words = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    choose = escape(message("library-choose", language))
    formats = message("library-formats", language, files=MOST_FILES, size=size)
    return (
        f'<div class="drawer-head" lang="{LANGUAGE_TAGS[language]}">'
        f"<h2>{escape(message('library', language))}</h2>"
        '<button type="button" class="quiet" popovertarget="library" '
        f'popovertargetaction="hide">{escape(message("close-library", language))}</button></div>'
        f'<div class="add-files" lang="{LANGUAGE_TAGS[language]}"{words}>'
        f'<p><button type="button" class="choose">{choose}</button>'
        f'<input type="file" multiple hidden aria-label="{choose}" tabindex="-1"> '
        f"{escape(message('library-drop', language))}</p>"
        f'<p class="formats">{escape(formats)}</p><p class="sent" role="status"></p></div>'
    )


def holds_view(contents: Contents, language: Language) -> str:
    """Return how much the collection holds, in a line and as a chart."""
    total = contents.counts.documents
    amount = sum(
        count
        for kinds in contents.counts.passages.values()
        for kind, count in kinds.items()
        if kind != "heading"
    )
    time = _time(contents.created, language)
    holds = (
        message("library-holds-one", language, passages=amount, time=time)
        if total == 1
        else message("library-holds", language, documents=total, passages=amount, time=time)
    )
    return (
        f'<div lang="{LANGUAGE_TAGS[language]}"><p class="holds">{escape(holds)}</p>'
        f"{kinds_chart(contents.counts, language)}</div>"
    )


def list_view(contents: Contents, words: str, language: Language) -> str:
    """Return a page of the list of documents, and what was removed.

    Parameters
    ----------
    words
        What the list is filtered by.
    """
    total = contents.counts.documents
    parts: list[str] = []
    if words.strip():
        found = message("documents-found", language, count=contents.found, total=total)
        parts.append(f'<p class="count" role="status">{escape(found)}</p>')
    if contents.documents:
        items = "".join(_item(document, contents, language) for document in contents.documents)
        parts.append(f'<ul class="library-list">{items}</ul>{_pages(contents, language)}')
    else:
        parts.append(f'<p class="none">{escape(message("documents-none", language))}</p>')
    parts.append(
        f'<p class="update">{_button("update", "", message("library-update", language))} '
        f"<span>{escape(message('library-update-hint', language))}</span></p>"
    )
    if contents.excluded:
        parts.append(_excluded(contents.excluded, language))
    return f'<div lang="{LANGUAGE_TAGS[language]}">{"".join(parts)}</div>'


def _item(listed: ListedDocument, contents: Contents, language: Language) -> str:
    document = listed.document
    opened = contents.opened == document.source
    # The languages of a title are not known; that of the document is the better guess.
    tag = LANGUAGE_TAGS[document.languages[0]] if document.languages else "en"
    sections = (
        f'<div class="sections">{sections_chart(contents.sections, language)}</div>'
        if opened and contents.sections
        else ""
    )
    show = message("hide-sections" if opened else "show-sections", language)
    name = message("sections-of", language, title=document.title)
    return (
        f'<li><p class="title"><button type="button" class="cite" lang="{tag}" '
        f'data-source="{escape(document.source)}" '
        f'title="{escape(message("open-citation", language))}">{escape(document.title)}</button>'
        f"</p>{_facts(listed, language)}"
        f'<div class="acts">'
        f'<button type="button" class="quiet" data-act="sections" '
        f'data-value="{"" if opened else escape(document.source)}" '
        f'data-key="sections {escape(document.source)}" '
        f'aria-expanded="{str(opened).lower()}" aria-label="{escape(name)}">{escape(show)}</button>'
        f"{_removing(listed, language)}</div>{sections}</li>"
    )


def _facts(listed: ListedDocument, language: Language) -> str:
    """Return what is known of a document in one line, and its path in another."""
    document, amounts = listed.document, listed.amounts
    by_language = {
        name: sum(count for (other, _), count in amounts.passages.items() if other == name)
        for name in LANGUAGES
    }
    badges = "".join(
        f'<span class="badge {name}">{escape(message(f"language-{name}", language))} '
        f"{number(count)}</span>"
        for name, count in by_language.items()
        if count
    )
    passages = sum(by_language.values())
    key = "document-passage" if passages == 1 else "document-passages"
    size = (
        ("document-pages", amounts.pages)
        if amounts.pages
        else (
            "document-characters",
            amounts.characters,
        )
    )
    facts = [
        document.symbol or "",
        message(key, language, count=passages),
        message(size[0], language, count=size[1]),
        message("document-indexed", language, time=_day(listed.indexed, language)),
        message("document-added", language) if listed.added else "",
    ]
    path = file_name(document.source) if listed.added else document.source
    return (
        f'<p class="facts">{badges}<span>{escape(" · ".join(filter(None, facts)))}</span></p>'
        f'<p class="file">{escape(path)}</p>'
    )


def _removing(listed: ListedDocument, language: Language) -> str:
    """Return what removes a document, after saying what that does."""
    name = message("remove-document", language, title=listed.document.title)
    hint = message("remove-added" if listed.added else "remove-own", language)
    now = message("remove-now", language)
    return (
        f'<details class="removing"><summary aria-label="{escape(name)}">'
        f"{escape(message('remove', language))}</summary><p>{escape(hint)}</p>"
        f"{_button('remove', listed.document.source, now, name=name)}</details>"
    )


def _pages(contents: Contents, language: Language) -> str:
    if not contents.last_page:
        return ""
    place = message("documents-page", language, page=contents.page + 1, last=contents.last_page + 1)
    turns = (("previous-page", contents.page - 1), ("next-page", contents.page + 1))
    before, after = (
        _button(
            "page",
            str(page),
            message(key, language),
            key=key,
            disabled=not 0 <= page <= contents.last_page,
        )
        for key, page in turns
    )
    label = escape(message("documents-pages", language))
    return (
        f'<nav class="turning" aria-label="{label}">'
        f"{before}<span>{escape(place)}</span>{after}</nav>"
    )


def _excluded(excluded: tuple[ExcludedDocument, ...], language: Language) -> str:
    items = "".join(
        f'<li><span class="title">{escape(document.title)}</span>'
        f'<span class="file">{escape(document.source)} · '
        f"{escape(message('excluded-since', language, time=_day(document.since, language)))}</span>"
        + _button(
            "restore",
            document.source,
            message("restore", language),
            name=message("restore-document", language, title=document.title),
        )
        + "</li>"
        for document in excluded
    )
    summary = message("excluded", language, count=len(excluded))
    return (
        f'<details class="excluded"><summary>{escape(summary)}</summary>'
        f"<p>{escape(message('excluded-hint', language))}</p><ul>{items}</ul></details>"
    )


def _button(
    act: str, value: str, words: str, *, name: str = "", key: str = "", disabled: bool = False
) -> str:
    label = f' aria-label="{escape(name)}"' if name else ""
    return (
        f'<button type="button" class="quiet" data-act="{act}" data-value="{escape(value)}" '
        f'data-key="{escape(key or f"{act} {value}")}"{label}'
        f"{' disabled' if disabled else ''}>{escape(words)}</button>"
    )


def _time(text: str, language: Language) -> str:
    moment = local_moment(text)
    return text if moment is None else day_and_time(moment, language)


def _day(text: str, language: Language) -> str:
    moment = local_moment(text)
    return text if moment is None else day(moment, language)

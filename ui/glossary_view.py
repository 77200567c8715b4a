"""The glossary as HTML: pure functions, in the words of the reader's language."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final, TypeAlias

from indexer.errors import YinjuError
from indexer.glossary_entries import GlossaryEntry
from indexer.normalization import fold
from indexer.passages import Language, Passage
from indexer.progress import Stage
from ui.html import LANGUAGE_TAGS, cite_button
from ui.messages import error_message, message

ENTRIES_SHOWN: Final = 200
"""How many entries are shown; the filter finds the others."""

Cite: TypeAlias = Callable[[str], tuple[Passage, str] | None]
"""Returns the passage with an id, and its citation; None where it is not in the index."""


def glossary_head(language: Language) -> str:
    """Return what stands above the glossary."""
    return (
        f'<div class="drawer-head" lang="{LANGUAGE_TAGS[language]}">'
        f"<h2>{escape(message('glossary', language))}</h2>"
        '<button type="button" class="quiet" popovertarget="glossary" '
        f'popovertargetaction="hide">{escape(message("close-glossary", language))}</button>'
        f"<p>{escape(message('glossary-hint', language))}</p></div>"
    )


def form_head(language: Language) -> str:
    """Return what stands above the fields of a new entry."""
    return f'<h3 lang="{LANGUAGE_TAGS[language]}">{escape(message("add-entry", language))}</h3>'


def find_entries(glossary: Sequence[GlossaryEntry], words: str) -> list[GlossaryEntry]:
    """Return the entries with a name that holds all of some words, or parts of words."""
    wanted = _key(words).split()
    return [entry for entry in glossary if all(word in _names(entry) for word in wanted)]


def glossary_list(
    entries: Sequence[GlossaryEntry], total: int, cite: Cite, language: Language
) -> str:
    """Return entries, and how many there are.

    Parameters
    ----------
    entries
        Those to show; the first `ENTRIES_SHOWN` are.
    total
        How many the glossary has.
    """
    shown = entries[:ENTRIES_SHOWN]
    key = "glossary-count" if len(entries) == total else "glossary-found"
    count = message(key, language, count=len(entries), total=total)
    if len(shown) < len(entries):
        count += message("glossary-more", language, shown=len(shown))
    items = "".join(_item(entry, cite, language) for entry in shown)
    listed = f'<ul class="entries">{items}</ul>' if items else ""
    return (
        f'<div lang="{LANGUAGE_TAGS[language]}">'
        f'<p class="count" role="status">{escape(count)}</p>{listed}</div>'
    )


def stage_line(stage: Stage, done: int, total: int, language: Language) -> str:
    """Return how far the index is brought up to date."""
    line = message("glossary-updating", language, stage=message(f"stage-{stage}", language))
    share = round(100 * done / total) if total else 0
    return (
        f'<div class="adding" role="status" lang="{LANGUAGE_TAGS[language]}"><p>{escape(line)}</p>'
        f'<span class="bar" aria-hidden="true" style="--share: {share}%"></span></div>'
    )


def added_line(language: Language) -> str:
    """Return that an entry was added."""
    return (
        f'<div class="adding done" role="status" lang="{LANGUAGE_TAGS[language]}">'
        f"<p>{escape(message('entry-added', language))}</p></div>"
    )


def refusal(key: str, values: dict[str, object], language: Language) -> str:
    """Return why an entry was not added."""
    return _problem(message(key, language, **values), language)


def failure(error: YinjuError, language: Language) -> str:
    """Return why the index could not be brought up to date."""
    return _problem(error_message(error, language), language)


def _problem(words: str, language: Language) -> str:
    return (
        f'<div class="adding problem" role="alert" lang="{LANGUAGE_TAGS[language]}">'
        f"<p>{escape(words)}</p></div>"
    )


def _item(entry: GlossaryEntry, cite: Cite, language: Language) -> str:
    return (
        f'<li><p class="term" lang="{LANGUAGE_TAGS["zh"]}">{_listed(entry.zh)}</p>'
        f'<p class="term" lang="{LANGUAGE_TAGS["en"]}">'
        f"{_listed((*entry.en, *entry.acronyms))}</p>"
        f'<p class="origin">{_origin(entry, cite, language)}</p></li>'
    )


def _listed(names: Sequence[str]) -> str:
    if not names:
        return '<span aria-hidden="true">–</span>'
    return '<span class="or"> / </span>'.join(f"<span>{escape(name)}</span>" for name in names)


def _origin(entry: GlossaryEntry, cite: Cite, language: Language) -> str:
    if entry.origin == "glossary":
        file, _, line = entry.place.rpartition(":")
        said = message("from-glossary", language, line=line)
        return f'<span title="{escape(file)}">{escape(said)}</span>'
    said = escape(message(f"from-{entry.origin}", language))
    cited = cite(entry.place)
    if cited is None:
        return said
    passage, citation = cited
    return f"{said} {cite_button(passage, citation, '', language)}"


def _names(entry: GlossaryEntry) -> str:
    return _key("\n".join((*entry.zh, *entry.en, *entry.acronyms)))


def _key(words: str) -> str:
    return fold(words).text.casefold()

"""What the page shows for an event: calls to the retriever, and their HTML."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import TypeAlias

from indexer.errors import YinjuError
from indexer.passages import LANGUAGES, Language, Passage
from retriever.answers import ask
from retriever.hits import Results
from retriever.search import Index, cite_passage, search
from ui.address import Asking
from ui.compare_view import comparison_view
from ui.comparing import Comparison, compare, renew
from ui.current_index import CurrentIndex
from ui.found import Found, Layout
from ui.glossary_view import failure, find_entries, glossary_list
from ui.html import LANGUAGE_TAGS, answer_view, error_notice, first_page
from ui.map_place import map_place, map_progress
from ui.mapping import KeptMaps, MapAsked
from ui.messages import message
from ui.pair_correcting import judge_pair
from ui.parallel_reading import ParallelAsked, read_in_parallel, renew_parallel
from ui.parallel_view import parallel_view
from ui.place import Place
from ui.working import follow

Opened: TypeAlias = Comparison | MapAsked | ParallelAsked | None
"""What has taken the place of the results."""
Shown: TypeAlias = Found | YinjuError | None
"""What stands in the place of the results: None before the first question."""

_log = logging.getLogger(__name__)


def answer_question(current: CurrentIndex, asking: Asking, layout: Layout) -> Shown:
    """Return what was found, or why nothing could be looked for."""
    try:
        with current.lease() as index:
            answer = ask(
                index,
                asking.question,
                language=asking.search_in,
                restrictions=asking.restrictions,
                conditions=asking.conditions,
            )
            found = Found(
                answer,
                search_in=asking.search_in,
                restrictions=asking.restrictions,
                generation=index.manifest.generation,
            )
            return replace(found, columns=_columns(index, found, layout))
    except YinjuError as error:
        return error
    except Exception:
        _log.exception("a question could not be answered")
        return YinjuError()


def lay_out(current: CurrentIndex, shown: Shown, layout: Layout) -> Shown:
    """Return the same results for another layout."""
    if not isinstance(shown, Found):
        return shown
    with current.lease() as index:
        return replace(shown, columns=_columns(index, shown, layout))


def show_results(current: CurrentIndex, shown: Shown, language: Language) -> str:
    """Return the HTML of what was found."""
    if shown is None:
        with current.lease() as index:
            return first_page(index.manifest.documents, language)
    if isinstance(shown, YinjuError):
        return error_notice(shown, language)
    return answer_view(shown, language)


def show_comparison(
    current: CurrentIndex, comparison: Comparison | None, language: Language
) -> tuple[Comparison | None, str]:
    """Return a comparison, made anew where the index was, and its HTML."""
    renewed = renew(current, comparison)
    return renewed, comparison_view(renewed, language)


def show_opened(maps: KeptMaps, opened: Opened, language: Language) -> tuple[Opened, str]:
    """Return what has taken the place of the results as it stands now, and its HTML."""
    if isinstance(opened, MapAsked):
        return opened, map_place(opened, maps.latest(opened), language)
    if isinstance(opened, ParallelAsked):
        renewed = renew_parallel(maps.current, opened)
        return renewed, parallel_view(renewed, language)
    return show_comparison(maps.current, opened, language)


def show_progress(maps: KeptMaps, opened: Opened, language: Language) -> str | None:
    """Return how far the map is that a reader waits for; None where nobody waits."""
    making = maps.making(opened) if isinstance(opened, MapAsked) else None
    return None if making is None else map_progress(making, language)


def open_place(current: CurrentIndex, place: Place) -> Opened:
    """Return what an address or a button names; None where it names nothing."""
    if place.parallel:
        return read_in_parallel(current, place.parallel, place.beside)
    if place.map and not place.compare:
        return MapAsked(place.map)
    return compare(current, place.compare, place.beside, place.map)


def judge_and_tell(
    current: CurrentIndex, judged: str, pair: str, language: Language
) -> Iterator[str]:
    """Store what a reader says of two sentences, and yield what to show of how far that is."""
    tag = LANGUAGE_TAGS[language]
    for step in follow(lambda progress: judge_pair(current, judged, pair, progress)):
        if isinstance(step, YinjuError):
            yield failure(step, language)
            continue
        if isinstance(step, tuple):
            stage = message(f"stage-{step[0]}", language)
            words = message("pair-storing", language, stage=stage)
        else:
            words = message(f"pair-stored-{judged}", language)
        yield f'<div class="adding" role="status" lang="{tag}"><p>{escape(words)}</p></div>'


def show_glossary(current: CurrentIndex, words: str, language: Language) -> str:
    """Return the entries of the glossary that have some words."""
    with current.lease() as index:

        def cite(passage_id: str) -> tuple[Passage, str] | None:
            try:
                passage = index.store.passage(passage_id)
            except YinjuError:
                return None
            return passage, cite_passage(index, passage).in_language(language)

        entries = find_entries(index.glossary, words)
        return glossary_list(entries, len(index.glossary), cite, language)


def _columns(index: Index, found: Found, layout: Layout) -> tuple[Results, ...]:
    # Of one language alone there is nothing to set beside it.
    if layout == "list" or found.search_in != "all":
        return ()
    question = found.answer.question
    return tuple(
        search(index, question, language=language, restrictions=found.restrictions)
        for language in LANGUAGES
    )

"""The two languages compared, as HTML: pure functions, in the words of the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final, Literal

from indexer.errors import YinjuError
from indexer.passages import Language, Passage, Span
from retriever.compared_texts import other_language
from retriever.counterparts import Counterpart
from retriever.differences import Difference
from retriever.side_by_side import SAYS_THE_SAME, Row, Sentence
from ui.comparing import Citations, Compared, Comparison, Counterparts, Sections
from ui.copying import cite_menu, copy_button
from ui.html import (
    LANGUAGE_TAGS,
    badges,
    cite_button,
    compare_button,
    error_text,
    section_path,
)
from ui.messages import message
from ui.pair_marking import Numbered, mark_differing, mark_pairs, number_badge
from ui.place import place_head, place_words
from ui.strength import legend, strength_of
from ui.verdict_view import verdict_buttons

ALONE: Final = 12
"""Rows without a counterpart that follow each other are folded away from this many on."""

_Side = Literal["a", "b"]


def comparison_view(comparison: Comparison | None, language: Language) -> str:
    """Return a comparison; where there is none, only the words that the page needs to offer one."""
    if comparison is None:
        return f'<div class="none-asked" {place_words(language)}></div>'
    shown = comparison.shown
    if isinstance(shown, YinjuError):
        heading, content = "other-language", error_text(shown, language)
    elif isinstance(shown, Sections):
        heading, content = "beside-heading", _sections(shown, language)
    else:
        heading, content = "other-language", _counterparts(shown, language)
    return (
        f'<div class="view comparison" {place_words(language)} '
        f'data-asked="{escape(comparison.passage_id)}" data-beside="{escape(comparison.beside)}" '
        f'data-map="{escape(comparison.of_map)}">'
        f"{_head(comparison, heading, language)}{content}"
        '<p class="said" role="status"></p></div>'
    )


def _head(comparison: Comparison, heading: str, language: Language) -> str:
    ways = ""
    if comparison.of_map:
        ways = (
            f'<button type="button" class="quiet" data-open-map="{escape(comparison.of_map)}">'
            f"{escape(message('back-to-map', language))}</button>"
        )
    if comparison.beside:
        ways += (
            f'<button type="button" class="quiet" data-compare="{escape(comparison.passage_id)}">'
            f"{escape(message('back-to-counterparts', language))}</button>"
        )
    return place_head(message(heading, language), ways, language)


def _counterparts(shown: Counterparts, language: Language) -> str:
    asked = shown.asked
    numbers = {} if asked.kind == "heading" else _numbers(shown.found)
    top = (
        f'<section class="asked" aria-label="{escape(message("compared", language))}">'
        f"{_cited(asked, shown.citations, language)}{section_path(asked, language)}"
        f'<div class="text" lang="{LANGUAGE_TAGS[asked.language]}">'
        f"{mark_pairs(asked, numbers)}</div></section>"
    )
    if not shown.found:
        return (
            f'{top}<div class="notice" role="status">'
            f"<h2>{escape(message('no-counterparts', language))}</h2>"
            f"<p>{escape(message('no-counterparts-hint', language))}</p></div>"
        )
    other = other_language(_language(shown))
    cards = "".join(
        _section_card(item, shown, language)
        if asked.kind == "heading"
        else _card(item, shown.citations, numbers, language)
        for item in shown.found
    )
    heading = escape(message(f"compared-in-{other}", language))
    paired = any(item.rows for item in shown.found)
    meaning = legend("pairs", SAYS_THE_SAME, language) if paired else ""
    return f'{top}<h2>{heading}</h2>{meaning}<ol class="counterparts">{cards}</ol>'


def _language(shown: Counterparts) -> Language:
    """Return the language that was asked for; a heading may be in the other one."""
    pairs = shown.found[0].counterpart.pairs
    return pairs[0].a.language if pairs else shown.asked.language


def _numbers(found: Iterable[Compared]) -> Numbered:
    """Return the sentences of the passage that was asked for, each with its surest pair."""
    surest: dict[Span, float] = {}
    for item in found:
        for pair in item.counterpart.pairs:
            surest[pair.a_sentence] = max(pair.score, surest.get(pair.a_sentence, 0.0))
    return {span: (number, surest[span]) for number, span in enumerate(sorted(surest), start=1)}


def _card(item: Compared, citations: Citations, numbers: Numbered, language: Language) -> str:
    found = item.counterpart
    there = {pair.b_sentence: (numbers[pair.a_sentence][0], pair.score) for pair in found.pairs}
    pairs = "".join(
        _pair(row, number_badge(numbers[row.a.span][0], row.score), language)
        for row in item.rows
        if row.a is not None and row.b is not None
    )
    return (
        f"{_card_head(found, citations, language)}"
        f'<div class="text" lang="{LANGUAGE_TAGS[found.passage.language]}">'
        f'{mark_pairs(found.passage, there)}</div><ol class="pairs">{pairs}</ol></li>'
    )


def _section_card(item: Compared, shown: Counterparts, language: Language) -> str:
    found = item.counterpart
    rows = "".join(
        _row(row, (row.a, row.b), shown.citations, language, number_badge(number, row.score))
        for number, row in enumerate(item.rows, start=1)
    )
    label = message("beside", language)
    name = label + message("colon", language) + found.citation.in_language(language)
    beside = (
        f'<button type="button" class="beside" data-compare="{escape(shown.asked.id)}" '
        f'data-beside="{escape(found.passage.id)}" aria-label="{escape(name)}">'
        f"{escape(label)}</button>"
    )
    return (
        f"{_card_head(found, shown.citations, language)}"
        f'<div class="text" lang="{LANGUAGE_TAGS[found.passage.language]}">'
        f"<p>{escape(found.passage.text)}</p></div>{beside}"
        f'<ol class="rows">{rows}</ol></li>'
    )


def _card_head(found: Counterpart, citations: Citations, language: Language) -> str:
    relation = message(f"relation-{found.relation}", language)
    percent = round(100 * found.score)
    certainty = message("certainty", language, percent=percent)
    return (
        f'<li class="counterpart" data-passage="{escape(found.passage.id)}" value="{found.rank}">'
        f"{_cited(found.passage, citations, language, found.rank)}"
        f'<p class="relation"><b class="{found.relation}">{escape(relation)}</b>'
        f'<span class="bar" aria-hidden="true" style="--share: {percent}%"></span>'
        f"<span>{escape(certainty)}</span></p>{section_path(found.passage, language)}"
    )


def _cited(
    passage: Passage, citations: Citations, language: Language, rank: int | None = None
) -> str:
    citation = citations[passage.id].in_language(language)
    place = "" if rank is None else f'<span class="rank">{rank}</span>'
    # From a counterpart the way leads on; what was asked for is here already.
    onward = "" if rank is None else compare_button(passage.id, citation, language)
    return (
        f'<div class="cited">{place}<div>{cite_button(passage, citation, "", language)}'
        f"{copy_button(passage.text, citation, language)}"
        f"{cite_menu(passage.id, '', citation, language)}{onward}{badges(passage, language)}"
        "</div></div>"
    )


def _sections(shown: Sections, language: Language) -> str:
    sections = shown.sections
    heads = "".join(
        f'<div lang="{LANGUAGE_TAGS[passage.language]}">{_cite(passage, shown.citations, language)}'
        f"<p>{escape(passage.text)}</p></div>"
        for passage in (sections.a, sections.b)
    )
    if not sections.rows:
        empty = escape(message("beside-empty", language))
        return f'<div class="aligned"><div class="heads">{heads}</div><p>{empty}</p></div>'
    pairs = sum(row.score > 0 for row in sections.rows)
    count = message("beside-count", language, rows=len(sections.rows), pairs=pairs)
    rows = "".join(_runs(shown, language))
    meaning = legend("pairs", SAYS_THE_SAME, language) if pairs else ""
    return (
        f'<div class="aligned"><p class="count">{escape(count)}</p>{meaning}'
        f'<div class="heads">{heads}</div><ol class="rows">{rows}</ol></div>'
    )


def _runs(shown: Sections, language: Language) -> Iterator[str]:
    """Yield the rows; where many follow each other that stand alone, folded away together."""
    # Over the ends of stretches: what a row is joined with is the next one, folded or not.
    following = iter([*shown.sections.rows[1:], None])
    for folded, rows in _stretches(shown.sections.rows):
        # What stands behind folded rows has its citation again: theirs is not to be seen.
        items = "".join(
            _row(row, first, shown.citations, language, following=next(following))
            for row, first in zip(rows, _first_of_paragraphs(rows), strict=True)
        )
        if folded:
            label = escape(message("alone", language, count=len(rows)))
            items = (
                f'<li class="folded"><details><summary>{label}</summary>'
                f'<ol class="rows">{items}</ol></details></li>'
            )
        yield items


def _stretches(rows: Sequence[Row]) -> list[tuple[bool, list[Row]]]:
    """Return the rows in stretches, and whether each is folded away."""
    stretches: list[tuple[bool, list[Row]]] = []
    for alone, group in groupby(rows, key=lambda row: row.a is None or row.b is None):
        items = list(group)
        folded = alone and len(items) >= ALONE
        if folded or not stretches or stretches[-1][0]:
            stretches.append((folded, items))
        else:
            stretches[-1][1].extend(items)
    return stretches


def _first_of_paragraphs(rows: Sequence[Row]) -> list[tuple[Sentence | None, Sentence | None]]:
    """Return for each row those of its sentences that are in another passage than the last one."""
    latest = ["", ""]
    firsts = []
    for row in rows:
        shown: list[Sentence | None] = [None, None]
        for side, sentence in enumerate((row.a, row.b)):
            if sentence is not None and sentence.passage.id != latest[side]:
                latest[side] = sentence.passage.id
                shown[side] = sentence
        firsts.append((shown[0], shown[1]))
    return firsts


def _row(
    row: Row,
    cited: tuple[Sentence | None, Sentence | None],
    citations: Citations,
    language: Language,
    badge: str = "",
    following: Row | None = None,
) -> str:
    """Return two sentences beside each other, or one beside an empty cell.

    Parameters
    ----------
    cited
        The sentences that have their citation above them.
    following
        The row below, where it may be joined with this one.
    """
    cells = "".join(
        _cell(row, side, sentence, first, citations, language)
        for side, sentence, first in (("a", row.a, cited[0]), ("b", row.b, cited[1]))
    )
    if row.a is None or row.b is None:
        buttons = verdict_buttons(row, following, language)
        head = f'<p class="pair-head">{buttons}</p>' if buttons else ""
        return f'<li class="row alone">{head}{cells}</li>'
    head = _pair_head(row, badge, language, following)
    return f"{_begin_pair(row, row.a, row.b)}{head}{cells}{_findings(row, language)}</li>"


def _cell(
    row: Row,
    side: _Side | str,
    sentence: Sentence | None,
    first: Sentence | None,
    citations: Citations,
    language: Language,
) -> str:
    if sentence is None:
        nothing = escape(message("diff-nothing", language))
        return f'<div class="cell empty"><span class="unseen">{nothing}</span></div>'
    citation = "" if first is None else _cite(first.passage, citations, language)
    return (
        f'<div class="cell">{citation}<p lang="{LANGUAGE_TAGS[sentence.passage.language]}">'
        f"{_sentence(row, side, sentence)}</p></div>"
    )


def _pair(row: Row, badge: str, language: Language) -> str:
    """Return a pair whose sentences stand in texts above; they are repeated where they differ."""
    if row.a is None or row.b is None:
        return ""
    cells = ""
    if row.differences:
        cells = "".join(
            f'<div class="cell"><p lang="{LANGUAGE_TAGS[sentence.passage.language]}">'
            f"{_sentence(row, side, sentence)}</p></div>"
            for side, sentence in (("a", row.a), ("b", row.b))
        )
    return (
        f"{_begin_pair(row, row.a, row.b)}{_pair_head(row, badge, language)}"
        f"{cells}{_findings(row, language)}</li>"
    )


def _begin_pair(row: Row, a: Sentence, b: Sentence) -> str:
    places = " ".join(
        f'data-{side}-passage="{escape(sentence.passage.id)}" '
        f'data-{side}="{sentence.span[0]}-{sentence.span[1]}"'
        for side, sentence in (("a", a), ("b", b))
    )
    return f'<li class="row paired {strength_of(row.score, SAYS_THE_SAME)}" {places}>'


def _pair_head(row: Row, badge: str, language: Language, following: Row | None = None) -> str:
    words = message("sentence-pair", language, percent=round(100 * row.score))
    buttons = verdict_buttons(row, following, language)
    return f'<p class="pair-head">{badge}{escape(words)}{buttons}</p>'


def _sentence(row: Row, side: str, sentence: Sentence) -> str:
    differing = [found.span for found in row.differences if found.side == side]
    return mark_differing(sentence.passage.text, sentence.span, differing)


def _findings(row: Row, language: Language) -> str:
    """Return what only one of the sentences says, each kind of each side on a line."""
    if not row.says_the_same:
        return ""
    if not row.differences:
        return f'<p class="findings">{escape(message("no-findings", language))}</p>'
    groups: dict[tuple[str, str], list[Difference]] = {}
    for found in row.differences:
        groups.setdefault((found.side, found.kind), []).append(found)
    # Names are many and seldom the point.
    ordered = sorted(groups.items(), key=lambda group: group[0][1] == "name")
    lines = "".join(
        f"<li>{escape(_finding(row, side, kind, language))}{_listed(found, language)}</li>"
        for (side, kind), found in ordered
    )
    return f'<ul class="findings">{lines}</ul>'


def _finding(row: Row, side: str, kind: str, language: Language) -> str:
    sentence = row.a if side == "a" else row.b
    said: Language = sentence.passage.language if sentence is not None else language
    name = message(f"difference-{kind}", language)
    return message(
        "finding",
        language,
        side=message(f"language-{said}", language),
        kind=name.lower() if language == "en" else name,
    )


def _listed(found: Sequence[Difference], language: Language) -> str:
    separator = escape(message("separator", language))
    return separator.join(f"<b>{escape(item.text)}</b>" for item in found)


def _cite(passage: Passage, citations: Citations, language: Language) -> str:
    return cite_button(passage, citations[passage.id].in_language(language), "", language)

"""A map of sections as a part of the page: the picture with cells to click, and two tables.

Pure functions. A cell or a button carries the ids of its sections in `data-a` and `data-b`, empty
for what stands below no heading, and the documents in `data-a-source` and `data-b-source`; what
happens then is the page's. A heading carries its id in `data-compare`. The page needs the rules of
`ui.map_style.page_rules`. The page needs the rules of `ui.map_style.page_rules`.
"""

from html import escape

from indexer.passages import Language
from retriever.likeness import Floats
from retriever.section_map import MapSection, MapSide, SectionMap
from ui.html import LANGUAGE_TAGS
from ui.map_picture import draw_part
from ui.map_words import full_name, percent, section_name, side_line, side_name
from ui.messages import message


def map_view(section_map: SectionMap, language: Language) -> str:
    """Return a map for the page: what is compared, the picture, both sides as tables."""
    a, b = section_map.a, section_map.b
    title = message("map-title", language, a=side_name(a, language), b=side_name(b, language))
    tables = _table(section_map, language) + _table(_turned(section_map), language, turned=True)
    return (
        f'<section class="map-view" lang="{LANGUAGE_TAGS[language]}" aria-label="{escape(title)}">'
        f"<h2>{escape(title)}</h2>"
        f'<div class="map-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"{draw_part(section_map, language)}</div>"
        f"<details><summary>{escape(message('map-table', language))}</summary>{tables}</details>"
        "</section>"
    )


def _turned(section_map: SectionMap) -> SectionMap:
    return SectionMap(section_map.b, section_map.a, section_map.scores.T)


def _table(section_map: SectionMap, language: Language, *, turned: bool = False) -> str:
    """Return the sections of the first side with their coverage and their nearest sections."""
    side, other = section_map.a, section_map.b
    names = ("map-section", "map-coverage", "map-nearest")
    head = "".join(f'<th scope="col">{escape(message(name, language))}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{_heading(number, section, side, language)}</th>'
        f"<td>{percent(section.coverage)}%</td>"
        f"<td>{_nearest(section, other, row, language, turned=turned)}</td></tr>"
        for number, (section, row) in enumerate(
            zip(side.sections, section_map.scores, strict=True), 1
        )
    )
    return (
        f"<table><caption>{escape(side_line(side, language))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _heading(number: int, section: MapSection, side: MapSide, language: Language) -> str:
    tag, full = LANGUAGE_TAGS[side.side.language], escape(full_name(section, language))
    name = f'lang="{tag}" title="{full}">{escape(section_name(section, language))}'
    if section.section_id is None:
        return f"{number}. <span {name}</span>"
    opens = f'type="button" class="map-heading" data-compare="{escape(section.section_id)}"'
    return f"{number}. <button {opens} {name}</button>"


def _nearest(
    section: MapSection, other: MapSide, scores: Floats, language: Language, *, turned: bool
) -> str:
    if not section.counterparts:
        return escape(message("map-nothing", language))
    items = "".join(
        f"<li>{_button(section, other.sections[number], other.side.language, language, turned)} "
        f"{float(scores[number]):.2f}</li>"
        for number in section.counterparts
    )
    return f"<ul>{items}</ul>"


def _button(
    section: MapSection, near: MapSection, near_language: Language, language: Language, turned: bool
) -> str:
    a, b = (near, section) if turned else (section, near)
    return (
        f'<button type="button" class="map-pair" lang="{LANGUAGE_TAGS[near_language]}" '
        f'data-a="{escape(a.section_id or "")}" data-a-source="{escape(a.source)}" '
        f'data-b="{escape(b.section_id or "")}" data-b-source="{escape(b.source)}">'
        f"{escape(section_name(near, language))}</button>"
    )

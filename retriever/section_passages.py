"""Which passages stand in which section of a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import UnknownPassage
from indexer.passages import LANGUAGES, Language, Passage
from indexer.store import PassageStore
from retriever.errors import UnknownSection
from retriever.relations import length_of


@dataclass(frozen=True, slots=True)
class SectionPassages:
    """The passages of one language that stand in a section."""

    heading: Passage
    language: Language
    """Of the passages; the heading may be in the other one."""
    numbers: tuple[int, ...]
    """Of the passages in the list of the language, ascending; at least one."""


def own_sections(
    store: PassageStore, language: Language, sources: Sequence[str]
) -> list[SectionPassages]:
    """Return the sections of some documents with the passages that stand directly in them.

    So each passage stands in one section at most, and none competes with the one around it.
    Sections without such passages are left out.
    """
    return [
        SectionPassages(heading, language, tuple(numbers[language]))
        for source in sources
        for heading, numbers in _own_passages(store, source)
        if numbers[language]
    ]


def read_section(store: PassageStore, section_id: str) -> SectionPassages | None:
    """Return a section with all passages that stand in it and in the sections below it.

    They are those of the language in which it says more; None for a section without passages.

    Raises
    ------
    UnknownSection
        The index has no heading with this id.
    """
    heading = find_heading(store, section_id)
    inside = _inside(store, heading)
    found: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
    for below, numbers in _own_passages(store, heading.source):
        if below.id in inside:
            for language in LANGUAGES:
                found[language] += numbers[language]
    language = max(LANGUAGES, key=lambda language: _length(store, language, found[language]))
    if not found[language]:
        return None
    return SectionPassages(heading, language, tuple(sorted(found[language])))


def find_heading(store: PassageStore, section_id: str) -> Passage:
    """Return the heading of a section.

    Raises
    ------
    UnknownSection
        The index has no heading with this id.
    """
    try:
        heading = store.passage(section_id)
    except UnknownPassage as error:
        raise UnknownSection(section_id=section_id) from error
    if heading.kind != "heading":
        raise UnknownSection(section_id=section_id)
    return heading


def _own_passages(
    store: PassageStore, source: str
) -> list[tuple[Passage, dict[Language, list[int]]]]:
    """Return the headings of a document with the passages that stand directly below each.

    A passage belongs to the heading of its path that stands last before it: the same words may
    head several sections.
    """
    latest: dict[tuple[str, ...], dict[Language, list[int]]] = {}
    sections = []
    for passage in store.passages(source):
        if passage.kind == "heading":
            numbers: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
            latest[*passage.section, passage.text] = numbers
            sections.append((passage, numbers))
        elif passage.section in latest:
            number = store.number_of(passage.id)
            if number is not None:
                latest[passage.section][passage.language].append(number)
    return sections


def _inside(store: PassageStore, heading: Passage) -> set[str]:
    """Return the ids of a section and of all below it."""
    inside = {heading.id}
    for section in store.sections(heading.source):  # Parents stand before their children.
        if section.parent in inside:
            inside.add(section.id)
    return inside


def _length(store: PassageStore, language: Language, numbers: Sequence[int]) -> float:
    passages = store.passages_at(language, numbers)
    return sum(length_of(passage.text, language) for passage in passages)

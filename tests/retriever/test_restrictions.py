"""Searches restricted to documents, sections, kinds and rows of tables."""

import pytest

from indexer.passages import Passage
from retriever.answers import ask
from retriever.columns import read_columns
from retriever.errors import (
    NoCellWith,
    NoColumnCalled,
    NoDocumentCalled,
    NoSectionCalled,
    NothingRemains,
    RestrictionError,
)
from retriever.restrictions import Restrictions
from retriever.search import Index, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

QUESTION = "projects against the financing of terrorism in Tunisia"
STATUS = "Status of Implementation"


def cell(passage: Passage, column: str) -> str:
    return dict(passage.fields).get(column, "")


@pytest.mark.parametrize(
    "restrictions",
    [
        Restrictions(kinds=("paragraph",)),
        Restrictions(kinds=("footnote", "list-item")),
        Restrictions(sections=("annex IV",)),
        Restrictions(columns=((STATUS, ("Completed",)),)),
    ],
)
def test_what_remains_keeps_its_order_and_scores(index: Index, restrictions: Restrictions) -> None:
    remaining = index.restrictor.remaining(restrictions)
    assert remaining is not None
    every = search(index, QUESTION, top_k=1000).hits
    expected = [
        (hit.passage.id, hit.score)
        for hit in every
        if remaining[hit.passage.language][index.store.number_of(hit.passage.id)]
    ]
    found = search(index, QUESTION, top_k=1000, restrictions=restrictions).hits
    assert [(hit.passage.id, hit.score) for hit in found] == expected
    assert 0 < len(expected) < len(every)


def test_the_list_is_full_although_the_best_passages_are_taken_away(index: Index) -> None:
    found = search(index, QUESTION, restrictions=Restrictions(kinds=("paragraph",))).hits
    assert len(found) == 10
    assert {hit.passage.kind for hit in found} == {"paragraph"}


def test_a_section_has_all_that_stands_below_it(index: Index) -> None:
    found = search(index, QUESTION, top_k=1000, restrictions=Restrictions(sections=("附件二",)))
    assert {hit.passage.section[0] for hit in found.hits} == {"Annex II"}
    below = Restrictions(sections=("annex II/pillar III",))
    rows = search(index, QUESTION, top_k=1000, restrictions=below).hits
    assert 0 < len(rows) < len(found.hits)
    assert all("Pillar III" in " ".join(hit.passage.section) for hit in rows)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("一", "一. 引言"),
        ("引言", "一. 引言"),
        ("annex i", "Annex I"),
        ("当前威胁概况", "A. 当前威胁概况"),
    ],
)
def test_a_section_is_called_by_its_number_or_by_its_words(
    index: Index, name: str, heading: str
) -> None:
    catalogue = index.restrictor.catalogue
    found = catalogue.find_sections(name)
    assert catalogue.sections[found[0]].heading == heading
    assert all(catalogue.sections[n].path[:1] in ((), (heading,)) or n == found[0] for n in found)


def test_rows_meet_every_column_and_one_of_its_values(index: Index) -> None:
    restrictions = Restrictions(
        columns=(("status", ("Ongoing", "in development")), ("Geographical Scope", ("Mali",)))
    )
    hits = search(index, QUESTION, top_k=1000, restrictions=restrictions).hits
    assert {cell(hit.passage, STATUS) for hit in hits} <= {"Ongoing", "In development"}
    assert any("," in cell(hit.passage, "Geographical Scope") for hit in hits)
    assert all("Mali" in cell(hit.passage, "Geographical Scope") for hit in hits)
    assert not any(
        "Mali" not in cell(hit.passage, "Geographical Scope").replace("Somalia", "") for hit in hits
    )


def test_support_is_that_of_what_remains(index: Index) -> None:
    every = ask(index, QUESTION)
    rest = ask(index, QUESTION, restrictions=Restrictions(sections=("annex V",)))
    assert rest.support < every.support
    assert rest.kind == "none"


@pytest.mark.parametrize(
    ("restrictions", "error", "offered"),
    [
        (Restrictions(documents=("a.txt",)), NoDocumentCalled, "a-72-840.txt"),
        (Restrictions(sections=("annex IX",)), NoSectionCalled, "Annex IV"),
        (Restrictions(columns=(("Colour", ("red",)),)), NoColumnCalled, STATUS),
        (Restrictions(columns=((STATUS, ("red",)),)), NoCellWith, "Completed"),
        (Restrictions(kinds=("table-row",), sections=("annex III",)), NothingRemains, "leave"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    index: Index, restrictions: Restrictions, error: type[RestrictionError], offered: str
) -> None:
    with pytest.raises(error, match=offered):
        search(index, QUESTION, restrictions=restrictions)


def test_a_value_among_choices_is_the_cell_or_listed_in_it() -> None:
    rows = [("en", n, [("Status", c)]) for n, c in enumerate(["Completed", "Not completed"])]
    rows += [("en", 2, [("Status", "ongoing, COMPLETED")])]
    [status] = read_columns(rows)  # type: ignore[arg-type]
    assert [status.cells[n] for n in status.matches("completed")] == [
        "Completed",
        "ongoing, COMPLETED",
    ]


def test_a_value_in_a_text_is_whole_words_and_in_chinese_any_stretch() -> None:
    cells = [
        "UNODC, CTED",
        "UNODC2",
        "与UNODC合作",
        "毒品和犯罪问题办公室",
        "Ｕnodc",
        *map(str, range(20)),
    ]
    [body] = read_columns([("zh", n, [("Body", c)]) for n, c in enumerate(cells)])
    assert {body.cells[n] for n in body.matches("unodc")} == {cells[0], cells[2], cells[4]}
    assert {body.cells[n] for n in body.matches("犯罪")} == {cells[3]}

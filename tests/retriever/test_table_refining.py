"""Conditions that people set on a table, and the rows that fulfil them."""

from dataclasses import replace

import pytest

from eval.answers import TABLES
from eval.table_truth import read_table_questions
from retriever.answers import ask
from retriever.errors import NoColumnCalled, NoSuchComparison, NoTableAsked, NotANumber
from retriever.restrictions import Restrictions
from retriever.search import Index
from retriever.table_answers import Filter, TableAnswer
from retriever.table_filters import SECTION, Operator
from retriever.table_questions import TableQuery, read_table_question
from retriever.table_refining import refine

QUESTIONS = read_table_questions(TABLES, "all")
QUESTION = "How many completed projects are there under pillar II?"
STATUS = "Status of Implementation"
PLACE = "Geographical Scope"
TITLE = "Project Title/Duration/CTITF Entities"


def refined(index: Index, *filters: Filter, question: str = QUESTION) -> TableAnswer:
    table = ask(index, question, conditions=filters).table
    assert table is not None
    return table


def cells(table: TableAnswer, column: str) -> set[str]:
    return {dict(row.fields)[column] for row in table.rows}


def read(index: Index, question: str) -> TableQuery | None:
    [table] = index.tables.read()
    return read_table_question(question, table, index.gazetteer, index.translations)


def test_the_conditions_that_were_understood_keep_their_rows_when_given_back(index: Index) -> None:
    asked = [query for question in QUESTIONS if (query := read(index, question.question))]
    assert len(asked) >= 50
    for query in asked:
        filters = [Filter(part.name, part.operator, part.value) for part in query.conditions]
        again = refine(query, filters, index.gazetteer)
        assert [part.rows for part in again.conditions] == [part.rows for part in query.conditions]
        assert again.operation == query.operation
    assert ask(index, QUESTION, conditions=ask_filters(index)) == ask(index, QUESTION)


def test_the_count_is_that_of_the_conditions(index: Index) -> None:
    understood = refined(index, *ask_filters(index))
    assert understood.value == 17
    assert not understood.edited
    ongoing = [
        replace(part, value="Ongoing") if part.column == STATUS else part
        for part in understood.filters
    ]
    other = refined(index, *ongoing)
    assert other.edited
    assert other.filters == tuple(ongoing)
    assert other.value == len(other.rows) > 0
    assert cells(other, STATUS) == {"Ongoing"}
    either = refined(
        index, *understood.filters[:-1], Filter(STATUS, "any of", "completed | Ongoing")
    )
    assert either.value == 17 + len(other.rows)
    rest = refined(index, *understood.filters[:-1], Filter(STATUS, "is not", "Ongoing"))
    everything = refined(index, *understood.filters[:-1])
    assert len(rest.rows) == len(everything.rows) - len(other.rows)
    assert refined(index).value == len(index.store.table_rows())


def ask_filters(index: Index) -> tuple[Filter, ...]:
    table = ask(index, QUESTION).table
    assert table is not None
    assert [part.column for part in table.filters] == [SECTION, STATUS]
    return table.filters


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (Filter(TITLE, "contains", "UNESCO"), "How many UNESCO projects are there?"),
        (Filter(TITLE, "contains", "教科文组织"), "How many UNESCO projects are there?"),
        (Filter(PLACE, "contains", "Mali"), "How many projects are there in Mali?"),
        (Filter(TITLE, "starts in", "2018"), "How many projects started in 2018?"),
        (
            Filter(SECTION, "is", "Pillar I of the UN Global Counter-Terrorism Strategy"),
            "How many projects are there under pillar I?",
        ),
    ],
)
def test_a_condition_that_is_set_is_what_a_question_would_have_said(
    index: Index, part: Filter, question: str
) -> None:
    expected = ask(index, question).table
    assert expected is not None
    assert refined(index, part).rows == expected.rows


def test_letters_are_looked_for_where_nothing_has_the_name(index: Index) -> None:
    found = refined(index, Filter(TITLE, "contains", "export CONTROL"))
    assert found.rows
    assert all("export control" in dict(row.fields)[TITLE].lower() for row in found.rows)
    assert refined(index, Filter(TITLE, "contains", "no such words")).value == 0


def test_a_condition_without_a_value_takes_no_row_away(index: Index) -> None:
    everything = refined(index).rows
    for part in (
        Filter(STATUS, "is", ""),
        Filter(TITLE, "starts in", " "),
        Filter(SECTION, "is", ""),
    ):
        assert refined(index, part).rows == everything


def test_the_text_of_the_question_is_not_quoted_beside_another_count(index: Index) -> None:
    question = "How many projects are there under pillar III?"
    answer = ask(index, question)
    assert answer.table
    assert answer.text_quotes
    other = [replace(part, value=part.value.replace("III", "I")) for part in answer.table.filters]
    assert ask(index, question, conditions=other).text_quotes == ()


def test_of_a_row_that_was_named_another_can_be_read(index: Index) -> None:
    question = "What is the status of project 26 of pillar II?"
    table = ask(index, question).table
    assert table is not None
    serial = next(part for part in table.filters if part.column == "Serial")
    others = [replace(part, value="27") if part is serial else part for part in table.filters]
    found = refined(index, *others, question=question)
    assert found.operation == "value"
    assert found.value == "; ".join(dict.fromkeys(dict(r.fields)[STATUS] for r in found.rows))
    rows = [part for part in table.filters if part is not serial]
    assert refined(index, *rows, question=question).operation == "list"


def test_the_choices_are_those_of_the_table(index: Index) -> None:
    choices = {choice.column: choice for choice in refined(index).choices}
    assert list(choices) == [SECTION, *(name for name, _ in index.store.table_rows()[0].fields)]
    assert choices[STATUS].values == ("Ongoing", "Completed", "In development")
    assert choices[STATUS].closed
    assert choices[TITLE].values[:2] == ("UNODC", "UNESCO")
    assert "starts in" in choices[TITLE].operators
    query = read(index, QUESTION)
    assert query is not None
    for value in choices[PLACE].values:
        assert refine(query, [Filter(PLACE, "contains", value)], index.gazetteer).rows(), value


@pytest.mark.parametrize(
    ("column", "operator", "value", "error"),
    [
        ("Colour", "is", "red", NoColumnCalled),
        (STATUS, "starts in", "2018", NoSuchComparison),
        (PLACE, ">", "3", NoSuchComparison),
        (TITLE, "starts in", "soon", NotANumber),
    ],
)
def test_what_cannot_be_asked_of_a_column_is_refused(
    index: Index, column: str, operator: Operator, value: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(index, QUESTION, conditions=[Filter(column, operator, value)])


def test_other_questions_have_no_conditions(index: Index) -> None:
    with pytest.raises(NoTableAsked):
        ask(index, "Why are young people drawn to terrorist groups?", conditions=[])
    with pytest.raises(NoTableAsked):
        ask(index, QUESTION, conditions=[], restrictions=Restrictions(kinds=("table-row",)))

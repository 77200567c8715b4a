"""Questions about the tables of the report, answered from their rows or not at all."""

import pytest

from eval.answers import TABLES
from eval.table_truth import TableQuestion, compute_truth, read_table_questions
from retriever.answers import ask
from retriever.search import Index
from retriever.table_answers import TableAnswer

QUESTIONS = read_table_questions(TABLES, "all")


def answer(index: Index, question: str) -> TableAnswer:
    """Return what a table answers."""
    found = ask(index, question)
    assert found.kind == "table"
    assert found.table is not None
    return found.table


def test_the_truth_of_the_questions_is_computed_from_the_cells(index: Index) -> None:
    question = next(q for q in QUESTIONS if q.id == "ta-001")
    assert compute_truth(question, index.store.table_rows()).value == 17
    assert sum(q.operation != "none" for q in QUESTIONS) >= 40


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q.split == "tune"], ids=lambda q: str(q.id)
)
def test_a_question_is_answered_with_the_right_rows_or_not_from_the_table(
    index: Index, question: TableQuestion
) -> None:
    found = ask(index, question.question).table
    if question.operation == "none":
        assert found is None
        return
    truth = compute_truth(question, index.store.table_rows())
    assert found is not None
    assert (found.operation, found.value) == (question.operation, truth.value)
    assert {passage.id for passage in found.rows} == truth.rows


def test_what_was_understood_is_told_in_the_words_of_the_table(index: Index) -> None:
    found = answer(index, "支柱二下已完成的教科文组织项目有多少个？")
    assert {(part.operator, part.value) for part in found.filters} == {
        ("is", "Pillar II of the UN Global Counter-Terrorism Strategy"),
        ("contains", "UNESCO"),
        ("is", "Completed"),
    }


@pytest.mark.parametrize(
    "question",
    [
        # A part that no column holds.
        "How many completed projects in Morocco cost more than 1 million?",
        "How many terrorism projects are there?",
        # What is counted are no rows.
        "How many countries have completed projects?",
        # A region that is also part of the names of others.
        "How many projects are in Africa?",
        # `or` between columns, and two places of which it is not said whether both.
        "How many projects are completed or in Mali?",
        "How many projects are there in Morocco and Tunisia?",
        # No such pillar; no such project.
        "How many projects are there under pillar VI?",
        "What is the status of project 999 of pillar I?",
        # Two questions.
        "How many projects are completed? Which ones?",
        "不含马里的项目有多少个？",
    ],
)
def test_a_question_that_is_not_understood_in_every_part_gets_no_count(
    index: Index, question: str
) -> None:
    assert ask(index, question).table is None


def test_both_rows_of_a_serial_that_stands_twice_are_given(index: Index) -> None:
    found = answer(index, "What is the status of project 26 of pillar II?")
    assert found.value == "Ongoing; Completed"
    assert len(found.rows) == 2


def test_a_name_within_a_longer_one_is_another(index: Index) -> None:
    found = answer(index, "How many projects are there in Niger?")
    assert all("Niger" in dict(row.fields)["Geographical Scope"] for row in found.rows)
    assert found.value == 9


def test_what_the_text_says_otherwise_is_quoted_beside_the_count(index: Index) -> None:
    found = ask(index, "How many projects are there under pillar III?")
    assert found.table is not None
    assert found.short == str(found.table.value) == "124"
    assert any("128 projects" in quote.text for quote in found.text_quotes)


def test_a_search_in_chinese_alone_does_not_answer_from_english_rows(index: Index) -> None:
    assert ask(index, "How many projects are completed?", language="zh").table is None

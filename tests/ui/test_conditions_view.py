"""The conditions of a question about a table as controls to change them."""

from dataclasses import replace

import pytest

from indexer.passages import Language
from retriever.answers import ask
from retriever.search import Index
from retriever.table_answers import Filter, TableAnswer
from retriever.table_filters import SECTION
from tests.ui.html_checking import HOSTILE, Checker
from ui.conditions_view import conditions_view

QUESTION = "How many completed projects are there under pillar II?"
TITLE = "Project Title/Duration/CTITF Entities"


@pytest.fixture(scope="module")
def table(index: Index) -> TableAnswer:
    found = ask(index, QUESTION).table
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_control_has_a_name_and_an_id_of_its_own(
    table: TableAnswer, language: Language
) -> None:
    filters = [
        *table.filters,
        Filter(TITLE, "contains", "UNESCO"),
        Filter(TITLE, "starts in", "2018"),
        Filter("Status of Implementation", "any of", "Completed | Ongoing"),
        Filter("Serial", "is", ""),
    ]
    page = Checker(conditions_view(replace(table, filters=tuple(filters)), language))
    controls = [
        *page.all("select"),
        *(field for field in page.all("input") if field.get("type") != "checkbox"),
    ]
    assert all(control.get("aria-label") for control in controls)
    removing = [button for button in page.all("button") if button.get("class") == "remove"]
    assert len(removing) == len({button["aria-label"] for button in removing}) == len(filters)
    ids = [found["id"] for _, found in page.elements if found.get("id")]
    assert len(ids) == len(set(ids))
    checked = [box["value"] for box in page.all("input") if "checked" in box]
    assert checked == ["Ongoing", "Completed"]
    [year] = [field for field in page.all("input") if field.get("type") == "number"]
    assert year["value"] == "2018"
    [words, _] = [field for field in page.all("input") if field.get("type") == "text"]
    assert words["list"] in {found["id"] for found in page.all("datalist")}
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert "Completed" in chosen
    assert table.filters[0].value in chosen


def test_what_was_changed_is_said_and_can_be_taken_back(table: TableAnswer) -> None:
    assert 'id="condition-reset"' not in conditions_view(table, "en")
    changed = conditions_view(replace(table, filters=(), edited=True), "zh")
    assert 'id="condition-reset"' in changed
    assert "全部行" in changed
    assert "条件已更改" in changed


def test_the_cells_of_a_hostile_document_are_text(table: TableAnswer) -> None:
    choices = tuple(
        replace(
            choice, column=choice.column if choice.column == SECTION else HOSTILE, values=(HOSTILE,)
        )
        for choice in table.choices
    )
    filters = (Filter(SECTION, "is", HOSTILE), Filter(HOSTILE, "contains", HOSTILE))
    page = Checker(conditions_view(replace(table, choices=choices, filters=filters), "en"))
    assert not {"script", "img"} & {name for name, _ in page.elements}
    assert HOSTILE in [option.get("value") for option in page.all("option")]

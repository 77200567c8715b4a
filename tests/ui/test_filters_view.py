"""The filters as HTML: numbers of passages, and nothing of a document taken for mark-up."""

import pytest

from retriever.facets import count_facets
from retriever.restrictions import Restrictions
from retriever.search import Index
from tests.ui.html_checking import assert_harmless
from ui.filters_view import filters_view

pytestmark = pytest.mark.model

STATUS = "Status of Implementation"


def test_numbers_are_those_of_the_passages_that_a_choice_would_leave(index: Index) -> None:
    restrictions = Restrictions(kinds=("table-row",), columns=((STATUS, ("Completed",)),))
    facets = count_facets(index.restrictor, restrictions)
    assert facets.remaining == 93
    # Of the subject itself, what another choice would leave.
    statuses = next(counts for column, counts in facets.columns if column.name == STATUS)
    assert statuses == (188, 93, 36)
    assert dict(facets.kinds)["table-row"] == 93
    assert dict(facets.kinds)["paragraph"] == 0
    top = {section.heading: number for section, depth, number in facets.sections if depth == 0}
    assert top == {"Annex II": 93}
    assert count_facets(index.restrictor, restrictions, "zh").remaining == 0


def test_what_is_chosen_can_be_taken_back_and_nothing_is_mark_up(index: Index) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'"
    restrictions = Restrictions(sections=(hostile,), kinds=("footnote",))
    facets = count_facets(index.restrictor, Restrictions(kinds=("footnote",)))
    for language in ("zh", "en"):
        shown = filters_view(facets, restrictions, index.documents, language)
        assert_harmless(shown)
        assert "<img" not in shown
        assert shown.count('class="chip"') == 2
        assert shown.count("checked") == 1

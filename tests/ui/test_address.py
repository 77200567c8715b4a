"""What is asked comes back from the address that says it."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import KINDS
from retriever.restrictions import Restrictions
from retriever.table_answers import Filter
from retriever.table_filters import Operator
from ui.address import Asking, read_address, read_conditions, write_address

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
lists = st.lists(words, max_size=3, unique=True).map(tuple)
columns = st.dictionaries(
    words.filter(lambda name: "=" not in name), st.lists(words, min_size=1, unique=True), max_size=3
).map(lambda found: tuple((name, tuple(values)) for name, values in found.items()))
kinds = st.sets(st.sampled_from(KINDS[:-1])).map(
    lambda found: tuple(kind for kind in KINDS if kind in found)
)

conditions = st.none() | st.lists(
    st.builds(Filter, words, st.sampled_from(get_args(Operator)), words), max_size=3
).map(tuple)


@given(
    st.text(st.characters(codec="utf-8")),
    st.sampled_from(["all", "zh", "en"]),
    lists,
    lists,
    kinds,
    columns,
    conditions,
)
def test_an_address_says_all_that_was_asked(  # type: ignore[no-untyped-def]
    question, search_in, documents, sections, kinds, columns, conditions
) -> None:
    restrictions = Restrictions(documents, sections, kinds, columns)
    asking = Asking(question, search_in, restrictions, conditions)
    assert read_address(write_address(asking)) == asking


def test_what_an_address_should_not_say_is_passed_over() -> None:
    address = "?q=a&lang=fr&kind=heading&kind=x&where=Status&where=%3Dx&passage=p"
    assert read_address(address) == Asking("a")
    assert read_address("") == Asking()


@pytest.mark.parametrize(
    "text",
    ["", "x", "{}", "[1]", "[[]]", '[["a","is"]]', '[["a","eval","b"]]', '[["a",["is"],"b"]]',
     '[["a","is",1]]', "[" * 100_000, str([["a", "is", "b"]] * 21).replace("'", '"')],
)  # fmt: skip
def test_conditions_of_another_form_are_none(text: str) -> None:
    assert read_conditions(text) is None

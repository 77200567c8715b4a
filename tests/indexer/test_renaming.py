"""Which document a file is: no two files are the same one, whatever was moved or copied."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.manifest import IndexedDocument
from indexer.renaming import recognise

FOLDERS = st.dictionaries(st.sampled_from(["a", "b", "c", "x/a", "y/b"]), st.sampled_from("123"))


@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_no_two_documents_share_an_identity_and_unchanged_ones_keep_theirs(
    states: list[dict[str, str]],
) -> None:
    old: list[IndexedDocument] = []
    for state in states:
        found = recognise(sorted(state.items()), old)
        identities = [document.identity for document in found]
        assert len(set(identities)) == len(identities)
        continued = [document.before.source for document in found if document.before]
        assert len(set(continued)) == len(continued)
        for document in old:
            same = state.get(document.source) == document.sha256
            if same:
                kept = next(f for f in found if f.source == document.source)
                assert (kept.identity, kept.before) == (document.identity, document)
        assert all(document.source not in document.formerly for document in found)
        old = [
            IndexedDocument(f.source, f.sha256, "", None, (), f.identity, f.formerly) for f in found
        ]


def test_of_several_copies_the_one_that_is_called_alike_was_moved() -> None:
    old = [IndexedDocument(name, "1", "", None, ()) for name in ("a/one", "a/two")]
    found = recognise([("b/one", "1"), ("b/two", "1")], old)
    assert [document.identity for document in found] == ["a/one", "a/two"]
    assert [document.formerly for document in found] == [("a/one",), ("a/two",)]


def test_copies_by_the_thousand_are_recognised_without_looking_at_each_for_each() -> None:
    old = [IndexedDocument(f"a/{n}", "1", "", None, ()) for n in range(20_000)]
    found = recognise([(f"b/new-{n}", "1") for n in range(20_000)], old)
    assert [document.identity for document in found] == [f"a/{n}" for n in range(20_000)]

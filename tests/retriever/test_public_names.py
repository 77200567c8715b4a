"""What is imported from the package itself."""

import importlib

import retriever


def test_the_names_are_those_of_functions_and_classes_whatever_was_imported_before() -> None:
    importlib.import_module("retriever.search")
    importlib.import_module("retriever.comparing")
    for name in retriever.__all__:
        assert callable(getattr(retriever, name)), name
    assert retriever.__all__ == sorted(retriever.__all__)

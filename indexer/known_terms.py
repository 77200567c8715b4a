"""The terms that the old index found in passages, so that an update does not find them again.

They are the same as long as the text, the rules and the glossary are. They are read from the
forward index of the old generation, which has them with their places.
"""

from contextlib import suppress
from pathlib import Path

from indexer.errors import IndexDirectoryError
from indexer.forward_index import ForwardIndex
from indexer.layout import STORE, lexical_folder
from indexer.lexical import Postings
from indexer.passages import LANGUAGES, Language
from indexer.store import PassageStore
from indexer.terms import Term


class KnownTerms:
    """What the old index found in the passages of one language."""

    def __init__(self, numbers: dict[str, int], forward: ForwardIndex, postings: Postings) -> None:
        self._numbers = numbers
        self._forward = forward
        self._postings = postings

    def of(self, text: str) -> list[Term] | None:
        """Return the terms of a text as `find_terms` gives them, None for one that is not known."""
        number = self._numbers.get(text)
        return None if number is None else self._forward.terms(number, self._postings)


def open_known_terms(folder: Path) -> dict[Language, KnownTerms]:
    """Return what the generation in a folder found, by language; nothing where it is damaged."""
    with suppress(IndexDirectoryError, FileNotFoundError), PassageStore.open(folder / STORE) as old:
        return {
            language: KnownTerms(
                old.searchable_texts(language),
                ForwardIndex.open(lexical_folder(folder, language)),
                Postings.open(lexical_folder(folder, language)),
            )
            for language in LANGUAGES
        }
    return {}

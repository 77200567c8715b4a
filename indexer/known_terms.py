"""The terms that the old index found in passages, so that an update does not find them again.

They are the same as long as the text, the rules and the glossary are. They are read from the
forward index of the old generation, which has them with their places.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDirectoryError
from indexer.forward_index import ForwardIndex
from indexer.layout import STORE, lexical_folder
from indexer.lexical import Postings
from indexer.passages import LANGUAGES, Language
from indexer.store import PassageStore
from indexer.terms import Term
from indexer.text_keys import KEY, Keys, find_keys, text_keys

_AT_ONCE = 10_000


class KnownTerms:
    """What the old index found in the passages of one language.

    Parameters
    ----------
    texts
        Of the passages, in the order of their numbers.
    """

    def __init__(self, texts: Iterable[str], forward: ForwardIndex, postings: Postings) -> None:
        self._keys, self._numbers = _sort_keys(texts)
        self._forward = forward
        self._postings = postings

    def of(self, text: str) -> list[Term] | None:
        """Return the terms of a text as `find_terms` gives them, None for one that is not known."""
        [place] = find_keys(self._keys, text_keys([text])).tolist()
        if place < 0:
            return None
        return self._forward.terms(int(self._numbers[place]), self._postings)


def open_known_terms(folder: Path) -> dict[Language, KnownTerms]:
    """Return what the generation in a folder found, by language; nothing where it is damaged."""
    with suppress(IndexDirectoryError, FileNotFoundError), PassageStore.open(folder / STORE) as old:
        return {
            language: KnownTerms(
                (found.text for found in old.search_texts(language)),
                ForwardIndex.open(lexical_folder(folder, language)),
                Postings.open(lexical_folder(folder, language)),
            )
            for language in LANGUAGES
        }
    return {}


def _sort_keys(texts: Iterable[str]) -> tuple[Keys, NDArray[np.int64]]:
    """Return the keys of texts in order, and the number of each text."""
    rest, blocks = iter(texts), [np.empty(0, dtype=KEY)]
    while len(keys := text_keys(islice(rest, _AT_ONCE))):
        blocks.append(keys)
    return np.unique(np.concatenate(blocks), return_index=True)

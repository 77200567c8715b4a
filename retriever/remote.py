"""What is searched of a language where passages and vectors are in Milvus.

It has the same methods as the files of an index in a directory have, so that scoring, comparing and
explaining do not know the difference: rows are fetched when they are asked for, and scored here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.gazetteer import Gazetteer
from indexer.lexical import Postings
from indexer.milvus import Milvus, What, within
from indexer.passages import Language
from indexer.store import PassageStore
from indexer.terms import Term, find_terms
from indexer.vectors import inner_products
from indexer.weighted_terms import FIRST, read_frequencies

_Floats = NDArray[np.float32]
_Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Remote:
    """The passages and sentences of one language in Milvus. Threads may share one."""

    milvus: Milvus
    name: str
    """Of the collections that they are in, as `StoredIn.name`."""
    language: Language
    rows: Mapping[What, int]
    """How many these collections hold, of all languages."""

    def find(
        self, what: What, vector: _Floats, limit: int, allowed: _Integers | None = None
    ) -> tuple[_Integers, _Floats]:
        """Return the passages or sentences that score best for a vector, best first.

        Parameters
        ----------
        vector : ndarray of float32, shape (dimension,)
            Centred.
        limit
            How many, at most.
        allowed : ndarray of int64, shape (n,)
            Those that may be found, ascending; None for all.

        Returns
        -------
        numbers : ndarray of int64, shape (at most limit,)
            Of passages, or rows of sentences.
        scores : ndarray of float32, same shape
        """
        return self._search(what, vector, limit, allowed)

    def find_words(
        self, weights: Mapping[int, float], limit: int, allowed: _Integers | None = None
    ) -> tuple[_Integers, _Floats]:
        """Return the passages that score best for weighted terms, best first.

        Parameters
        ----------
        weights
            By the numbers of terms; none are found for none.
        limit, allowed
            As `find` takes them.
        """
        terms = {term + FIRST: weight for term, weight in weights.items()}
        return self._search("passages", terms, limit, allowed)

    def postings(self, postings: Postings, numbers: _Integers) -> Postings:
        """Return statistics of all passages over the terms of some of them.

        Parameters
        ----------
        postings
            As `Postings.open_statistics` gives them.
        numbers : ndarray of int64, shape (n,)
            Of these passages, ascending.
        """
        vectors = [row["terms"] for row in self.records(numbers, ["terms"])]
        return postings.over(read_frequencies(postings, numbers, vectors))

    def records(
        self, numbers: NDArray[np.integer], fields: Sequence[str], what: What = "passages"
    ) -> list[Mapping[str, Any]]:
        """Return fields of some passages or sentences, in the order of their numbers.

        Raises
        ------
        StoreRefused
            One is not there.
        """
        return self.milvus.fetch(self.name, what, self.language, numbers.tolist(), fields)

    def _search(
        self,
        what: What,
        vector: _Floats | Mapping[int, float],
        limit: int,
        allowed: _Integers | None,
    ) -> tuple[_Integers, _Floats]:
        if not len(vector) or limit < 1 or (allowed is not None and not len(allowed)):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return self.milvus.search(
            self.name,
            what,
            self.language,
            vector,
            limit=limit,
            rows=self.rows[what],
            within="" if allowed is None else within(self.language, allowed),
        )


class RemoteVectors:
    """The vectors of passages or sentences by their rows, as `indexer.vectors.Vectors` has them."""

    def __init__(self, remote: Remote, what: What, size: int, dimension: int) -> None:
        self._remote = remote
        self._what = what
        self.size = size
        self.dimension = dimension

    def search(self, query: _Floats, top_k: int) -> tuple[_Integers, _Floats]:
        """Return the rows that score best, best first, with their scores."""
        return self._remote.find(self._what, query, min(top_k, self.size))

    def scores(self, query: _Floats) -> _Floats:
        """Return the scores of all rows; all are fetched."""
        return inner_products(query, self.rows(np.arange(self.size)))

    def scores_between(
        self, query: _Floats, starts: NDArray[np.integer], ends: NDArray[np.integer]
    ) -> _Floats:
        """Return the scores of the rows of some half-open ranges, one after the other.

        They are the very scores that the same vectors have in a file.
        """
        ranges = [np.arange(start, end) for start, end in zip(starts, ends, strict=True)]
        return inner_products(query, self.rows(np.concatenate(ranges) if ranges else _NO_ROWS))

    def rows(self, rows: NDArray[np.integer]) -> _Floats:
        """Return some of the vectors, of shape (n, dimension).

        Raises
        ------
        StoreRefused
            One is not there.
        """
        wanted, places = np.unique(rows, return_inverse=True)
        records = self._remote.records(wanted, ["vector"], self._what)
        vectors = np.array([record["vector"] for record in records], dtype=np.float32)
        return vectors.reshape(-1, self.dimension)[places]


class TextTerms:
    """Where terms stand in passages, found again in their texts, as `ForwardIndex` has it."""

    def __init__(self, store: PassageStore, language: Language, gazetteer: Gazetteer) -> None:
        self._store = store
        self._language = language
        self._gazetteer = gazetteer
        self.size = store.searchable(language)

    def find(self, passage: int, wanted: Mapping[int, str]) -> list[Term]:
        """Return where some terms stand in a passage, in the order in which they were found."""
        texts = set(wanted.values())
        return [term for term in self._find(passage) if term.text in texts]

    def terms(self, passage: int, postings: Postings) -> list[Term]:
        """Return all terms of a passage with their places."""
        return self._find(passage)

    def _find(self, passage: int) -> list[Term]:
        return find_terms(self._store.passage_at(self._language, passage).text, self._gazetteer)


_NO_ROWS = np.empty(0, dtype=np.int64)

"""What people said of sentences, for the passages that these stand in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from indexer.corrections import Correction, normal_sentence
from indexer.passages import Language, Passage, Span
from indexer.placed_corrections import PlacedCorrection, find_run
from indexer.store import PassageStore
from retriever.likeness import Floats, Integers
from retriever.relations import SAME

CONFIRMED_LIKENESS: Final = SAME
"""Least likeness of passages with confirmed sentences, where sections and sides are compared."""


class PassageVerdicts:
    """What corrections say of the passages of an index. Threads may share one."""

    def __init__(self, store: PassageStore, placed: Sequence[PlacedCorrection]) -> None:
        self._said: dict[str, list[PlacedCorrection]] = defaultdict(list)
        self._partners: dict[Language, dict[int, set[int]]] = {
            "zh": defaultdict(set),
            "en": defaultdict(set),
        }
        for item in placed:
            for passage_id in (*item.zh, *item.en):
                self._said[passage_id].append(item)
            # What stands in many passages on one side, such as the cells of a table, does not
            # say which of them belong together.
            if item.correction.verdict == "confirmed" and len(item.zh) == len(item.en):
                for zh_id, en_id in zip(item.zh, item.en, strict=True):
                    zh, en = store.number_of(zh_id), store.number_of(en_id)
                    if zh is not None and en is not None:
                        self._partners["zh"][zh].add(en)
                        self._partners["en"][en].add(zh)

    def partners(self, language: Language, number: int) -> Integers:
        """Return the numbers of the passages that a passage has confirmed sentences with.

        Those of the other language, ascending. Sentences that stand in several passages are
        taken in reading order, the first with the first, where they are as many on both sides.
        """
        return np.array(sorted(self._partners[language].get(number, ())), np.int64)

    def between(self, a: Passage, b: Passage) -> list[Correction]:
        """Return what was said of sentences of two passages, or of one that has no counterpart."""
        if a.id not in self._said and b.id not in self._said:
            return []
        return [
            item.correction
            for item in dict.fromkeys((*self._said.get(a.id, ()), *self._said.get(b.id, ())))
            if _is_about(item, a) and _is_about(item, b)
        ]

    def raise_confirmed(
        self, likeness: Floats, language: Language, rows: Integers, columns: Integers
    ) -> Floats:
        """Return likeness with passages that have confirmed sentences as near as the nearest.

        Parameters
        ----------
        likeness : ndarray of float32, shape (n, m)
        language
            Of the rows.
        rows, columns
            The numbers of the passages, ascending.
        """
        partners = self._partners[language]
        if not partners:
            return likeness
        raised = likeness.copy()
        for place in np.flatnonzero(np.isin(rows, list(partners))):
            found = np.isin(columns, self.partners(language, int(rows[place])))
            raised[place, found] = np.maximum(raised[place, found], CONFIRMED_LIKENESS)
        return raised


def confirmed_runs(
    correction: Correction, a: Sequence[str], b: Sequence[str], language: Language
) -> list[tuple[slice, slice]]:
    """Return where the two sides of a confirmed correction stand in the sentences of two passages.

    Parameters
    ----------
    a, b
        Sentences as `indexer.corrections.normal_sentence` gives them.
    language
        Of the first.
    """
    x, y = sides(correction, language)
    return [
        (slice(start, start + len(x)), slice(other, other + len(y)))
        for start, other in zip(find_run(a, x), find_run(b, y), strict=False)
    ]


def sides(correction: Correction, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences of a correction, those of one language first."""
    if language == "zh":
        return correction.zh, correction.en
    return correction.en, correction.zh


def sentence_texts(passage: Passage, spans: Sequence[Span]) -> list[str]:
    """Return sentences of a passage as corrections hold them."""
    return [normal_sentence(passage.text[start:end]) for start, end in spans]


def _is_about(item: PlacedCorrection, passage: Passage) -> bool:
    """Tell whether a correction has its sentences in a passage, or none in its language."""
    texts, places = (
        (item.correction.zh, item.zh) if passage.language == "zh" else (item.correction.en, item.en)
    )
    return not texts or passage.id in places

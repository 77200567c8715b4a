"""Correcting an alignment by hand: from numbered sentences to corrections, and what these replace.

Pure functions: nothing is stored and nothing is encoded. `retriever.alignment.align` and comparing
give what the corrections say from then on.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corrections import Correction, Verdict, normal_sentence, overrides
from indexer.passages import Language
from retriever.alignment import Alignment
from retriever.corrected_groups import find_groups


@dataclass(frozen=True, slots=True)
class AlignedTexts:
    """Two texts in two languages and how their sentences are aligned."""

    a: tuple[str, ...]
    """The sentences of the first."""
    b: tuple[str, ...]
    """Of the second."""
    languages: tuple[Language, Language]
    """Of both; they differ."""
    alignments: tuple[Alignment, ...]


def make_correction(
    texts: AlignedTexts, verdict: Verdict, a: Sequence[int], b: Sequence[int]
) -> Correction | None:
    """Return what a verdict on numbered sentences is; None where all of them are blank."""
    x = tuple(filter(None, (normal_sentence(texts.a[n]) for n in a)))
    y = tuple(filter(None, (normal_sentence(texts.b[n]) for n in b)))
    if not x and not y:
        return None
    return Correction(verdict, *((x, y) if texts.languages[0] == "zh" else (y, x)))


def follow_each_other(numbers: Sequence[int], sentences: Sequence[str]) -> bool:
    """Tell whether sentences stand one after the other, with nothing but blank ones between."""
    return all(
        later > earlier and not any(s.strip() for s in sentences[earlier + 1 : later])
        for earlier, later in itertools.pairwise(numbers)
    )


def find_retired(
    texts: AlignedTexts, known: Sequence[Correction], new: Sequence[Correction]
) -> tuple[Correction, ...]:
    """Return the known corrections that new ones take the place of in these texts.

    Those are the ones that any later correction overrides, and those that have a sentence of
    these texts which a new one gives to others.
    """
    a, b = ([s for s in sentences if s.strip()] for sentences in (texts.a, texts.b))
    now = [step for _, step in find_groups(a, b, texts.languages, new).placed]
    taken_a = {n for step in now for n in range(step.a, step.a + step.size_a)}
    taken_b = {n for step in now for n in range(step.b, step.b + step.size_b)}
    moved = {
        correction
        for correction, step in find_groups(a, b, texts.languages, known).placed
        if not taken_a.isdisjoint(range(step.a, step.a + step.size_a))
        or not taken_b.isdisjoint(range(step.b, step.b + step.size_b))
    }
    return tuple(
        correction
        for correction in known
        if correction not in new
        and (correction in moved or any(overrides(later, correction) for later in new))
    )

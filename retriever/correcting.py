"""Correcting an alignment by hand: from an alignment to corrections and the alignment after them.

Pure functions: nothing is stored and nothing is encoded. Whoever shows an alignment calls one for
each thing that a reader does, stores the corrections, and shows the alignment that comes back;
`retriever.alignment.align` gives what it says for those sentences from then on.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a reader did to an alignment."""

    texts: AlignedTexts
    """As they are aligned now."""
    corrections: tuple[Correction, ...]
    """To be stored."""


def confirm(texts: AlignedTexts, number: int) -> Corrected:
    """Confirm an alignment as it is; of one side alone, that it has no counterpart.

    Parameters
    ----------
    number
        Of the alignment.

    Raises
    ------
    IndexError
        There is no such alignment.
    """
    return _confirmed(texts, number, 1, [texts.alignments[number]])


def reject(texts: AlignedTexts, number: int) -> Corrected:
    """Reject an alignment; its sentences are then alone.

    Raises
    ------
    IndexError
        There is no such alignment.
    ValueError
        It has one side only.
    """
    pair = texts.alignments[number]
    if not (pair.a and pair.b):
        raise ValueError(f"alignment {number} has one side only")
    alone = [Alignment((n,), (), 0.0) for n in pair.a] + [Alignment((), (n,), 0.0) for n in pair.b]
    correction = make_correction(texts, "rejected", pair.a, pair.b)
    return Corrected(_with(texts, number, 1, alone), (correction,) if correction else ())


def merge_with_next(texts: AlignedTexts, number: int) -> Corrected:
    """Make one confirmed alignment of one and the next.

    Raises
    ------
    IndexError
        There is no such alignment, or none behind it.
    ValueError
        The sentences of one side do not follow each other.
    """
    pair, following = texts.alignments[number], texts.alignments[number + 1]
    merged = Alignment(pair.a + following.a, pair.b + following.b, 1.0)
    for numbers, sentences in ((merged.a, texts.a), (merged.b, texts.b)):
        if not follow_each_other(numbers, sentences):
            raise ValueError(f"sentences {numbers} do not follow each other")
    return _confirmed(texts, number, 2, [merged])


def split(texts: AlignedTexts, number: int, size_a: int, size_b: int) -> Corrected:
    """Make two confirmed alignments of one.

    Parameters
    ----------
    size_a, size_b
        How many sentences of each side are in the first of the two.

    Raises
    ------
    IndexError
        There is no such alignment.
    ValueError
        One of the two would be empty, or a side has fewer sentences.
    """
    pair = texts.alignments[number]
    if not (0 <= size_a <= len(pair.a) and 0 <= size_b <= len(pair.b)):
        raise ValueError(f"alignment {number} has {len(pair.a)} and {len(pair.b)} sentences")
    if size_a + size_b in (0, len(pair.a) + len(pair.b)):
        raise ValueError("an alignment needs sentences")
    parts = [
        Alignment(pair.a[:size_a], pair.b[:size_b], 1.0),
        Alignment(pair.a[size_a:], pair.b[size_b:], 1.0),
    ]
    return _confirmed(texts, number, 1, parts)


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


def _confirmed(
    texts: AlignedTexts, number: int, count: int, pairs: Sequence[Alignment]
) -> Corrected:
    """Return the texts with some alignments in the place of others, confirmed."""
    alignments: list[Alignment] = []
    for pair in pairs:
        if pair.a and pair.b:
            alignments.append(replace(pair, score=1.0, confirmed=True))
        else:
            alignments += [Alignment((n,), (), 0.0, confirmed=True) for n in pair.a]
            alignments += [Alignment((), (n,), 0.0, confirmed=True) for n in pair.b]
    corrections = (make_correction(texts, "confirmed", pair.a, pair.b) for pair in pairs)
    return Corrected(_with(texts, number, count, alignments), tuple(filter(None, corrections)))


def _with(
    texts: AlignedTexts, number: int, count: int, alignments: Sequence[Alignment]
) -> AlignedTexts:
    if number < 0:
        raise IndexError(number)
    before, behind = texts.alignments[:number], texts.alignments[number + count :]
    return replace(texts, alignments=(*before, *alignments, *behind))

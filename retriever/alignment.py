"""Which sentences of two texts say the same.

For translations the best monotone path over the sentences is taken, by dynamic programming over
sentence embeddings with the bias of the languages removed. The ideas are those of Vecalign
(Thompson and Koehn, EMNLP 2019) and Bertalign (Liu and Zhu, Digital Scholarship in the Humanities,
2022): from coarse to fine, and groups of sentences in a band. Unlike both, not every group is
encoded: the vector of a group is estimated from those of its sentences, and only in doubtful
places checked. For texts that only share a subject, each sentence is paired with the one that is
nearest, where that holds the other way round as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.centering import passage_mean
from indexer.corrections import Correction
from indexer.encoders import Encoder
from indexer.languages import language_of
from indexer.passages import Language
from retriever.alignment_path import Barred, Floats, Side, Step, Weights, band_around, best_path
from retriever.alignment_refinement import EncodeGroups, refine
from retriever.coarse_alignment import rough_path
from retriever.corrected_groups import (
    CorrectedGroups,
    Piece,
    bar,
    find_groups,
    find_pieces,
    largest_in_order,
)
from retriever.text_relation import free_pairs, is_translation

Relation: TypeAlias = Literal["translation", "same-subject"]

LARGEST_GROUP: Final = 5
"""Sentences of one side that may say what a single one of the other says."""
RADIUS: Final = 8
"""Sentences from the rough path within which the best one is looked for."""
ANCHORS: Final = 10
"""Pairs of single sentences from which the ratio of the lengths is taken."""

EVEN: Final = 0.27
"""Cosine, without the bias of the languages, that hardly any true pair is below (1 in 100 has less
than 0.31) and few false neighbours are above (1 in 20 has more than 0.30)."""
SLOPE: Final = 15.0
"""How fast the score of a pair rises there; the median of true pairs, 0.55, has a score of 0.98."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Sentences of two texts that say the same, or a sentence without a counterpart."""

    a: tuple[int, ...]
    """Numbers of sentences of the first text, from 0; may be empty."""
    b: tuple[int, ...]
    """Of the second text; not empty where `a` is."""
    score: float
    """How sure it is that both sides say the same, in [0, 1]; 0 for one side alone."""
    confirmed: bool = False
    """Whether people said so; the score is then 1 where there are two sides."""


@dataclass(frozen=True, slots=True, eq=False)
class CentredText:
    """The sentences of a text in one language, with vectors in which the languages lie alike."""

    sentences: Sequence[str]
    """None of them blank."""
    language: Language
    vectors: Floats
    """(n, dimension), without the mean of the language; of any length."""
    encode: Callable[[Sequence[str]], Floats] | None = None
    """Gives the vectors of further texts in the same way; without it, those of groups of sentences
    stay estimates."""
    units: Floats = field(init=False)
    """The vectors with a length of 1."""
    side: Side = field(init=False)

    def __post_init__(self) -> None:
        """Weigh the vectors: long sentences make up more of what a group says."""
        lengths = np.array([max(len(sentence), 1) for sentence in self.sentences], np.float32)
        object.__setattr__(self, "units", _unit(self.vectors))
        object.__setattr__(self, "side", Side(self.vectors * lengths[:, None], lengths))

    def encoding_from(self, first: int) -> EncodeGroups | None:
        """Return what encodes groups of sentences that are numbered from one of them on."""
        encode = self.encode
        if encode is None:
            return None
        joint = "" if self.language == "zh" else " "

        def encode_groups(spans: Sequence[tuple[int, int]]) -> Floats:
            return _unit(
                encode([joint.join(self.sentences[first + s : first + e]) for s, e in spans])
            )

        return encode_groups


def _merge_costs() -> Floats:
    costs = np.full((LARGEST_GROUP, LARGEST_GROUP), np.inf, np.float32)
    for k in range(1, LARGEST_GROUP + 1):
        for l in range(1, LARGEST_GROUP + 1):  # noqa: E741  k and l as in the papers
            if min(k, l) <= 2 and k + l <= LARGEST_GROUP + 1:
                costs[k - 1, l - 1] = 0.05 * (k + l - 2) + 0.1 * (min(k, l) - 1)
    return costs


_WEIGHTS: Final = Weights(threshold=0.15, power=0.5, merge=_merge_costs(), length=0.25)
"""Found on texts of our own and on a guide whose sentences were joined and dropped at random."""


def align(
    a: Sequence[str],
    b: Sequence[str],
    encoder: Encoder,
    *,
    relation: Relation | None = None,
    corrections: Sequence[Correction] = (),
    advance: Callable[[int], None] | None = None,
) -> list[Alignment]:
    """Return which sentences say the same, every sentence of both texts exactly once.

    Alignments of translations are in the order of both texts; those of texts on the same subject
    in that of the first text, followed by what only the second has.

    What people confirmed stands as they said, wherever its sentences follow each other in the
    texts, and what they rejected is not given as such. Between confirmed groups the path is found
    piece by piece. Of those that cross each other the largest set that is in order is what the
    path goes through; the others are given as well, at their place in the first text, because
    people saw the sentences and the order of a translation is only likely.

    Parameters
    ----------
    a, b
        Sentences in their order, of one language each. Blank ones have no counterpart; one in the
        middle of a group follows it.
    relation
        What the texts are to each other; None to find out.
    corrections
        What people said of these sentences, or of others. Texts in one language have none.
    advance
        Called from time to time with how many more sentences are encoded, in all
        ``len(a) + len(b)``.
    """
    full_a = [number for number, sentence in enumerate(a) if sentence.strip()]
    full_b = [number for number, sentence in enumerate(b) if sentence.strip()]
    first = _encode([a[number] for number in full_a], encoder, advance)
    second = _encode([b[number] for number in full_b], encoder, advance)
    found = align_centred(first, second, relation=relation, corrections=corrections)
    renumbered = [
        replace(pair, a=tuple(full_a[n] for n in pair.a), b=tuple(full_b[n] for n in pair.b))
        for pair in found
    ]
    return _with_blanks(renumbered, len(a), len(b))


def align_centred(
    a: CentredText,
    b: CentredText,
    *,
    relation: Relation | None = None,
    corrections: Sequence[Correction] = (),
) -> list[Alignment]:
    """Return which sentences say the same, as `align` does, of texts that are encoded already."""
    groups = find_groups(a.sentences, b.sentences, (a.language, b.language), corrections)
    return _align(a, b, relation, groups)


def relation_of(a: Sequence[str], b: Sequence[str], encoder: Encoder) -> Relation:
    """Return whether one text is a translation of the other."""
    first = _encode([sentence for sentence in a if sentence.strip()], encoder)
    second = _encode([sentence for sentence in b if sentence.strip()], encoder)
    return _relation(first, second)


def _encode(
    sentences: Sequence[str], encoder: Encoder, advance: Callable[[int], None] | None = None
) -> CentredText:
    language: Language = language_of(" ".join(sentences))
    finished = None if advance is None else lambda numbers, _: advance(len(numbers))
    encoded = encoder.encode_passages(sentences, finished)
    mean = passage_mean([encoded], encoder, language)

    def encode(texts: Sequence[str]) -> Floats:
        return encoder.encode_passages(texts) - mean

    return CentredText(sentences, language, encoded - mean, encode)


def _align(
    a: CentredText, b: CentredText, relation: Relation | None, groups: CorrectedGroups
) -> list[Alignment]:
    alone_a, alone_b = groups.alone
    if not len(a.side) or not len(b.side):
        return [Alignment((n,), (), 0.0, n in alone_a) for n in range(len(a.side))] + [
            Alignment((), (n,), 0.0, n in alone_b) for n in range(len(b.side))
        ]
    if (relation or _relation(a, b)) == "same-subject":
        return _free(a, b, groups)
    return _in_order(a, b, groups)


def _in_order(a: CentredText, b: CentredText, groups: CorrectedGroups) -> list[Alignment]:
    anchors = largest_in_order(groups.fixed)
    crossing = sorted(set(groups.fixed) - set(anchors))
    barred = bar(groups, crossing, len(a.side), len(b.side))
    first, second = a.side, b.side
    if barred is not None:
        first, second = first.without(barred.alone_a), second.without(barred.alone_b)
    pieces = find_pieces(anchors, len(first), len(second))
    rough = [rough_path(first.part(*piece.a), second.part(*piece.b)) for piece in pieces]
    known = [
        *anchors,
        *(p.shifted(s) for p, steps in zip(pieces, rough, strict=True) for s in steps),
    ]
    second = _of_equal_length(second, first, known)
    steps: list[Step] = []
    for number, (piece, path) in enumerate(zip(pieces, rough, strict=True)):
        found = _best_of_piece(a, b, (first, second), piece, path, barred)
        steps += (piece.shifted(step) for step in found)
        steps += anchors[number : number + 1]
    return list(_with_groups(steps, first, second, groups, crossing))


def _best_of_piece(
    a: CentredText,
    b: CentredText,
    sides: tuple[Side, Side],
    piece: Piece,
    rough: Sequence[Step],
    barred: Barred | None,
) -> list[Step]:
    first, second = sides[0].part(*piece.a), sides[1].part(*piece.b)
    if not len(first) or not len(second):
        return [Step(n, 1, 0, 0) for n in range(len(first))] + [
            Step(0, 0, n, 1) for n in range(len(second))
        ]
    if barred is not None:
        barred = barred.part(*piece)
    band = band_around(rough, len(first), len(second), RADIUS)
    steps = best_path(first, second, band, _WEIGHTS, barred)
    encode_a, encode_b = a.encoding_from(piece.a[0]), b.encoding_from(piece.b[0])
    if encode_a is None or encode_b is None:
        return steps
    return refine(steps, first, second, _WEIGHTS, encode_a, encode_b, barred)


def _with_groups(
    steps: Sequence[Step], a: Side, b: Side, groups: CorrectedGroups, crossing: Sequence[Step]
) -> Iterator[Alignment]:
    """Yield the alignments of a path, with the confirmed groups that it does not go through."""
    fixed = set(groups.fixed)
    alone_a, alone_b = groups.alone
    begins = {step.a: step for step in crossing}
    moved_a = {n for step in crossing for n in range(step.a, step.a + step.size_a)}
    moved_b = {n for step in crossing for n in range(step.b, step.b + step.size_b)}
    for step in steps:
        if step in fixed:
            yield _confirmed(step)
        elif not step.size_b and step.a in moved_a:
            if step.a in begins:
                yield _confirmed(begins[step.a])
        elif step.size_a or step.b not in moved_b:
            alone = step.a in alone_a if step.size_a else step.b in alone_b
            yield replace(_alignment(step, a, b), confirmed=alone)


def _confirmed(step: Step) -> Alignment:
    rows = range(step.a, step.a + step.size_a)
    columns = range(step.b, step.b + step.size_b)
    return Alignment(tuple(rows), tuple(columns), 1.0, confirmed=True)


def _relation(a: CentredText, b: CentredText) -> Relation:
    return "translation" if is_translation(a.units, b.units) else "same-subject"


def _free(a: CentredText, b: CentredText, groups: CorrectedGroups) -> list[Alignment]:
    barred = bar(groups, groups.fixed, len(a.side), len(b.side))
    rows, columns = np.arange(len(a.side)), np.arange(len(b.side))
    if barred is not None:
        rows, columns = rows[~barred.alone_a], columns[~barred.alone_b]
    pairs = free_pairs(a.units[rows], b.units[columns], _rejected(groups, rows, columns))
    partner = {int(rows[x]): (int(columns[y]), _score(cosine)) for x, y, cosine in pairs}
    alone_a, alone_b = groups.alone
    begins = {step.a: step for step in groups.fixed}
    within_a = {n for s in groups.fixed for n in range(s.a, s.a + s.size_a)}
    taken = {y for y, _ in partner.values()}
    taken |= {n for s in groups.fixed for n in range(s.b, s.b + s.size_b)}
    found: list[Alignment] = []
    for n in range(len(a.side)):
        if n in begins:
            found.append(_confirmed(begins[n]))
        elif n in partner:
            found.append(Alignment((n,), (partner[n][0],), partner[n][1]))
        elif n not in within_a:
            found.append(Alignment((n,), (), 0.0, n in alone_a))
    return found + [
        Alignment((), (n,), 0.0, n in alone_b) for n in range(len(b.side)) if n not in taken
    ]


def _rejected(
    groups: CorrectedGroups, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Return the rejected pairs of single sentences by their places among rows and columns."""
    place_a = {int(n): place for place, n in enumerate(rows)}
    place_b = {int(n): place for place, n in enumerate(columns)}
    return [
        (place_a[start], place_b[int(other)])
        for (start, size), by_size in groups.rejected.items()
        for other in by_size.get(1, ())
        if size == 1 and start in place_a and int(other) in place_b
    ]


def _of_equal_length(side: Side, other: Side, steps: Sequence[Step]) -> Side:
    """Return a side with its lengths in the measure of the other one."""
    singles = [step for step in steps if step.size_a == step.size_b == 1]
    if len(singles) >= ANCHORS:
        own = side.lengths[[step.b for step in singles]]
        others = other.lengths[[step.a for step in singles]]
        ratio = float(np.exp(np.median(np.log(others / own))))
    else:
        ratio = float(other.lengths.sum() / side.lengths.sum())
    return Side(side.vectors, side.lengths * np.float32(ratio))


def _score(cosine: float) -> float:
    """Return how sure a pair is: 0.5 where true pairs are as seldom as false neighbours."""
    return float(1 / (1 + np.exp(-SLOPE * (cosine - EVEN))))


def _alignment(step: Step, a: Side, b: Side) -> Alignment:
    rows = range(step.a, step.a + step.size_a)
    columns = range(step.b, step.b + step.size_b)
    score = 0.0
    if rows and columns:
        x = a.vectors[rows.start : rows.stop].sum(axis=0)
        y = b.vectors[columns.start : columns.stop].sum(axis=0)
        norms = float(np.linalg.norm(x) * np.linalg.norm(y))
        score = _score(float(x @ y) / norms if norms else 0.0)
    return Alignment(tuple(rows), tuple(columns), score)


def _with_blanks(found: Sequence[Alignment], count_a: int, count_b: int) -> list[Alignment]:
    """Return the alignments with those of the sentences that are missing put in their places."""
    missing_a = sorted(set(range(count_a)) - {n for pair in found for n in pair.a}, reverse=True)
    missing_b = sorted(set(range(count_b)) - {n for pair in found for n in pair.b}, reverse=True)
    complete: list[Alignment] = []
    for pair in found:
        while missing_a and pair.a and missing_a[-1] < pair.a[0]:
            complete.append(Alignment((missing_a.pop(),), (), 0.0))
        while missing_b and pair.b and missing_b[-1] < pair.b[0]:
            complete.append(Alignment((), (missing_b.pop(),), 0.0))
        complete.append(pair)
    complete += [Alignment((n,), (), 0.0) for n in reversed(missing_a)]
    return complete + [Alignment((), (n,), 0.0) for n in reversed(missing_b)]


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9)
    return unit

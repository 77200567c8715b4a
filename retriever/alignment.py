"""Which sentences of two texts say the same.

For translations the best monotone path over the sentences is taken, by dynamic programming over
sentence embeddings with the bias of the languages removed. The ideas are those of Vecalign
(Thompson and Koehn, EMNLP 2019) and Bertalign (Liu and Zhu, Digital Scholarship in the Humanities,
2022): from coarse to fine, and groups of sentences in a band. Unlike both, not every group is
encoded: the vector of a group is estimated from those of its sentences, and only in doubtful
places checked. For texts that only share a subject, each sentence is paired with the one that is
nearest, where that holds the other way round as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from indexer.centering import passage_mean
from indexer.encoders import Encoder
from indexer.languages import language_of
from indexer.passages import Language
from retriever.alignment_path import Floats, Side, Step, Weights, band_around, best_path
from retriever.alignment_refinement import refine
from retriever.coarse_alignment import rough_path
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
    advance: Callable[[int], None] | None = None,
) -> list[Alignment]:
    """Return which sentences say the same, every sentence of both texts exactly once.

    Alignments of translations are in the order of both texts; those of texts on the same subject
    in that of the first text, followed by what only the second has.

    Parameters
    ----------
    a, b
        Sentences in their order, of one language each. Blank ones have no counterpart; one in the
        middle of a group follows it.
    relation
        What the texts are to each other; None to find out.
    advance
        Called from time to time with how many more sentences are encoded, in all
        ``len(a) + len(b)``.
    """
    full_a = [number for number, sentence in enumerate(a) if sentence.strip()]
    full_b = [number for number, sentence in enumerate(b) if sentence.strip()]
    first = _Text([a[number] for number in full_a], encoder, advance)
    second = _Text([b[number] for number in full_b], encoder, advance)
    found = _align(first, second, relation)
    renumbered = [
        Alignment(tuple(full_a[n] for n in pair.a), tuple(full_b[n] for n in pair.b), pair.score)
        for pair in found
    ]
    return _with_blanks(renumbered, len(a), len(b))


def relation_of(a: Sequence[str], b: Sequence[str], encoder: Encoder) -> Relation:
    """Return whether one text is a translation of the other."""
    first = _Text([sentence for sentence in a if sentence.strip()], encoder, None)
    second = _Text([sentence for sentence in b if sentence.strip()], encoder, None)
    return _relation(first, second)


class _Text:
    """The sentences of a text, encoded, and what encodes groups of them."""

    def __init__(
        self, sentences: Sequence[str], encoder: Encoder, advance: Callable[[int], None] | None
    ) -> None:
        self._sentences = sentences
        self._encoder = encoder
        language: Language = language_of(" ".join(sentences))
        self._joint = "" if language == "zh" else " "
        encoded = encoder.encode_passages(sentences, advance)
        self._mean = passage_mean(encoded, encoder, language)
        lengths = np.array([max(len(sentence), 1) for sentence in sentences], np.float32)
        centred = encoded - self._mean
        self.units = _unit(centred)
        # Long sentences make up more of what a group says.
        self.side = Side(centred * lengths[:, None], lengths)

    def encode_groups(self, spans: Sequence[tuple[int, int]]) -> Floats:
        """Return the centred unit vectors of groups of sentences as one text each."""
        texts = [self._joint.join(self._sentences[start:end]) for start, end in spans]
        return _unit(self._encoder.encode_passages(texts) - self._mean)


def _align(a: _Text, b: _Text, relation: Relation | None) -> list[Alignment]:
    if not len(a.side) or not len(b.side):
        return [Alignment((n,), (), 0.0) for n in range(len(a.side))] + [
            Alignment((), (n,), 0.0) for n in range(len(b.side))
        ]
    if (relation or _relation(a, b)) == "same-subject":
        return _free(a, b)
    rough = rough_path(a.side, b.side)
    first, second = a.side, _of_equal_length(b.side, a.side, rough)
    band = band_around(rough, len(first), len(second), RADIUS)
    steps = best_path(first, second, band, _WEIGHTS)
    steps = refine(steps, first, second, _WEIGHTS, a.encode_groups, b.encode_groups)
    return [_alignment(step, first, second) for step in steps]


def _relation(a: _Text, b: _Text) -> Relation:
    return "translation" if is_translation(a.units, b.units) else "same-subject"


def _free(a: _Text, b: _Text) -> list[Alignment]:
    partner = {x: (y, _score(cosine)) for x, y, cosine in free_pairs(a.units, b.units)}
    taken = {y for y, _ in partner.values()}
    paired = [
        Alignment((n,), (partner[n][0],), partner[n][1]) if n in partner else Alignment((n,), (), 0)
        for n in range(len(a.side))
    ]
    return paired + [Alignment((), (n,), 0.0) for n in range(len(b.side)) if n not in taken]


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

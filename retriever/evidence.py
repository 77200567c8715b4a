"""Which sentences of a passage answer, and which of its words matched the question."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.gazetteer import Gazetteer
from indexer.passages import Span
from indexer.store import Sentence
from indexer.terms import find_terms

SENTENCE_MARGIN: Final = 0.1
"""How much worse than the best one a sentence may score to be evidence as well."""
LONG_PASSAGE: Final = 400
"""Code points from which a passage is long: marking most of it would help nobody."""
LONG_SHARE: Final = 0.4
"""Share of a long passage that may be evidence. The best sentence is, however long."""
SHORT_SHARE: Final = 2 / 3
"""The same for a shorter one."""


def find_evidence(
    text: str, sentences: Sequence[Sentence], scores: NDArray[np.float32]
) -> tuple[Span, ...]:
    """Return the sentences that answer, as offsets into the clean text, in reading order.

    Parameters
    ----------
    text
        Clean text of the passage.
    sentences
        Of the passage, in reading order.
    scores : ndarray of float32, shape (len(sentences),)
        How near each is to the question; higher is better.
    """
    if not sentences:
        return ((0, len(text)),) if text else ()
    order = sorted(range(len(sentences)), key=lambda n: (-scores[n], n))
    most = len(text) * (LONG_SHARE if len(text) >= LONG_PASSAGE else SHORT_SHARE)
    chosen = order[:1]
    marked = sentences[order[0]].end - sentences[order[0]].start
    for number in order[1:]:
        marked += sentences[number].end - sentences[number].start
        near = scores[order[0]] - scores[number] <= SENTENCE_MARGIN
        if not near or marked > most:
            break
        chosen.append(number)
    return tuple((sentences[n].start, sentences[n].end) for n in sorted(chosen))


def find_matches(text: str, terms: Collection[str], gazetteer: Gazetteer) -> tuple[Span, ...]:
    """Return the places of a clean text that gave one of some terms, in order and disjoint."""
    wanted = frozenset(terms)
    spans: list[Span] = []
    for term in sorted(find_terms(text, gazetteer), key=lambda term: (term.start, term.end)):
        if term.text not in wanted:
            continue
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], term.end))
        else:
            spans.append((term.start, term.end))
    return tuple(spans)

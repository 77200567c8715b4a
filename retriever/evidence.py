"""Which sentences of a passage answer, and which of its words matched the question."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.passages import Span
from indexer.store_records import Sentence
from indexer.terms import Term
from retriever.translation import Alternatives

MATCH_WEIGHT: Final = 0.25
"""Of a sentence that has all terms of the question, against 1 for its cosine."""
WANTED_WEIGHT: Final = 0.15
"""Of a sentence that has what the question asks for: a number, a date, a country."""
SENTENCE_MARGIN: Final = 0.15
"""How much worse than the best one a sentence may score to be evidence as well."""
QUOTED: Final = 3
"""Sentences that are quoted of a passage at most."""
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


def find_quoted(
    text: str, sentences: Sequence[Sentence], scores: NDArray[np.float32]
) -> tuple[Span, ...]:
    """Return the one to three sentences that are quoted where a passage answers, in reading order.

    More than `find_evidence` marks: what is quoted is read without what stands around it.

    Parameters
    ----------
    text, sentences, scores
        As `find_evidence` takes them.
    """
    if not sentences:
        return ((0, len(text)),) if text else ()
    order = sorted(range(len(sentences)), key=lambda n: (-scores[n], n))
    chosen = [n for n in order[:QUOTED] if scores[order[0]] - scores[n] <= SENTENCE_MARGIN]
    return tuple((sentences[n].start, sentences[n].end) for n in sorted(chosen))


def find_row_evidence(
    sentences: Sequence[Sentence], scores: NDArray[np.float32], first: int
) -> tuple[Span, ...]:
    """Return the cells of a table row that answer, in reading order.

    What a row is about stands in its first cell; without it the others say nothing.

    Parameters
    ----------
    sentences
        Of the passage, in reading order; a cell is one or several.
    scores : ndarray of float32, shape (len(sentences),)
        How near each is to the question.
    first
        Where the first cell that is no serial begins in the clean text.
    """
    order = sorted(range(len(sentences)), key=lambda n: (-scores[n], n))
    chosen = [n for n in order[:2] if scores[order[0]] - scores[n] <= SENTENCE_MARGIN]
    chosen += [n for n, sentence in enumerate(sentences) if sentence.start <= first < sentence.end]
    return tuple((sentences[n].start, sentences[n].end) for n in sorted(set(chosen)))


def sentence_scores(
    cosines: NDArray[np.float32],
    sentences: Sequence[Sentence],
    found: Sequence[Term],
    query: Sequence[Alternatives],
    weights: Sequence[float],
) -> NDArray[np.float32]:
    """Return how near the sentences of a passage are to a question.

    All of a passage is about the same subject, so that its sentences differ little by cosine;
    which of them has the question's words, or translations of them, tells more there.

    Parameters
    ----------
    cosines : ndarray of float32, shape (n,)
        Between the question and each sentence.
    sentences
        The n sentences.
    found
        The terms of the passage that stand for one of the question's.
    query, weights
        The question for the language of the passage, and the weight of each of its terms.

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    total = sum(weights)
    if total <= 0:
        return cosines
    matched = np.zeros(len(sentences), dtype=np.float32)
    ends = [sentence.end for sentence in sentences]
    inside: list[set[str]] = [set() for _ in sentences]
    for term in found:
        number = bisect_left(ends, term.end)
        if number < len(ends) and sentences[number].start <= term.start:
            inside[number].add(term.text)
    for number, words in enumerate(inside):
        if not words:
            continue
        for alternatives, weight in zip(query, weights, strict=True):
            shares = [alternatives.weights[w] for w in words if w in alternatives.weights]
            if shares:
                matched[number] += weight * max(shares) / total
    scores: NDArray[np.float32] = cosines + np.float32(MATCH_WEIGHT) * matched
    return scores


def prefer_wanted(
    scores: NDArray[np.float32], sentences: Sequence[Sentence], wanted: Sequence[Span]
) -> NDArray[np.float32]:
    """Return the scores of sentences with those lifted that have what is asked for.

    A question for a number is answered by a sentence with a number: where one sentence names the
    subject, what is asked for often stands in the next.

    Parameters
    ----------
    scores : ndarray of float32, shape (len(sentences),)
    wanted
        Places in the clean text of the passage of what is of the kind that is asked for.
    """
    holds = [
        any(sentence.start <= start and end <= sentence.end for start, end in wanted)
        for sentence in sentences
    ]
    lifted: NDArray[np.float32] = scores + np.float32(WANTED_WEIGHT) * np.array(holds, np.float32)
    return lifted


def find_matches(found: Iterable[Term]) -> tuple[Span, ...]:
    """Return the places of terms that matched, in order and disjoint."""
    spans: list[Span] = []
    for term in sorted(found, key=lambda term: (term.start, term.end)):
        if spans and term.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], term.end))
        else:
            spans.append((term.start, term.end))
    return tuple(spans)

"""What each part of the search brings: the same questions with one part after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.systems import DEPTH, Ranking, System
from indexer.centering import centre
from indexer.gazetteer import MARK, Gazetteer
from indexer.passages import Language
from retriever.fusion import fuse, references
from retriever.queries import Query, read_query
from retriever.ranking import Channels
from retriever.scoring import best_sentences, lexical_scores
from retriever.search import Index
from retriever.translation import Alternatives, structure


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts take part, beside the vectors of passages less the mean of their language."""

    sentences: bool = False
    reference: bool = False
    words: bool = False
    dictionary: bool = False
    glossary: bool = False
    named: bool = False
    """The second vector of the question, with its names in the other language."""


STEPS: tuple[tuple[str, Parts], ...] = (
    ("passage vectors, centred", step := Parts()),
    ("+ best sentence", step := replace(step, sentences=True)),
    ("+ measured against the language's best", step := replace(step, reference=True)),
    ("+ words (BM25)", step := replace(step, words=True)),
    ("+ dictionary", step := replace(step, dictionary=True)),
    ("+ glossary", step := replace(step, glossary=True)),
    ("+ names in the question's vector", replace(step, named=True)),
)
"""One part more in each line; the last is the search as it ships."""

_NO_NAMES = Gazetteer(())


def ablations(index: Index) -> dict[str, System]:
    """Return the steps as systems, in their order."""
    return {name: _system(index, parts) for name, parts in STEPS}


def _system(index: Index, parts: Parts) -> System:
    def rank(question: str, languages: Sequence[Language]) -> Ranking:
        query = read_query(question, index.encoder, index.gazetteer if parts.named else _NO_NAMES)
        if not parts.named and parts.glossary:
            named = read_query(question, index.encoder, index.gazetteer)
            query = replace(query, terms=named.terms)
        channels = [c for c in index.channels if c.language in languages and c.passages.size]
        scores = [_score(index, channel, query, parts) for channel in channels]
        levels = references(scores) if parts.reference else [0.0] * len(scores)
        candidates = [
            (float(own[n]) - level, channel.language, int(n))
            for channel, own, level in zip(channels, scores, levels, strict=True)
            for n in np.argsort(-own, kind="stable")[:DEPTH]
        ]
        best = sorted(candidates, key=lambda candidate: -candidate[0])[:DEPTH]
        return [index.store.passage_at(language, n).id for _, language, n in best]

    return rank


def _score(index: Index, channels: Channels, query: Query, parts: Parts) -> NDArray[np.float32]:
    mean = next(c.question_mean for c in index.channels if c.language == query.language)
    vector = centre(query.vectors[channels.language][np.newaxis], mean)[0]
    dense = channels.passages.scores(vector)
    nothing = np.zeros_like(dense)
    sentence = (
        best_sentences(channels.sentences.scores(vector), channels.owners, channels.passages.size)
        if parts.sentences
        else nothing
    )
    lexical = (
        lexical_scores(channels.postings, _structure(index, channels, query, parts))
        if parts.words
        else nothing
    )
    return fuse(dense, sentence, lexical)


def _structure(index: Index, channels: Channels, query: Query, parts: Parts) -> list[Alternatives]:
    terms = [term for term in query.terms if parts.glossary or not term.text.startswith(MARK)]
    structured = structure(terms, channels.language, channels.postings, index.translations)
    if parts.dictionary:
        return structured
    return [
        alternatives
        if alternatives.term in alternatives.weights
        else replace(alternatives, weights={})
        for alternatives in structured
    ]

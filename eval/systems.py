"""What is compared: Yinju, and what popular frameworks do with the same passages and model.

A system scores all passages for a question. The baselines are the parts that LangChain and
LlamaIndex are mostly used with: rank_bm25 over jieba's words, cosine of an E5 model's vectors,
and the two fused by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from indexer.encoders import Encoder
from indexer.jieba_segmenter import find_words
from indexer.passages import Language, Passage
from retriever.search import Index, search

Ranking = list[str]
"""Ids of passages, best first."""
System = Callable[[str, Sequence[Language]], Ranking]
"""Ranks the passages of some languages for a question."""

DEPTH = 20
"""How long a ranking is at most."""
RRF_K = 60
"""The constant of reciprocal rank fusion, as in the paper."""


def yinju(index: Index) -> System:
    """Return our search over an index."""

    def rank(question: str, languages: Sequence[Language]) -> Ranking:
        chosen = languages[0] if len(languages) == 1 else "all"
        hits = search(index, question, top_k=DEPTH, language=chosen).hits
        return [hit.passage.id for hit in hits]

    return rank


def baselines(passages: Sequence[Passage], encoder: Encoder) -> dict[str, System]:
    """Return the baselines over the same passages, with the headings above them.

    The text is given as frameworks get it: the chunk with its context in front.
    """
    texts = ["\n".join([*passage.section, passage.text]) for passage in passages]
    lexical = BM25Okapi([_words(text) for text in texts])
    vectors = encoder.encode_passages(texts)

    def bm25(question: str) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = np.asarray(lexical.get_scores(_words(question)))
        return scores

    def dense(question: str) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = vectors @ encoder.encode_queries([question])[0].astype(float)
        return scores

    def fused(question: str) -> NDArray[np.float64]:
        return _reciprocal_ranks(bm25(question)) + _reciprocal_ranks(dense(question))

    channels = {"rank_bm25 + jieba": bm25, "dense, cosine": dense, "both, reciprocal rank": fused}
    return {name: _system(passages, scores) for name, scores in channels.items()}


def _system(passages: Sequence[Passage], score: Callable[[str], NDArray[np.float64]]) -> System:
    languages = np.array([passage.language for passage in passages])

    def rank(question: str, wanted: Sequence[Language]) -> Ranking:
        scores = score(question)
        order = np.argsort(-scores, kind="stable")
        chosen = [n for n in order if languages[n] in wanted and scores[n] > -np.inf]
        return [passages[n].id for n in chosen[:DEPTH]]

    return rank


def _reciprocal_ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(-scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    reciprocal: NDArray[np.float64] = np.where(scores > 0, 1 / (RRF_K + ranks), 0.0)
    return reciprocal


def _words(text: str) -> list[str]:
    return [word.text.lower() for word in find_words(text) if not word.text.isspace()]

"""Asks a new index for passages that are in it, channel by channel.

A channel can be dead without anyone noticing: with a wrong segmentation Chinese BM25 finds
nothing, and the other channels hide it.
"""

from collections.abc import Callable
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.centering import centre
from indexer.encoders import Encoder
from indexer.errors import SelfTestFailed
from indexer.layout import (
    PASSAGE_VECTORS,
    QUESTION_MEAN,
    SENTENCE_VECTORS,
    STORE,
    lexical_folder,
    vector_folder,
)
from indexer.lexical import Postings, score_bm25
from indexer.passages import Language
from indexer.punctuation import split_sentences
from indexer.store import PassageStore
from indexer.terms import terms
from indexer.vectors import Vectors

SAMPLE: Final = 12
"""Passages that are asked for in each language, chosen by a digest of their texts."""
WITHIN: Final = 10
"""Ranks in which each must be found."""
NEEDED: Final = 0.6
"""Share of the sample that must be found. A passage that says little may lose to others."""


def find_known_passages(folder: Path, language: Language, encoder: Encoder) -> None:
    """Ask each channel for passages of a language by their longest sentences.

    Parameters
    ----------
    folder
        Of the generation.
    encoder
        Of the questions.

    Raises
    ------
    SelfTestFailed
        A channel finds fewer than `NEEDED` of them.
    """
    with PassageStore.open(folder / STORE) as store:
        sample = {n: text for n, text in _sample(store, language) if terms(text)}
        if sample:
            _ask(store, sample, folder, language, encoder)


def _ask(
    store: PassageStore,
    sample: dict[int, str],
    folder: Path,
    language: Language,
    encoder: Encoder,
) -> None:
    questions = [_longest_sentence(text) for text in sample.values()]
    mean = np.load(vector_folder(folder, language) / QUESTION_MEAN)
    vectors = centre(encoder.encode_queries(questions), mean)
    postings = Postings.open(lexical_folder(folder, language))
    dense = Vectors.open(vector_folder(folder, language) / PASSAGE_VECTORS)
    sentences = Vectors.open(vector_folder(folder, language) / SENTENCE_VECTORS)
    owners = store.sentence_owners(language)
    channels: dict[str, Callable[[int], NDArray[np.integer]]] = {
        "lexical": lambda n: _best(score_bm25(postings, terms(questions[n]))),
        "dense": lambda n: dense.search(vectors[n], WITHIN)[0],
        "sentence": lambda n: owners[sentences.search(vectors[n], WITHIN)[0]],
    }
    for channel, best in channels.items():
        # Passages of the same words are as good as the one that was asked for.
        found = sum(
            text in {passage.text for passage in store.passages_at(language, best(n))}
            for n, text in enumerate(sample.values())
        )
        if found < NEEDED * len(sample):
            raise SelfTestFailed(
                directory=folder.parent.parent,
                channel=channel,
                language=language,
                found=found,
                tried=len(sample),
            )


def _sample(store: PassageStore, language: Language) -> list[tuple[int, str]]:
    """Return some passages with their numbers; a changed file leaves nearly all the same."""
    texts = (found.text for found in store.search_texts(language))
    return nsmallest(SAMPLE, enumerate(texts), key=lambda numbered: _digest(numbered[1]))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _longest_sentence(text: str) -> str:
    start, end = max(split_sentences(text), key=lambda span: span[1] - span[0])
    return text[start:end]


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    order = np.argsort(-scores, kind="stable")[:WITHIN]
    return order[scores[order] > 0].astype(np.int64)

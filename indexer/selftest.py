"""Asks a new index for passages that are in it, channel by channel.

A channel can be dead without anyone noticing: with a wrong segmentation Chinese BM25 finds
nothing, and the other channels hide it.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
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
from indexer.passages import Language, Passage
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


def find_known_passages(
    folder: Path, language: Language, passages: Sequence[Passage], encoder: Encoder
) -> None:
    """Ask each channel for passages of a language by their longest sentences.

    Parameters
    ----------
    folder
        Of the generation.
    passages
        All searchable passages of the language, in the order of their numbers.

    Raises
    ------
    SelfTestFailed
        A channel finds fewer than `NEEDED` of them.
    """
    sample = [n for n in _sample(passages) if terms(passages[n].text)]
    if not sample:
        return
    questions = [_longest_sentence(passages[number].text) for number in sample]
    mean = np.load(vector_folder(folder, language) / QUESTION_MEAN)
    vectors = centre(encoder.encode_queries(questions), mean)
    postings = Postings.open(lexical_folder(folder, language))
    dense = Vectors.open(vector_folder(folder, language) / PASSAGE_VECTORS)
    sentences = Vectors.open(vector_folder(folder, language) / SENTENCE_VECTORS)
    with PassageStore.open(folder / STORE) as store:
        owners = store.sentence_owners(language)
    channels: dict[str, Callable[[int], NDArray[np.integer]]] = {
        "lexical": lambda n: _best(score_bm25(postings, terms(questions[n]))),
        "dense": lambda n: dense.search(vectors[n], WITHIN)[0],
        "sentence": lambda n: owners[sentences.search(vectors[n], WITHIN)[0]],
    }
    texts = [passage.text for passage in passages]
    for channel, best in channels.items():
        # Passages of the same words are as good as the one that was asked for.
        found = sum(
            texts[number] in {texts[other] for other in best(n)} for n, number in enumerate(sample)
        )
        if found < NEEDED * len(sample):
            raise SelfTestFailed(
                directory=folder.parent.parent,
                channel=channel,
                language=language,
                found=found,
                tried=len(sample),
            )


def _sample(passages: Sequence[Passage]) -> list[int]:
    """Return the numbers of some passages: a changed file leaves nearly all of them the same."""
    digests = [
        blake2b(passage.text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for passage in passages
    ]
    return sorted(range(len(passages)), key=digests.__getitem__)[:SAMPLE]


def _longest_sentence(text: str) -> str:
    start, end = max(split_sentences(text), key=lambda span: span[1] - span[0])
    return text[start:end]


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    order = np.argsort(-scores, kind="stable")[:WITHIN]
    return order[scores[order] > 0].astype(np.int64)

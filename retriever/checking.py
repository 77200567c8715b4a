"""Verifies an index: its files, and what its channels say of passages that are in it."""

from collections import Counter
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.channel_writing import index_terms
from indexer.errors import IndexDirectoryError, StoreRefused
from indexer.lexical import Postings, score_bm25, term_idf
from indexer.manifest import verify
from indexer.milvus import cut
from indexer.passages import LANGUAGES, Passage
from indexer.terms import find_terms
from retriever.ranking import Channels
from retriever.search import Index, open_index

SAMPLE: Final = 50
"""Passages of each language whose terms are found anew, spread over the collection."""
TOLERANCE: Final = 1e-4
"""Relative difference that rounding may make."""


def check(directory: Path) -> list[str]:
    """Return what is wrong with an index, one sentence each; nothing where it is sound.

    All files are read and held against their checksums. Then the texts of a sample of passages
    are cut into terms again, their places held against the stored ones, and the stored lexical
    scores against those of `rank_bm25.BM25Okapi`.

    Raises
    ------
    IndexDirectoryError
        There is no index to verify, or it belongs to another version.
    EncoderError
        Its model cannot be used here.
    StoreUnreachable
        Passages and vectors are in a Milvus that does not answer.
    """
    findings = verify(directory)
    if findings:
        return findings
    try:
        index = open_index(directory)
    except IndexDirectoryError as error:
        return [str(error)]
    try:
        return [
            finding
            for channels in index.channels
            for finding in [
                *_check_sizes(index, channels),
                *_check_remote(index, channels),
                *_check_lexical(index, channels),
                *_check_places(index, channels),
            ]
        ]
    except StoreRefused as error:
        return [str(error)]
    finally:
        index.close()


def _check_sizes(index: Index, channels: Channels) -> list[str]:
    expected = index.store.searchable(channels.language)
    found = {
        "the lexical index": channels.postings.size,
        "the forward index": channels.forward.size,
        "the passage vectors": channels.passages.size,
    }
    findings = [
        f"{name} ({channels.language}) has {size} passages instead of {expected}"
        for name, size in found.items()
        if size != expected
    ]
    if channels.sentences.size != len(channels.owners):
        findings.append(
            f"the sentence vectors ({channels.language}) have {channels.sentences.size} rows "
            f"instead of {len(channels.owners)}"
        )
    return findings


def _check_remote(index: Index, channels: Channels) -> list[str]:
    """Hold what is in Milvus against the documents: how much, and some passages."""
    remote = channels.remote
    if remote is None:
        return []
    findings = [
        f"Milvus holds {found} {what} instead of {expected}"
        for what, expected in remote.rows.items()
        if channels.language == LANGUAGES[0]
        and (found := remote.milvus.count(remote.name, what)) != expected
    ]
    numbers = _sample(index, channels)
    passages = index.store.passages_at(channels.language, numbers)
    records = remote.records(numbers, ["id", "text"])
    return findings + [
        f"Milvus has another text for {passage.id}"
        for passage, record in zip(passages, records, strict=True)
        if (record["id"], record["text"]) != (passage.id, cut(passage.text))
    ]


def _check_lexical(index: Index, channels: Channels) -> list[str]:
    numbers = _sample(index, channels)
    passages = index.store.passages_at(channels.language, numbers)
    terms = [index_terms(passage, index.gazetteer) for passage in passages]
    question = sorted({term for cut in terms for term in cut[:5]})
    if not question:
        return []
    expected = _reference_scores(channels.postings, terms, question)
    stored = score_bm25(channels.over(numbers).postings, question)[numbers]
    wrong: list[Passage] = [
        passage
        for passage, one, other in zip(passages, stored, expected, strict=True)
        if abs(one - other) > TOLERANCE * max(1.0, abs(other))
    ]
    return [
        f"the lexical index ({channels.language}) scores {passage.id} otherwise than its text does"
        for passage in wrong
    ]


def _check_places(index: Index, channels: Channels) -> list[str]:
    """Hold the forward index against the texts of some passages."""
    findings = []
    for number in _sample(index, channels):
        passage = index.store.passage_at(channels.language, int(number))
        terms = find_terms(passage.text, index.gazetteer)
        if channels.forward.terms(int(number), channels.postings) != terms:
            findings.append(
                f"the forward index ({channels.language}) has other words for {passage.id} than "
                "its text has"
            )
    return findings


def _sample(index: Index, channels: Channels) -> NDArray[np.int64]:
    """Return the numbers of passages that are spread over the collection."""
    size = min(
        index.store.searchable(channels.language), channels.postings.size, channels.forward.size
    )
    return np.unique(np.linspace(0, size - 1, min(size, SAMPLE)).round().astype(np.int64))


def _reference_scores(
    postings: Postings, terms: list[list[str]], question: list[str]
) -> NDArray[np.float64]:
    """Return rank_bm25's scores of passages, with the statistics of the whole collection."""
    from rank_bm25 import BM25Okapi

    reference: Any = BM25Okapi(terms)
    reference.corpus_size = len(terms)
    reference.avgdl = postings.average_length
    reference.doc_freqs = [Counter(cut) for cut in terms]
    reference.doc_len = [len(cut) for cut in terms]
    reference.idf = {term: term_idf(postings, term) for term in question}
    scores: NDArray[np.float64] = np.asarray(reference.get_scores(question))
    return scores

"""Scoring those that may be the best finds what scoring all finds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.vectors import Nearest, Vectors, write_nearest
from retriever.candidates import find_candidates
from retriever.scoring import best_places, lexical_scores
from retriever.search import Index, search
from retriever.translation import Alternatives

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def large(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The report, searched as if it were large."""
    folder = tmp_path_factory.mktemp("nearest")
    channels = []
    for own in index.channels:
        path: Path = folder / f"{own.language}.faiss"
        assert isinstance(own.passages, Vectors)
        assert isinstance(own.sentences, Vectors)
        write_nearest(own.passages, own.sentences, own.owners, path)
        channels.append(replace(own, nearest=Nearest.open(path, own.owners)))
    return replace(index, channels=tuple(channels))


@pytest.mark.parametrize(
    "question",
    [
        "反恐执行工作队有多少个专题工作组？",
        "How often do the heads of UNOCT and CTED meet?",
        "projects on border security in Mali",
    ],
)
def test_nearly_the_same_hits_are_found_with_the_same_scores(
    index: Index, large: Index, question: str
) -> None:
    expected = {hit.passage.id: hit for hit in search(index, question).hits}
    found = {hit.passage.id: hit for hit in search(large, question).hits}
    shared = expected.keys() & found.keys()
    assert len(shared) >= 8
    for passage_id in shared:
        one, other = expected[passage_id], found[passage_id]
        assert one.scores == other.scores
        assert (one.evidence, one.matches) == (other.evidence, other.matches)


def test_words_alone_make_a_candidate(large: Index) -> None:
    channels = large.channels[1]
    assert channels.nearest is not None
    query = [Alternatives("mali", {"mali": 1.0})]
    every = lexical_scores(channels.postings, query)
    nowhere = -channels.passages.rows(best_places(every, 1))[0]
    numbers, lexical = find_candidates(channels.nearest, channels.postings, nowhere, query, top_k=1)
    assert best_places(every, 1)[0] in numbers
    assert np.array_equal(lexical, every[numbers])


def test_where_few_passages_remain_all_are_candidates(large: Index) -> None:
    channels = large.channels[1]
    assert channels.nearest is not None
    remaining = np.zeros(channels.passages.size, dtype=bool)
    remaining[[3, 70]] = True
    vector = channels.passages.rows(np.array([5]))[0]
    numbers, _ = find_candidates(
        channels.nearest, channels.postings, vector, [], top_k=10, remaining=remaining
    )
    assert numbers.tolist() == [3, 70]

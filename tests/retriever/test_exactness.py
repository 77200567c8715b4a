"""Citations of the report read in the report, and what is not there is noticed."""

from dataclasses import replace

import pytest

from indexer.passages import Passage, Run
from retriever.exactness import SourceReader
from retriever.search import Index

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def passages(index: Index) -> list[Passage]:
    return [p for source in index.store.sources() for p in index.store.passages(source)]


def test_every_passage_stands_in_the_source_where_its_spans_say(
    index: Index, passages: list[Passage]
) -> None:
    reader = SourceReader(index)
    assert len(passages) == 657
    for passage in passages:
        assert reader.is_exact(passage, (0, len(passage.text))), passage.id
        assert reader.is_exact(passage, (2, len(passage.text) - 1)), passage.id


@pytest.mark.parametrize("kind", ["paragraph", "list-item", "table-row", "footnote"])
def test_what_was_moved_is_noticed(index: Index, passages: list[Passage], kind: str) -> None:
    reader = SourceReader(index)
    passage = next(p for p in passages if p.kind == kind)
    whole = (0, len(passage.text))
    moved = replace(
        passage,
        runs=tuple(Run(run.clean, run.source + 1, run.length) for run in passage.runs),
        spans=tuple((start + 1, end + 1) for start, end in passage.spans),
    )
    assert not reader.is_exact(moved, whole)
    elsewhere = tuple((start + 9, end + 9) for start, end in passage.spans)
    assert not reader.is_exact(replace(passage, spans=elsewhere), whole)
    assert not reader.is_exact(replace(passage, text=passage.text + "!"), (0, whole[1] + 1))
    assert not reader.is_exact(replace(passage, runs=passage.runs[:-1]), whole)

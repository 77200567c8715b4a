"""What holds for every document that was divided, whatever its bytes were."""

from indexer.passages import SplitDocument


def assert_sound(document: SplitDocument) -> None:
    """Assert all that is below."""
    assert_covered_once(document)
    assert_runs_exact(document)
    assert_related(document)
    assert_storable(document)


def assert_covered_once(document: SplitDocument) -> None:
    """Assert that passages and what was dropped cover the text exactly once."""
    spans = sorted(
        [span for passage in document.passages for span in passage.spans]
        + [dropped.span for dropped in document.dropped]
    )
    position = 0
    for start, end in spans:
        assert start == position, document.document.text[position:start]
        assert end > start
        position = end
    assert position == len(document.document.text)


def assert_runs_exact(document: SplitDocument) -> None:
    """Assert that clean text stands in the source letter by letter, in the passage's spans."""
    text = document.document.text
    for passage in document.passages:
        position = 0
        for run in passage.runs:
            assert run.clean >= position
            assert (
                passage.text[run.clean : run.clean + run.length]
                == (text[run.source : run.source + run.length])
            )
            assert any(
                start <= run.source and run.source + run.length <= end
                for start, end in passage.spans
            )
            between = passage.text[position : run.clean]
            assert between.strip() in ("", "|")
            position = run.clean + run.length
        assert position == len(passage.text)


def assert_related(document: SplitDocument) -> None:
    """Assert that ids are unique, relations exist, and passages stand in reading order."""
    passages = document.passages
    ids = {passage.id for passage in passages}
    assert len(ids) == len(passages)
    assert all(passage.parent is None or passage.parent in ids for passage in passages)
    assert list(passages) == sorted(passages, key=lambda passage: passage.spans[0])
    assert all(passage.text.strip() == passage.text != "" for passage in passages)
    for passage in passages:
        ends = [end for _, end in passage.spans]
        assert all(start >= end for (start, _), end in zip(passage.spans[1:], ends, strict=False))


def assert_storable(document: SplitDocument) -> None:
    """Assert that an index can hold it: no text has half a character in it."""
    said = document.document
    for text in (said.text, said.title, said.symbol or "", *(page.label for page in said.pages)):
        text.encode()
    for passage in document.passages:
        for part in (passage.id, passage.text, passage.label or "", *passage.section):
            part.encode()
        for name, cell in passage.fields:
            (name + cell).encode()

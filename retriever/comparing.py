"""For a passage or a section by its id, what the other language says on the same subject."""

from indexer.passages import Passage
from retriever.compared_texts import TextReader
from retriever.counterparts import Counterpart, find_counterparts
from retriever.search import Index
from retriever.section_counterparts import find_section_counterparts


def compare(index: Index, passage_id: str, *, top_k: int = 10) -> tuple[Counterpart, ...]:
    """Return the counterparts of a passage, best first; none where there is none.

    Parameters
    ----------
    passage_id
        As a hit has it; that of a heading stands for its section.
    top_k
        How many, at most.

    Raises
    ------
    UnknownPassage
        The index has no passage with this id.
    """
    return compare_passage(TextReader(index), index.store.passage(passage_id), top_k=top_k)


def compare_passage(
    reader: TextReader, passage: Passage, *, top_k: int = 10
) -> tuple[Counterpart, ...]:
    """Return the same with a reader that remembers the passages it has read."""
    if passage.kind == "heading":
        return find_section_counterparts(reader, passage.id, top_k=top_k)
    return find_counterparts(reader, passage, top_k=top_k)

"""What the page shows for a question, and what it marks in the documents for it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.passages import Passage, Span
from retriever.hits import Answer, Hit, LanguageFilter, Results
from retriever.restrictions import NO_RESTRICTIONS, Restrictions
from ui.marking import clean_spans, merge

Layout: TypeAlias = Literal["list", "columns"]
"""The passages of both languages in one list, or each language in a column of its own."""

LAYOUTS: tuple[Layout, ...] = ("list", "columns")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question."""

    answer: Answer
    columns: tuple[Results, ...] = ()
    """One for each of `LANGUAGES`, side by side; empty where `answer` has the one list."""
    search_in: LanguageFilter = "all"
    restrictions: Restrictions = NO_RESTRICTIONS
    generation: str = ""
    """Of the index that was searched."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages that are shown."""
        if not self.columns:
            return self.answer.results.hits
        return tuple(hit for column in self.columns for hit in column.hits)


def find_marks(found: Found) -> dict[str, tuple[Span, ...]]:
    """Return the evidence by passage id, as offsets into the clean text."""
    passages: dict[str, Passage] = {}
    marks: dict[str, list[Span]] = {}
    for passage, spans in _evidence(found):
        passages[passage.id] = passage
        marks.setdefault(passage.id, []).extend(spans)
    return {name: merge(spans, len(passages[name].text)) for name, spans in marks.items()}


def name_marks(found: Found) -> str:
    """Return a short name for the marks, to see whether a document that is shown has them."""
    marked = repr((found.generation, sorted(find_marks(found).items())))
    return hashlib.sha256(marked.encode()).hexdigest()[:16]


def _evidence(found: Found) -> Iterator[tuple[Passage, tuple[Span, ...]]]:
    for hit in found.hits:
        yield hit.passage, hit.evidence
    for quote in found.answer.quotes:
        yield quote.passage, clean_spans(quote.passage, quote.spans)

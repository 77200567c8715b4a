"""The records that flow from a question to the screen: Hit, Citation, Quote, Answer."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.passages import Language, Passage, Span
from retriever.table_answers import TableAnswer

LanguageFilter: TypeAlias = Literal["zh", "en", "all"]


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader writes down, in the style of each language."""

    zh: str
    """`A/72/840，附件二，支柱三，项目 87`"""
    en: str
    """`A/72/840, annex II, pillar III, project 87`"""

    def in_language(self, language: Language) -> str:
        """Return the citation in the style of `language`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Scores:
    """What made the score of a hit; higher is better, 0 where a channel found nothing."""

    dense: float
    """Cosine between question and passage after the language means are removed, in [-1, 1]."""
    sentence: float
    """The same for the best sentence of the passage, in [-1, 1]."""
    lexical: float
    """Share of the question's lexical weight that the passage matches, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    rank: int
    """From 1."""
    score: float
    """Fused score, higher is better; comparable across languages within one question."""
    scores: Scores
    passage: Passage
    citation: Citation
    evidence: tuple[Span, ...]
    """The sentences that answer, as offsets into the clean text of the passage."""
    matches: tuple[Span, ...]
    """The words of the passage that matched a term of the question, as offsets into its
    clean text, in order and disjoint."""
    quoted: tuple[Span, ...] = ()
    """The sentences that are quoted where the passage answers, as offsets into the clean text."""

    @property
    def evidence_spans(self) -> tuple[Span, ...]:
        """The evidence as spans of the source."""
        return tuple(
            span for start, end in self.evidence for span in self.passage.source_spans(start, end)
        )


@dataclass(frozen=True, slots=True)
class Results:
    """The passages found for a question."""

    question: str
    language: Language
    """The language the question is asked in."""
    support: float
    """How well the documents support an answer, in [0, 1]; below 0.5 nothing was found."""
    hits: tuple[Hit, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, or a few, that stand in the source and answer."""

    passage: Passage
    spans: tuple[Span, ...]
    """In the source."""
    text: str
    citation: Citation
    short: Span | None = None
    """Where the short answer stands in `text`."""
    short_spans: tuple[Span, ...] = ()
    """Where it stands in the source."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` shows."""

    question: str
    language: Language
    kind: Literal["quote", "table", "none"]
    """`table` where the rows of a table answer; `none` where nothing in the documents supports an
    answer: `quotes` is empty then."""
    support: float
    """As in `Results`; 1 where a table answers."""
    quotes: tuple[Quote, ...]
    """One to three, best first; for `table` what the text says of the number, else rows."""
    results: Results
    """What the quotes were taken from."""
    short: str | None = None
    """What the question asks for, in the words of the source; None where that is not sure."""
    table: TableAnswer | None = None
    """None but for `table`."""
    row_citations: tuple[Citation, ...] = ()
    """Of the rows of `table`, in their order."""

    @property
    def text_quotes(self) -> tuple[Quote, ...]:
        """The quotes that are no rows of the table that answers."""
        if self.table is None:
            return self.quotes
        return tuple(quote for quote in self.quotes if quote.passage.kind != "table-row")

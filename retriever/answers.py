"""From a question to its answer: the sentences that answer it, quoted, or that nothing does."""

from typing import Final

from retriever.hits import Answer, Hit, LanguageFilter, Quote
from retriever.restrictions import NO_RESTRICTIONS, Restrictions
from retriever.search import Index, search

QUOTES: Final = 3
"""How many passages an answer quotes at most."""
QUOTE_MARGIN: Final = 0.15
"""How much worse than the best one a passage may score to be quoted as well."""


def ask(
    index: Index,
    question: str,
    *,
    top_k: int = 10,
    language: LanguageFilter = "all",
    restrictions: Restrictions = NO_RESTRICTIONS,
) -> Answer:
    """Return the sentences that answer a question, quoted, or that nothing does.

    Parameters
    ----------
    question, top_k, language, restrictions
        As `search` takes them.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `retriever.queries.read_question`.
    RestrictionError
        As `search`.
    """
    results = search(index, question, top_k=top_k, language=language, restrictions=restrictions)
    quotes: list[Quote] = []
    if results.support >= 0.5:
        least = results.hits[0].score - QUOTE_MARGIN
        quotes = [_quote(hit) for hit in results.hits[:QUOTES] if hit.score >= least]
    return Answer(
        question=results.question,
        language=results.language,
        kind="quote" if quotes else "none",
        support=results.support,
        quotes=tuple(quotes),
        results=results,
    )


def _quote(hit: Hit) -> Quote:
    texts = [hit.passage.text[start:end] for start, end in hit.evidence]
    return Quote(
        passage=hit.passage,
        spans=hit.evidence_spans,
        text=" … ".join(texts),
        citation=hit.citation,
    )

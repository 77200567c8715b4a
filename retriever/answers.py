"""From a question to its answer: from the rows of a table, or the sentences that answer, quoted."""

from collections.abc import Sequence
from typing import Final

from retriever.hits import Answer, Hit, LanguageFilter, Quote, Results
from retriever.search import Index, search
from retriever.table_answers import TableAnswer, answer_query
from retriever.table_questions import read_table_question

QUOTES: Final = 3
"""How many passages an answer quotes at most."""
QUOTE_MARGIN: Final = 0.15
"""How much worse than the best one a passage may score to be quoted as well."""


def ask(
    index: Index, question: str, *, top_k: int = 10, language: LanguageFilter = "all"
) -> Answer:
    """Return what answers a question: rows of a table, quoted sentences, or that nothing does.

    Parameters
    ----------
    question, top_k, language
        As `search` takes them.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `retriever.queries.read_question`.
    """
    results = search(index, question, top_k=top_k, language=language)
    table = _ask_tables(index, results.question, language)
    if table is not None:
        return _from_table(results, table)
    quotes: list[Quote] = []
    if results.support >= 0.5:
        quotes = _quote_best(results.hits)
    return Answer(
        question=results.question,
        language=results.language,
        kind="quote" if quotes else "none",
        support=results.support,
        short=None,
        quotes=tuple(quotes),
        table=None,
        results=results,
    )


def _ask_tables(index: Index, question: str, language: LanguageFilter) -> TableAnswer | None:
    """Return what the one table that understands a question says; None where none or several do."""
    queries = [
        query
        for table in index.tables.read()
        if language in ("all", table.rows[0].passage.language)
        and (query := read_table_question(question, table, index.gazetteer, index.translations))
    ]
    return answer_query(queries[0]) if len(queries) == 1 else None


def _from_table(results: Results, table: TableAnswer) -> Answer:
    # What the text says beside the table may be something else: 128 projects where it lists 124.
    quotes = []
    if results.support >= 0.5:
        quotes = _quote_best([hit for hit in results.hits if hit.passage.kind != "table-row"])
    short = table.value if table.operation in ("count", "value") else None
    return Answer(
        question=results.question,
        language=results.language,
        kind="table",
        support=1.0,
        short=None if short is None else str(short),
        quotes=tuple(quotes),
        table=table,
        results=results,
    )


def _quote_best(hits: Sequence[Hit]) -> list[Quote]:
    if not hits:
        return []
    least = hits[0].score - QUOTE_MARGIN
    return [_quote(hit) for hit in hits[:QUOTES] if hit.score >= least]


def _quote(hit: Hit) -> Quote:
    texts = [hit.passage.text[start:end] for start, end in hit.evidence]
    return Quote(
        passage=hit.passage,
        spans=hit.evidence_spans,
        text=" … ".join(texts),
        citation=hit.citation,
    )

"""From a question to its answer: from the rows of a table, or the sentences that answer, quoted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indexer.normalization import fold
from indexer.passages import Passage, Span
from retriever.answer_candidates import Asked, find_new, read_asked
from retriever.cells import find_names
from retriever.errors import NoTableAsked
from retriever.hits import Answer, Citation, Hit, LanguageFilter, Quote, Results
from retriever.restrictions import NO_RESTRICTIONS, Restrictions
from retriever.search import Index, cite_passage, search
from retriever.short_answers import counts, find_short, is_quoted
from retriever.table_answers import Filter, TableAnswer, answer_query
from retriever.table_questions import read_table_question
from retriever.table_refining import refine

QUOTES: Final = 3
"""How many passages an answer quotes at most."""
GAP: Final = " … "
"""What stands between the sentences of a quote that leaves some out."""
QUOTE_MARGIN: Final = 0.6
"""How much worse than the best one a passage may score to be quoted as well."""
SHORT_MARGIN: Final = 0.3
"""The same for the short answer to be taken from it."""
WANTED_WEIGHT: Final = 0.2
"""What is added to the score of a passage that has what the question asks for."""


def ask(
    index: Index,
    question: str,
    *,
    top_k: int = 10,
    language: LanguageFilter = "all",
    restrictions: Restrictions = NO_RESTRICTIONS,
    conditions: Sequence[Filter] | None = None,
) -> Answer:
    """Return what answers a question: rows of a table, quoted sentences, or that nothing does.

    Parameters
    ----------
    question, top_k, language, restrictions
        As `search` takes them.
    conditions
        Of a question about a table, those to answer it by in place of those that it was read with.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `retriever.queries.read_question`.
    RestrictionError
        As `search`, and as `retriever.table_refining.refine`; `NoTableAsked` where there are
        conditions, and no table understands the question, or passages are restricted.
    """
    results = search(index, question, top_k=top_k, language=language, restrictions=restrictions)
    # A table that is counted through says what all its rows say, not what a filter leaves.
    if restrictions == NO_RESTRICTIONS:
        table = _ask_tables(index, results.question, language, conditions)
        if table is not None:
            return _from_table(index, results, table)
    if conditions is not None:
        raise NoTableAsked()
    asked = read_asked(results.question, index.gazetteer, index.translations)
    hits = _choose(index, results.hits, asked) if results.support >= 0.5 else []
    near = [hit for hit in hits if hits[0].score - hit.score <= SHORT_MARGIN]
    short = find_short(near, asked, index.gazetteer) if asked is not None else None
    quotes = [
        _quote(hit, short.span if short is not None and short.hit == place else None)
        for place, hit in enumerate(hits)
    ]
    return Answer(
        question=results.question,
        language=results.language,
        kind="quote" if quotes else "none",
        support=results.support,
        short=hits[short.hit].passage.text[slice(*short.span)] if short is not None else None,
        quotes=tuple(quotes),
        table=None,
        results=results,
    )


def _ask_tables(
    index: Index,
    question: str,
    language: LanguageFilter,
    conditions: Sequence[Filter] | None,
) -> TableAnswer | None:
    """Return what the one table that understands a question says; None where none or several do."""
    queries = [
        query
        for table in index.tables.read()
        if language in ("all", table.rows[0].passage.language)
        and (query := read_table_question(question, table, index.gazetteer, index.translations))
    ]
    if len(queries) != 1:
        return None
    [query] = queries
    if conditions is None:
        return answer_query(query)
    refined = refine(query, conditions, index.gazetteer)
    # Where no row has the cell that is asked for, there are still the rows.
    answer = answer_query(refined) or answer_query(replace(refined, operation="list"))
    read = [Filter(part.name, part.operator, part.value) for part in query.conditions]
    return None if answer is None else replace(answer, edited=list(conditions) != read)


def _from_table(index: Index, results: Results, table: TableAnswer) -> Answer:
    citations = tuple(cite_passage(index, row) for row in table.rows)
    # What the text says beside the table may be something else: 128 projects where it lists 124.
    quotes = []
    if table.operation == "count" and results.support >= 0.5 and not table.edited:
        in_text = [hit for hit in results.hits if hit.passage.kind != "table-row"]
        asked = read_asked(results.question, index.gazetteer, index.translations)
        named = _names(index, " ".join(p.value for p in table.filters if p.operator == "contains"))
        counting = [
            hit
            for hit in in_text
            if asked
            and named <= _names(index, hit.passage.text)
            and _counts_same(index, hit, asked)
        ]
        quotes = [_quote(hit, None) for hit in _choose(index, counting, None)]
    if not quotes:
        cited = zip(table.rows[:QUOTES], citations, strict=False)
        quotes = [_quote_row(passage, citation) for passage, citation in cited]
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
        row_citations=citations,
    )


def _names(index: Index, text: str) -> set[str]:
    return {name for name, _ in find_names(fold(text).text, index.gazetteer)}


def _counts_same(index: Index, hit: Hit, asked: Asked) -> bool:
    """Return whether the evidence of a hit has a number of what the question counts."""
    return any(
        is_quoted(candidate, hit) and counts(hit.passage.text, candidate, asked)
        for candidate in find_new(hit.passage.text, asked, index.gazetteer)
    )


def _quote_row(passage: Passage, citation: Citation) -> Quote:
    return Quote(
        passage=passage,
        spans=passage.source_spans(0, len(passage.text)),
        text=passage.text,
        citation=citation,
    )


def _choose(index: Index, hits: Sequence[Hit], asked: Asked | None) -> list[Hit]:
    """Return the hits that are quoted, best first: near the best, or with what is asked for."""
    scores = {hit.rank: hit.score for hit in hits}
    if asked is not None:
        for hit in hits:
            new = find_new(hit.passage.text, asked, index.gazetteer)
            scores[hit.rank] += WANTED_WEIGHT * any(is_quoted(found, hit) for found in new)
    ranked = sorted(hits, key=lambda hit: (-scores[hit.rank], hit.rank))
    least = scores[ranked[0].rank] - QUOTE_MARGIN if ranked else 0.0
    return [hit for hit in ranked[:QUOTES] if scores[hit.rank] >= least]


def _quote(hit: Hit, short: Span | None) -> Quote:
    """Return the quoted sentences of a hit.

    Parameters
    ----------
    short
        Where the short answer stands in the passage, if it is in this one.
    """
    texts = [hit.passage.text[start:end] for start, end in hit.quoted]
    return Quote(
        passage=hit.passage,
        spans=tuple(
            span for start, end in hit.quoted for span in hit.passage.source_spans(start, end)
        ),
        text=GAP.join(texts),
        citation=hit.citation,
        short=_place(short, hit.quoted) if short is not None else None,
        short_spans=hit.passage.source_spans(*short) if short is not None else (),
    )


def _place(span: Span, quoted: Sequence[Span]) -> Span | None:
    """Return where a stretch of the passage stands in the text of its quote."""
    offset = 0
    for start, end in quoted:
        if start <= span[0] and span[1] <= end:
            return span[0] - start + offset, span[1] - start + offset
        offset += end - start + len(GAP)
    return None

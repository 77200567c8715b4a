"""What programs read: passages, results and answers as plain values for JSON, and TREC runs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from indexer.glossary_entries import GlossaryEntry
from indexer.passages import Passage, Span
from retriever.counterparts import Counterpart
from retriever.hits import Answer, Citation, Hit, Quote, Results
from retriever.likeness import Floats
from retriever.section_map import MapSection, MapSide, SectionMap
from retriever.table_answers import TableAnswer

Record: TypeAlias = dict[str, Any]

DIGITS: Final = 4
"""Decimal places of scores."""


def to_line(record: Record) -> str:
    """Return a record as one line of JSON.

    Half a surrogate pair, which UTF-8 cannot hold, is written as its escape.
    """
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def passage_record(passage: Passage, citation: Citation) -> Record:
    """Return a passage as `yinju passages` prints it.

    `fields` only for table rows, `pages` only where the document has pages.
    """
    record: Record = {
        "passage_id": passage.id,
        "source": passage.source,
        "language": passage.language,
        "kind": passage.kind,
        "label": passage.label,
        "section": list(passage.section),
        "citation": _citation(citation),
        "spans": _spans(passage.spans),
        "text": passage.text,
        "parent": passage.parent,
    }
    if passage.kind == "table-row":
        record["fields"] = dict(_unique_columns(passage.fields))
    if passage.pages:
        record["pages"] = list(passage.pages)
    return record


def glossary_record(entry: GlossaryEntry) -> Record:
    """Return an entry of the glossary as `yinju glossary --json` prints it."""
    return {
        "zh": list(entry.zh),
        "en": list(entry.en),
        "acronyms": list(entry.acronyms),
        "origin": entry.origin,
        "place": entry.place,
    }


def results_record(results: Results, query_id: str | None = None) -> Record:
    """Return the results of a question as `yinju search --json` prints them."""
    return {
        **({} if query_id is None else {"id": query_id}),
        "question": results.question,
        "support": round(results.support, DIGITS),
        "hits": [_hit(hit) for hit in results.hits],
    }


def answer_record(answer: Answer, query_id: str | None = None) -> Record:
    """Return an answer as `yinju ask --json` prints it."""
    return {
        **({} if query_id is None else {"id": query_id}),
        "question": answer.question,
        "kind": answer.kind,
        "support": round(answer.support, DIGITS),
        "short": answer.short,
        "quotes": [_quote(quote) for quote in answer.quotes],
        "table": None if answer.table is None else table_record(answer.table),
    }


def table_record(table: TableAnswer) -> Record:
    """Return what a table answers, how it was understood, and the ids of its rows."""
    return {
        "operation": table.operation,
        "filter": [
            {"column": part.column, "operator": part.operator, "value": part.value}
            for part in table.filters
        ],
        "edited": table.edited,
        "value": dict(table.value) if isinstance(table.value, Mapping) else table.value,
        "choices": [
            {
                "column": choice.column,
                "operators": list(choice.operators),
                "values": list(choice.values) if choice.closed else None,
            }
            for choice in table.choices
        ],
        "rows": [passage.id for passage in table.rows],
    }


def counterparts_record(
    asked: Passage, counterparts: Sequence[Counterpart], query_id: str | None = None
) -> Record:
    """Return the counterparts of a passage or section as `yinju compare --json` prints them."""
    return {
        **({} if query_id is None else {"id": query_id}),
        "passage_id": asked.id,
        "hits": [_counterpart(counterpart) for counterpart in counterparts],
    }


def map_record(section_map: SectionMap) -> Record:
    """Return a map of sections as `yinju map --json` prints it; the matrix has a row a section."""
    a, b = section_map.a, section_map.b
    return {
        "a": _map_side(a, b, section_map.scores),
        "b": _map_side(b, a, section_map.scores.T),
        "matrix": _rounded(section_map.scores),
        "coverage": {"a": round(a.coverage, DIGITS), "b": round(b.coverage, DIGITS)},
        "uncovered": {
            name: [passage_record(found.passage, found.citation) for found in side.uncovered]
            for name, side in (("a", a), ("b", b))
        },
    }


def trec_lines(results: Results, query_id: str, run: str = "yinju") -> Iterator[str]:
    """Yield the hits of a question as lines of a TREC run: query, Q0, passage, rank, score, run.

    White space cannot stand in a column; in ids it becomes an underscore.
    """
    query = "_".join(query_id.split())
    for hit in results.hits:
        passage = "_".join(hit.passage.id.split())
        yield f"{query} Q0 {passage} {hit.rank} {hit.score:.6f} {run}"


def _hit(hit: Hit) -> Record:
    return {
        "rank": hit.rank,
        "score": round(hit.score, DIGITS),
        "scores": {
            "dense": round(hit.scores.dense, DIGITS),
            "sentence": round(hit.scores.sentence, DIGITS),
            "lexical": round(hit.scores.lexical, DIGITS),
        },
        **passage_record(hit.passage, hit.citation),
        "evidence": _spans(hit.evidence_spans),
        "matches": _spans(
            span for start, end in hit.matches for span in hit.passage.source_spans(start, end)
        ),
    }


def _counterpart(counterpart: Counterpart) -> Record:
    return {
        "rank": counterpart.rank,
        "score": round(counterpart.score, DIGITS),
        **passage_record(counterpart.passage, counterpart.citation),
        "evidence": _spans(counterpart.evidence_spans),
        "relation": counterpart.relation,
        "pairs": [
            {"a": list(pair.a_span), "b": list(pair.b_span), "score": round(pair.score, DIGITS)}
            for pair in counterpart.pairs
        ],
    }


def _map_side(side: MapSide, other: MapSide, scores: Floats) -> Record:
    return {
        "language": side.side.language,
        "source": side.side.source,
        "title": side.document.title if side.document else None,
        "symbol": side.document.symbol if side.document else None,
        "passages": side.passages,
        "sections": [
            _map_section(section, other, row)
            for section, row in zip(side.sections, scores, strict=True)
        ],
    }


def _map_section(section: MapSection, other: MapSide, scores: Floats) -> Record:
    return {
        "section_id": section.section_id,
        "source": section.source,
        "heading": section.heading,
        "path": list(section.path),
        "level": section.level,
        "passages": section.passages,
        "coverage": round(section.coverage, DIGITS),
        "counterparts": [
            {
                "number": number,
                "section_id": other.sections[number].section_id,
                "score": round(float(scores[number]), DIGITS),
            }
            for number in section.counterparts
        ],
    }


def _rounded(scores: Floats) -> list[list[float]]:
    return [[round(float(score), DIGITS) for score in row] for row in scores]


def _quote(quote: Quote) -> Record:
    return {
        "passage_id": quote.passage.id,
        "source": quote.passage.source,
        "language": quote.passage.language,
        "spans": _spans(quote.spans),
        "text": quote.text,
        "citation": _citation(quote.citation),
        **({"short_spans": _spans(quote.short_spans)} if quote.short_spans else {}),
    }


def _citation(citation: Citation) -> Record:
    return {"zh": citation.zh, "en": citation.en}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _unique_columns(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the cells with a number behind the names of columns that are repeated."""
    seen: dict[str, int] = {}
    for column, cell in fields:
        seen[column] = seen.get(column, 0) + 1
        yield (column if seen[column] == 1 else f"{column} ({seen[column]})"), cell

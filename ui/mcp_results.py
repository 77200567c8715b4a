"""What language models read: passages and answers in few words, each with citation and link."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from indexer.passages import Language, Passage
from retriever.counterparts import Counterpart
from retriever.hits import Answer, Citation, Hit, Quote, Results
from retriever.wordings import Wordings
from ui.links import passage_link
from ui.records import DIGITS, table_record

Brief: TypeAlias = dict[str, Any]

LONGEST: Final = 1500
"""Characters of a passage that a list shows; the whole is there to be read."""


def brief_results(results: Results, language: Language, page: str) -> Brief:
    """Return what was found.

    Parameters
    ----------
    language
        Of the citations.
    page
        Address of the page, which the links begin with.
    """
    return {
        "supported": results.support >= 0.5,
        "support": round(results.support, DIGITS),
        "hits": [_hit(hit, language, page) for hit in results.hits],
    }


def brief_answer(answer: Answer, language: Language, page: str) -> Brief:
    """Return the quotes that answer; where nothing does, the nearest passages."""
    brief: Brief = {
        "supported": bool(answer.quotes),
        "support": round(answer.support, DIGITS),
        "short": answer.short,
        "quotes": [_quote(quote, language, page) for quote in answer.quotes],
    }
    if answer.table is not None:
        table = table_record(answer.table)
        brief["table"] = {name: table[name] for name in ("operation", "filter", "value")}
    if not answer.quotes:
        nearest = answer.results.hits[:3]
        brief["nearest"] = [_hit(hit, language, page) for hit in nearest]
    return brief


def brief_wordings(wordings: Wordings, language: Language, page: str) -> Brief:
    """Return which passages both wordings of a question find, and those of the second alone."""
    return {
        "both": [hit.passage.id for hit, _ in wordings.both],
        "only_question": [hit.passage.id for hit in wordings.only_first],
        "only_also": [_hit(hit, language, page) for hit in wordings.only_second],
    }


def brief_passage(
    passage: Passage, citation: Citation, language: Language, page: str, *, whole: bool = True
) -> Brief:
    """Return a passage; if not `whole`, no more of it than a list shows."""
    text = passage.text
    if not whole and len(text) > LONGEST:
        text = f"{text[:LONGEST]}…"
    return {
        "citation": citation.in_language(language),
        "section": " › ".join(passage.section),
        "language": passage.language,
        "text": text,
        "passage_id": passage.id,
        "link": page + passage_link(passage.source, passage.id),
    }


def brief_counterparts(
    asked: Brief, counterparts: Sequence[Counterpart], language: Language, page: str
) -> Brief:
    """Return the counterparts of a passage or section, with the sentences that carry them."""
    return {
        "asked": asked,
        "counterparts": [
            {
                **brief_passage(found.passage, found.citation, language, page, whole=False),
                "score": round(found.score, DIGITS),
                "relation": found.relation,
                "pairs": [
                    [
                        pair.a.text[slice(*pair.a_sentence)],
                        pair.b.text[slice(*pair.b_sentence)],
                    ]
                    for pair in found.pairs
                ],
            }
            for found in counterparts
        ],
    }


def _hit(hit: Hit, language: Language, page: str) -> Brief:
    return {
        **brief_passage(hit.passage, hit.citation, language, page, whole=False),
        "evidence": [hit.passage.text[start:end] for start, end in hit.evidence],
        "score": round(hit.score, DIGITS),
    }


def _quote(quote: Quote, language: Language, page: str) -> Brief:
    return {
        "quote": quote.text,
        "citation": quote.citation.in_language(language),
        "language": quote.passage.language,
        "passage_id": quote.passage.id,
        "link": page + passage_link(quote.passage.source, quote.passage.id),
    }

"""`yinju explain`: why a passage stands where it does."""

import argparse
from dataclasses import asdict

from indexer.passages import Language
from retriever.explain import Explanation, explain
from retriever.search import open_index
from retriever.standing import Standing
from ui.columns import safe, wrapped
from ui.explain_words import compared_words, part_words, rank_words, term_words
from ui.filter_options import read_restrictions
from ui.messages import message
from ui.records import DIGITS, Record, passage_record, to_line


def run_explain(options: argparse.Namespace, language: Language, width: int) -> str:
    """Return the explanation that the options ask for, as text or as a line of JSON.

    Raises
    ------
    YinjuError
        As `retriever.explain.explain`.
    """
    index = open_index(options.index)
    explained = explain(
        index,
        options.question,
        options.passage,
        top_k=options.top_k,
        language=options.lang,
        restrictions=read_restrictions(
            index, options.document, options.section, options.kind, options.where
        ),
    )
    if options.json:
        return to_line(explanation_record(explained))
    return explanation_text(explained, language, width)


def explanation_text(explained: Explanation, language: Language, width: int) -> str:
    """Return an explanation in sentences, for a terminal."""
    standing = explained.standing
    lines = [safe(standing.citation.in_language(language))]
    lines += [wrapped(line, width, "  ") for line in rank_words(explained, language)]
    lines.append(f"\n{message('explain-parts', language)}")
    for name, words, _ in part_words(standing, language):
        lines.append(wrapped(f"{name}{message('colon', language)}{words}", width, "  "))
    lines.append(f"\n{message('explain-terms', language)}")
    for term in standing.terms:
        asked, said = term_words(term, language)
        lines.append(wrapped(f"{asked}{message('colon', language)}{said}", width, "  "))
    compared = compared_words(explained, language)
    if compared:
        lines += [
            "",
            *(wrapped(line, width, "" if n == 0 else "  ") for n, line in enumerate(compared)),
        ]
    return "\n".join(lines)


def explanation_record(explained: Explanation) -> Record:
    """Return an explanation as `yinju explain --json` prints it."""
    return {
        "question": explained.question,
        "top_k": explained.top_k,
        "shown": explained.shown,
        "excluded": [asdict(exclusion) for exclusion in explained.excluded],
        **_standing(explained.standing),
        "other": None if explained.other is None else _standing(explained.other),
        "differences": {d.name: round(d.value, DIGITS) for d in explained.differences},
        "terms_missed": [term.term for term in explained.terms_missed],
    }


def _standing(standing: Standing) -> Record:
    return {
        "rank": standing.rank,
        "size": standing.size,
        "own_rank": standing.own_rank,
        "own_size": standing.own_size,
        "score": round(standing.score, DIGITS),
        "fused": round(standing.fused, DIGITS),
        "level": round(standing.level, DIGITS),
        "channels": {
            channel.name: {
                "score": round(channel.score, DIGITS),
                "part": round(channel.part, DIGITS),
                "rank": channel.rank,
            }
            for channel in standing.channels
        },
        "terms": [
            {
                "term": term.term,
                "asked": list(term.asked),
                "alternatives": {name: round(w, DIGITS) for name, w in term.alternatives},
                "found": list(term.found),
                "share": round(term.share, DIGITS),
                "most": round(term.most, DIGITS),
            }
            for term in standing.terms
        ],
        **passage_record(standing.passage, standing.citation),
    }

"""What two wordings of a question find, for a terminal and for programs."""

from collections.abc import Iterable

from indexer.passages import Language
from retriever.hits import Hit
from retriever.wordings import Wordings
from ui.columns import safe
from ui.messages import message
from ui.records import Record, passage_record


def wordings_text(found: Wordings, language: Language) -> str:
    """Return the passages that both wordings find, and those of one alone, with their ranks."""
    blocks = [
        (
            message("also-both", language),
            [f"{a.rank:3d} {b.rank:3d}  {_cited(a, language)}" for a, b in found.both],
        ),
        *(
            (
                message("also-first", language, question=safe(results.question)),
                [f"{hit.rank:3d}  {_cited(hit, language)}" for hit in hits],
            )
            for results, hits in (
                (found.first, found.only_first),
                (found.second, found.only_second),
            )
        ),
    ]
    none = f"  {message('also-none', language)}"
    return "\n\n".join("\n".join([title, *(lines or [none])]) for title, lines in blocks)


def wordings_record(found: Wordings) -> Record:
    """Return the same as values for JSON; `ranks` are those by either wording."""
    return {
        "question": found.second.question,
        "support": found.second.support,
        "both": [
            {"ranks": [a.rank, b.rank], **passage_record(a.passage, a.citation)}
            for a, b in found.both
        ],
        "only_question": _records(found.only_first),
        "only_also": _records(found.only_second),
    }


def _records(hits: Iterable[Hit]) -> list[Record]:
    return [{"rank": hit.rank, **passage_record(hit.passage, hit.citation)} for hit in hits]


def _cited(hit: Hit, language: Language) -> str:
    return safe(hit.citation.in_language(language))

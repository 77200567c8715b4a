"""What people read in a terminal, laid out by the widths that characters have there."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from indexer.build import BuildReport
from indexer.errors import SourceError
from indexer.glossary_entries import GlossaryEntry
from indexer.passages import KINDS, LANGUAGES, Language, Passage
from retriever.counterparts import Counterpart
from retriever.hits import Answer, Citation, Hit, Results
from ui.columns import safe, table_text, text_width, wrapped
from ui.messages import error_message, message
from ui.table_text import table_block

_INDENT = "   "
_GAP = "  │ "

BEGINNING = 120
"""Code points of a passage that are shown of it beside the sentences that matter."""


def results_text(results: Results, language: Language, width: int) -> str:
    """Return the results of a question, one block a passage.

    Parameters
    ----------
    language
        Of everything but the passages themselves.
    width
        Columns of the terminal.
    """
    blocks = [_support(results.support, language)]
    if results.support < 0.5:
        blocks.append(message("nothing-found", language))
    if not results.hits:
        blocks.append(message("no-passages", language))
    blocks += [_hit(hit, language, width) for hit in results.hits]
    return "\n\n".join(blocks)


def answer_text(answer: Answer, language: Language, width: int) -> str:
    """Return an answer: what the documents say, each quote with its citation."""
    if answer.kind == "none":
        nearest = [_line(hit, language) for hit in answer.results.hits[:3]]
        return "\n".join(
            [
                message("nothing-found", language),
                *([message("nearest-passages", language)] if nearest else []),
                *nearest,
            ]
        )
    blocks = []
    if answer.table is not None:
        blocks.append(table_block(answer.table, answer.row_citations, language, width))
        if answer.text_quotes:
            blocks.append(message("in-text", language) + message("colon", language).rstrip())
    elif answer.short is not None:
        blocks.append(wrapped(answer.short, width, ""))
    for quote in answer.text_quotes:
        text = wrapped(_opened(quote.text, quote.passage.language), width, "  ")
        blocks.append(f"{text}\n{_INDENT}— {safe(quote.citation.in_language(language))}")
    if answer.table is None:
        blocks.append(_support(answer.support, language))
    return "\n\n".join(blocks)


def counterparts_text(
    asked: Passage,
    citation: Citation,
    counterparts: Sequence[Counterpart],
    language: Language,
    width: int,
) -> str:
    """Return the counterparts of a passage or section, with the sentences that carry them.

    Parameters
    ----------
    asked
        The passage, or the heading of the section.
    citation
        Of it.
    """
    heading = f"{_both(citation, language)}\n{wrapped(_beginning(asked.text), width, _INDENT)}"
    if not counterparts:
        return f"{heading}\n\n{message('no-counterparts', language)}"
    blocks = [heading, message("counterparts", language)]
    return "\n\n".join([*blocks, *(_counterpart(c, language, width) for c in counterparts)])


def update_text(report: BuildReport, language: Language) -> str:
    """Return the summary of a build in one line: documents and seconds."""
    return message(
        "indexed",
        language,
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        renamed=report.renamed,
        removed=report.removed,
        seconds=f"{report.seconds:.1f}",
    )


def report_text(report: BuildReport, language: Language) -> str:
    """Return the summary of a build: documents, passages by language and kind, seconds."""
    lines = [update_text(report, language)]
    if report.manifest is not None and report.model_before is not None:
        values = {"before": report.model_before, "now": report.manifest.model}
        lines.append(message("model-changed", language, **values))
    if report.manifest is not None:
        counts = report.manifest.counts
        lines.append(message("index-holds", language, documents=counts.documents))
        rows = [
            [
                message(f"language-{name}", language),
                *(str(counts.passages.get(name, {}).get(kind, 0)) for kind in KINDS),
            ]
            for name in LANGUAGES
        ]
        header = ["", *(message(f"kind-{kind}", language) for kind in KINDS)]
        lines.append(table_text([header, *rows]))
        if report.manifest.scope.excluded:
            count = len(report.manifest.scope.excluded)
            lines.append(message("left-out", language, count=count))
    return "\n".join(lines)


def failures_text(failures: Sequence[SourceError], language: Language) -> str:
    """Return which files were not read and why, one line each."""
    return "\n".join(
        [
            message("not-read", language, count=len(failures)),
            *(f"  {safe(error_message(error, language))}" for error in failures),
        ]
    )


def glossary_text(entries: Sequence[GlossaryEntry], language: Language, width: int) -> str:
    """Return entries of the glossary: names, then whether people wrote it or a document says so."""
    blocks = [message("glossary-holds", language, count=len(entries))]
    for entry in entries:
        names = "  ·  ".join(
            " | ".join(kind) for kind in (entry.zh, entry.en, entry.acronyms) if kind
        )
        origin = message(f"origin-{entry.origin}", language)
        blocks.append(f"{wrapped(names, width, '')}\n{_INDENT}{origin}: {safe(entry.place)}")
    return "\n".join(blocks)


def _hit(hit: Hit, language: Language, width: int) -> str:
    passage = hit.passage
    lines = [f"{_line(hit, language)}  [{message(f'kind-{passage.kind}', language)}]"]
    if passage.section:
        path = message("section-separator", language).join(passage.section)
        lines.append(wrapped(path, width, _INDENT))
    evidence = " … ".join(passage.text[start:end] for start, end in hit.evidence)
    lines.append(wrapped(_opened(evidence, passage.language), width, _INDENT))
    terms = dict.fromkeys(passage.text[start:end] for start, end in hit.matches)
    if terms:
        words = message("separator", language).join(terms)
        lines.append(wrapped(message("matched-terms", language, words=words), width, _INDENT))
    return "\n".join(lines)


def _counterpart(counterpart: Counterpart, language: Language, width: int) -> str:
    passage = counterpart.passage
    relation = message(f"relation-{counterpart.relation}", language)
    place = _both(counterpart.citation, language)
    lines = [f"{counterpart.rank:2d} {counterpart.score:.2f}  {place}  [{relation}]"]
    lines.append(wrapped(_beginning(passage.text), width, _INDENT))
    for pair in counterpart.pairs:
        lines.append(_INDENT + message("sentence-pair", language, percent=round(pair.score * 100)))
        lines.append(
            _side_by_side(
                pair.a.text[slice(*pair.a_sentence)], pair.b.text[slice(*pair.b_sentence)], width
            )
        )
    return "\n".join(lines)


def _both(citation: Citation, language: Language) -> str:
    """Return a citation in the style of both languages, that of the reader first."""
    citations = (citation.zh, citation.en) if language == "zh" else (citation.en, citation.zh)
    return safe("  ·  ".join(dict.fromkeys(citations)))


def _beginning(text: str) -> str:
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rstrip()} …"


def _side_by_side(left: str, right: str, width: int) -> str:
    """Return two texts in columns of the same width."""
    column = (max(width, 40) - len(_INDENT) - len(_GAP)) // 2
    rows = zip_longest(
        wrapped(left, column, "").split("\n"), wrapped(right, column, "").split("\n"), fillvalue=""
    )
    return "\n".join(
        f"{_INDENT}{one}{' ' * (column - text_width(one))}{_GAP}{other}".rstrip()
        for one, other in rows
    )


def _line(hit: Hit, language: Language) -> str:
    return f"{hit.rank:2d} {hit.score:+.2f}  {safe(hit.citation.in_language(language))}"


def _support(support: float, language: Language) -> str:
    names: Mapping[str, float] = {"strong": 0.8, "fair": 0.5, "weak": 0.0}
    strength = next(name for name, least in names.items() if support >= least)
    return message(
        "support", language, strength=message(strength, language), percent=round(support * 100)
    )


def _opened(text: str, language: Language) -> str:
    return f"“{text}”" if language == "en" else f"「{text}」"

"""Two documents in parallel as HTML: pure functions, in the words of the reader's language."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from indexer.errors import YinjuError
from indexer.manifest import IndexedDocument
from indexer.passages import Language, Passage, Span
from retriever.parallel import Linked, Parallel, ParallelRow
from ui.html import LANGUAGE_TAGS, error_text
from ui.messages import message
from ui.parallel_reading import InParallel, ParallelAsked
from ui.place import place_head, place_words
from ui.strength import legend, strength_of

STRONG: Final = 0.9
"""Score from which sentences are shown as surely the same; half of true pairs have 0.98."""


def parallel_view(asked: ParallelAsked, language: Language) -> str:
    """Return what stands in the place of the results."""
    shown = asked.shown
    content = (
        error_text(shown, language)
        if isinstance(shown, YinjuError)
        else _chooser(shown, language) + _content(shown, language)
    )
    return (
        f'<div class="view comparison parallel" {place_words(language)} '
        f'data-parallel="{escape(asked.name)}" data-beside="{escape(asked.beside)}">'
        f"{place_head(message('parallel', language), '', language)}{content}"
        '<p class="said" role="status"></p></div>'
    )


def _chooser(shown: InParallel, language: Language) -> str:
    if not shown.choices:
        return ""
    options = "".join(
        f'<option value="{escape(choice.source)}"'
        f"{' selected' if choice == shown.other else ''}>"
        f"{escape(_title(choice))}</option>"
        for choice in shown.choices
    )
    label = escape(message("parallel-beside", language))
    return (
        f'<p class="parallel-with"><label>{label} <select data-parallel-with="'
        f'{escape(shown.document.source)}">{options}</select></label></p>'
    )


def _title(document: IndexedDocument) -> str:
    return " · ".join(filter(None, (document.title, document.symbol, document.source)))


def _content(shown: InParallel, language: Language) -> str:
    if shown.parallel is None or shown.other is None:
        return _notice("parallel-alone", language)
    if shown.parallel.relation != "translation":
        # Where each part of the one stands in the other is what the map shows.
        way = (
            '<button type="button" class="quiet" data-open-map="1">'
            f"{escape(message('map', language))}</button>"
        )
        return _notice("parallel-not", language, way)
    parallel = shown.parallel
    rows = "".join(_row(row, number, shown, language) for number, row in _numbered(parallel))
    heads = "".join(
        f'<div lang="{LANGUAGE_TAGS[side.language]}"><p>{escape(document.title)}</p></div>'
        for side, document in ((parallel.a, shown.document), (parallel.b, shown.other))
    )
    return (
        f'<p class="count">{escape(_count(parallel, language))}</p>'
        f"{legend('parallel', STRONG, language)}"
        f'<div class="aligned"><div class="heads">{heads}</div><ol class="rows">{rows}</ol></div>'
    )


def _notice(key: str, language: Language, way: str = "") -> str:
    return (
        f'<div class="notice" role="status"><h2>{escape(message(key, language))}</h2>'
        f"<p>{escape(message(f'{key}-hint', language))}</p>{way}</div>"
    )


def _count(parallel: Parallel, language: Language) -> str:
    alone = [0, 0]
    for row in parallel.rows:
        if not row.links:
            for side, passages in enumerate((row.a, row.b)):
                alone[side] += sum(passage.kind != "heading" for passage in passages)
    return message(
        "parallel-count",
        language,
        rows=sum(bool(row.links) for row in parallel.rows),
        a=alone[0],
        b=alone[1],
        left=message(f"language-{parallel.a.language}", language),
        right=message(f"language-{parallel.b.language}", language),
    )


def _numbered(parallel: Parallel) -> Iterator[tuple[int, ParallelRow]]:
    """Yield the rows, each with the number of its first link in the document."""
    number = 0
    for row in parallel.rows:
        yield number, row
        number += len(row.links)


def _row(row: ParallelRow, first: int, shown: InParallel, language: Language) -> str:
    cells = "".join(
        _cell(passages, _links(row.links, side, first), shown, language)
        for side, passages in enumerate((row.a, row.b))
    )
    kind = "row" if row.links else "row alone"
    if all(passage.kind == "heading" for passage in (*row.a, *row.b)):
        kind = "row headings"
    return f'<li class="{kind}">{cells}</li>'


def _links(
    links: Sequence[Linked], side: int, first: int
) -> dict[int, list[tuple[Span, int, float]]]:
    """Return the linked sentences of a side by the number of their passage in the row."""
    found: dict[int, list[tuple[Span, int, float]]] = {}
    for number, link in enumerate(links, start=first):
        for passage, span in link.b if side else link.a:
            found.setdefault(passage, []).append((span, number, link.score))
    return found


def _cell(
    passages: Sequence[Passage],
    links: dict[int, list[tuple[Span, int, float]]],
    shown: InParallel,
    language: Language,
) -> str:
    if not passages:
        nothing = escape(message("diff-nothing", language))
        return f'<div class="cell empty"><span class="unseen">{nothing}</span></div>'
    texts = "".join(
        _passage(passage, links.get(number, ()), shown, language)
        for number, passage in enumerate(passages)
    )
    return f'<div class="cell">{texts}</div>'


def _passage(
    passage: Passage,
    links: Sequence[tuple[Span, int, float]],
    shown: InParallel,
    language: Language,
) -> str:
    tag = LANGUAGE_TAGS[passage.language]
    if passage.kind == "heading":
        return f'<p class="heading" lang="{tag}">{escape(passage.text)}</p>'
    citation = shown.citations[passage.id].in_language(language)
    return f'<p lang="{tag}">{_open(passage, citation, language)}{_mark(passage.text, links)}</p>'


def _open(passage: Passage, citation: str, language: Language) -> str:
    # The citation of each paragraph would be more to read than some paragraphs.
    name = message("open-citation", language) + message("colon", language) + citation
    return (
        f'<button type="button" class="cite" data-source="{escape(passage.source)}" '
        f'data-passage="{escape(passage.id)}" data-key="" title="{escape(citation)}" '
        f'aria-label="{escape(name)}">{escape(passage.label or "¶")}</button>'
    )


def _mark(text: str, links: Sequence[tuple[Span, int, float]]) -> str:
    """Return a text with its linked sentences marked."""
    parts = []
    position = 0
    for (start, end), number, score in sorted(links):
        parts.append(escape(text[position:start]))
        kind = strength_of(score, STRONG)
        parts.append(
            f'<span class="linked {kind}" data-link="{number}">{escape(text[start:end])}</span>'
        )
        position = end
    parts.append(escape(text[position:]))
    return "".join(parts)

"""What was found as HTML: pure functions, in the words of the reader's language."""

from collections.abc import Mapping, Sequence
from html import escape

from indexer.errors import YinjuError
from indexer.manifest import IndexedDocument
from indexer.passages import LANGUAGES, Language, Passage, Span
from retriever.errors import QuestionError, RestrictionError
from retriever.hits import Answer, Hit, Quote, Results
from ui.copying import cite_menu, copy_button, place_list, quoted_text
from ui.found import Found, name_marks
from ui.marking import clean_spans, mark, mark_cells
from ui.matching import matching
from ui.messages import error_message, message
from ui.table_view import table_answer

STRONG_SUPPORT = 0.8
"""From here on support is called strong; below 0.5 it is called weak."""

WEAK_SUPPORT = 0.5

DOCUMENTS_SHOWN = 50
"""How many documents the first page lists."""

LANGUAGE_TAGS: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}


def answer_view(found: Found, language: Language) -> str:
    """Return an answer: its quotes, or that there are none, and the passages found."""
    answer = found.answer
    key = name_marks(found)
    heading = message("passages", language)
    if answer.table is not None:
        top = table_answer(answer.table, answer.row_citations, key, language)
        if answer.text_quotes:
            top += _quotes(answer.text_quotes, key, language, message("in-text", language))
    elif answer.kind == "none":
        top = _nothing_found(language, nearest=bool(found.hits))
        heading = message("nearest-passages", language)
    else:
        top = _short(answer) + _quotes(answer.quotes, key, language, message("answer", language))
    # What a model writes has its place here, if one does.
    parts = [top, _support(answer.support, language), '<div class="written-place"></div>']
    if found.columns:
        columns = "".join(
            _column(results, name, key, bool(found.restrictions), language)
            for results, name in zip(found.columns, LANGUAGES, strict=True)
        )
        parts.append(f'<h2>{escape(heading)}</h2><div class="sides">{columns}</div>')
    elif found.hits:
        parts.append(f"<h2>{escape(heading)}</h2>{_cards(answer.results, key, language)}")
    words = escape(message("why-not-that", language))
    parts.append(f'<span hidden data-why-not="{words}"></span>')
    return _view("".join(parts), language, key)


def error_notice(error: YinjuError, language: Language) -> str:
    """Return the notice that stands where the results would be."""
    return _view(error_text(error, language), language)


def error_text(error: YinjuError, language: Language) -> str:
    """Return what went wrong and what to do."""
    searched = isinstance(error, QuestionError | RestrictionError)
    title = message("notice" if searched else "not-opened", language)
    return (
        f'<div class="notice" role="alert"><h2>{escape(title)}</h2>'
        f"<p>{escape(error_message(error, language))}</p></div>"
    )


def masthead(language: Language) -> str:
    """Return the name of the program and what it is for."""
    return (
        f"<h1>{escape(message('name', language))}</h1><p>{escape(message('tagline', language))}</p>"
    )


def tools(language: Language) -> str:
    """Return the buttons that open the library, the map, the basket and other drawers."""
    return (
        '<button type="button" class="quiet" popovertarget="library">'
        f"{escape(message('library', language))}</button> "
        '<button type="button" class="quiet" data-open-map="1">'
        f"{escape(message('map', language))}</button> "
        '<button type="button" class="quiet" popovertarget="history">'
        f"{escape(message('history', language))}</button> "
        '<button type="button" class="quiet" popovertarget="basket">'
        f"{escape(message('basket', language))}"
        '<span class="basket-count" hidden></span></button> '
        '<button type="button" class="quiet" popovertarget="glossary">'
        f"{escape(message('glossary', language))}</button>"
    )


def first_page(documents: Sequence[IndexedDocument], language: Language) -> str:
    """Return what stands in the place of the results before a question is asked."""
    items = "".join(_document_item(document, language) for document in documents[:DOCUMENTS_SHOWN])
    rest = len(documents) - DOCUMENTS_SHOWN
    more = message("documents-more", language, count=rest) if rest > 0 else ""
    return _view(
        f"<h2>{escape(message('documents', language))}</h2>"
        f'<ul class="documents">{items}</ul><p class="more">{escape(more)}</p>',
        language,
    )


def cite_button(passage: Passage, citation: str, key: str, language: Language) -> str:
    """Return the button that opens a passage in the reader.

    Parameters
    ----------
    key
        Names the marks that the document is to have; empty where any will do.
    """
    return (
        f'<button type="button" class="cite" data-source="{escape(passage.source)}" '
        f'data-passage="{escape(passage.id)}" data-key="{key}" '
        f'title="{escape(message("open-citation", language))}">{escape(citation)}</button>'
    )


def compare_button(passage_id: str, citation: str, language: Language) -> str:
    """Return the button that shows what the other language says on the subject of a passage."""
    label = message("other-language", language)
    name = label + message("colon", language) + citation
    return (
        f'<button type="button" class="compare" data-compare="{escape(passage_id)}" '
        f'aria-label="{escape(name)}">{escape(label)}</button>'
    )


def badges(passage: Passage, language: Language) -> str:
    """Return the language and kind of a passage."""
    name = message(f"language-{passage.language}", language)
    kind = message(f"kind-{passage.kind}", language)
    return (
        f'<span class="badge {passage.language}">{escape(name)}</span>'
        f'<span class="kind">{escape(kind)}</span>'
    )


def section_path(passage: Passage, language: Language) -> str:
    """Return the headings that a passage stands under."""
    if not passage.section:
        return ""
    separator = f'<span aria-hidden="true">{escape(message("section-separator", language))}</span>'
    path = separator.join(escape(heading) for heading in passage.section)
    label = escape(message("section", language))
    tag = LANGUAGE_TAGS[passage.language]
    return f'<p class="path" lang="{tag}" aria-label="{label}">{path}</p>'


def share_done(part: tuple[int, int], done: int, total: int) -> int:
    """Return how far all of something is, in per cent, when one of its stages is so far.

    Parameters
    ----------
    part
        Where in all of it the stage begins and ends, in per cent.
    """
    first, last = part
    return round(first + (last - first) * done / total) if total else first


def progress_bar(name: str, how_far: str, share: int) -> str:
    """Return how far something is, as a bar and in words.

    Parameters
    ----------
    name
        What is being done.
    share
        In per cent.
    """
    return (
        f'<div role="progressbar" aria-label="{escape(name)}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{share}" aria-valuetext="{escape(how_far)}">'
        f'<span class="bar" style="--share: {share}%"></span></div>'
    )


def _view(content: str, language: Language, key: str = "") -> str:
    # What `said` says is read aloud where nothing else can be seen to change.
    return (
        f'<div class="view" lang="{LANGUAGE_TAGS[language]}" data-key="{key}">{content}'
        '<p class="said" role="status"></p></div>'
    )


def _nothing_found(language: Language, *, nearest: bool) -> str:
    hint = message("nothing-found-hint" if nearest else "no-passages", language)
    return (
        f'<div class="notice" role="status"><h2>{escape(message("nothing-found", language))}</h2>'
        f"<p>{escape(hint)}</p></div>"
    )


def _short(answer: Answer) -> str:
    """Return the short form of an answer, set large."""
    quote = next((quote for quote in answer.quotes if quote.short is not None), None)
    if answer.short is None or quote is None:
        return ""
    tag = LANGUAGE_TAGS[quote.passage.language]
    return f'<p class="short" lang="{tag}">{escape(answer.short)}</p>'


def _quoted(quote: Quote) -> str:
    if quote.short is None:
        return escape(quote.text)
    start, end = quote.short
    before, short, behind = quote.text[:start], quote.text[start:end], quote.text[end:]
    return f'{escape(before)}<mark class="short">{escape(short)}</mark>{escape(behind)}'


def _quotes(quotes: Sequence[Quote], key: str, language: Language, heading: str) -> str:
    items = "".join(
        f'<blockquote lang="{LANGUAGE_TAGS[quote.passage.language]}">'
        f"<p>{_quoted(quote)}</p><footer>"
        f"{_cited_quote(quote, key, language)}</footer></blockquote>"
        for quote in quotes
    )
    return f'<h2>{escape(heading)}</h2><div class="quotes">{items}</div>'


def _support(support: float, language: Language) -> str:
    strength = "strong" if support >= STRONG_SUPPORT else "weak"
    if WEAK_SUPPORT <= support < STRONG_SUPPORT:
        strength = "fair"
    line = message(
        "support", language, strength=message(strength, language), percent=round(100 * support)
    )
    hint = message("support-hint", language)
    return f'<p class="support {strength}" title="{escape(hint)}">{escape(line)}</p>'


def _column(
    results: Results, name: Language, key: str, restricted: bool, language: Language
) -> str:
    heading = escape(message(f"column-{name}", language))
    if results.hits:
        content = _support(results.support, language) + _cards(results, key, language)
    else:
        why = "filters-none-left" if restricted else f"column-{name}-empty"
        content = f'<p class="none">{escape(message(why, language))}</p>'
    return f'<section class="side" aria-label="{heading}"><h3>{heading}</h3>{content}</section>'


def _cards(results: Results, key: str, language: Language) -> str:
    cards = "".join(_card(hit, results, key, language) for hit in results.hits)
    return f'<ol class="hits">{cards}</ol>'


def _card(hit: Hit, results: Results, key: str, language: Language) -> str:
    passage = hit.passage
    citation = hit.citation.in_language(language)
    cited = _cited(passage, citation, quoted_text(hit), hit.evidence, key, language)
    return (
        f'<li class="hit" data-passage="{escape(passage.id)}" value="{hit.rank}">'
        f'<div class="cited"><span class="rank">{hit.rank}</span>'
        f"<div>{cited}{badges(passage, language)}</div></div>"
        f"{section_path(passage, language)}"
        f'<div class="text" lang="{LANGUAGE_TAGS[passage.language]}">{_passage_text(hit)}</div>'
        f"{matching(hit, results, language)}</li>"
    )


def _cited_quote(quote: Quote, key: str, language: Language) -> str:
    citation = quote.citation.in_language(language)
    places = clean_spans(quote.passage, quote.spans)
    return _cited(quote.passage, citation, quote.text, places, key, language)


def _cited(
    passage: Passage,
    citation: str,
    text: str,
    places: Sequence[Span],
    key: str,
    language: Language,
) -> str:
    cite = cite_button(passage, citation, key, language)
    compare = compare_button(passage.id, citation, language)
    menu = cite_menu(passage.id, place_list(places), citation, language)
    return cite + copy_button(text, citation, language) + menu + compare


def _passage_text(hit: Hit) -> str:
    if not hit.passage.fields:
        return f"<p>{mark(hit.passage.text, hit.evidence, hit.matches)}</p>"
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{cell}</dd></div>"
        for name, cell in mark_cells(hit.passage, hit.evidence, hit.matches)
        if cell
    )
    return f"<dl>{rows}</dl>"


def _document_item(document: IndexedDocument, language: Language) -> str:
    names = message("separator", language).join(
        message(f"language-{name}", language) for name in document.languages
    )
    facts = " · ".join(filter(None, (document.symbol, names)))
    return (
        f'<li><button type="button" class="cite" data-source="{escape(document.source)}" '
        f'data-passage="" data-key="" title="{escape(message("open-citation", language))}">'
        f'{escape(document.title)}</button><span class="kind">{escape(facts)}</span></li>'
    )

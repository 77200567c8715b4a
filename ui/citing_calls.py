"""What other programs can call for quotations: to cite, to take them away, and to check them."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from indexer.passages import Language, Span
from retriever.citation_formats import bibtex, markdown_citation, plain_citation, ris
from retriever.quotations import Quotation, quotation_record, quote_passage, read_quotation
from retriever.search import Index
from ui.basket import MOST_QUOTATIONS, Kept, check_quotation
from ui.call_values import check_values, require_choice
from ui.citation_files import citation_file
from ui.cite_options import FORMATS
from ui.current_index import CurrentIndex
from ui.errors import BadParameter
from ui.exporting import link_of
from ui.links import passage_link
from ui.records import Record


def call_cite(
    current: CurrentIndex, passage_id: str, places: Any, language: Language, page: str
) -> Record:
    """Return a quotation in each format that can be copied, and as it can be kept (`quotation`).

    Parameters
    ----------
    places
        What is quoted of the text, as pairs of offsets in order; the whole passage if empty.
    language
        Whose style the citation has.
    page
        Address of the page, for links.
    """
    check_values(passage_id=passage_id, page=page)
    with current.lease() as index:
        passage = index.store.passage(passage_id)
        quotation = quote_passage(index, passage, _read_places(places, len(passage.text)))
    link = link_of(quotation, page)
    citation = quotation.citation.in_language(language)
    return {
        "text": plain_citation(quotation.text, citation, language),
        "markdown": markdown_citation(quotation, language, link),
        "bibtex": bibtex([quotation], language, [link]),
        "ris": ris([quotation], language, [link]),
        "link": link,
        "quotation": quotation_record(quotation),
    }


def call_export(
    current: CurrentIndex, quotations: Any, file_format: str, language: Language, page: str
) -> Record:
    """Return quotations as a file: `name`, `media_type`, and `text`, or `base64` of Word's format.

    Parameters
    ----------
    quotations
        Ids of passages, or what `call_cite` returns as `quotation`.
    file_format
        One of `ui.cite_options.FORMATS`.
    """
    check_values(page=page)
    require_choice("file_format", file_format, FORMATS)
    with current.lease() as index:
        read = _read_quotations(index, quotations)
    file = citation_file(read, file_format, language, page)
    record: Record = {"name": file.name, "media_type": file.media_type}
    if file_format == "docx":
        return record | {"base64": b64encode(file.content).decode()}
    return record | {"text": file.content.decode()}


def call_check(current: CurrentIndex, quotations: Any) -> Record:
    """Return of each quotation whether its words still stand where they stood.

    Parameters
    ----------
    quotations
        What `call_cite` returns as `quotation`.
    """
    with current.lease() as index:
        read = _read_quotations(index, quotations)
        return {"checked": [_kept_record(check_quotation(index, each)) for each in read]}


def _kept_record(kept: Kept) -> Record:
    passage = kept.checked.passage
    return {
        "state": kept.checked.state,
        "same_file": kept.checked.same_file,
        "passage_id": passage.id if passage else None,
        "citation": {"zh": kept.citation.zh, "en": kept.citation.en} if kept.citation else None,
        "link": passage_link(passage.source, passage.id) if passage else None,
        "renewed": quotation_record(kept.renewed) if kept.renewed else None,
    }


def _read_quotations(index: Index, values: object) -> list[Quotation]:
    """Return quotations from the ids of passages, or from what was kept of them.

    Raises
    ------
    UnknownPassage, UnreadableReceipt
        One of them is neither.
    """
    if not isinstance(values, list) or not 0 < len(values) <= MOST_QUOTATIONS:
        raise BadParameter(name="quotations", expected=f"[...] (1–{MOST_QUOTATIONS})")
    return [_read_quotation(index, value) for value in values]


def _read_quotation(index: Index, value: object) -> Quotation:
    if isinstance(value, str):
        check_values(quotations=value)
        return quote_passage(index, index.store.passage(value))
    return read_quotation(value)


def _read_places(values: object, length: int) -> Sequence[Span]:
    """Return places in a text of some length, which are in order.

    Raises
    ------
    BadParameter
        They are not.
    """
    places: list[Span] = []
    end = 0
    for value in values if isinstance(values, list) else [None]:
        match value:
            case [int(first), int(last)] if end <= first < last <= length:
                places.append((first, last))
                end = last
            case _:
                raise BadParameter(name="places", expected=f"[[0, {length}], ...]")
    return places

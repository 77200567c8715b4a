"""The basket of quotations: what a browser keeps of it, checked against the index as it stands."""

import json
from dataclasses import dataclass, replace
from typing import Final

from indexer.errors import YinjuError
from indexer.passages import Language, Span
from retriever.citation_formats import bibtex, markdown_citation, ris
from retriever.errors import UnreadableReceipt
from retriever.hits import Citation
from retriever.quotations import Quotation, quotation_record, quote_passage, read_quotation
from retriever.receipts import Checked, check_receipt, make_receipt
from retriever.search import Index, cite_passage
from ui.citation_files import citation_file
from ui.current_index import CurrentIndex
from ui.exporting import link_of

MOST_QUOTATIONS: Final = 200
"""How many a basket holds."""
LONGEST_BASKET: Final = 4_000_000
"""Characters of all of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A quotation of the basket, and what became of it."""

    quotation: Quotation
    checked: Checked
    citation: Citation | None
    """Of the passage where its words stand now; None where they are gone."""
    renewed: Quotation | None
    """The quotation as it would be taken now, where it has moved."""


def check_basket(current: CurrentIndex, items: str) -> list[Kept | None]:
    """Return what became of the quotations of a basket; None for what is none.

    Parameters
    ----------
    items
        JSON: a list of what `quotation_record` gives.
    """
    read = _read_items(items)
    with current.lease() as index:
        return [
            None if quotation is None else check_quotation(index, quotation) for quotation in read
        ]


def check_quotation(index: Index, quotation: Quotation) -> Kept:
    """Return what became of a quotation."""
    checked = check_receipt(index, quotation.receipt)
    if checked.passage is None:
        return Kept(quotation, checked, None, None)
    renewed = None
    if checked.state == "moved":
        now = quote_passage(index, checked.passage)
        receipt = make_receipt(index, checked.passage, checked.places)
        renewed = replace(now, receipt=receipt, note=quotation.note)
    return Kept(quotation, checked, cite_passage(index, checked.passage), renewed)


def export_basket(
    items: str, kind: str, language: Language, page: str
) -> tuple[str, str, bytes] | None:
    """Return a basket as a file: name, media type, content; None where it has no quotation.

    Parameters
    ----------
    kind
        `docx`, else Markdown.
    """
    quotations = [quotation for quotation in _read_items(items) if quotation is not None]
    if not quotations:
        return None
    file = citation_file(quotations, "docx" if kind == "docx" else "markdown", language, page)
    return file.name, file.media_type, file.content


def cite_as(
    current: CurrentIndex, passage_id: str, places: str, language: Language, page: str
) -> dict[str, str] | YinjuError:
    """Return a quotation in each format that can be copied, and as the basket keeps it (`item`).

    Parameters
    ----------
    places
        What is quoted of the clean text, as `0-12,20-34`; the whole passage if empty.
    """
    try:
        with current.lease() as index:
            passage = index.store.passage(passage_id)
            quotation = quote_passage(index, passage, _read_places(places, len(passage.text)))
    except YinjuError as error:
        return error
    link = link_of(quotation, page)
    return {
        "markdown": markdown_citation(quotation, language, link),
        "bibtex": bibtex([quotation], language, [link]),
        "ris": ris([quotation], language, [link]),
        "item": json.dumps(quotation_record(quotation)),
    }


def _read_items(items: str) -> list[Quotation | None]:
    if len(items) > LONGEST_BASKET:
        return []
    try:
        values = json.loads(items)
    except (ValueError, RecursionError):
        return []
    return list(map(_read_item, values[:MOST_QUOTATIONS])) if isinstance(values, list) else []


def _read_item(values: object) -> Quotation | None:
    try:
        return read_quotation(values)
    except UnreadableReceipt:
        return None


def _read_places(text: str, length: int) -> tuple[Span, ...]:
    places = []
    for place in filter(None, text.split(",")):
        start, _, end = place.partition("-")
        # More digits are no place, and Python refuses to read very many.
        if start.isdecimal() and end.isdecimal() and len(place) < 40:
            places.append((int(start), int(end)))
    return tuple((start, end) for start, end in places if start < end <= length)

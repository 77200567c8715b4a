"""Quotations as people keep them: a receipt, and what is needed to cite it when the index is gone.

They are kept outside of the index, in files and browsers, so that whatever is read back is doubted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from indexer.passages import LANGUAGES, Language, Passage, Span
from retriever.errors import UnreadableReceipt
from retriever.hits import Citation
from retriever.receipts import Receipt, make_receipt, read_receipt, receipt_record
from retriever.search import Index, cite_passage

GAPS: Final[Mapping[Language, str]] = {"zh": "……", "en": " … "}
"""Between two quoted stretches that do not follow each other."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their citation."""

    receipt: Receipt
    citation: Citation
    title: str
    """Of the document."""
    symbol: str | None
    """Of the document."""
    language: Language
    """Of the quoted words."""
    pages: tuple[str, ...] = ()
    """As `indexer.passages.Passage.pages`."""
    note: str = ""
    """What the reader wrote to it."""

    @property
    def text(self) -> str:
        """The quoted words as they are printed."""
        return GAPS[self.language].join(words.strip() for words in self.receipt.words)


def quote_passage(index: Index, passage: Passage, places: Sequence[Span] = ()) -> Quotation:
    """Return a quotation from a passage.

    Parameters
    ----------
    places
        As in `retriever.receipts.make_receipt`.
    """
    document = index.documents[passage.source]
    return Quotation(
        receipt=make_receipt(index, passage, places),
        citation=cite_passage(index, passage),
        title=document.title,
        symbol=document.symbol,
        language=passage.language,
        pages=passage.pages,
    )


def quotation_record(quotation: Quotation) -> dict[str, Any]:
    """Return a quotation as plain values for JSON: those of its receipt, and its own."""
    return {
        **receipt_record(quotation.receipt),
        "citation": {"zh": quotation.citation.zh, "en": quotation.citation.en},
        "title": quotation.title,
        "symbol": quotation.symbol,
        "language": quotation.language,
        "pages": list(quotation.pages),
        "note": quotation.note,
    }


def read_quotation(values: object) -> Quotation:
    """Return the quotation that `quotation_record` gave.

    Raises
    ------
    UnreadableReceipt
        The values are not of that form.
    """
    receipt = read_receipt(values)
    kept = cast(dict[str, object], values)
    citation = kept.get("citation")
    language, pages, symbol = kept.get("language"), kept.get("pages", []), kept.get("symbol")
    if not isinstance(citation, dict) or not isinstance(pages, list) or language not in LANGUAGES:
        raise UnreadableReceipt()
    texts = (citation.get("zh"), citation.get("en"), kept.get("title"), kept.get("note", ""))
    if not all(isinstance(text, str) for text in (*texts, *pages, symbol or "")):
        raise UnreadableReceipt()
    zh, en, title, note = map(str, texts)
    return Quotation(
        receipt=receipt,
        citation=Citation(zh, en),
        title=title,
        symbol=str(symbol) if symbol else None,
        language=language,
        pages=tuple(map(str, pages)),
        note=note,
    )

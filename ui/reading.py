"""What the reader shows: a document as it is opened, its further parts, and what is found in it."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from indexer.errors import UnknownPassage, YinjuError
from indexer.passages import Language, Span
from retriever.named_documents import find_document
from retriever.search import Index
from ui.current_index import CurrentIndex
from ui.document_block import read_block
from ui.document_finding import find_words, read_texts
from ui.document_layout import lay_out_document
from ui.found import Found, find_marks, name_marks
from ui.html import error_notice
from ui.kept_documents import KeptDocuments
from ui.reader import block_content, document_page
from ui.reader_head import document_head, empty_head

LAYOUTS: Final = 16
"""How many layouts of documents are kept."""
CODE_POINTS: Final = 20_000_000
"""Of the documents that words were looked for in last and that are kept."""

Told: TypeAlias = dict[str, object]
"""What a page is told, as JSON."""

_STALE: Told = {"stale": True}


class Reading:
    """Reads documents of an index as it stands now. Threads may share one."""

    def __init__(self, current: CurrentIndex) -> None:
        self._current = current
        self._layouts = KeptDocuments(lay_out_document, LAYOUTS)
        # Words are looked for with each letter that is typed.
        self._texts = KeptDocuments(read_texts, CODE_POINTS, lambda texts: texts.size)

    def show_document(
        self,
        shown: Found | YinjuError | None,
        language: Language,
        source: str | None,
        passage_id: str | None,
    ) -> tuple[str | None, str, str]:
        """Return the source of the document in the reader, its head and its page.

        Where it cannot be opened, its source is told all the same: it is said in either language.

        Parameters
        ----------
        shown
            What is marked as evidence.
        source
            Not needed where a passage is named; opened where that is not in the index.
        passage_id
            Where the document is opened; at its beginning if None or empty.
        """
        if not passage_id and not source:
            return None, empty_head(language), ""
        try:
            with self._current.lease() as index:
                source, place = _locate(index, source, passage_id)
                layout = self._layouts.of(index, source)
                window = layout.window_around(place or 0)
                blocks = [read_block(index.store, layout, number) for number in window]
                generation = index.manifest.generation
        except YinjuError as error:
            return source or None, error_notice(error, language), ""
        found = shown if isinstance(shown, Found) else None
        marks = _marks_in(found, source)
        page = document_page(
            layout,
            blocks,
            marks,
            key=name_marks(found) if found else "",
            opened=passage_id if place is not None else None,
            generation=generation,
        )
        gone = bool(passage_id) and place is None
        return source, document_head(layout, language, gone=gone), page

    def show_head(self, opened: str | None, language: Language) -> str:
        """Return what stands above the document in the reader."""
        if opened is None:
            return empty_head(language)
        try:
            with self._current.lease() as index:
                source = find_document(index.manifest.documents, opened).source
                return document_head(self._layouts.of(index, source), language)
        except YinjuError as error:
            # It could not be opened, or the index was built anew without it.
            return error_notice(error, language)

    def read_part(self, asked: object) -> Told:
        """Return a part of a document that a page shows.

        Parameters
        ----------
        asked
            `source`, `generation` and `marks` as in the page, and `part`, or `passage` for the part
            that has it; with `mark` the part that refers to that footnote.

        Returns
        -------
        dict
            `part` and its `html`; `stale` where the document is to be opened anew.
        """
        named = _named(asked)
        source = str(named.get("source"))
        try:
            with self._current.lease() as index:
                if index.manifest.generation != named.get("generation"):
                    return _STALE
                layout = self._layouts.of(index, source)
                number = named.get("part")
                if named.get("passage"):
                    passage_id = str(named["passage"])
                    if named.get("mark"):
                        passage_id = index.store.passage(passage_id).parent or passage_id
                    holder, place = index.store.place_of(passage_id)
                    if holder != source:
                        return _STALE
                    number = layout.block_of(place)
                if not isinstance(number, int) or not 0 <= number < len(layout.starts):
                    return _STALE
                block = read_block(index.store, layout, number)
        except YinjuError:
            return _STALE
        marks = _read_marks(named.get("marks"))
        return {"part": number, "html": block_content(layout, block, marks)}

    def find_in_document(self, asked: object) -> Told:
        """Return where words stand in the whole of a document.

        Parameters
        ----------
        asked
            `source` and `generation` as in the page, and `words`.

        Returns
        -------
        dict
            `count`, and `found` as `ui.document_finding.FoundThere`; `stale` as in `read_part`.
        """
        named = _named(asked)
        try:
            with self._current.lease() as index:
                if index.manifest.generation != named.get("generation"):
                    return _STALE
                texts = self._texts.of(index, str(named.get("source")))
        except YinjuError:
            return _STALE
        count, found = find_words(texts, str(named.get("words", ""))[:200])
        return {"count": count, "found": found}


def _locate(index: Index, source: str | None, passage_id: str | None) -> tuple[str, int | None]:
    """Return the source of a document and a place in it; None where no such passage is there."""
    if passage_id:
        try:
            return index.store.place_of(passage_id)
        except UnknownPassage:
            if not source:
                raise
    return find_document(index.manifest.documents, source or "").source, None


def _marks_in(found: Found | None, source: str) -> dict[str, tuple[Span, ...]]:
    if found is None:
        return {}
    own = {hit.passage.id for hit in found.hits if hit.passage.source == source}
    own |= {q.passage.id for q in found.answer.quotes if q.passage.source == source}
    return {name: spans for name, spans in find_marks(found).items() if name in own}


def _named(asked: object) -> Mapping[str, object]:
    return asked if isinstance(asked, dict) else {}


def _read_marks(sent: object) -> dict[str, list[Span]]:
    """Return the marks that a page sends along; of anything else nothing."""
    marks: dict[str, list[Span]] = {}
    for name, spans in _named(sent).items():
        for span in spans if isinstance(spans, list) else []:
            if isinstance(span, list) and list(map(type, span)) == [int, int]:
                marks.setdefault(name, []).append((span[0], span[1]))
    return marks

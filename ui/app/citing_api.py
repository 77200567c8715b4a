"""The named endpoints for quotations: `/cite`, `/export` and `/check`; see docs/api.md."""

from typing import Any, Final, Literal

import gradio as gr
from gradio.events import api

from indexer.passages import Language
from ui.app.endpoints import answered, page_address
from ui.citing_calls import call_check, call_cite, call_export
from ui.current_index import CurrentIndex

_WHOLE: Final[list[list[int]]] = []


def add_citing_endpoints(current: CurrentIndex) -> None:
    """Add the endpoints to the blocks that are open; described as in `ui.app.api`."""

    def cite(
        request: gr.Request,
        passage_id: str,
        places: list[list[int]] = _WHOLE,
        language: Language = "en",
    ) -> dict[str, Any]:
        """Quote a passage, or a part of it, in each format that can be copied.

        Parameters
        ----------
        passage_id
            As the other endpoints return it.
        places
            What is quoted of the text, as pairs of offsets in order; the whole passage if empty.
        language
            Of the style of the citation and of error messages, "zh" or "en".

        Returns
        -------
        dict
            "text", "markdown", "bibtex", "ris", "link", and the "quotation" to keep.
        """
        return answered(
            language,
            lambda known: call_cite(current, passage_id, places, known, page_address(request)),
        )

    def export(
        request: gr.Request,
        quotations: list[str | dict[str, Any]],
        file_format: Literal["text", "markdown", "bibtex", "ris", "docx", "json"] = "markdown",
        language: Language = "en",
    ) -> dict[str, Any]:
        """Put quotations in a file, with their citations and a list of the documents.

        Parameters
        ----------
        quotations
            Ids of passages, or each what `/cite` returns as "quotation"; up to 200.
        file_format
            "text", "markdown", "bibtex", "ris", "docx" with real footnotes, or "json" to be kept.
        language
            Of the file and of error messages, "zh" or "en".

        Returns
        -------
        dict
            "name", "media_type", and "text", or "base64" of what is no text.
        """
        return answered(
            language,
            lambda known: call_export(
                current, quotations, file_format, known, page_address(request)
            ),
        )

    def check(quotations: list[str | dict[str, Any]], language: Language = "en") -> dict[str, Any]:
        """Tell of quotations that were kept whether their words still stand where they stood.

        Parameters
        ----------
        quotations
            Each what `/cite` returned as "quotation"; up to 200.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            "checked", for each its "state": "verbatim", "folded", "moved" or "gone".
        """
        return answered(language, lambda _: call_check(current, quotations))

    for endpoint in (cite, export, check):
        api(endpoint, api_name=endpoint.__name__)

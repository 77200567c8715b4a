"""The named endpoints: what the page does, for other programs; see docs/api.md."""

from typing import Any, Final, Literal

from gradio.events import api

from indexer.passages import Kind, Language
from retriever.hits import LanguageFilter
from ui.app.citing_api import add_citing_endpoints
from ui.app.comparing_api import add_comparing_endpoints
from ui.app.endpoints import answered
from ui.app.glossary_api import add_glossary_endpoints
from ui.app.library_api import add_library_endpoints
from ui.calls import (
    Scope,
    call_ask,
    call_compare,
    call_explain,
    call_passage,
    call_rows,
    call_search,
)
from ui.library_work import LibraryWork

_ALL: Final[list[str]] = []
_EVERY: Final[list[Kind]] = []


def add_endpoints(work: LibraryWork) -> None:
    """Add all endpoints to the blocks that are open.

    Names and descriptions of their parameters are those of the functions below.
    """
    current = work.current

    def search(
        question: str,
        top_k: int = 10,
        search_in: LanguageFilter = "all",
        document: list[str] = _ALL,
        section: list[str] = _ALL,
        kind: list[Kind] = _EVERY,
        where: list[str] = _ALL,
        also: str = "",
        language: Language = "en",
    ) -> dict[str, Any]:
        """List the passages that answer a question, best first, with citations and links.

        Parameters
        ----------
        question
            In Chinese or English, or in both.
        top_k
            How many passages, from 1 to 100.
        search_in
            "zh" or "en" for the passages of one language, "all" for both in one list.
        document
            Only in these documents, by source, symbol or file name; empty for all of them.
        section
            Only in these sections, by heading, its number, or id.
        kind
            Only of these kinds: "paragraph", "list-item", "table-row", "footnote".
        where
            Only table rows with these cells: "COLUMN=VALUE". Values of one column are
            alternatives, different columns have to be met together.
        also
            The same question in other words, or in the other language; may be empty.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju search --json` prints, and a link to each passage.
        """
        scope = Scope(search_in, document, section, kind, where)
        return answered(language, lambda _: call_search(current, question, top_k, scope, also))

    def ask(
        question: str,
        top_k: int = 10,
        search_in: LanguageFilter = "all",
        document: list[str] = _ALL,
        section: list[str] = _ALL,
        kind: list[Kind] = _EVERY,
        where: list[str] = _ALL,
        also: str = "",
        conditions: list[dict[str, str]] | None = None,
        language: Language = "en",
    ) -> dict[str, Any]:
        """Quote the sentences that answer a question, or say that nothing does.

        Parameters
        ----------
        question
            In Chinese or English, or in both.
        top_k
            How many passages are looked at, from 1 to 100.
        search_in
            "zh" or "en" for the passages of one language, "all" for both.
        document
            Only in these documents, by source, symbol or file name; empty for all of them.
        section
            Only in these sections, by heading, its number, or id.
        kind
            Only of these kinds: "paragraph", "list-item", "table-row", "footnote".
        where
            Only table rows with these cells: "COLUMN=VALUE". Values of one column are
            alternatives, different columns have to be met together.
        also
            The same question in other words, or in the other language; may be empty.
        conditions
            Of a question about a table, those to answer it by instead of those that it was read
            with: as "filter" of its "table" has them; "choices" says what they may be.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju ask --json` prints, and a link to each quoted passage.
        """
        scope = Scope(search_in, document, section, kind, where)
        return answered(
            language, lambda _: call_ask(current, question, top_k, scope, also, conditions)
        )

    def rows(
        question: str,
        conditions: list[dict[str, str]] | None = None,
        file_format: Literal["csv", "xlsx"] = "csv",
        language: Language = "en",
    ) -> dict[str, Any]:
        """Put the rows in a file that answer a question about a table, each with its citation.

        Parameters
        ----------
        question
            As `/ask` takes it.
        conditions
            As `/ask` takes them.
        file_format
            "csv" or "xlsx".
        language
            Of citations and of error messages, "zh" or "en".

        Returns
        -------
        dict
            "name", "media_type", and "text", or "base64" of a workbook.
        """
        return answered(
            language, lambda known: call_rows(current, question, conditions, file_format, known)
        )

    def explain(
        question: str,
        passage_id: str,
        top_k: int = 10,
        search_in: LanguageFilter = "all",
        document: list[str] = _ALL,
        section: list[str] = _ALL,
        kind: list[Kind] = _EVERY,
        where: list[str] = _ALL,
        language: Language = "en",
    ) -> dict[str, Any]:
        """Say why a passage stands where it does in what `/search` lists, or is not there.

        Parameters
        ----------
        question
            As `/search` was asked.
        passage_id
            As the other endpoints return it.
        top_k
            How many passages are listed, from 1 to 100.
        search_in
            As in `/search`.
        document
            Only in these documents, by source, symbol or file name; empty for all of them.
        section
            Only in these sections, by heading, its number, or id.
        kind
            Only of these kinds: "paragraph", "list-item", "table-row", "footnote".
        where
            Only table rows with these cells: "COLUMN=VALUE". Values of one column are
            alternatives, different columns have to be met together.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju explain --json` prints.
        """
        scope = Scope(search_in, document, section, kind, where)
        return answered(
            language, lambda _: call_explain(current, question, passage_id, top_k, scope)
        )

    def passage(passage_id: str, around: int = 0, language: Language = "en") -> dict[str, Any]:
        """Read a passage with its citation, and those around it.

        Parameters
        ----------
        passage_id
            As the other endpoints return it.
        around
            How many passages before it, and after it, from 0 to 20.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju passages` prints of it, a link, and the lists "before" and "after".
        """
        return answered(language, lambda _: call_passage(current, passage_id, around))

    def compare(passage_id: str, top_k: int = 10, language: Language = "en") -> dict[str, Any]:
        """List what the other language says on the subject of a passage or section.

        Parameters
        ----------
        passage_id
            As the other endpoints return it; that of a heading means its section.
        top_k
            How many counterparts, from 1 to 100.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju compare --json` prints, and a link to each counterpart.
        """
        return answered(language, lambda _: call_compare(current, passage_id, top_k))

    for endpoint in (search, passage, compare, ask, rows, explain):
        api(endpoint, api_name=endpoint.__name__)
    add_comparing_endpoints(current)
    add_citing_endpoints(current)
    add_library_endpoints(work)
    add_glossary_endpoints(current)

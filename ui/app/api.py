"""The named endpoints: what the page does, for other programs; see docs/api.md."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import api

from indexer.passages import Language
from retriever.hits import LanguageFilter
from ui.calls import CallError, answering, call_ask, call_compare, call_passage, call_search
from ui.current_index import CurrentIndex
from ui.records import Record


def add_endpoints(current: CurrentIndex) -> None:
    """Add `/search`, `/passage`, `/compare` and `/ask` to the blocks that are open.

    Names and descriptions of their parameters are those of the functions below.
    """

    def search(
        question: str,
        top_k: int = 10,
        search_in: LanguageFilter = "all",
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
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju search --json` prints, and a link to each passage.
        """
        return _answer(language, lambda: call_search(current, question, top_k, search_in))

    def ask(
        question: str,
        top_k: int = 10,
        search_in: LanguageFilter = "all",
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
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju ask --json` prints, and a link to each quoted passage.
        """
        return _answer(language, lambda: call_ask(current, question, top_k, search_in))

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
        return _answer(language, lambda: call_passage(current, passage_id, around))

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
        return _answer(language, lambda: call_compare(current, passage_id, top_k))

    for endpoint in (search, passage, compare, ask):
        api(endpoint, api_name=endpoint.__name__)


def _answer(language: Language, call: Callable[[], Record]) -> Record:
    try:
        with answering(language):
            return call()
    except CallError as failure:
        raise gr.Error(str(failure), print_exception=False) from failure

"""The named endpoints of the glossary: `/glossary` and `/define`; see docs/api.md."""

from typing import Any

from gradio.events import api

from indexer.passages import Language
from ui.app.endpoints import answered
from ui.current_index import CurrentIndex
from ui.glossary_calls import call_define, call_glossary


def add_glossary_endpoints(current: CurrentIndex) -> None:
    """Add the endpoints to the blocks that are open; described as in `ui.app.api`."""

    def glossary(
        words: str = "", start: int = 0, top_k: int = 100, language: Language = "en"
    ) -> dict[str, Any]:
        """List the entries of the glossary.

        Parameters
        ----------
        words
            Parts of names; all must be in an entry. Empty for all entries.
        start
            The entries from this one on, counted from 0.
        top_k
            How many, from 1 to 100.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            "entries" as `yinju glossary --json` prints them, and how many were "found".
        """
        return answered(language, lambda _: call_glossary(current, words, start, top_k))

    def define(zh: str, en: str, acronym: str = "", language: Language = "en") -> dict[str, Any]:
        """Add an entry to the glossary, and use it from then on.

        Parameters
        ----------
        zh
            The Chinese name; several are divided by "|".
        en
            The English name; several are divided by "|".
        acronym
            May be empty.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            The entry, as of `/glossary`.
        """
        return answered(language, lambda _: call_define(current, zh, en, acronym))

    for endpoint in (glossary, define):
        api(endpoint, api_name=endpoint.__name__)

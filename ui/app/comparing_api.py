"""The named endpoints that set the languages beside each other; see docs/api.md."""

from typing import Any

from gradio.events import api

from indexer.passages import Language
from ui.app.endpoints import answered
from ui.comparing_calls import call_judge, call_map, call_parallel
from ui.current_index import CurrentIndex
from ui.pair_correcting import Judged


def add_comparing_endpoints(current: CurrentIndex) -> None:
    """Add `/map`, `/parallel` and `/judge` to the blocks that are open; as in `ui.app.api`."""

    def map_sections(name: str = "", language: Language = "en") -> dict[str, Any]:
        """Compare all sections of one language with all of the other.

        Parameters
        ----------
        name
            Of a document, by its source, symbol or file name; empty for all of them.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What `yinju map --json` prints.
        """
        return answered(language, lambda _: call_map(current, name))

    def parallel(name: str, beside: str = "", language: Language = "en") -> dict[str, Any]:
        """Set a document beside its translation, paragraph by paragraph.

        Parameters
        ----------
        name
            Of the document, by its source, symbol or file name.
        beside
            Of the other one; empty for the likeliest translation.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            "rows", each with passages of both sides, and the sentences that say the same.
        """
        return answered(language, lambda _: call_parallel(current, name, beside))

    def judge(
        verdict: Judged, a: list[Any], b: list[Any], language: Language = "en"
    ) -> dict[str, Any]:
        """Say of two sentences whether they say the same; it is stored for everybody.

        Parameters
        ----------
        verdict
            "confirmed", "rejected", or "withdrawn" for nothing any more.
        a
            The id of a passage, and where the sentence begins and ends in its text.
        b
            The same of the other language.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            What was stored.
        """
        return answered(language, lambda _: call_judge(current, verdict, a, b))

    for endpoint, name in ((map_sections, "map"), (parallel, "parallel"), (judge, "judge")):
        api(endpoint, api_name=name)

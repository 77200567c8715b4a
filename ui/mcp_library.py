"""The tools of language models that read and change the library; `ui.mcp_server` serves them.

A file comes as text and never as a path: a path would make this program read for the model what the
model itself may not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from indexer.passages import Language
from ui.call_values import check_values
from ui.library_adding import GivenFile
from ui.library_calls import call_add, call_documents, call_remove
from ui.library_work import LibraryWork
from ui.mcp_results import Brief

LISTED: Final = 50
"""Documents that one call lists."""

_Words = Annotated[
    str, Field(description="Parts of titles, symbols or file names; empty for all documents")
]
_Start = Annotated[int, Field(ge=0, description="The documents from this one on, counted from 0")]
_Name = Annotated[str, Field(description="Its file name: .txt, .md, .html or .csv says what it is")]
_Text = Annotated[str, Field(description="What the file holds")]
_Document = Annotated[str, Field(description="Its symbol, source or file name, as listed")]
_Language = Annotated[Language, Field(description="Language of messages")]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and what it does to the library."""

    name: str
    work: Callable[..., Brief]
    """Its docstring is what the model reads."""
    effect: Literal["none", "adds", "removes"]


def library_tools(work: LibraryWork) -> tuple[Tool, ...]:
    """Return the tools for a library.

    They raise `YinjuError` and `ui.call_errors.CallError`.
    """

    def list_documents(
        words: _Words = "", start: _Start = 0, language: _Language = "en"
    ) -> dict[str, Any]:
        """List the documents of the collection, each with its languages and number of passages."""
        listed = call_documents(work.current, words, start, LISTED)
        return {
            "found": listed["found"],
            "documents": [
                {
                    "source": document["source"],
                    "symbol": document["symbol"],
                    "title": document["title"],
                    "languages": document["languages"],
                    "passages": sum(sum(k.values()) for k in document["passages"].values()),
                }
                for document in listed["documents"]
            ],
        }

    def add_document(name: _Name, text: _Text, language: _Language = "en") -> dict[str, Any]:
        """Add a text to the collection as a document; it can be found when this returns.

        Only when the user asks for it. `not_read` says why it could not be added.
        """
        check_values(name=name, text=text)
        with TemporaryDirectory(prefix="yinju-") as folder:
            path = Path(folder, "given")
            path.write_text(text, encoding="utf-8", newline="")
            return call_add(work, [GivenFile(path, name)], language)

    def remove_document(document: _Document, language: _Language = "en") -> dict[str, Any]:
        """Take a document out of the collection; one that was added to it is deleted.

        Only when the user asks for it, and for this document.
        """
        return call_remove(work, document, language)

    return (
        Tool("list_documents", list_documents, "none"),
        Tool("add_document", add_document, "adds"),
        Tool("remove_document", remove_document, "removes"),
    )

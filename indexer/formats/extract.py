"""What a reader of a format gives: the text of a file, and what the file says of it."""

from dataclasses import dataclass

from indexer.passages import Page


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file; `RawDocument` says more of the fields."""

    text: str
    encoding: str
    """Of the bytes, as Python names it; that of the parts where the file is a package."""
    marked: bool = True
    title: str | None = None
    pages: tuple[Page, ...] = ()

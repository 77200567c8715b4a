"""Permanent links into the page."""

from urllib.parse import quote


def passage_link(source: str, passage_id: str) -> str:
    """Return the link to a passage in its document, without the address of the page."""
    return f"?doc={quote(source, safe='/')}&p={quote(passage_id, safe='')}"

"""Where the searched part of an index is that has outgrown one machine: the address of a Milvus."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from indexer.errors import BadStoreAddress

PREFIX: Final = "milvus:"
LOCAL: Final = "local"
"""The store of an index that is all in its directory."""


@dataclass(frozen=True, slots=True)
class StoredIn:
    """What of an index is in Milvus."""

    uri: str
    """``http://host:port``, with ``/database`` for another one than the default."""
    name: str
    """What the names of its collections begin with."""


def parse_store(value: str) -> str | None:
    """Return the URI that ``milvus:URI`` names, None for ``local``.

    Raises
    ------
    BadStoreAddress
        It is neither.
    """
    if value == LOCAL:
        return None
    uri = value.removeprefix(PREFIX)
    try:
        parts = urlsplit(uri)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        usable = False
    # Who is asked for is no secret, what lets in is: it would stand in the manifest.
    if not value.startswith(PREFIX) or not usable or "@" in parts.netloc:
        raise BadStoreAddress(value=value)
    return uri.rstrip("/")

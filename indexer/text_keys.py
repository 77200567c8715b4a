"""Digests of texts, all of the same width, by which what is kept of a text is found again."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

_BYTES: Final = 16

KEY: Final = np.dtype(f"S{2 * _BYTES + 1}")
"""Hexadecimal with a line end: fixed width, no NUL that numpy would cut off, and readable."""

Keys: TypeAlias = NDArray[np.bytes_]
"""An array of `KEY`."""


def text_keys(texts: Iterable[str], *, questions: bool = False) -> Keys:
    """Return the keys of texts, in their order.

    Parameters
    ----------
    texts
        Passages or sentences.
    questions
        They are questions instead, which have other vectors and so other keys.
    """
    return np.array([_key(text, questions) for text in texts], dtype=KEY)


def find_keys(known: Keys, keys: Keys) -> NDArray[np.int64]:
    """Return where keys stand among others, -1 for one that does not.

    Parameters
    ----------
    known
        Sorted; may be a mapped file.
    keys
        In any order.

    Returns
    -------
    ndarray of int64, shape (len(keys),)
    """
    places = np.searchsorted(known, keys)
    rows = np.full(len(keys), -1, dtype=np.int64)
    inside = np.flatnonzero(places < len(known))
    found = inside[known[places[inside]] == keys[inside]]
    rows[found] = places[found]
    return rows


def _key(text: str, question: bool) -> str:
    content = text.encode("utf-8", "surrogatepass")
    person = b"question" if question else b""
    return blake2b(content, digest_size=_BYTES, person=person).hexdigest() + "\n"

"""One string in both languages."""

from typing import NamedTuple


class Wording(NamedTuple):
    """The same message in both languages, with the same `{placeholders}`."""

    zh: str
    en: str

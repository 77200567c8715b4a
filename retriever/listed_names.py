"""The names that there are, for whoever asked for one that there is not."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

NAMES_SHOWN: Final = 20
"""How many are listed."""
NAME_SHOWN: Final = 60
"""Code points of a name that are shown."""


def listed(names: Iterable[str]) -> str:
    """Return the first names in one line, with an ellipsis where there are more."""
    first = list(islice(names, NAMES_SHOWN + 1))
    shown = [_short(name) for name in first[:NAMES_SHOWN]]
    return "; ".join([*shown, "…"] if len(first) > NAMES_SHOWN else shown)


def _short(name: str) -> str:
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1]}…"

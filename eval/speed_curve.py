"""What a collection costs by its size: ``python -m eval speed curve``.

A power law is fitted to each cost by least squares in logarithms; where an exponent is not far from
one, the cost is in proportion to the size.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from eval.speed_search import SearchSpeed, measure_search

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
FITTED_FROM: Final = 10_000
"""Passages from which on the law is fitted: what any process costs hides it before."""
BEYOND: Final = 100_000_000
"""Passages for which the law is continued."""


@dataclass(frozen=True, slots=True)
class Law:
    """What something costs: ``factor * passages ** exponent``."""

    factor: float
    exponent: float
    beyond: float
    """For `BEYOND` passages."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The costs of collections of several sizes."""

    sizes: tuple[SearchSpeed, ...]
    laws: dict[str, Law]
    """By the name of the cost."""


def measure_curve(sizes: Sequence[int], *, real: Path, kept: Path | None = None) -> Curve:
    """Measure collections of some sizes one after the other.

    Parameters
    ----------
    sizes
        In passages; the law is fitted to those from `FITTED_FROM` on, or to all where these are
        fewer than two.
    real, kept
        As `eval.speed_search.measure_search` takes them.

    Raises
    ------
    ValueError
        A size is too small, or there are fewer than two.
    IndexDirectoryError
        An index cannot be read or written.
    """
    if len(set(sizes)) < 2:
        raise ValueError("two sizes are needed")
    measured = tuple(measure_search(size, real=real, kept=kept) for size in sorted(set(sizes)))
    fitted = [speed for speed in measured if speed.collection.passages >= FITTED_FROM]
    if len(fitted) < 2:
        fitted = list(measured)
    costs = [_costs(speed) for speed in fitted]
    passages = [speed.collection.passages for speed in fitted]
    laws = {name: fit_law(passages, [cost[name] for cost in costs]) for name in costs[0]}
    return Curve(measured, laws)


def fit_law(passages: Sequence[int], costs: Sequence[float]) -> Law:
    """Fit a power law to costs by least squares in logarithms."""
    exponent, logarithm = np.polyfit(np.log(passages), np.log(costs), 1)
    factor = math.exp(logarithm)
    return Law(factor, float(exponent), factor * BEYOND**exponent)


def to_json(curve: Curve) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(curve))


def to_markdown(curve: Curve) -> str:
    """Return the costs as a table, with the law and what it says of many more passages."""
    rows = [_costs(speed) for speed in curve.sizes]
    lines = [
        "| passages | " + " | ".join(rows[0]) + " |",
        "|---" * (len(rows[0]) + 1) + "|",
        *(
            f"| {speed.collection.passages:,} | "
            + " | ".join(_short(value) for value in row.values())
            + " |"
            for speed, row in zip(curve.sizes, rows, strict=True)
        ),
        "| exponent | " + " | ".join(f"{law.exponent:.2f}" for law in curve.laws.values()) + " |",
        f"| {BEYOND:,} by it | "
        + " | ".join(_short(law.beyond) for law in curve.laws.values())
        + " |",
    ]
    return "\n".join(lines)


def _costs(speed: SearchSpeed) -> dict[str, float]:
    return {
        "written in s": speed.collection.build_s,
        "disk MB": speed.collection.disk_mb,
        "resident MB": speed.asked.rss_mb,
        "opened in s": speed.asked.open_s,
        "median ms": speed.asked.p50_ms,
        "95 % ms": speed.asked.p95_ms,
        "scoring all ms": speed.asked.exact_p50_ms,
    }


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"

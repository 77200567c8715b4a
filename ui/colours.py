"""Colours that differ by what numbers do: ramps whose steps look equally wide.

Made in Oklab (Ottosson, "A perceptual color space for image processing", 2020), in which equal
distances look equal. From pale yellow to dark blue lightness does most of the work, and yellow and
blue stay apart for all who see red and green alike.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Colour: TypeAlias = str
"""`#rrggbb`."""

_TO_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def ramp(first: Colour, last: Colour, steps: int) -> tuple[Colour, ...]:
    """Return colours from one to another in steps that look equally wide."""
    ends = [to_oklab(first), to_oklab(last)]
    return tuple(
        _from_oklab(ends[0] + (ends[1] - ends[0]) * share) for share in np.linspace(0, 1, steps)
    )


def to_oklab(colour: Colour) -> NDArray[np.float64]:
    """Return lightness, green to red and blue to yellow of a colour, shape (3,)."""
    encoded = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = _TO_LAB @ np.cbrt(_TO_CONES @ linear)
    return lab


def _from_oklab(lab: NDArray[np.float64]) -> Colour:
    linear = np.linalg.solve(_TO_CONES, np.linalg.solve(_TO_LAB, lab) ** 3).clip(0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(value * 255):02x}" for value in encoded.tolist())

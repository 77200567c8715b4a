"""The colours of a map, on a light and on a dark ground, as rules of CSS."""

from collections.abc import Mapping, Sequence
from typing import Final

from ui.colours import ramp

STEPS: Final = 10
"""Colours of cells; the first one is that of the ground."""
LIGHT: Final[Mapping[str, str]] = {
    "paper": "#fffdf8",
    "ink": "#211e1a",
    "soft": "#665e52",
    "rule": "#cfc6b5",
    "bar": "#7a6a4f",
    "mark": "#fffdf8",
    "edge": "#211e1a",
}
DARK: Final[Mapping[str, str]] = {
    "paper": "#1f1d1a",
    "ink": "#e8e2d6",
    "soft": "#aaa192",
    "rule": "#4a453c",
    "bar": "#b5a88e",
    "mark": "#1f1d1a",
    "edge": "#e8e2d6",
}
LIGHT_RAMP: Final = ramp("#f7f0dc", "#0a2f66", STEPS)
DARK_RAMP: Final = ramp("#29271f", "#ffe48a", STEPS)


def file_rules() -> str:
    """Return the CSS of a file, in the colours of the reader's system."""
    return "".join(
        [
            _rules(LIGHT, LIGHT_RAMP),
            f"@media (prefers-color-scheme:dark){{{_rules(DARK, DARK_RAMP)}}}",
        ]
    )


def page_rules() -> str:
    """Return the CSS of maps in the page, in the colours of its light and dark appearance."""
    return "\n".join(
        [
            _rules(LIGHT, LIGHT_RAMP, ".section-map "),
            _rules(DARK, DARK_RAMP, ".dark .section-map "),
            ".section-map [role=button]{cursor:pointer}",
            ".section-map [role=button]:is(:hover,:focus-visible)"
            "{outline:2px solid var(--accent,currentColor);outline-offset:1px}",
            ".map-scroll{overflow-x:auto}",
            # A little smaller where that makes it fit; its words are still to be read.
            ".section-map{max-width:max(100%,80rem);height:auto}",
        ]
    )


def _rules(colours: Mapping[str, str], steps: Sequence[str], scope: str = "") -> str:
    rules = [f"{scope}.s{number}{{fill:{colour}}}" for number, colour in enumerate(steps)]
    rules += [f"{scope}.{name}{{fill:{colours[name]}}}" for name in ("paper", "ink", "soft", "bar")]
    rules += [
        f"{scope}.rule{{fill:{colours['rule']}}}",
        f"{scope}.line{{stroke:{colours['rule']}}}",
        f"{scope}.mark{{fill:{colours['mark']};stroke:{colours['edge']}}}",
    ]
    return "".join(rules)

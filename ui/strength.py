"""How sure it is that sentences say the same, in three steps: their names, and their legend."""

from html import escape
from typing import Final, Literal, TypeAlias

from indexer.passages import Language
from ui.messages import message

Strength: TypeAlias = Literal["strong", "fair", "weak"]
"""The page gives each a colour and a kind of line."""
STRENGTHS: Final[tuple[Strength, ...]] = ("strong", "fair", "weak")
FAIR: Final = 0.5
"""Score from which sentences are more likely than not what they are shown as."""


def strength_of(score: float, strong: float) -> Strength:
    """Return the step of a score.

    Parameters
    ----------
    score
        In [0, 1].
    strong
        From where on it is the highest.
    """
    # As it is told, in whole per cent.
    told = round(score, 2)
    return "strong" if told >= strong else "fair" if told >= FAIR else "weak"


def legend(words: str, strong: float, language: Language) -> str:
    """Return what the lines mean; `words` are the messages `WORDS-strong`, `-fair` and `-weak`."""
    ends = {"strong": f"{strong:.0%}", "fair": f"{FAIR:.0%}"}
    named = "".join(
        f'<span class="linked {name}">{escape(message(f"{words}-{name}", language, **ends))}</span>'
        for name in STRENGTHS
    )
    return f'<p class="legend">{named}</p>'

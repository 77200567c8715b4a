"""The records of a written answer: its sentences, what they cite, and what supports them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.passages import Passage
from retriever.facts import FactKind
from retriever.hits import Citation

Verdict: TypeAlias = Literal["supported", "unsupported", "uncited"]
ReasonKind: TypeAlias = (
    FactKind | Literal["citation", "quotation", "frequency", "denied", "opposite", "meaning"]
)
"""What of a sentence the cited passages do not have. `citation`: it cites a passage that there is
not; `negation`: it denies what they say; `denied`: it says what they deny; `opposite`: it says the
opposite; `meaning`: none of the former, but they are about something else."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage that the model is shown; it is cited by its place among them, from 1."""

    passage: Passage
    citation: Citation


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence as a model wrote it, not yet checked."""

    text: str
    """Without the marks of its citations."""
    citations: tuple[int, ...]
    """The numbers that it cites, in order, none twice; there need not be such passages."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence is not supported."""

    kind: ReasonKind
    words: str
    """The words of the sentence that are meant; empty where it is the whole sentence."""


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that was checked."""

    text: str
    citations: tuple[int, ...]
    """The numbers of the passages that it cites, from 1; there are such passages."""
    verdict: Verdict
    reasons: tuple[Reason, ...]
    """Empty for one that is supported, and for one that cites nothing."""


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What was written so far."""

    passages: tuple[ShownPassage, ...]
    sentences: tuple[WrittenSentence, ...] = ()
    finished: bool = False

"""Asks an index what its own documents say, in both languages, and tells what it finds.

`indexer.selftest` refuses a new index of which a channel finds nothing. This one tells whoever
uses an index how well it serves these documents, whichever model was chosen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.gazetteer import MARK
from indexer.passages import LANGUAGES, Language, Span
from indexer.selftest import NEEDED
from retriever.exactness import SourceReader
from retriever.hits import Hit
from retriever.probes import PROBE_KINDS, Probe, ProbeKind, answers, make_probes
from retriever.ranking import Scored
from retriever.scoring import best_places, lexical_scores
from retriever.search import Index, read_results, score_question
from retriever.standing import CHANNELS, ChannelName

DIRECTIONS: Final[tuple[tuple[Language, Language], ...]] = (
    ("zh", "zh"),
    ("en", "en"),
    ("zh", "en"),
    ("en", "zh"),
)
"""Of a question and of the passages that answer it."""
WITHIN: Final = 5
"""Ranks in which what is asked for must stand."""
PROBES: Final = 30
"""Of each kind in each direction: more of a large collection is not asked."""
CARRIED: Final = 0.3
"""Share of sentences that each channel must find that were put into the other language word by
word. Models that were trained on both languages find three quarters, others hardly any."""

KNOWN: Final = 0.4
"""Share of the words of a sentence that the index must have, or have a translation of, for them to
count as what found it."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many probes, how many were answered within `WITHIN` ranks."""

    found: int
    tried: int

    @property
    def highest(self) -> float:
        """The upper end of its 95 % interval, so that a few misses condemn nothing.

        Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
        """
        if not self.tried:
            return 1.0
        z, n, p = 1.96, self.tried, self.found / self.tried
        spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (p + z * z / (2 * n) + spread) / (1 + z * z / n)


@dataclass(frozen=True, slots=True)
class Direction:
    """What is found by questions in one language among the passages of one."""

    asked_in: Language
    wanted: Language
    kinds: Mapping[ProbeKind, Share]
    channels: Mapping[ChannelName, Share]
    """Of the sentences, by each channel alone."""

    @property
    def found(self) -> Share:
        """Of the probes of all kinds."""
        shares = self.kinds.values()
        return Share(sum(s.found for s in shares), sum(s.tried for s in shares))

    @property
    def dead(self) -> tuple[ChannelName, ...]:
        """The channels that find fewer sentences than they must."""
        needed = NEEDED if self.asked_in == self.wanted else CARRIED
        return tuple(name for name, share in self.channels.items() if share.highest < needed)


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How well an index serves its documents."""

    directions: tuple[Direction, ...]
    """Those of the same language first."""
    cited: Share
    """Of the stretches that were quoted, those whose words stand in the source where their spans
    say; in whichever rank."""
    inexact: tuple[str, ...]
    """Ids of the passages of the others."""
    passages: Mapping[Language, int]
    """How many can be found; where they are more than were drawn, the probes are a sample."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is broken: no dead channel, no inexact citation."""
        return not self.inexact and not any(direction.dead for direction in self.directions)


def ask_probes(index: Index, probes: Iterable[Probe]) -> SelfTest:
    """Return what an index finds of what is known to be in it.

    Parameters
    ----------
    probes
        As `all_probes` gives them.

    Raises
    ------
    YinjuError
        As `retriever.search.search`.
    """
    reader = SourceReader(index)
    kinds: _Counts = defaultdict(list)
    channels: _Counts = defaultdict(list)
    exact: dict[tuple[str, Span], bool] = {}
    for probe in probes:
        asked = score_question(index, probe.question, language=probe.wanted, top_k=WITHIN)
        answered = answers(index, probe)
        [scored] = asked.scored
        direction = probe.asked_in, probe.wanted
        kinds[*direction, probe.kind].append(_any(scored, scored.best(WITHIN), answered))
        if probe.kind == "sentence":
            for name, scores in _alone(scored).items():
                channels[*direction, name].append(_any(scored, _best_alone(scores), answered))
        for hit in read_results(index, asked, WITHIN).hits:
            for quoted in _cited(hit):
                if (place := (hit.passage.id, quoted)) not in exact:
                    exact[place] = reader.is_exact(hit.passage, quoted)
    return SelfTest(
        directions=tuple(
            Direction(
                asked_in,
                wanted,
                {kind: _share(kinds[asked_in, wanted, kind]) for kind in PROBE_KINDS},
                {name: _share(channels[asked_in, wanted, name]) for name in CHANNELS},
            )
            for asked_in, wanted in DIRECTIONS
        ),
        cited=_share(list(exact.values())),
        inexact=tuple(dict.fromkeys(name for (name, _), right in exact.items() if not right)),
        passages={language: index.store.searchable(language) for language in LANGUAGES},
    )


def all_probes(index: Index, most: int = PROBES) -> list[Probe]:
    """Return probes in all directions; none for a language without passages.

    Parameters
    ----------
    most
        Of each kind in each direction.
    """
    return [probe for language in LANGUAGES for probe in make_probes(index, language, most)]


_Counts: TypeAlias = defaultdict[tuple[Language, Language, str], list[bool]]


def _alone(scored: Scored) -> dict[ChannelName, NDArray[np.float32]]:
    """Return the scores of each channel, those of words without names and numbers.

    Names and numbers are found whatever becomes of the words: in many collections they are enough
    to hide that nothing else is. A question that consists of them says nothing of the words.
    """
    found: dict[ChannelName, NDArray[np.float32]] = {
        "dense": scored.dense,
        "sentence": scored.sentence,
    }
    words = [
        alternatives
        for alternatives in scored.query
        if not alternatives.term.startswith(MARK) and not any(map(str.isdigit, alternatives.term))
    ]
    if words:
        # Where most of its words stand nowhere, the one that is left may find it by chance.
        known = sum(bool(alternatives.weights) for alternatives in words)
        looked_for = words if known >= KNOWN * len(words) else []
        found["lexical"] = lexical_scores(scored.channels.postings, looked_for, scored.numbers)
    return found


def _best_alone(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places that a channel puts first; none where it scores all the same."""
    best = best_places(scores, WITHIN)
    # Half of a small collection at most: a place among the first few of five says nothing.
    best = best[: max(1, len(scores) // 2)]
    telling: NDArray[np.int64] = best[scores[best] > scores.min()]
    return telling


def _any(scored: Scored, places: NDArray[np.int64], answered: Callable[[int], bool]) -> bool:
    return any(answered(int(scored.numbers[place])) for place in places)


def _cited(hit: Hit) -> list[Span]:
    return [(0, len(hit.passage.text)), *hit.evidence, *hit.quoted]


def _share(outcomes: list[bool]) -> Share:
    return Share(sum(outcomes), len(outcomes))

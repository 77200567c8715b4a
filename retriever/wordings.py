"""The same question in two wordings: which passages both find, and which only one."""

from collections.abc import Sequence
from dataclasses import dataclass

from retriever.hits import Hit, Results


@dataclass(frozen=True, slots=True)
class Wordings:
    """What two wordings of a question find."""

    first: Results
    second: Results
    both: tuple[tuple[Hit, Hit], ...]
    """The passages that both find, as each does; by the better of the two ranks."""
    only_first: tuple[Hit, ...]
    """Best first."""
    only_second: tuple[Hit, ...]


def compare_wordings(first: Results, second: Results) -> Wordings:
    """Return which passages two results share."""
    one, two = _by_passage(first.hits), _by_passage(second.hits)
    both = [(hit, two[name]) for name, hit in one.items() if name in two]
    return Wordings(
        first=first,
        second=second,
        both=tuple(sorted(both, key=lambda pair: sorted((pair[0].rank, pair[1].rank)))),
        only_first=tuple(hit for name, hit in one.items() if name not in two),
        only_second=tuple(hit for name, hit in two.items() if name not in one),
    )


def _by_passage(hits: Sequence[Hit]) -> dict[str, Hit]:
    return {hit.passage.id: hit for hit in hits}

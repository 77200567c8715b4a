"""What one language says and the other does not, in aligned sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.gazetteer import Gazetteer
from indexer.passages import Span
from retriever.alignment import Alignment
from retriever.facts import Fact, FactKind, count_denials, find_facts

DifferenceKind: TypeAlias = FactKind | Literal["sentence"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that stands on one side only."""

    kind: DifferenceKind
    """`sentence` for a whole sentence without a counterpart."""
    side: Literal["a", "b"]
    """Where it stands."""
    text: str
    """Its words."""
    span: Span
    """Their place in the text of that side."""
    counterpart: Span | None
    """The place in the other text of the sentences aligned with them, None where there are none."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """An alignment with its places and facts; of each side, or None where it is empty."""

    spans: tuple[Span | None, Span | None]
    facts: tuple[list[Fact], list[Fact]]
    denials: tuple[int, int]
    """How many words of each side may deny something."""


def differences(
    texts: tuple[str, str],
    sentences: tuple[Sequence[Span], Sequence[Span]],
    alignments: Sequence[Alignment],
    gazetteer: Gazetteer | None = None,
) -> list[Difference]:
    """Return what stands on one side only, alignment by alignment, the first side first.

    Parameters
    ----------
    texts
        Both texts.
    sentences
        The places of their sentences.
    alignments
        Of these sentences.
    gazetteer
        Names of bodies in both languages; without it only acronyms are compared.
    """
    pairs = [_pair(texts, sentences, alignment, gazetteer) for alignment in alignments]
    found: list[Difference] = []
    for number, pair in enumerate(pairs):
        around = pairs[max(number - 1, 0) : number] + pairs[number + 1 : number + 2]
        for here, side in ((0, "a"), (1, "b")):
            found += _of_side(texts[here], pair, around, here, "a" if side == "a" else "b")
    return found


def _pair(
    texts: tuple[str, str],
    sentences: tuple[Sequence[Span], Sequence[Span]],
    alignment: Alignment,
    gazetteer: Gazetteer | None,
) -> _Pair:
    spans: list[Span | None] = []
    facts: list[list[Fact]] = []
    denials: list[int] = []
    for text, places, numbers in zip(texts, sentences, (alignment.a, alignment.b), strict=True):
        span = (places[numbers[0]][0], places[numbers[-1]][1]) if numbers else None
        words = text[slice(*span)] if span else ""
        spans.append(span)
        facts.append(find_facts(words, gazetteer))
        denials.append(count_denials(words))
    return _Pair((spans[0], spans[1]), (facts[0], facts[1]), (denials[0], denials[1]))


def _of_side(
    text: str, pair: _Pair, around: Sequence[_Pair], here: int, side: Literal["a", "b"]
) -> list[Difference]:
    span, counterpart = pair.spans[here], pair.spans[1 - here]
    if span is None:
        return []
    if counterpart is None:
        if not text[slice(*span)].strip():
            return []
        return [Difference("sentence", side, text[slice(*span)], span, None)]
    found: dict[tuple[str, str], Difference] = {}
    for fact in _missing(pair, here):
        if fact.kind != "negation" and any(
            _answers(other, fact) for near in around for other in _missing(near, 1 - here)
        ):
            continue  # It stands with the next sentence there.
        place = (span[0] + fact.start, span[0] + fact.end)
        found.setdefault(
            (fact.kind, fact.key),
            Difference(fact.kind, side, text[slice(*place)], place, counterpart),
        )
    return list(found.values())


def _missing(pair: _Pair, here: int) -> list[Fact]:
    """Return the facts of a side to which none of the other answers."""
    others = pair.facts[1 - here]
    facts = [
        fact
        for fact in pair.facts[here]
        if not fact.weak
        and not any(_answers(other, fact) for other in others)
        and fact.kind != "negation"
    ]
    return facts + _unanswered_denials(pair, here)


def _unanswered_denials(pair: _Pair, here: int) -> list[Fact]:
    """Return the negations of a side if the other has fewer words that could answer them."""
    denials = [fact for fact in pair.facts[here] if fact.kind == "negation"]
    return denials if len(denials) > pair.denials[1 - here] else []


def _answers(other: Fact, fact: Fact) -> bool:
    """Return whether a fact of the other side says the same."""
    if fact.kind in ("number", "percentage"):
        # `from 14.6 to 11.9 per cent` has its sign once.
        return other.kind in ("number", "percentage", "symbol") and (
            other.key == fact.key or (other.kind == "symbol" and fact.key in other.key)
        )
    if other.kind != fact.kind:
        return False
    if fact.kind == "symbol":
        return other.key.endswith(fact.key) or fact.key.endswith(other.key)
    return other.key == fact.key

"""Why a passage stands where it stands for a question, and what keeps it from standing higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indexer.passages import Language
from retriever.errors import HeadingNotSearched
from retriever.hits import LanguageFilter
from retriever.ranking import rank
from retriever.restrictions import NO_RESTRICTIONS, Restrictions, Subject
from retriever.search import Index, score_question
from retriever.standing import ChannelName, ExplainedTerm, Spot, Standing, stand


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a passage apart from the one that it is compared with."""

    name: ChannelName | Literal["level"]
    """A channel, or what the languages are measured against."""
    value: float
    """What the passage has more; negative where it has less."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A filter that keeps a passage out."""

    subject: Literal["language"] | Subject
    column: str = ""
    """The name of the column, of a filter of table rows."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage stands where it does for a question."""

    question: str
    language: Language
    """Of the question."""
    top_k: int
    standing: Standing
    excluded: tuple[Exclusion, ...]
    """The filters that keep it out; its ranks are then those without any filter."""
    other: Standing | None
    """What it is compared with: the first passage; for that one the second; for one that is not
    among the first `top_k`, the last of them. None where it is alone."""
    differences: tuple[Difference, ...]
    """To `other`, the greatest first; they add up to the difference of the scores."""
    terms_missed: tuple[ExplainedTerm, ...]
    """Terms of the other passage that give more there than here, those of most effect first."""
    reranker: str | None = None
    """What ranked the best passages anew after that; all ranks and scores are those before."""

    @property
    def shown(self) -> bool:
        """Whether a search shows the passage."""
        return not self.excluded and self.standing.rank <= self.top_k


def explain(
    index: Index,
    question: str,
    passage_id: str,
    *,
    top_k: int = 10,
    language: LanguageFilter = "all",
    restrictions: Restrictions = NO_RESTRICTIONS,
) -> Explanation:
    """Return why a passage stands where it does.

    Parameters
    ----------
    question, top_k, language, restrictions
        As `retriever.search.search` takes them, whose scores and ranks these are.
    passage_id
        Of any passage but a heading, found or not.

    Raises
    ------
    UnknownPassage
        The index has no such passage.
    HeadingNotSearched
        It is a heading.
    EmptyQuestion, QuestionTooLong, RestrictionError
        As `retriever.search.search`.
    """
    passage = index.store.passage(passage_id)
    number = index.store.number_of(passage_id)
    if number is None:
        raise HeadingNotSearched(passage_id=passage_id)
    excluded = _exclusions(index, passage.language, number, language, restrictions)
    if excluded:
        asked = score_question(index, question, also=passage)
    else:
        asked = score_question(
            index, question, language=language, restrictions=restrictions, also=passage
        )
    own = next(s for s in asked.scored if s.channels.language == passage.language)
    here = Spot(own, int(np.searchsorted(own.numbers, number)))
    best = [Spot(ranked.scored, ranked.number) for ranked in rank(asked.scored, top_k)]
    compared = _compared(here, best)
    standing = stand(index, asked, here)
    other = None if compared is None else stand(index, asked, compared)
    return Explanation(
        question=asked.query.question,
        language=asked.query.language,
        top_k=top_k,
        standing=standing,
        excluded=excluded,
        other=other,
        differences=() if other is None else _differences(standing, other),
        terms_missed=() if other is None else _missed(standing, other),
        reranker=None if index.reranking is None else index.reranking.reranker.name,
    )


def _exclusions(
    index: Index,
    own: Language,
    number: int,
    language: LanguageFilter,
    restrictions: Restrictions,
) -> tuple[Exclusion, ...]:
    found = [] if language in ("all", own) else [Exclusion("language")]
    found += [
        Exclusion(restriction.subject, restriction.column)
        for restriction in index.restrictor.restrict(restrictions)
        if not restriction.masks[own][number]
    ]
    return tuple(found)


def _compared(here: Spot, best: Sequence[Spot]) -> Spot | None:
    """Return what a passage is compared with, as `Explanation.other` has it."""

    def is_here(spot: Spot) -> bool:
        return spot.scored is here.scored and spot.number == here.number

    if any(map(is_here, best)):
        return next((spot for spot in best[:2] if not is_here(spot)), None)
    return best[-1] if best else None


def _differences(here: Standing, other: Standing) -> tuple[Difference, ...]:
    found = [
        Difference(one.name, one.part - two.part)
        for one, two in zip(here.channels, other.channels, strict=True)
    ]
    if here.passage.language != other.passage.language:
        found.append(Difference("level", other.level - here.level))
    return tuple(sorted(found, key=lambda difference: -abs(difference.value)))


def _missed(here: Standing, other: Standing) -> tuple[ExplainedTerm, ...]:
    own = {term.term: term.share for term in here.terms}
    missed = [term for term in other.terms if term.share > own.get(term.term, 0.0)]
    return tuple(sorted(missed, key=lambda term: own.get(term.term, 0.0) - term.share))

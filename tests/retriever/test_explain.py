"""Explanations add up to what the search found."""

import pytest

from indexer.errors import UnknownPassage
from retriever.errors import HeadingNotSearched
from retriever.explain import explain
from retriever.restrictions import Restrictions
from retriever.search import Index, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

QUESTIONS = (
    "突尼斯有哪些打击资助恐怖主义的项目？",
    "How often do the heads of UNOCT and CTED meet?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_gives_the_scores_and_ranks_of_the_search(index: Index, question: str) -> None:
    hits = search(index, question, top_k=60).hits
    for hit in hits[::6]:
        explained = explain(index, question, hit.passage.id)
        standing = explained.standing
        assert standing.rank == hit.rank
        assert standing.score == hit.score
        dense, sentence, lexical = standing.channels
        assert (dense.score, sentence.score, lexical.score) == (
            hit.scores.dense,
            hit.scores.sentence,
            hit.scores.lexical,
        )
        assert sum(c.part for c in standing.channels) == pytest.approx(standing.fused, abs=1e-5)
        assert sum(t.share for t in standing.terms) == pytest.approx(lexical.score, abs=1e-6)
        assert sum(t.most for t in standing.terms) == pytest.approx(1)
        assert explained.shown == (hit.rank <= 10)
        own = search(index, question, top_k=60, language=hit.passage.language).hits
        assert own[standing.own_rank - 1].passage.id == hit.passage.id


def test_the_difference_to_the_passage_it_is_compared_with_is_accounted_for(index: Index) -> None:
    hits = search(index, QUESTIONS[0], top_k=40).hits
    for hit, against in ((hits[0], hits[1]), (hits[4], hits[0]), (hits[30], hits[9])):
        explained = explain(index, QUESTIONS[0], hit.passage.id)
        assert explained.other is not None
        assert explained.other.passage == against.passage
        difference = sum(d.value for d in explained.differences)
        assert difference == pytest.approx(hit.score - against.score, abs=1e-5)


def test_a_translation_that_matched_is_shown_as_it_is_written(index: Index) -> None:
    hit = search(index, QUESTIONS[0], language="en").hits[0]
    terms = {t.term: t for t in explain(index, QUESTIONS[0], hit.passage.id).standing.terms}
    tunisia = next(term for term in terms.values() if "突尼斯" in term.asked)
    assert tunisia.found == ("Tunisia",)
    assert sum(weight for _, weight in tunisia.alternatives) == pytest.approx(1)
    assert tunisia.share > 0


def test_the_filter_that_keeps_a_passage_out_is_named(index: Index) -> None:
    hit = search(index, QUESTIONS[1], language="en").hits[0]
    restrictions = Restrictions(
        sections=("annex IV",), kinds=("footnote",), columns=(("Status", ("Ongoing",)),)
    )
    explained = explain(
        index, QUESTIONS[1], hit.passage.id, language="zh", restrictions=restrictions
    )
    named = {(exclusion.subject, exclusion.column) for exclusion in explained.excluded}
    assert named == {("language", ""), ("kinds", ""), ("columns", "Status")}
    assert not explained.shown
    assert (
        explained.standing.score
        == search(index, QUESTIONS[1], top_k=1000).hits[explained.standing.rank - 1].score
    )


def test_ranks_are_those_among_what_the_filters_leave(index: Index) -> None:
    restrictions = Restrictions(kinds=("paragraph",))
    hit = search(index, QUESTIONS[0], restrictions=restrictions).hits[6]
    standing = explain(index, QUESTIONS[0], hit.passage.id, restrictions=restrictions).standing
    assert standing.rank == 7
    assert standing.size < 300


def test_headings_and_unknown_passages_are_refused(index: Index) -> None:
    heading = index.restrictor.catalogue.sections[0].id
    with pytest.raises(HeadingNotSearched):
        explain(index, QUESTIONS[0], heading)
    with pytest.raises(UnknownPassage):
        explain(index, QUESTIONS[0], "no:such")

"""Alignments that people corrected: what they said stands, and nothing else changes."""

import itertools
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.alignment import read_gold
from indexer.corrections import Correction, Verdict
from indexer.encoders import Encoder
from retriever.alignment import Alignment, Relation, align
from retriever.alignment_path import Step
from retriever.corrected_groups import find_groups, largest_in_order
from tests.retriever.letters import Letters

RELATIONS: tuple[Relation, ...] = ("translation", "same-subject")
ZH, EN = "山水花鸟人日月风雨雪", "abcdefghij"


@st.composite
def texts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two texts in which no sentence stands twice; some lines are blank."""
    sides = []
    for letters in (ZH, EN):
        words = st.text(letters, min_size=2, max_size=5)
        sentences = draw(st.lists(words, min_size=2, max_size=9, unique=True))
        blank = draw(st.integers(0, len(sentences)))
        sides.append([*sentences[:blank], *[" "] * (blank % 2), *sentences[blank:]])
    return sides[0], sides[1]


@st.composite
def groups(draw: st.DrawFn, sentences: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Disjoint runs of the sentences of a text, in any order."""
    full = [sentence for sentence in sentences if sentence.strip()]
    cuts = draw(st.lists(st.integers(0, len(full)), max_size=6))
    edges = sorted({0, len(full), *cuts})
    runs = [tuple(full[x:y]) for x, y in itertools.pairwise(edges) if y - x <= 3]
    return tuple(draw(st.permutations(runs))[:4])


@st.composite
def corrected(draw: st.DrawFn) -> tuple[list[str], list[str], list[Correction]]:
    a, b = draw(texts())
    verdicts: st.SearchStrategy[Verdict] = st.sampled_from(["confirmed", "rejected"])
    pairs = zip(draw(groups(a)), draw(groups(b)), strict=False)
    corrections = [Correction(draw(verdicts), zh, en) for zh, en in pairs]
    alone = [run for run in draw(groups(a)) if not any(set(run) & set(c.zh) for c in corrections)]
    return a, b, [*corrections, *(Correction("confirmed", run, ()) for run in alone[:1])]


def group(found: Alignment, a: Sequence[str], b: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(a[n] for n in found.a), tuple(b[n] for n in found.b)


@given(corrected(), st.sampled_from(RELATIONS), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_people_said_stands(
    given_: tuple[list[str], list[str], list[Correction]], relation: Relation, turned: bool
) -> None:
    a, b, corrections = given_
    if turned:
        a, b = b, a
    found = align(a, b, Letters(), relation=relation, corrections=corrections)
    assert sorted(n for pair in found for n in pair.a) == list(range(len(a)))
    assert sorted(n for pair in found for n in pair.b) == list(range(len(b)))
    given_groups = {group(pair, a, b): pair for pair in found}
    for correction in corrections:
        sides = (correction.en, correction.zh) if turned else (correction.zh, correction.en)
        if correction.verdict == "rejected":
            assert sides not in given_groups
        elif all(sides):
            assert given_groups[sides].score == 1
            assert given_groups[sides].confirmed
        else:
            for sentence in correction.zh:
                alone = ((), (sentence,)) if turned else ((sentence,), ())
                assert given_groups[alone].confirmed
                assert given_groups[alone].score == 0
    confirmed = {c.zh + c.en for c in corrections if c.verdict == "confirmed"}
    assert sum(pair.confirmed and bool(pair.a and pair.b) for pair in found) == sum(
        bool(c.zh and c.en) for c in corrections if c.verdict == "confirmed"
    )
    assert len(confirmed) == sum(c.verdict == "confirmed" for c in corrections)


@given(texts(), st.sampled_from(RELATIONS))
@settings(max_examples=100, deadline=None)
def test_corrections_of_other_sentences_change_nothing(
    sides: tuple[list[str], list[str]], relation: Relation
) -> None:
    a, b = sides
    others = [
        Correction("confirmed", ("别的。",), ("other.",)),
        Correction("confirmed", (next(s for s in a if s.strip()),), ("other.",)),
        Correction("rejected", ("别的。",), (next(s for s in b if s.strip()),)),
    ]
    assert align(a, b, Letters(), relation=relation, corrections=others) == align(
        a, b, Letters(), relation=relation
    )


@given(texts())
@settings(max_examples=100, deadline=None)
def test_what_was_found_and_is_confirmed_stays_as_it_was(
    sides: tuple[list[str], list[str]],
) -> None:
    a, b = sides
    found = align(a, b, Letters(), relation="translation")
    said = [Correction("confirmed", *group(pair, a, b)) for pair in found if pair.a and pair.b]
    again = align(a, b, Letters(), relation="translation", corrections=said)
    assert {(pair.a, pair.b) for pair in again} == {(pair.a, pair.b) for pair in found}


def test_a_repeated_sentence_belongs_to_the_one_at_its_place() -> None:
    a = ["好。", "山。", "好。", "水。", "好。"]
    both = [Correction("confirmed", ("好。",), ("Good.",))]
    b = ["Good.", "x.", "Good.", "y.", "Good."]
    steps = [step for _, step in find_groups(a, b, ("zh", "en"), both).placed]
    assert steps == [Step(0, 1, 0, 1), Step(2, 1, 2, 1), Step(4, 1, 4, 1)]
    steps = [step for _, step in find_groups(a, ["x.", "Good."], ("zh", "en"), both).placed]
    assert steps == [Step(2, 1, 1, 1)] or steps == [Step(4, 1, 1, 1)]


def test_the_later_correction_has_the_sentence() -> None:
    said = [
        Correction("confirmed", ("山。",), ("x.",)),
        Correction("confirmed", ("山。",), ("y.",)),
    ]
    found = find_groups(["山。"], ["x.", "y."], ("zh", "en"), said)
    assert found.fixed == [Step(0, 1, 1, 1)]


def test_texts_in_one_language_are_not_corrected() -> None:
    said = [Correction("confirmed", ("山。",), ("x.",))]
    assert find_groups(["山。"], ["x."], ("zh", "zh"), said).placed == ()


@given(st.permutations(range(7)))
def test_the_largest_set_in_order_is_kept(order: list[int]) -> None:
    steps = [Step(n, 1, b, 1) for n, b in enumerate(order)]
    kept = largest_in_order(steps)
    assert all(x.b < y.b for x, y in itertools.pairwise(kept))
    best = max(
        sum(1 for n in range(7) if mask >> n & 1)
        for mask in range(128)
        if (chosen := [order[n] for n in range(7) if mask >> n & 1]) == sorted(chosen)
    )
    assert len(kept) == best


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_time_grows_no_faster_than_the_texts_by_much() -> None:
    random = np.random.default_rng(0)
    seconds = []
    for n in (1_000, 4_000):
        zh = ["".join(random.choice(list(ZH), 9)) + "。" for _ in range(n)]
        en = ["".join(random.choice(list(EN), 9)) + "." for _ in range(n)]
        said = [
            Correction("confirmed" if k % 2 else "rejected", (zh[k],), (en[k],))
            for k in range(0, n, 3)
        ]
        start = time.process_time()
        found = align(zh, en, Letters(), relation="translation", corrections=said)
        seconds.append(time.process_time() - start)
        assert sum(pair.confirmed for pair in found) == sum(c.verdict == "confirmed" for c in said)
    assert seconds[1] < 8 * seconds[0], seconds  # linear: 4, quadratic: 16


@pytest.mark.model
@pytest.mark.timeout(600)
def test_a_correction_puts_its_neighbours_right(encoder: Encoder) -> None:
    gold = read_gold("museum")
    zh, en = gold.sentences["zh"], gold.sentences["en"]
    pairs = [pair for pair in gold.pairs if pair[0] and pair[1]]
    a, b = next(pair for pair in pairs if len(pair[0]) + len(pair[1]) > 2)
    said = Correction("confirmed", tuple(zh[n] for n in a), tuple(en[n] for n in b))
    found = align(zh, en, encoder, corrections=[said])
    assert Alignment(a, b, 1.0, confirmed=True) in found
    turned = Correction("rejected", said.zh, said.en)
    found = align(zh, en, encoder, corrections=[said, turned])
    assert (a, b) not in {(pair.a, pair.b) for pair in found}
    right = {(tuple(x), tuple(y)) for x, y in gold.pairs}
    assert sum((pair.a, pair.b) in right for pair in found) > 0.9 * len(right) - 3

"""Corrections of numbered sentences, and that aligning again agrees with them."""

import pytest

from indexer.corrections import Correction, Verdict
from retriever.alignment import Alignment, align
from retriever.correcting import AlignedTexts, find_retired, follow_each_other, make_correction
from tests.retriever.letters import Letters

A = ("山水。", "花鸟。", " ", "日月。")
B = ("mountains.", "birds.", "moon.")
TEXTS = AlignedTexts(
    A,
    B,
    ("zh", "en"),
    (
        Alignment((0,), (0,), 0.9),
        Alignment((1,), (), 0.0),
        Alignment((2,), (), 0.0),
        Alignment((3,), (1, 2), 0.4),
    ),
)


def made(verdict: Verdict, a: tuple[int, ...], b: tuple[int, ...]) -> Correction:
    correction = make_correction(TEXTS, verdict, a, b)
    assert correction is not None
    return correction


def aligned_again(*corrections: Correction) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    found = align(A, B, Letters(), relation="translation", corrections=corrections)
    assert sorted(n for pair in found for n in pair.a) == list(range(len(A)))
    assert sorted(n for pair in found for n in pair.b) == list(range(len(B)))
    return {(pair.a, pair.b) for pair in found if pair.confirmed}


def test_what_is_confirmed_by_hand_is_found_by_aligning_again() -> None:
    pair = made("confirmed", (0,), (0,))
    assert pair == Correction("confirmed", ("山水。",), ("mountains.",))
    assert aligned_again(pair) == {((0,), (0,))}
    alone = made("confirmed", (1,), ())
    assert alone == Correction("confirmed", ("花鸟。",), ())
    assert aligned_again(alone) == {((1,), ())}
    merged = made("confirmed", (0, 1), (0,))
    assert aligned_again(merged) == {((0, 1), (0,))}
    parts = made("confirmed", (3,), (1,)), made("confirmed", (), (2,))
    assert aligned_again(*parts) == {((3,), (1,)), ((), (2,))}


def test_what_is_rejected_has_both_sides() -> None:
    rejected = made("rejected", (3,), (1, 2))
    assert rejected == Correction("rejected", ("日月。",), ("birds.", "moon."))


def test_a_blank_line_is_no_correction() -> None:
    assert make_correction(TEXTS, "confirmed", (2,), ()) is None


@pytest.mark.parametrize(
    ("numbers", "together"),
    [((0, 1), True), ((1, 3), True), ((0, 3), False), ((1, 0), False), ((2,), True), ((), True)],
)
def test_only_blank_sentences_may_stand_between_those_of_a_group(
    numbers: tuple[int, ...], together: bool
) -> None:
    assert follow_each_other(numbers, A) == together


def test_a_change_of_mind_retires_what_was_said_before() -> None:
    known = (
        Correction("confirmed", ("山水。",), ("mountains.",)),
        Correction("confirmed", ("山水。",), ("of another document.",)),
        Correction("confirmed", ("日月。",), ("moon.",)),
        Correction("rejected", ("花鸟。",), ("birds.",)),
    )
    new = (
        Correction("confirmed", ("山水。",), ("birds.",)),
        Correction("confirmed", ("花鸟。",), ("birds.",)),
    )
    assert find_retired(TEXTS, known, new[:1]) == known[:1]
    assert find_retired(TEXTS, known, new[1:]) == known[3:]
    assert find_retired(TEXTS, known, known[:1]) == ()

"""Confirming, rejecting, merging and splitting by hand, and that aligning again agrees."""

import pytest

from indexer.corrections import Correction
from retriever.alignment import Alignment, align
from retriever.correcting import (
    AlignedTexts,
    Corrected,
    confirm,
    find_retired,
    merge_with_next,
    reject,
    split,
)
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


def aligned_again(done: Corrected) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    found = align(A, B, Letters(), relation="translation", corrections=done.corrections)
    return {(pair.a, pair.b) for pair in found if pair.confirmed}


def confirmed(done: Corrected) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    assert sorted(n for pair in done.texts.alignments for n in pair.a) == list(range(len(A)))
    assert sorted(n for pair in done.texts.alignments for n in pair.b) == list(range(len(B)))
    return {(pair.a, pair.b) for pair in done.texts.alignments if pair.confirmed}


def test_what_is_confirmed_by_hand_is_found_by_aligning_again() -> None:
    done = confirm(TEXTS, 0)
    assert done.corrections == (Correction("confirmed", ("山水。",), ("mountains.",)),)
    assert confirmed(done) == aligned_again(done) == {((0,), (0,))}
    done = confirm(TEXTS, 1)
    assert done.corrections == (Correction("confirmed", ("花鸟。",), ()),)
    assert confirmed(done) == aligned_again(done) == {((1,), ())}
    done = merge_with_next(TEXTS, 0)
    assert confirmed(done) == aligned_again(done) == {((0, 1), (0,))}
    assert len(done.texts.alignments) == 3
    done = split(TEXTS, 3, 1, 1)
    assert confirmed(done) == aligned_again(done) == {((3,), (1,)), ((), (2,))}


def test_what_is_rejected_stands_alone() -> None:
    done = reject(TEXTS, 3)
    assert done.corrections == (Correction("rejected", ("日月。",), ("birds.", "moon.")),)
    assert done.texts.alignments[3:] == (
        Alignment((3,), (), 0.0),
        Alignment((), (1,), 0.0),
        Alignment((), (2,), 0.0),
    )


def test_a_blank_line_is_no_correction() -> None:
    assert confirm(TEXTS, 2).corrections == ()


def test_what_cannot_be_done_is_refused() -> None:
    with pytest.raises(ValueError, match="one side only"):
        reject(TEXTS, 1)
    with pytest.raises(IndexError):
        confirm(TEXTS, 4)
    with pytest.raises(IndexError):
        merge_with_next(TEXTS, 3)
    for sizes in ((0, 0), (1, 2), (2, 0), (0, 3)):
        with pytest.raises(ValueError, match="sentences"):
            split(TEXTS, 3, *sizes)
    apart = AlignedTexts(A, B, ("zh", "en"), (Alignment((0,), (2,), 1), Alignment((3,), (1,), 1)))
    with pytest.raises(ValueError, match="do not follow"):
        merge_with_next(apart, 0)


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

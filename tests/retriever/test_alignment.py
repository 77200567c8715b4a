"""Which sentences say the same: what must hold for any texts, and quality on our own."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.alignment import NAMES, measure_alignment, read_gold
from eval.bertalign import bertalign
from indexer.encoders import Encoder
from retriever.alignment import Alignment, align, relation_of
from retriever.alignment_path import Side, Step, Weights, best_path, full_band
from retriever.coarse_alignment import rough_path
from retriever.text_relation import longest_rising, order_share
from tests.retriever.letters import Letters

TEXTS = st.lists(st.text("abcdefgh 中文句子。", max_size=12), max_size=12)
FULL = st.lists(st.text("abcdefgh中文句子。", min_size=1, max_size=12), max_size=12)


def numbers(found: Sequence[Alignment], side: str) -> list[int]:
    return [number for pair in found for number in (pair.a if side == "a" else pair.b)]


@given(FULL, FULL)
@settings(max_examples=150, deadline=None)
def test_every_sentence_stands_in_one_alignment_in_order(a: list[str], b: list[str]) -> None:
    found = align(a, b, Letters(), relation="translation")
    assert numbers(found, "a") == list(range(len(a)))
    assert numbers(found, "b") == list(range(len(b)))
    assert all(pair.a or pair.b for pair in found)
    assert all(0 <= pair.score <= 1 for pair in found)
    assert all(pair.score == 0 for pair in found if not (pair.a and pair.b))


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_free_alignments_have_every_sentence_once_too(a: list[str], b: list[str]) -> None:
    found = align(a, b, Letters(), relation="same-subject")
    assert sorted(numbers(found, "a")) == list(range(len(a)))
    assert sorted(numbers(found, "b")) == list(range(len(b)))


@given(TEXTS, TEXTS)
@settings(max_examples=50, deadline=None)
def test_blank_lines_say_nothing(a: list[str], b: list[str]) -> None:
    found = align(a, b, Letters(), relation="translation")
    assert sorted(numbers(found, "a")) == list(range(len(a)))
    assert sorted(numbers(found, "b")) == list(range(len(b)))
    for pair in found:
        if any(not a[n].strip() for n in pair.a):
            assert (len(pair.a), pair.b) == (1, ())


def test_texts_without_sentences_align_to_nothing() -> None:
    encoder = Letters()
    assert align([], [], encoder) == []
    assert align(["a", "b"], [], encoder) == [Alignment((0,), (), 0), Alignment((1,), (), 0)]
    assert align([], ["a"], encoder) == [Alignment((), (0,), 0)]
    found = align(["", " "], ["x"], encoder)
    assert sorted(found, key=lambda pair: pair.a) == [
        Alignment((), (0,), 0),
        Alignment((0,), (), 0),
        Alignment((1,), (), 0),
    ]


def random_sides(n: int, *, gap: bool = False) -> tuple[Side, Side]:
    random = np.random.default_rng(n)
    first = random.normal(size=(n, 96)).astype(np.float32)
    second = first + 0.5 * random.normal(size=first.shape).astype(np.float32)
    if gap:
        second = np.concatenate([second[: n // 4], second[n // 2 :]])
    return tuple(Side(v, np.full(len(v), 20, np.float32)) for v in (first, second))  # type: ignore[return-value]


def singles(steps: Sequence[Step]) -> list[tuple[int, int]]:
    return [(s.a, s.b) for s in steps if s.size_a == s.size_b == 1]


@pytest.mark.parametrize("gap", [False, True])
def test_a_long_text_is_found_through_coarser_levels(gap: bool) -> None:
    n = 3000
    a, b = random_sides(n, gap=gap)
    kept = [*range(n // 4), *range(n // 2, n)] if gap else range(n)
    right = {(row, column) for column, row in enumerate(kept)}
    assert len(right & set(singles(rough_path(a, b)))) > 0.98 * len(right)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_time_grows_no_faster_than_the_texts_by_much() -> None:
    seconds = []
    for n in (5_000, 20_000):
        a, b = random_sides(n)
        start = time.process_time()
        steps = rough_path(a, b)
        seconds.append(time.process_time() - start)
        assert len(singles(steps)) > 0.98 * n
    assert seconds[1] < 8 * seconds[0], seconds  # linear: 4, quadratic: 16


def test_two_sentences_for_one_are_cheaper_than_one_and_a_gap() -> None:
    merge = np.array([[0, 0.05], [0.05, 0.3]], np.float32)
    weights = Weights(threshold=0.15, power=0.5, merge=merge, length=0.25)
    x, y, z = np.eye(3, dtype=np.float32)
    a = Side(np.stack([10 * x + 10 * y, 20 * z]), np.array([20, 20], np.float32))
    b = Side(np.stack([10 * x, 10 * y, 20 * z]), np.array([10, 10, 20], np.float32))
    assert best_path(a, b, full_band(2, 3), weights) == [Step(0, 1, 0, 2), Step(1, 1, 2, 1)]
    assert best_path(b, a, full_band(3, 2), weights) == [Step(0, 2, 0, 1), Step(2, 1, 1, 1)]


def test_the_longest_rising_run_is_counted() -> None:
    assert longest_rising([]) == 0
    assert longest_rising([5, 1, 2, 9, 3, 4]) == 4
    assert order_share(list(range(50))) > 0.7
    assert order_share(list(range(50))[::-1]) < 0
    assert order_share([2, 1]) == 1  # too few to tell


@pytest.mark.model
@pytest.mark.timeout(600)
def test_our_own_texts_align_as_they_were_written(encoder: Encoder) -> None:
    [ours] = measure_alignment(encoder, peer=False)
    assert ours.strict >= 0.95
    assert ours.lax >= 0.98


@pytest.mark.model
@pytest.mark.timeout(600)
def test_swapping_the_texts_mirrors_the_alignments(encoder: Encoder) -> None:
    gold = read_gold("museum")
    zh, en = gold.sentences["zh"], gold.sentences["en"]
    there = {(pair.a, pair.b) for pair in align(zh, en, encoder)}
    back = {(pair.b, pair.a) for pair in align(en, zh, encoder)}
    assert there == back


@pytest.mark.model
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_aligns_to_itself_sentence_by_sentence(encoder: Encoder, language: str) -> None:
    text = read_gold("water").sentences["zh" if language == "zh" else "en"]
    found = align(text, text, encoder)
    assert [(pair.a, pair.b) for pair in found] == [((n,), (n,)) for n in range(len(text))]
    assert min(pair.score for pair in found) > 0.99


@pytest.mark.model
@pytest.mark.timeout(600)
def test_texts_that_are_no_translations_are_told_from_those_that_are(encoder: Encoder) -> None:
    museum, water = (read_gold(name).sentences for name in NAMES)
    assert relation_of(museum["zh"], museum["en"], encoder) == "translation"
    assert relation_of(water["en"], water["zh"], encoder) == "translation"
    assert relation_of(museum["zh"], water["en"], encoder) == "same-subject"
    shuffled = list(np.random.default_rng(0).permutation(museum["en"]))
    assert relation_of(museum["zh"], shuffled, encoder) == "same-subject"
    found = align(museum["zh"], shuffled, encoder)
    pairs = [(pair.a[0], shuffled[pair.b[0]]) for pair in found if pair.a and pair.b]
    right = {(a[0], museum["en"][n]) for a, b in read_gold("museum").pairs if a for n in b}
    assert len(pairs) >= 25
    assert sum(pair in right for pair in pairs) >= 0.8 * len(pairs)


def test_the_peer_keeps_every_sentence_too() -> None:
    pairs = bertalign(["ab", "cd", "ef"], ["ab cd", "ef"], Letters())
    assert [n for a, _ in pairs for n in a] == [0, 1, 2]
    assert [n for _, b in pairs for n in b] == [0, 1]

"""Windows and batches: every token once, no batch of several lengths, none beyond the budget."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.batching import equal_length_batches, split_windows


@given(count=st.integers(0, 60), size=st.integers(3, 20))
def test_windows_have_every_token_once_between_the_two_around(count: int, size: int) -> None:
    ids = np.array([-1, *range(count), -2], dtype=np.int32)
    windows = split_windows(ids, size)
    assert [token for window in windows for token in window[1:-1].tolist()] == list(range(count))
    assert all(window[0] == -1 and window[-1] == -2 for window in windows)
    # All but the last are full.
    assert [len(window) for window in windows[:-1]] == [size] * (len(windows) - 1)
    assert len(windows[-1]) <= size


@given(lengths=st.lists(st.integers(1, 40), max_size=80), budget=st.integers(1, 100))
def test_batches_have_every_window_once_and_one_length(lengths: list[int], budget: int) -> None:
    batches = equal_length_batches(lengths, budget)
    assert sorted(number for batch in batches for number in batch) == list(range(len(lengths)))
    sizes = [{lengths[number] for number in batch} for batch in batches]
    assert all(len(size) == 1 for size in sizes)
    assert all(len(batch) == 1 or len(batch) * lengths[batch[0]] <= budget for batch in batches)
    assert [max(size) for size in sizes] == sorted(map(max, sizes), reverse=True)


def test_windows_of_the_same_length_share_batches() -> None:
    assert equal_length_batches([5, 7, 5, 5], 10) == [[1], [0, 2], [3]]

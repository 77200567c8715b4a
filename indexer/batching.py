"""Texts of any length to batches of windows, all windows of a batch of the same length."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def split_windows(ids: NDArray[np.int32], size: int) -> list[NDArray[np.int32]]:
    """Return a text's tokens in consecutive windows.

    Parameters
    ----------
    ids
        The tokens of a text between its first and its last, which are those that stand around
        every window.
    size
        Tokens of the longest window, with the two around it.
    """
    content = ids[1:-1]
    step = size - 2
    starts = range(0, max(len(content), 1), step)
    return [np.concatenate((ids[:1], content[start : start + step], ids[-1:])) for start in starts]


def equal_length_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Return batches of the numbers of windows, the longest windows first.

    Parameters
    ----------
    lengths
        Tokens of each window.
    budget
        Tokens of the largest batch, unless a single window has more.
    """
    batches: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        length = lengths[number]
        last = batches[-1] if batches else []
        if last and lengths[last[0]] == length and (len(last) + 1) * length <= budget:
            last.append(number)
        else:
            batches.append([number])
    return batches

"""How much passages and sections of two languages are on the same subject: arrays in, arrays out.

Everything is said of rows (one language) and columns (the other), and is the same from both
sides.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

SHARED_WEIGHT: Final = 4.0
"""Of what two texts share in terms, against 1 for the cosine of their vectors. What is shared is
small even in translations, for half of the terms have no counterpart in a dictionary."""
NEIGHBOURS: Final = 10
"""How many of the best scores a passage is measured against, as in `retriever.fusion`."""


def text_likeness(cosines: Floats, shared: Floats) -> Floats:
    """Return how alike texts are, from their vectors and their terms; higher is better."""
    return cosines + np.float32(SHARED_WEIGHT) * shared


def passage_likeness(
    passages: Floats, sentences: Floats, rows: Integers, columns: Integers
) -> Floats:
    """Return how alike passages are, from themselves and their sentences.

    Added up are the likeness of the whole, that of the two nearest sentences, and the mean over
    the sentences of how near the nearest one on the other side is, from both sides: one sentence
    on the same subject is worth much, but a passage that has something for each is worth more.

    Parameters
    ----------
    passages : ndarray of float32, shape (n, m)
    sentences : ndarray of float32, shape (n_sentences, m_sentences)
    rows : ndarray of int64, shape (n,)
        The first sentence of each passage of the rows; all have some.
    columns : ndarray of int64, shape (m,)
        The same for the columns.

    Returns
    -------
    ndarray of float32, shape (n, m)
        Higher is better.
    """
    if not passages.size:
        return passages
    in_passage = np.maximum.reduceat(sentences, columns, axis=1)
    in_row = np.maximum.reduceat(sentences, rows, axis=0)
    nearest = np.maximum.reduceat(in_passage, rows, axis=0)
    of_rows = np.add.reduceat(in_passage, rows, axis=0) / _counts(rows, len(sentences))[:, None]
    of_columns = np.add.reduceat(in_row, columns, axis=1) / _counts(columns, sentences.shape[1])
    likeness = passages + nearest + (of_rows + of_columns) / 2
    return likeness.astype(np.float32, copy=False)


def measured(likeness: Floats) -> Floats:
    """Return likeness less what is usual for a row and for a column.

    Some passages are near to all others. What is usual is the mean of the best scores
    (cross-domain similarity local scaling: Conneau, Lample, Ranzato, Denoyer and Jégou, "Word
    translation without parallel data", ICLR 2018).
    """
    if not likeness.size:
        return likeness
    rows, columns = (
        np.sort(likeness, axis=axis).take(
            range(max(likeness.shape[axis] - NEIGHBOURS, 0), likeness.shape[axis]), axis=axis
        )
        for axis in (1, 0)
    )
    usual = rows.mean(axis=1, keepdims=True) + columns.mean(axis=0, keepdims=True)
    scaled: Floats = likeness - usual / np.float32(2)
    return scaled


def section_likeness(
    likeness: Floats, rows: Sequence[Integers], columns: Sequence[Integers]
) -> tuple[Floats, Floats]:
    """Return how well sections are covered by sections of the other language.

    How well one covers another is the mean over the passages of the other of how near the
    nearest one is, so that a section of one passage and one of twenty are judged alike.

    Parameters
    ----------
    likeness : ndarray of float32, shape (n, m)
        Of passages, as `measured` gives it.
    rows
        For each section of the rows the numbers of its passages, at least one.
    columns
        The same for the columns.

    Returns
    -------
    rows : ndarray of float32, shape (len(rows), len(columns))
        How well the sections of the rows are covered.
    columns : ndarray of float32, same shape
        How well those of the columns are.
    """
    shape = (len(rows), len(columns))
    if not likeness.size or 0 in shape:
        return np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    nearest_column = np.stack([likeness[:, section].max(axis=1) for section in columns], axis=1)
    nearest_row = np.stack([likeness[section].max(axis=0) for section in rows])
    of_rows = np.stack([nearest_column[section].mean(axis=0) for section in rows])
    of_columns = np.stack([nearest_row[:, section].mean(axis=1) for section in columns], axis=1)
    return of_rows, of_columns


def _counts(starts: Integers, total: int) -> Floats:
    return np.diff(starts, append=total).astype(np.float32)

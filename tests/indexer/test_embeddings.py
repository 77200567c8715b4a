"""Vectors that were encoded before, found by their texts."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.embeddings import COMMON, Embeddings, write_embeddings
from indexer.errors import DamagedIndex
from indexer.text_keys import text_keys


def unit_rows(count: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(0).standard_normal((count, 384), dtype=np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_embeddings_are_found_by_the_text_that_was_encoded(tmp_path: Path) -> None:
    texts = [f"passage: 反恐 {number}" for number in range(300)]
    rows = unit_rows(300)
    write_embeddings(text_keys(texts), rows, tmp_path, COMMON)
    embeddings = Embeddings.open(tmp_path, COMMON)
    wanted = ["passage: 反恐 299", "passage: unknown", "passage: 反恐 0", ""]
    found = embeddings.find(text_keys(wanted))
    assert (found >= 0).tolist() == [True, False, True, False]
    assert found[1] == found[3] == -1
    assert np.array_equal(embeddings.vectors.rows(found[[0, 2]]), rows[[299, 0]])
    assert embeddings.find(text_keys([])).shape == (0,)


def test_a_text_that_comes_twice_is_kept_once(tmp_path: Path) -> None:
    rows = unit_rows(2)
    write_embeddings(text_keys(["a", "b", "a"]), rows[[0, 1, 0]], tmp_path, COMMON)
    embeddings = Embeddings.open(tmp_path, COMMON)
    assert embeddings.vectors.size == 2
    assert np.array_equal(embeddings.vectors.rows(embeddings.find(text_keys(["a", "b"]))), rows)


def test_no_embeddings_at_all_know_no_text(tmp_path: Path) -> None:
    write_embeddings(text_keys([]), np.empty((0, 384), dtype=np.float32), tmp_path, COMMON)
    assert Embeddings.open(tmp_path, COMMON).find(text_keys(["a", "b"])).tolist() == [-1, -1]


def test_embeddings_need_a_vector_for_every_text(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 vectors for 3 texts"):
        write_embeddings(text_keys(["a", "b", "c"]), unit_rows(2), tmp_path, COMMON)


def test_keys_that_do_not_fit_the_vectors_are_damage(tmp_path: Path) -> None:
    write_embeddings(text_keys(["a", "b"]), unit_rows(2), tmp_path, COMMON)
    path = tmp_path / COMMON.keys
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex, match="does not fit"):
        Embeddings.open(tmp_path, COMMON)

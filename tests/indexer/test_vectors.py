"""Vectors on disk: exact inner products, mapped, in the same order every time."""

import os
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer.errors import DamagedIndex
from indexer.vector_files import write_vectors
from indexer.vectors import Nearest, Vectors, write_nearest


def unit_rows(count: int, dimension: int = 384, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def written(vectors: NDArray[np.float32], path: Path) -> Vectors:
    write_vectors(vectors, path)
    return Vectors.open(path)


def test_search_finds_what_faiss_finds(tmp_path: Path) -> None:
    rows = unit_rows(2000)
    vectors = written(rows, tmp_path / "passages.faiss")
    reference = faiss.IndexFlatIP(384)
    reference.add(rows)
    for query in unit_rows(5, seed=1):
        expected_scores, expected = reference.search(query[np.newaxis], 50)
        found, scores = vectors.search(query, 50)
        assert found.dtype == np.int64
        assert scores.dtype == np.float32
        assert found.tolist() == expected[0].tolist()
        np.testing.assert_allclose(scores, expected_scores[0], atol=1e-6)


def test_scores_are_the_matrix_product(tmp_path: Path) -> None:
    rows, query = unit_rows(777), unit_rows(1, seed=1)[0]
    vectors = written(rows, tmp_path / "passages.faiss")
    assert (vectors.size, vectors.dimension) == (777, 384)
    np.testing.assert_allclose(vectors.scores(query), rows @ query, atol=1e-6)


def test_ties_come_in_row_order_also_at_the_end_of_the_list(tmp_path: Path) -> None:
    rows = unit_rows(5000)
    copies = [17, 1234, 2500, 3333, 4999]
    rows[copies] = rows[17]
    vectors = written(rows, tmp_path / "passages.faiss")
    for top_k in range(1, 6):
        found, scores = vectors.search(rows[17], top_k)
        assert found.tolist() == copies[:top_k]
        assert len(set(scores.tolist())) == 1


@given(
    values=st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0]), max_size=30),
    top_k=st.integers(0, 40),
)
@settings(max_examples=100, deadline=None)
def test_search_is_a_stable_sort_by_score(
    values: list[float], top_k: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = np.array(values, dtype=np.float32).reshape(-1, 1)
    vectors = written(rows, tmp_path_factory.mktemp("vectors") / "v.faiss")
    found, scores = vectors.search(np.array([1.0], dtype=np.float32), top_k)
    expected = sorted(range(len(values)), key=lambda row: -values[row])[:top_k]
    assert found.tolist() == expected
    assert scores.tolist() == [values[row] for row in expected]


def test_no_vectors_at_all_can_be_searched(tmp_path: Path) -> None:
    vectors = written(np.empty((0, 384), dtype=np.float32), tmp_path / "none.faiss")
    query = unit_rows(1)[0]
    assert (vectors.size, vectors.dimension) == (0, 384)
    assert vectors.scores(query).shape == (0,)
    assert [found.shape for found in vectors.search(query, 5)] == [(0,), (0,)]
    assert vectors.rows(np.empty(0, dtype=np.int64)).shape == (0, 384)


def test_rows_come_back_exactly_and_in_the_order_asked_for(tmp_path: Path) -> None:
    rows = unit_rows(100)
    vectors = written(rows, tmp_path / "passages.faiss")
    wanted = np.array([99, 0, 5, 5])
    found = vectors.rows(wanted)
    assert np.array_equal(found, rows[wanted])
    found[:] = 0  # a copy: the mapped file is not written to
    assert np.array_equal(vectors.rows(wanted), rows[wanted])


@pytest.mark.parametrize("row", [-1, 100])
def test_a_row_that_is_not_there_is_an_error(row: int, tmp_path: Path) -> None:
    vectors = written(unit_rows(100), tmp_path / "passages.faiss")
    with pytest.raises(IndexError):
        vectors.rows(np.array([0, row]))


def test_a_query_of_another_dimension_is_an_error(tmp_path: Path) -> None:
    vectors = written(unit_rows(3), tmp_path / "passages.faiss")
    with pytest.raises(ValueError, match="383"):
        vectors.scores(np.zeros(383, dtype=np.float32))


def test_a_query_may_be_a_column_or_have_double_precision(tmp_path: Path) -> None:
    rows = unit_rows(10)
    vectors = written(np.asfortranarray(rows), tmp_path / "passages.faiss")
    column = np.asfortranarray(rows)[3]
    assert not column.flags["C_CONTIGUOUS"]
    assert vectors.search(column, 1)[0].tolist() == [3]
    doubled = rows[3].astype(np.float64)
    assert vectors.search(doubled, 1)[0].tolist() == [3]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_not_finite_are_refused(value: float, tmp_path: Path) -> None:
    rows = unit_rows(3)
    rows[1, 5] = value
    with pytest.raises(ValueError, match="not finite"):
        write_vectors(rows, tmp_path / "passages.faiss")


@pytest.mark.parametrize("shape", [(3,), (3, 0)])
def test_what_is_no_matrix_is_refused(shape: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a matrix"):
        write_vectors(np.zeros(shape, dtype=np.float32), tmp_path / "passages.faiss")


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_opening_maps_the_file_and_does_not_read_it(tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    write_vectors(np.zeros((50_000, 384), dtype=np.float32), path)  # 77 MB
    Vectors.open(path)
    before = resident_bytes()
    vectors = Vectors.open(path)
    assert resident_bytes() - before < 10_000_000
    assert vectors.size == 50_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.faiss"):
        Vectors.open(tmp_path / "gone.faiss")


@pytest.mark.parametrize("content", [b"", b"IxFI", b"hello, world" * 100])
def test_a_file_that_is_not_ours_is_damage(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    path.write_bytes(content)
    with pytest.raises(DamagedIndex, match=r"passages\.faiss"):
        Vectors.open(path)


def test_a_file_that_is_cut_off_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    write_vectors(unit_rows(100), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedIndex, match=r"passages\.faiss"):
        Vectors.open(path)


def test_an_index_of_another_kind_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    faiss.write_index(faiss.IndexFlatL2(8), str(path))
    with pytest.raises(DamagedIndex, match="another kind"):
        Vectors.open(path)


def test_the_file_is_the_one_that_faiss_writes(tmp_path: Path) -> None:
    rows = unit_rows(50)
    write_vectors(rows, tmp_path / "ours.faiss")
    index = faiss.IndexFlatIP(384)
    index.add(rows)
    faiss.write_index(index, str(tmp_path / "theirs.faiss"))
    assert (tmp_path / "ours.faiss").read_bytes() == (tmp_path / "theirs.faiss").read_bytes()


def test_ranges_of_rows_score_as_all_rows_do(tmp_path: Path) -> None:
    vectors = written(unit_rows(100), tmp_path / "passages.faiss")
    query = unit_rows(1, seed=1)[0]
    starts, ends = np.array([90, 3, 7]), np.array([100, 3, 9])
    found = vectors.scores_between(query, starts, ends)
    assert np.array_equal(found, vectors.scores(query)[[*range(90, 100), 7, 8]])
    nothing = np.empty(0, dtype=np.int64)
    assert vectors.scores_between(query, nothing, nothing).shape == (0,)


@pytest.fixture(scope="module")
def many() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """Passages in groups, with three sentences around each."""
    middles = np.repeat(unit_rows(30, seed=1), 20, axis=0)
    passages = middles + 0.7 * unit_rows(600, seed=2)
    owners = np.repeat(np.arange(600, dtype=np.int32), 3)
    sentences = passages[owners] + 0.7 * unit_rows(1800, seed=3)
    return passages, sentences, owners


@pytest.fixture(scope="module")
def nearest_path(
    many: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("nearest")
    passages, sentences, owners = many
    write_vectors(passages, folder / "passages.faiss")
    write_vectors(sentences, folder / "sentences.faiss")
    path = folder / "nearest.faiss"
    write_nearest(
        Vectors.open(folder / "passages.faiss"),
        Vectors.open(folder / "sentences.faiss"),
        owners,
        path,
    )
    return path


def test_codes_find_what_scores_best(
    many: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]], nearest_path: Path
) -> None:
    passages, sentences, owners = many
    nearest = Nearest.open(nearest_path, owners)
    kept = 0
    for query in unit_rows(30, seed=1):
        exact = passages @ query + (sentences @ query).reshape(-1, 3).max(axis=1)
        found, scores = nearest.find(query, 60)
        assert np.abs(scores - exact[found]).max() < 0.5
        assert found.tolist() == sorted(set(found.tolist()))
        kept += len(set(np.argsort(-exact)[:10]) & set(found))
    assert kept > 0.97 * 300


def test_codes_find_only_passages_that_remain(
    many: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]], nearest_path: Path
) -> None:
    nearest = Nearest.open(nearest_path, many[2])
    remaining = np.arange(600) % 3 == 1
    found, _ = nearest.find(unit_rows(1, seed=1)[0], 50, remaining)
    assert len(found)
    assert remaining[found].all()
    found, scores = nearest.find(unit_rows(1, seed=1)[0], 50, np.zeros(600, dtype=bool))
    assert found.shape == scores.shape == (0,)


def test_codes_that_do_not_fit_the_sentences_are_damage(
    many: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]],
    nearest_path: Path,
    tmp_path: Path,
) -> None:
    with pytest.raises(DamagedIndex, match="does not fit"):
        Nearest.open(nearest_path, many[2][1:])
    cut = tmp_path / "cut.faiss"
    cut.write_bytes(nearest_path.read_bytes()[:-100])
    with pytest.raises(DamagedIndex, match="cannot be read"):
        Nearest.open(cut, many[2])
    with pytest.raises(FileNotFoundError):
        Nearest.open(tmp_path / "gone.faiss", many[2])

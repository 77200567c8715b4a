"""Each text of a build has one row, whatever it was filled from."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from eval.stand_in import StandIn
from indexer import text_vectors
from indexer.embeddings import COMMON, EMBEDDINGS, Embeddings, write_embeddings
from indexer.text_keys import text_keys
from indexer.text_vectors import TextVectors

TEXTS = [f"The reservoir was built in {year}. 第{year}年" for year in range(1000, 1600)]
ENCODER = StandIn()


def test_texts_are_taken_from_a_former_build_and_a_log_and_the_rest_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_vectors, "AT_ONCE", 64)
    vectors = ENCODER.encode_passages(TEXTS)
    write_embeddings(text_keys([*TEXTS[:100], "gone"]), vectors[:101], tmp_path, COMMON)
    with closing(TextVectors([*TEXTS, *TEXTS[::-1]], tmp_path, ENCODER.dimension)) as rows:
        assert rows.count_missing() == 600
        rows.take_over(Embeddings.open(tmp_path, COMMON))
        rows.take(text_keys(["of others", *TEXTS[90:200]]), vectors[89:200])
        assert rows.count_missing() == 400
        missing, keys = rows.find_missing([*TEXTS[150:250], *TEXTS[200:210]])
        assert sorted(missing) == sorted(TEXTS[200:250])
        assert keys.tolist() == text_keys(missing).tolist()
        with pytest.raises(KeyError):
            rows.of(TEXTS[199:201])
        with pytest.raises(KeyError):
            rows.of(["of others"])
        rows.take(text_keys(TEXTS[200:]), vectors[200:])
        assert rows.count_missing() == 0
        np.testing.assert_array_equal(rows.of(TEXTS[::-1]), vectors[::-1])
    embeddings = Embeddings.open(tmp_path, EMBEDDINGS)
    assert embeddings.keys.tolist() == sorted(text_keys(TEXTS).tolist())
    found = embeddings.find(text_keys(TEXTS))
    np.testing.assert_array_equal(embeddings.vectors.rows(found), vectors)


def test_no_texts_are_an_empty_file(tmp_path: Path) -> None:
    with closing(TextVectors([], tmp_path, ENCODER.dimension)) as rows:
        assert rows.count_missing() == 0
        assert rows.of([]).shape == (0, ENCODER.dimension)
    assert Embeddings.open(tmp_path, EMBEDDINGS).find(text_keys(["a"])).tolist() == [-1]


def test_a_vector_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    with (
        closing(TextVectors(["a"], tmp_path, 2)) as rows,
        pytest.raises(ValueError, match="not finite"),
    ):
        rows.take(text_keys(["a"]), np.array([[np.nan, 1]], dtype=np.float32))

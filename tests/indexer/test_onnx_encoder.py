"""Passages through ONNX Runtime: the vectors of the engine, whatever else is encoded."""

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.speed import report_texts
from indexer.embedded_encoder import EmbeddedEncoder
from indexer.errors import ModelUnavailable
from indexer.onnx_encoder import OnnxEncoder
from indexer.packed_weights import packed_weights_path

pytest.importorskip("onnxruntime")
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(packed_weights_path())


@pytest.fixture(scope="module")
def engine() -> EmbeddedEncoder:
    return EmbeddedEncoder(engine_only=True)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return report_texts()[::40]


@pytest.fixture(scope="module")
def vectors(encoder: OnnxEncoder, texts: list[str]) -> NDArray[np.float32]:
    return encoder.encode(texts)


def cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    for matrix in (left, right):
        assert matrix.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-6)
    products: NDArray[np.float32] = (left * right).sum(axis=1)
    return products


def test_the_report_has_the_vectors_of_the_engine(
    texts: list[str], vectors: NDArray[np.float32], engine: EmbeddedEncoder
) -> None:
    assert any(text.isascii() for text in texts)
    assert any(not text.isascii() for text in texts)
    assert cosines(vectors, engine.encode_passages(texts)).min() > 0.9995


def test_long_texts_have_the_vectors_of_the_engine(
    encoder: OnnxEncoder, engine: EmbeddedEncoder
) -> None:
    found = report_texts()
    chinese = [text for text in found if not text.isascii()]
    english = [text for text in found if text.isascii()]
    # 510 tokens fill a window: from one and a bit, of which the bit weighs little, to three.
    long = ["".join(chinese[:24]), " ".join(english[:30]), "x y " * 256]
    assert cosines(encoder.encode(long), engine.encode_passages(long)).min() > 0.9995
    start = encoder.encode([long[2][: 4 * 200]])
    assert cosines(encoder.encode(long[:1]), start).max() < 0.99


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "a", "。", "12%", "👍", "𓀀", "\ufffd", "\x01", "�" * 50, "ﾊﾟ é"]
)
def test_texts_of_hardly_anything_have_the_vectors_of_the_engine(
    encoder: OnnxEncoder, engine: EmbeddedEncoder, text: str
) -> None:
    assert cosines(encoder.encode([text]), engine.encode_passages([text])).min() > 0.9995


def test_a_vector_does_not_depend_on_its_batch(
    encoder: OnnxEncoder, texts: list[str], vectors: NDArray[np.float32]
) -> None:
    order = list(range(len(texts)))
    random.Random(0).shuffle(order)
    shuffled = encoder.encode([texts[number] for number in order])
    np.testing.assert_allclose(shuffled, vectors[order], atol=1e-5)
    alone = np.vstack([encoder.encode([text]) for text in texts[:10]])
    np.testing.assert_allclose(alone, vectors[:10], atol=1e-5)
    repeated = encoder.encode(texts[:10] * 7)
    np.testing.assert_allclose(repeated, np.tile(vectors[:10], (7, 1)), atol=1e-5)


def test_the_same_texts_give_the_same_bits(
    encoder: OnnxEncoder, texts: list[str], vectors: NDArray[np.float32]
) -> None:
    np.testing.assert_array_equal(encoder.encode(texts), vectors)


def test_no_texts_give_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_progress_counts_every_text_once_in_the_calling_thread(encoder: OnnxEncoder) -> None:
    calls: list[tuple[list[int], NDArray[np.float32], int]] = []
    texts = ["It meets every quarter. " * 200, *(f"row {n} of many" for n in range(300))]
    vectors = encoder.encode(
        texts, lambda numbers, rows: calls.append((list(numbers), rows, threading.get_ident()))
    )
    told = [number for numbers, _, _ in calls for number in numbers]
    assert sorted(told) == list(range(len(texts)))
    np.testing.assert_array_equal(np.vstack([rows for _, rows, _ in calls]), vectors[told])
    assert len(calls) > 2
    assert {thread for _, _, thread in calls} == {threading.get_ident()}


def test_an_interruption_ends_it_and_leaves_it_usable(
    encoder: OnnxEncoder, texts: list[str], vectors: NDArray[np.float32]
) -> None:
    def interrupt(numbers: Sequence[int], rows: NDArray[np.float32]) -> None:
        raise KeyboardInterrupt

    running = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        encoder.encode(texts * 100, interrupt)
    assert threading.active_count() == running
    np.testing.assert_array_equal(encoder.encode(texts), vectors)


def test_threads_may_share_one(
    encoder: OnnxEncoder, texts: list[str], vectors: NDArray[np.float32]
) -> None:
    with ThreadPoolExecutor(3) as pool:
        for result in pool.map(encoder.encode, [texts[:20]] * 3):
            np.testing.assert_allclose(result, vectors[:20], atol=1e-5)


def test_whatever_goes_wrong_in_a_library_is_said_in_one_kind_of_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise MemoryError("no memory")

    monkeypatch.setattr("onnxruntime.InferenceSession", fail)
    with pytest.raises(ModelUnavailable, match="onnxruntime: no memory"):
        OnnxEncoder(packed_weights_path())

"""Models written by hand: ONNX Runtime takes them, and they compute what they say."""

import numpy as np
import pytest

from indexer.onnx_format import MICROSOFT, model, node, tensor

onnxruntime = pytest.importorskip("onnxruntime")


def run(written: bytes, **inputs: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(written, providers=["CPUExecutionProvider"])
    outputs: list[np.ndarray] = session.run(None, inputs)
    return outputs


def test_nodes_constants_and_attributes_of_every_kind_arrive() -> None:
    generator = np.random.default_rng(0)
    weight = generator.normal(size=(3, 300)).astype(np.float32)
    scale = generator.normal(size=300).astype(np.float32)
    bias = generator.normal(size=300).astype(np.float32)
    written = model(
        [
            node("MatMul", ["x", "weight"], ["product"]),
            node(
                "LayerNormalization",
                ["product", "scale", "bias"],
                ["normalized"],
                attributes={"axis": -1, "epsilon": 0.5},
            ),
            node("ReduceMean", ["normalized"], ["y"], attributes={"axes": [1], "keepdims": 0}),
            node("BiasGelu", ["normalized", "bias"], ["z"], domain=MICROSOFT),
        ],
        # A matrix that is not contiguous, as transposed ones are.
        [tensor("weight", weight[::-1]), tensor("scale", scale), tensor("bias", bias)],
        inputs={"x": ("rows", "tokens", 3)},
        outputs={"y": ("rows", 300), "z": ("rows", "tokens", 300)},
    )
    x = generator.normal(size=(2, 5, 3)).astype(np.float32)
    y, z = run(written, x=x)
    product = x @ weight[::-1]
    centred = product - product.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 0.5)
    normalized = centred / deviation * scale + bias
    np.testing.assert_allclose(y, normalized.mean(axis=1), atol=1e-5)
    shifted = normalized + bias
    approximate = (
        0.5 * shifted * (1 + np.tanh(np.sqrt(2 / np.pi) * (shifted + 0.044715 * shifted**3)))
    )
    np.testing.assert_allclose(z, approximate, atol=2e-3)


def test_a_constant_is_not_copied_before_it_is_written() -> None:
    values = np.zeros(1000, dtype=np.float32)
    pieces = tensor("zeros", values)
    values[:] = 7
    assert np.float32(7).tobytes() in b"".join(pieces)

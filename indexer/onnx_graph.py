"""The embedded model as a graph of ONNX: what is computed of a batch after the words are looked up.

The graph begins behind the embeddings, which are a look-up in 250,000 rows, 384 MB of the 470 MB
in float32, and ends with the mean of each row of the batch. All rows have the same number of
tokens, so there is no padding and no mask; ONNX Runtime's attention is faster without one.

Between the attentions, the tokens of all rows stand in one matrix, so that Gemm adds the biases.
SkipLayerNormalization, which would do so too and add what was skipped, made the whole 7 % slower.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.onnx_format import MICROSOFT, Attribute, Message, model, node, tensor
from indexer.packed_weights import Dimensions

INPUT = "embedded"
"""The sum of the embeddings of words, positions and types, shape (rows, tokens, hidden)."""
OUTPUT = "means"
"""The mean of the last layer over the tokens, not normalised, shape (rows, hidden)."""


@dataclass(slots=True)
class _Graph:
    """The nodes and constants of a graph that grows from its input to its output."""

    nodes: list[Message] = field(default_factory=list)
    constants: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def add(
        self, operator: str, *inputs: str, output: str, domain: str = "", **attributes: Attribute
    ) -> str:
        """Add an operator and return the name of its output."""
        self.nodes.append(node(operator, inputs, [output], domain=domain, attributes=attributes))
        return output

    def constant(self, name: str, values: NDArray[np.float32]) -> str:
        self.constants[name] = values
        return name


def encode_graph(dimensions: Dimensions, tensors: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Return the model in the format of ONNX, 85 MB.

    Parameters
    ----------
    dimensions
        Of the model.
    tensors
        By their names in BertModel; the embeddings of words are not needed.
    """
    graph = _Graph()
    shape = graph.add("Shape", INPUT, output="shape")
    flat = graph.add("Flatten", INPUT, output="flat", axis=2)
    hidden = _normalize(graph, flat, "embeddings.LayerNorm", tensors, dimensions.epsilon)
    for number in range(dimensions.layers):
        hidden = _add_layer(graph, hidden, shape, f"encoder.layer.{number}", tensors, dimensions)
    last = graph.add("Reshape", hidden, shape, output="last")
    graph.add("ReduceMean", last, output=OUTPUT, axes=[1], keepdims=0)
    return model(
        graph.nodes,
        (tensor(name, values) for name, values in graph.constants.items()),
        inputs={INPUT: ("rows", "tokens", dimensions.hidden)},
        outputs={OUTPUT: ("rows", dimensions.hidden)},
    )


def _add_layer(
    graph: _Graph,
    hidden: str,
    shape: str,
    layer: str,
    tensors: Mapping[str, NDArray[np.float32]],
    dimensions: Dimensions,
) -> str:
    """Add a layer of BERT (Devlin et al., 2019) and return the name of its output."""

    def multiply(name: str, taken: str) -> str:
        name = f"{layer}.{name}"
        # BertModel keeps a matrix as (outputs, inputs).
        weight = graph.constant(f"{name}.weight", tensors[f"{name}.weight"].T)
        bias = graph.constant(f"{name}.bias", tensors[f"{name}.bias"])
        return graph.add("Gemm", taken, weight, bias, output=name)

    def add_and_normalize(name: str, taken: str, residual: str) -> str:
        name = f"{layer}.{name}"
        total = graph.add("Add", taken, residual, output=f"{name}.sum")
        return _normalize(graph, total, f"{name}.LayerNorm", tensors, dimensions.epsilon)

    projections = [
        graph.add("Reshape", multiply(name, hidden), shape, output=f"{layer}.{name}.rows")
        for name in ("attention.self.query", "attention.self.key", "attention.self.value")
    ]
    rows = graph.add(
        "MultiHeadAttention",
        *projections,
        output=f"{layer}.attention.rows",
        domain=MICROSOFT,
        num_heads=dimensions.heads,
    )
    attended = graph.add("Flatten", rows, output=f"{layer}.attention", axis=2)
    middle = add_and_normalize(
        "attention.output", multiply("attention.output.dense", attended), hidden
    )
    wide = graph.add(
        "Gelu",
        multiply("intermediate.dense", middle),
        output=f"{layer}.intermediate",
        domain=MICROSOFT,
    )
    return add_and_normalize("output", multiply("output.dense", wide), middle)


def _normalize(
    graph: _Graph,
    taken: str,
    name: str,
    tensors: Mapping[str, NDArray[np.float32]],
    epsilon: float,
) -> str:
    scale, bias = (
        graph.constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias")
    )
    return graph.add(
        "LayerNormalization", taken, scale, bias, output=name, axis=-1, epsilon=epsilon
    )

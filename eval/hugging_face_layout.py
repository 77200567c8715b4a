"""Writes the embedded model as a folder that sentence-transformers loads.

So the same weights can run in PyTorch, beside which the engine is measured, and the adapter for
sentence-transformers has a real model to be tried with where no hub can be reached.
"""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from indexer.packed_weights import (
    Dimensions,
    PackedWeights,
    UnigramTokenizer,
    packed_weights_path,
    read_packed_weights,
)

PROMPTS: Final = {"query": "query: ", "document": "passage: "}
"""What stands before a text, by the names that sentence-transformers looks for."""


def write_model_folder(folder: Path) -> None:
    """Write the embedded model in float32, 490 MB.

    Parameters
    ----------
    folder
        Made if it is not there; files of the same names are overwritten.

    Raises
    ------
    ModelUnavailable
        The weights cannot be read.
    OSError
        A file cannot be written.
    """
    weights = read_packed_weights(packed_weights_path())
    folder.mkdir(parents=True, exist_ok=True)
    build_tokenizer(weights.tokenizer).save(str(folder / "tokenizer.json"))
    save_file(_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _configurations(weights.dimensions, weights.tokenizer):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


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


def _tensors(weights: PackedWeights) -> dict[str, NDArray[np.float32]]:
    hidden = weights.dimensions.hidden
    # The pooler is not used; without it, transformers would invent one and say so.
    return weights.tensors | {
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }


def _configurations(
    dimensions: Dimensions, tokenizer: UnigramTokenizer
) -> Iterator[tuple[str, Any]]:
    """Yield the name and content of each JSON file."""
    yield (
        "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": dimensions.hidden,
            "intermediate_size": dimensions.feed_forward,
            "layer_norm_eps": dimensions.epsilon,
            "max_position_embeddings": dimensions.positions,
            "num_attention_heads": dimensions.heads,
            "num_hidden_layers": dimensions.layers,
            "pad_token_id": tokenizer.padding,
            "position_embedding_type": "absolute",
            "type_vocab_size": dimensions.token_types,
            "vocab_size": dimensions.vocabulary,
        },
    )
    yield (
        "tokenizer_config.json",
        {
            # Not XLM-R's own class, which would bring its own normalisation.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": tokenizer.pieces[tokenizer.begin],
            "cls_token": tokenizer.pieces[tokenizer.begin],
            "eos_token": tokenizer.pieces[tokenizer.end],
            "sep_token": tokenizer.pieces[tokenizer.end],
            "pad_token": tokenizer.pieces[tokenizer.padding],
            "model_max_length": dimensions.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
    )
    yield (
        "modules.json",
        [
            {
                "idx": index,
                "name": str(index),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for index, (kind, path) in enumerate(
                [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
            )
        ],
    )
    yield (
        "sentence_bert_config.json",
        {"max_seq_length": dimensions.positions, "do_lower_case": False},
    )
    yield (
        "1_Pooling/config.json",
        {"word_embedding_dimension": dimensions.hidden, "pooling_mode_mean_tokens": True},
    )
    yield "2_Normalize/config.json", {}
    yield (
        "config_sentence_transformers.json",
        {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )

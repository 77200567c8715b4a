"""Writes the embedded model as a folder that sentence-transformers loads.

So the same weights can run in PyTorch, beside which the engine is measured, and the adapter for
sentence-transformers has a real model to be tried with where no hub can be reached.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from indexer.packed_tokenizer import build_tokenizer, compile_normalization
from indexer.packed_weights import (
    Dimensions,
    PackedWeights,
    UnigramTokenizer,
    packed_weights_path,
    read_packed_weights,
)

__all__ = ["PROMPTS", "build_tokenizer", "compile_normalization", "write_model_folder"]

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

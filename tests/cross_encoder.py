"""The smallest of cross-encoders, with weights by chance, as sentence-transformers loads it."""

import json
from pathlib import Path

CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,?!港口灯塔何时建成年的是"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def write_cross_encoder(folder: Path, *, labels: int = 1, body_only: bool = False) -> Path:
    """Write one that reads single characters.

    Parameters
    ----------
    labels
        How many numbers it gives for a pair.
    body_only
        Leave out the head, as models that encode single texts do.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    vocabulary = [*SPECIAL, *CHARACTERS, *(f"##{character}" for character in CHARACTERS)]
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        # Else all pairs would have nearly the same score.
        initializer_range=0.5,
    )
    config.num_labels = labels
    model = BertForSequenceClassification(config)
    (model.bert if body_only else model).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "model_max_length": 64})
    )
    return folder

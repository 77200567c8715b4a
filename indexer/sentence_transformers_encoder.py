"""Any model that sentence-transformers loads, by the name of a folder or of a model on the hub.

Nothing else imports sentence_transformers, and this module only when a model is asked for: it
takes ten seconds and PyTorch. huggingface_hub, which comes with it, heeds HF_ENDPOINT,
HF_HUB_OFFLINE, HF_HOME and HF_TOKEN by itself.

A model that was downloaded once is used as it is, without asking the hub for a newer revision:
an index is bound to the very model that it was made with.
"""

import hashlib
import json
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Finished, encodable
from indexer.errors import ExtraNotInstalled, ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EXTRA: Final = "sentence-transformers"
E5_PROMPTS: Final = ("query: ", "passage: ")
"""What stands before a question and a passage in E5 models: Wang et al., "Multilingual E5 Text
Embeddings" (2024). Most of them do not have it in their configuration."""

_BATCH: Final = 32
_CALL: Final = 128
"""Texts of one call: after each, progress is shown and Ctrl-C heeded."""
_PATIENCE: Final = 10.0
"""Seconds to wait for a hub. huggingface_hub would try for minutes, file by file."""
_DEFAULT_ORGANISATION: Final = "sentence-transformers"
"""Where sentence-transformers looks for a name without an organisation."""
_MARKS: Final = ("modules.json", "config.json")
"""A folder that holds a model has one of them, the first if it was made for this library."""
_LIBRARIES: Final = ("huggingface_hub", "sentence_transformers", "transformers")
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
        if any(find_spec(package) is None for package in ("sentence_transformers", "torch")):
            raise ExtraNotInstalled(feature=f"the model {name}", extra=EXTRA)
        self._name = name
        self._model, self._folder, self._commit = _load(name)
        self._query_prompt, self._passage_prompt = _prompts(self._model, name, self._folder)
        # subtle: a tokenizer sets its padding anew for each call, and does not bear two at once.
        self._lock = Lock()
        try:
            # Asked of the model's output: the library's own method was renamed, and cannot tell
            # for every model; and a model that does not take texts is found out here.
            probe = self._encode_call([""], self._model.encode_document, None)
        except Exception as error:
            raise ModelUnavailable(model=name, reason=_first_line(error)) from error
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


def _load(name: str) -> tuple["SentenceTransformer", Path, str | None]:
    """Return a model, the folder that it was read from, and its commit if it is from the hub."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any((folder / mark).is_file() for mark in _MARKS):
            raise ModelUnavailable(model=name, reason="the folder holds no model")
        return _open(name, str(folder)), folder, None
    if name.startswith((".", "/", "~")) or name.count("/") > 1 or folder.exists():
        raise ModelUnavailable(model=name, reason="no such folder")
    repository = name if "/" in name else f"{_DEFAULT_ORGANISATION}/{name}"
    with _quietly():
        return _load_from_hub(name, repository)


def _load_from_hub(name: str, repository: str) -> tuple["SentenceTransformer", Path, str]:
    cached = _cached(name, repository)
    if cached is not None:
        try:
            model = _open(name, repository, revision=cached.name, local_files_only=True)
        except ModelUnavailable:
            pass  # a download that was broken off: the hub has the rest
        else:
            return model, cached, cached.name
    _check_hub(name, repository)
    # subtle: without a revision, so that the cache notes which commit the main branch has.
    model = _open(name, repository)
    downloaded = _cached(name, repository)
    if downloaded is None:
        raise ModelUnavailable(model=name, reason="the download is not complete")
    return model, downloaded, downloaded.name


def _cached(name: str, repository: str) -> Path | None:
    """Return the folder of a model in the cache, which is called by its commit, or None."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for mark in _MARKS:
        try:
            found = try_to_load_from_cache(repository, mark)
        except HFValidationError as error:
            raise ModelUnavailable(
                model=name, reason="no such folder, and no name that a hub could have"
            ) from error
        if isinstance(found, str):
            return Path(found).parent
        if found is None:
            return None  # unknown; any other value says that the hub has no such file
    return None


def _check_hub(name: str, repository: str) -> None:
    """Ask the hub once and briefly whether it has a model, and say why not."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    api = HfApi()
    try:
        info = api.model_info(repository, timeout=_PATIENCE)
    except OfflineModeIsEnabled as error:
        reason = "HF_HUB_OFFLINE is set and the model is not in the cache"
        raise ModelUnavailable(model=name, reason=reason) from error
    except HfHubHTTPError as error:
        raise ModelUnavailable(model=name, reason=_refusal(error, api.endpoint)) from error
    except Exception as error:
        # Anything that its HTTP library raises, which is another one from version to version.
        reason = f"{api.endpoint} cannot be reached"
        raise ModelUnavailable(model=name, reason=reason) from error
    files = {file.rfilename for file in info.siblings or []}
    if files.isdisjoint(_MARKS):
        raise ModelUnavailable(model=name, reason=f"{api.endpoint} has no model under this name")


def _refusal(error: Exception, endpoint: str) -> str:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    if isinstance(error, GatedRepoError):
        return f"{endpoint} gives it only with an access token in HF_TOKEN"
    if isinstance(error, RepositoryNotFoundError):
        return f"{endpoint} has no model under this name"
    status = getattr(getattr(error, "response", None), "status_code", "an error")
    return f"{endpoint} answers with {status}"


def _open(
    name: str, place: str, *, revision: str | None = None, local_files_only: bool = False
) -> "SentenceTransformer":
    library = _import(name)
    with _quietly():
        try:
            return library(
                place,
                revision=revision,
                local_files_only=local_files_only,
                trust_remote_code=False,
            )
        except Exception as error:
            # The library runs what a model's files say, and any of it may fail in its own way.
            raise ModelUnavailable(model=name, reason=_first_line(error)) from error


def _import(name: str) -> type["SentenceTransformer"]:
    with _quietly():
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise ExtraNotInstalled(feature=f"the model {name}", extra=EXTRA) from error
        except OSError as error:
            # PyTorch, where one of its own libraries does not load.
            raise ModelUnavailable(model=name, reason=_first_line(error)) from error
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    line = lines[0].strip().rstrip(".")
    return line if len(line) <= 120 else line[:119] + "…"


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep warnings, notes and progress bars of the libraries off the terminal."""
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    # subtle: a library sets its own level when it is imported, so it must have been by now.
    loggers = [logging.getLogger(library) for library in _LIBRARIES]
    levels = [logger.level for logger in loggers]
    shown = not are_progress_bars_disabled()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        if shown:
            disable_progress_bars()
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
            if shown:
                enable_progress_bars()


def _prompts(
    model: "SentenceTransformer", name: str, folder: Path
) -> tuple[str | None, str | None]:
    """Return what stands before a question and before a passage; None leaves it to the library."""
    own = {key: prompt for key, prompt in model.prompts.items() if prompt}
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

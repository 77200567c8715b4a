"""Loads models with sentence-transformers: from a folder, the cache or a hub, quietly and in time.

Nothing else imports sentence_transformers, and this module only when a model is asked for: it
takes ten seconds and PyTorch. huggingface_hub, which comes with it, heeds HF_ENDPOINT,
HF_HUB_OFFLINE, HF_HOME and HF_TOKEN by itself.

A model that was downloaded once is used as it is, without asking the hub for a newer revision:
an index is bound to the very model that it was made with.
"""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, NamedTuple, TypeVar, overload

from indexer.errors import ExtraNotInstalled, ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

EXTRA: Final = "sentence-transformers"

_PATIENCE: Final = 10.0
"""Seconds to wait for a hub. huggingface_hub would try for minutes, file by file."""
_ORGANISATIONS: Final[Mapping[str, str]] = {
    "SentenceTransformer": "sentence-transformers",
    "CrossEncoder": "cross-encoder",
}
"""Where a name without an organisation is looked for, by the class that loads it."""
_MARKS: Final = ("modules.json", "config.json")
"""A folder that holds a model has one of them, the first if it was made for this library."""
_LOGGING: Final = ("huggingface_hub", "sentence_transformers", "transformers")


_M = TypeVar("_M", covariant=True)


class Loaded(NamedTuple, Generic[_M]):
    """A model, and where it is from."""

    model: _M
    folder: Path
    """What it was read from."""
    commit: str | None
    """On the hub; None for a folder of the user's."""


@overload
def load_model(name: str, kind: Literal["CrossEncoder"]) -> Loaded["CrossEncoder"]: ...
@overload
def load_model(
    name: str, kind: Literal["SentenceTransformer"]
) -> Loaded["SentenceTransformer"]: ...
def load_model(name: str, kind: Literal["SentenceTransformer", "CrossEncoder"]) -> Loaded[Any]:
    """Return a model of sentence-transformers.

    Parameters
    ----------
    name
        A local folder or the name of a model on the hub. Code that a model brings is not run.
    kind
        The class of the library that loads it.

    Raises
    ------
    ExtraNotInstalled
        sentence-transformers is not installed.
    ModelUnavailable
        The model cannot be found, downloaded or loaded.
    """
    if any(find_spec(package) is None for package in ("sentence_transformers", "torch")):
        raise ExtraNotInstalled(feature=f"the model {name}", extra=EXTRA)
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any((folder / mark).is_file() for mark in _MARKS):
            raise ModelUnavailable(model=name, reason="the folder holds no model")
        return Loaded(_open(name, kind, str(folder)), folder, None)
    if name.startswith((".", "/", "~")) or name.count("/") > 1 or folder.exists():
        raise ModelUnavailable(model=name, reason="no such folder")
    repository = name if "/" in name else f"{_ORGANISATIONS[kind]}/{name}"
    with _quietly():
        return _load_from_hub(name, kind, repository)


def first_line(error: Exception) -> str:
    """Return what an error of the library says, in short."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    line = lines[0].strip().rstrip(".")
    return line if len(line) <= 120 else line[:119] + "…"


def _load_from_hub(name: str, kind: str, repository: str) -> Loaded[Any]:
    cached = _cached(name, repository)
    if cached is not None:
        try:
            model = _open(name, kind, repository, revision=cached.name, local_files_only=True)
        except ModelUnavailable:
            pass  # a download that was broken off: the hub has the rest
        else:
            return Loaded(model, cached, cached.name)
    _check_hub(name, repository)
    # subtle: without a revision, so that the cache notes which commit the main branch has.
    model = _open(name, kind, repository)
    downloaded = _cached(name, repository)
    if downloaded is None:
        raise ModelUnavailable(model=name, reason="the download is not complete")
    return Loaded(model, downloaded, downloaded.name)


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
    name: str,
    kind: str,
    place: str,
    *,
    revision: str | None = None,
    local_files_only: bool = False,
) -> Any:
    library = _import(name)
    with _quietly():
        try:
            return getattr(library, kind)(
                place,
                revision=revision,
                local_files_only=local_files_only,
                trust_remote_code=False,
            )
        except Exception as error:
            # The library runs what a model's files say, and any of it may fail in its own way.
            raise ModelUnavailable(model=name, reason=first_line(error)) from error


def _import(name: str) -> ModuleType:
    with _quietly():
        try:
            import sentence_transformers
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise ExtraNotInstalled(feature=f"the model {name}", extra=EXTRA) from error
        except OSError as error:
            # PyTorch, where one of its own libraries does not load.
            raise ModelUnavailable(model=name, reason=first_line(error)) from error
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return sentence_transformers


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep warnings, notes and progress bars of the libraries off the terminal."""
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    # subtle: a library sets its own level when it is imported, so it must have been by now.
    loggers = [logging.getLogger(library) for library in _LOGGING]
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

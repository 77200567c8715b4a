"""Files that were sent to the page, told from what else a browser or a program may name."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder
from gradio_client.utils import is_file_obj_with_meta, traverse

from indexer.passages import LANGUAGES
from ui.errors import BadParameter
from ui.library_adding import MOST_FILES, GivenFile
from ui.messages import error_message


class Blocks(gr.Blocks):
    """Blocks that take no file but those that were sent to the page.

    gradio copies every file that a value names into the folder that it serves, and fetches every
    address, before the function of an event is called. It looks whether that is allowed only where
    its own server runs.
    """

    async def preprocess_data(self, block_fn: Any, inputs: Any, *others: Any, **more: Any) -> Any:
        """Return the values of an event.

        Raises
        ------
        gradio.Error
            One of them names a file that nobody has sent.
        """
        traverse(inputs, _refuse, is_file_obj_with_meta)
        return await super().preprocess_data(block_fn, inputs, *others, **more)


def given_files(files: object) -> list[GivenFile]:
    """Return the files that were sent; what is said of them is not to be trusted.

    Parameters
    ----------
    files
        A list of dicts with the `path` that the server gave an upload, and the `name` or
        `orig_name` of the file where it comes from.
    """
    given: list[GivenFile] = []
    for file in files[:MOST_FILES] if isinstance(files, list) else []:
        path = _sent(_field(file, "path"))
        if path is not None:
            name = _field(file, "name") or _field(file, "orig_name") or path.name
            given.append(GivenFile(path, str(name)[:1000]))
    return given


def forget_files(files: Iterable[GivenFile]) -> None:
    """Remove files that were sent."""
    for file in files:
        file.path.unlink(missing_ok=True)


def _sent(name: object) -> Path | None:
    """Return the file that was sent; None for any other that this program may read."""
    # What the system refuses as a name is that of no file.
    with suppress(OSError, ValueError):
        path = Path(str(name)).resolve()
        if path.is_relative_to(Path(get_upload_folder()).resolve()) and path.is_file():
            return path
    return None


def _refuse(file: dict[str, Any]) -> dict[str, Any]:
    if _sent(file["path"]) is None:
        error = BadParameter(name="path", expected="/gradio_api/upload")
        words = " / ".join(error_message(error, language) for language in LANGUAGES)
        raise gr.Error(words, print_exception=False)
    return file


def _field(file: object, name: str) -> object:
    return file.get(name, "") if isinstance(file, dict) else ""

"""The named endpoints of the library; see docs/api.md."""

from typing import Any

from gradio.data_classes import FileData
from gradio.events import api

from indexer.passages import Language
from ui.app.endpoints import answered
from ui.app.uploads import forget_files, given_files
from ui.errors import BadParameter
from ui.library_adding import MOST_FILES
from ui.library_calls import (
    call_add,
    call_cancel,
    call_changes,
    call_documents,
    call_remove,
    call_restore,
    call_update,
)
from ui.library_work import LibraryWork
from ui.records import Record


def add_library_endpoints(work: LibraryWork) -> None:
    """Add the endpoints to the blocks that are open; described as in `ui.app.api`.

    Those that change something answer when it is done. It is done like what is changed from the
    page: one after the other, seen there and ended from there as well.
    """
    current = work.current

    def documents(
        words: str = "", start: int = 0, top_k: int = 100, language: Language = "en"
    ) -> dict[str, Any]:
        """List the documents of the library, with what is in them.

        Parameters
        ----------
        words
            Parts of titles, symbols and file names; all must be there. Empty for all documents.
        start
            The documents from this one on, counted from 0.
        top_k
            How many, from 1 to 100.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            "documents" as `yinju documents --json` prints them, how many were "found", those that
            were "removed", and the "counts" of the whole library.
        """
        return answered(language, lambda _: call_documents(current, words, start, top_k))

    def add(files: list[FileData], language: Language = "en") -> dict[str, Any]:
        """Add files to the library; they can be found when this returns.

        Parameters
        ----------
        files
            Files that were uploaded, up to 100; `handle_file` of gradio_client does that.
        language
            Of error messages and of the reasons in "not_read", "zh" or "en".

        Returns
        -------
        dict
            The names that were "added", those that were "known" already, and what was "not_read".
        """
        return answered(language, lambda known: _add(work, files, known))

    def remove(name: str, language: Language = "en") -> dict[str, Any]:
        """Take a document out of the library; a file that was added to it is deleted.

        Parameters
        ----------
        name
            Its source, symbol or file name.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            As of `/add`.
        """
        return answered(language, lambda known: call_remove(work, name, known))

    def restore(name: str, language: Language = "en") -> dict[str, Any]:
        """Let a document come back that was removed, and whose file is still there.

        Parameters
        ----------
        name
            Its source, as "removed" of `/documents` has it.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            As of `/add`.
        """
        return answered(language, lambda known: call_restore(work, name, known))

    def update(language: Language = "en") -> dict[str, Any]:
        """Read the folders and files again that the index was made of.

        Parameters
        ----------
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            As of `/add`.
        """
        return answered(language, lambda known: call_update(work, known))

    def changes(language: Language = "en") -> dict[str, Any]:
        """List what is being done to the library, how far it is, and what was done last.

        Parameters
        ----------
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            "changes", the latest first, each with its "number" and "state".
        """
        return answered(language, lambda known: call_changes(work, known))

    def cancel(number: int, language: Language = "en") -> dict[str, Any]:
        """End a change of the library; the library is as it was then.

        Parameters
        ----------
        number
            As `/changes` tells it.
        language
            Of error messages, "zh" or "en".

        Returns
        -------
        dict
            As of `/changes`.
        """
        return answered(language, lambda known: call_cancel(work, number, known))

    for endpoint in (documents, add, remove, restore, update, changes, cancel):
        api(endpoint, api_name=endpoint.__name__)


def _add(work: LibraryWork, files: object, language: Language) -> Record:
    given = given_files(files)
    if not given or not isinstance(files, list) or len(given) < len(files):
        expected = '[{"path": "..."}, ...], /gradio_api/upload' + f" (1–{MOST_FILES})"
        raise BadParameter(name="files", expected=expected)
    try:
        return call_add(work, given, language)
    finally:
        forget_files(given)

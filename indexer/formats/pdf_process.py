"""PDF files read in a process of their own, which a file may crash, or keep busy without end.

pdfium is written in C++, and follows what a file says: forms that draw each other, labels of pages
that stand in a circle. Nothing that is raised here tells of that, and nothing can interrupt it.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import Any, BinaryIO, Final, cast

from indexer import errors
from indexer.errors import DamagedSource, SourceError
from indexer.formats.extract import Extract
from indexer.formats.pdf import read_pdf
from indexer.passages import Page

PAGE_SECONDS: Final = 60.0
"""Of the processor, that one page may take."""
_MEMORY: Final = 6 * 2**30
"""Bytes that the process may take; the largest file that is read has half a gigabyte."""

_lock = Lock()
_process: subprocess.Popen[bytes] | None = None


def read_pdf_apart(content: bytes, source: str, seconds: float = PAGE_SECONDS) -> Extract:
    """Return the text of a document, as `indexer.formats.pdf.read_pdf` does.

    The process is kept for the next file. Threads wait for each other.

    Parameters
    ----------
    seconds
        Of the processor, that one page may take; without effect on Windows.

    Raises
    ------
    SourceError
        As `read_pdf`, whatever it raises there.
    DamagedSource
        The process did not live through it.
    """
    with _lock:
        process = _running()
        requests, answers = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
        line = b""
        try:
            # A process that ended breaks the pipe, and its answer has no end.
            with suppress(OSError):
                requests.write(json.dumps([source, seconds, len(content)]).encode() + b"\n")
                requests.write(content)
                requests.flush()
                line = answers.readline()
        except BaseException:
            # Or it would answer the next request with this one.
            process.kill()
            _end()
            raise
        if not line.endswith(b"\n"):
            code = _end()
            late = code == -getattr(signal, "SIGPROF", 0)
            reason = "a page takes too long" if late else f"the reader ended with {code}"
            raise DamagedSource(source=source, suffix=".pdf", reason=reason)
    return _read_answer(json.loads(line))


def _read_answer(answer: dict[str, Any]) -> Extract:
    if "error" in answer:
        raise getattr(errors, answer["error"])(**answer["values"])
    return Extract(
        answer["text"],
        "utf-8",
        marked=False,
        title=answer["title"],
        pages=tuple(Page(start, label) for start, label in answer["pages"]),
    )


def _running() -> subprocess.Popen[bytes]:
    global _process
    if _process is None or _process.poll() is not None:
        _process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What is imported here is imported there, wherever it is run from.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    return _process


@atexit.register
def _end() -> int | None:
    """End the process, and return what it ended with."""
    global _process
    if _process is None:
        return None
    ended, _process = _process, None
    # At the end of its input it ends by itself.
    with ended, suppress(OSError):
        cast(BinaryIO, ended.stdin).close()
    return ended.returncode


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request with a line of JSON: what was read, or an error and what it names."""
    while line := requests.readline():
        source, seconds, size = json.loads(line)
        answers.write(json.dumps(_answer(requests.read(size), source, seconds)).encode() + b"\n")
        answers.flush()


def _answer(content: bytes, source: str, seconds: float) -> dict[str, Any]:
    try:
        found = read_pdf(content, source, on_page=lambda: _allow(seconds))
        pages = [(page.start, page.label) for page in found.pages]
        return {"text": found.text, "title": found.title, "pages": pages}
    except SourceError as error:
        return {"error": error.code, "values": {k: str(v) for k, v in error.values.items()}}
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        values = {"source": source, "suffix": ".pdf", "reason": reason}
        return {"error": "DamagedSource", "values": values}
    finally:
        _allow(0)


def _allow(seconds: float) -> None:
    """Let the process end, whatever it does, when it has used so many more seconds; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    # Ctrl-C is for the process that waits; this one ends with its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    _answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, _answers)

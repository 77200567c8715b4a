"""Which questions are asked of which documents: the report, the second collection, and others'."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.questions import Question, read_questions
from eval.squad import read_squad
from indexer.build import build_index

QUESTIONS = (Path("eval/dev.jsonl"), Path("eval/own.jsonl"), Path("eval/unseen.jsonl"))
"""About the report; each question says to which split it belongs."""
SECOND = Path("eval/second")
"""Documents on other subjects and questions on them, which nothing is tuned on."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Questions with their evidence, and an index of the documents that it stands in."""

    directory: Path
    questions: tuple[Question, ...]


def report(directory: Path, split: str, files: Sequence[Path] = QUESTIONS) -> Gold:
    """Return the questions of a split about the report, for an index of it."""
    return Gold(directory, tuple(read_questions(files, split)))


@contextmanager
def second() -> Iterator[Gold]:
    """Index the second collection for as long as the context lasts."""
    questions = read_questions([SECOND / "questions.jsonl"], "all")
    with TemporaryDirectory() as folder:
        build_index([SECOND / "documents"], Path(folder))
        yield Gold(Path(folder), tuple(questions))


@contextmanager
def squad(zh: Path, en: Path) -> Iterator[Gold]:
    """Index others' paragraphs, each in one language only, for as long as the context lasts.

    Parameters
    ----------
    zh, en
        As `eval.squad.read_squad` takes them.

    Raises
    ------
    ValueError
        As `eval.squad.read_squad`.
    """
    paragraphs, questions = read_squad(zh, en)
    with TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        for name, text in paragraphs.items():
            (documents / name).write_text(text, encoding="utf-8")
        build_index([documents], Path(folder) / "index")
        yield Gold(Path(folder) / "index", tuple(questions))

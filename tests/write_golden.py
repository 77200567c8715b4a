"""Writes tests/golden/ anew: every passage of a document as a JSON line, with its citation."""

from pathlib import Path

from indexer.readers import read
from indexer.splitting import split
from retriever.citations import cite_all
from ui.records import passage_record, to_line

REPORT = Path("corpus/a-72-840/a-72-840.txt")
DOCUMENTS = (REPORT, *sorted(Path("tests/documents").iterdir()))
GOLDEN = Path("tests/golden")


def golden_file(document: Path) -> Path:
    """Return where the passages of a document are kept."""
    name = document.stem if document == REPORT else document.name
    return GOLDEN / f"{name}.jsonl"


def golden_lines(document: Path) -> list[str]:
    """Return what the golden file of a document should hold, line by line."""
    found = split(read(document, root=Path()))
    return [
        to_line(passage_record(passage, citation))
        for passage, citation in cite_all(found.passages, found.document)
    ]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for document in DOCUMENTS:
        text = "\n".join(golden_lines(document)) + "\n"
        golden_file(document).write_text(text, encoding="utf-8")

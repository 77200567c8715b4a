"""Writes tests/golden/ anew: every passage of the report as a JSON line, with its citation."""

from pathlib import Path

from indexer.passages import RawDocument
from indexer.splitting import split
from retriever.citations import cite_all
from ui.records import passage_record, to_line

REPORT = Path("corpus/a-72-840/a-72-840.txt")
GOLDEN = Path("tests/golden/a-72-840.jsonl")


def report_lines() -> list[str]:
    """Return what the golden file of the report should hold, line by line."""
    text = REPORT.read_bytes().decode("utf-8")
    document = split(RawDocument(REPORT.as_posix(), "", "utf-8", text))
    return [
        to_line(passage_record(passage, citation))
        for passage, citation in cite_all(document.passages, document.document)
    ]


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n".join(report_lines()) + "\n", encoding="utf-8")

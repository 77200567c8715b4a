"""What is fuzzed: each reader, through splitting, and each way by which questions come in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.decoding import decode
from indexer.errors import SourceError
from indexer.formats.delimited import read_delimited
from indexer.formats.docx import read_docx
from indexer.formats.extract import Extract
from indexer.formats.html import read_html
from indexer.formats.pdf import read_pdf
from indexer.formats.xlsx import read_xlsx
from indexer.passages import RawDocument
from indexer.splitting import split
from tests.fuzz import words
from tests.fuzz.mutation import Mutation, byte_mutation, json_mutation, text_mutation
from tests.fuzz.packages import pack, package_mutation
from tests.fuzz.questions import (
    QUESTIONS,
    ask_anything,
    check_anything,
    quick_index,
    quotations,
    read_tables,
    small_index,
    tables,
)
from tests.fuzz.seeds import pdfs, sheet_parts, word_parts
from tests.invariants import assert_sound

DOCUMENTS: Final = Path("tests/documents")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes any bytes."""

    run: Callable[[bytes], None]
    """Raises where what it promises does not hold."""
    seeds: Callable[[], Iterable[bytes]]
    """What the first inputs are made from."""
    mutate: Mutation
    longest: int = 6_000
    """Bytes of an input: enough for every structure, few enough for many runs a second."""


def reading(read: Callable[[bytes, str], Extract], name: str) -> Callable[[bytes], None]:
    """Return a run that reads a file of a name and divides it."""

    def run(content: bytes) -> None:
        # Not `indexer.readers.extract`, which makes a SourceError of everything.
        try:
            found = read(content, name)
        except SourceError:
            return
        assert_sound(
            split(
                RawDocument(
                    name, "", found.encoding, found.text, found.marked, found.title, found.pages
                )
            )
        )

    return run


def packed(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return a run that takes the parts of a package."""
    return lambda parts: run(pack(parts))


def read_text(content: bytes, source: str) -> Extract:
    """Read plain text; assert that decoding lost nothing."""
    text, encoding = decode(content, source)
    assert content.endswith(text.encode(encoding))
    return Extract(text, encoding, marked=False)


def texts() -> Iterable[bytes]:
    """Return texts in the encodings that are detected."""
    report = Path("corpus/a-72-840/a-72-840.txt").read_text(encoding="utf-8")
    stretches = [report[place : place + 1500] for place in range(0, len(report), 25_000)]
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-8")):
        yield stretches[number].encode(encoding, "ignore")
    yield "臺灣港口管理辦法，船舶應於入港前申報。\r\n".encode("big5") * 9
    yield "Où sont les résumés d’été ? « Là-bas »\n".encode("cp1252") * 9
    yield from (stretch.encode() for stretch in stretches[5:15])


def _of_suffix(*suffixes: str) -> Callable[[], Iterable[bytes]]:
    def seeds() -> Iterable[bytes]:
        for path in sorted(DOCUMENTS.iterdir()):
            if path.suffix in suffixes:
                yield path.read_bytes()

    return seeds


def _delimited() -> Iterable[bytes]:
    yield from _of_suffix(".csv")()
    yield b'Name;Fee;Since\nFerry;1.200,50;5.1.2024\n"a;b";;\n'
    yield 'Title\n\n,Name,费用\n1,a,2\n2,"b\nc",3\n'.encode()


TARGETS: Final[Mapping[str, Target]] = {
    "text": Target(reading(read_text, "fuzz.txt"), texts, text_mutation(words.TEXT)),
    "markdown": Target(reading(read_text, "fuzz.md"), texts, text_mutation(words.TEXT)),
    "html": Target(reading(read_html, "fuzz.html"), _of_suffix(".html"), text_mutation(words.HTML)),
    "csv": Target(reading(read_delimited, "fuzz.csv"), _delimited, text_mutation(words.DELIMITED)),
    "docx": Target(
        packed(reading(read_docx, "fuzz.docx")), word_parts, package_mutation(words.WORD), 40_000
    ),
    "xlsx": Target(
        packed(reading(read_xlsx, "fuzz.xlsx")), sheet_parts, package_mutation(words.SHEET), 40_000
    ),
    "zip": Target(reading(read_docx, "fuzz.docx"), lambda: map(pack, word_parts()), byte_mutation),
    "pdf": Target(reading(read_pdf, "fuzz.pdf"), pdfs, text_mutation(words.PDF), 20_000),
    "tables": Target(read_tables, tables, text_mutation(words.TABLES)),
    "questions": Target(
        ask_anything(quick_index),
        lambda: (question.encode() for question in QUESTIONS),
        text_mutation(words.QUESTION),
        2_500,
    ),
    "quotations": Target(check_anything(small_index), quotations, json_mutation(words.QUOTATION)),
}

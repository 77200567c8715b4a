"""A table of `yinju align` that people edited, as corrections. Pure functions but for reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.corrections import (
    Correction,
    Verdict,
    check_sides,
    normal_sentence,
    read_columns,
    read_verdict,
    unquoted,
)
from indexer.errors import (
    CorrectionsError,
    CorrectionWithoutSentences,
    RejectedAlone,
    UnknownVerdict,
    WrongHeader,
    YinjuError,
)
from indexer.passages import RawDocument
from indexer.readers import read_text
from retriever.correcting import AlignedTexts, follow_each_other, make_correction
from ui.errors import SentenceChanged, SentencesApart, SentenceTwice, UnknownSentence

NEEDED: Final = ("a", "b", "verdict")
"""Columns that the table must have, in any order, beside others."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_BETWEEN = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    verdict: Verdict | None
    a: tuple[int, ...]
    b: tuple[int, ...]


def read_table(
    path: Path, texts: AlignedTexts, names: tuple[str, str], *, root: Path
) -> tuple[Correction, ...]:
    """Return what an edited table says of two texts, in the order of its lines.

    That is every line with a verdict, and every line without one whose sentences are put
    together otherwise than in the alignment.

    Parameters
    ----------
    path
        A table as `ui.align_formats.tsv_lines` makes it, in any encoding that is recognised.
    texts
        The texts, and the alignment that was edited.
    names
        Of the texts, for messages.
    root
        What errors name the table relative to.

    Raises
    ------
    CorrectionsError
        A line cannot be used: an unknown verdict or number, text that is not that of its
        sentences, sentences that do not follow each other or stand in two lines.
    SourceError
        The table cannot be read.
    """
    table = read_text(path, root=root)
    rows = _read_rows(table, texts, names)
    _check_once(rows, table.source, names)
    given = {(pair.a, pair.b) for pair in texts.alignments}
    found: dict[Correction, None] = {}
    for row in rows:
        if row.verdict is None and (row.a, row.b) in given:
            continue
        correction = make_correction(texts, row.verdict or "confirmed", row.a, row.b)
        if correction is None:
            continue
        try:
            check_sides(correction)
        except RejectedAlone as reason:
            raise CorrectionsError(source=table.source, line=row.line, reason=reason) from reason
        found[correction] = None
    return tuple(found)


def _read_rows(table: RawDocument, texts: AlignedTexts, names: tuple[str, str]) -> list[_Row]:
    columns: list[str] | None = None
    rows: list[_Row] = []
    for number, line in enumerate(_LINE_END.split(table.text), start=1):
        if not line.strip():
            continue
        try:
            if columns is None:
                columns = read_columns(line)
                if not set(NEEDED) <= set(columns):
                    raise WrongHeader(columns=", ".join(NEEDED))
            else:
                cells = dict(zip(columns, line.split("\t"), strict=False))
                rows.append(_row(number, cells, texts, names))
        except (
            CorrectionWithoutSentences,
            SentenceChanged,
            SentencesApart,
            UnknownSentence,
            UnknownVerdict,
            WrongHeader,
        ) as reason:
            raise CorrectionsError(source=table.source, line=number, reason=reason) from reason
    return rows


def _row(line: int, cells: dict[str, str], texts: AlignedTexts, names: tuple[str, str]) -> _Row:
    verdict = read_verdict(unquoted(cells.get("verdict", "")))
    sides: list[tuple[int, ...]] = []
    for column, sentences, name in zip("ab", (texts.a, texts.b), names, strict=True):
        numbers = _numbers(unquoted(cells.get(column, "")), len(sentences), name)
        shown = ", ".join(map(str, numbers))
        if not follow_each_other(numbers, sentences):
            raise SentencesApart(numbers=shown)
        text = cells.get(f"text_{column}", "")
        if numbers and not _has_text(text, [sentences[n] for n in numbers]):
            raise SentenceChanged(numbers=shown, text=name)
        sides.append(numbers)
    if not any(sides):
        raise CorrectionWithoutSentences
    return _Row(line, verdict, sides[0], sides[1])


def _numbers(cell: str, count: int, name: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for word in filter(None, _BETWEEN.split(cell)):
        if not (word.isdecimal() and int(word) < count):
            raise UnknownSentence(number=word, text=name, count=count)
        numbers.append(int(word))
    return tuple(sorted(numbers))


def _has_text(cell: str, sentences: Sequence[str]) -> bool:
    """Tell whether a cell has one of the sentences, or nothing.

    Who merges or splits lines need not bring their texts along, so one of several will do. Only
    spreadsheets put quotation marks around a cell; without one they are part of the sentence.
    """
    texts = {normal_sentence(cell), normal_sentence(unquoted(cell))}
    return "" in texts or any(normal_sentence(s) in text for s in sentences for text in texts)


def _check_once(rows: Sequence[_Row], source: str, names: tuple[str, str]) -> None:
    """Make sure that no sentence stands in two lines; a rejected one frees its sentences."""
    for side, name in enumerate(names):
        lines: dict[int, int] = {}
        for row in rows:
            if row.verdict == "rejected":
                continue
            for number in (row.a, row.b)[side]:
                if number in lines:
                    reason: YinjuError = SentenceTwice(
                        number=number, text=name, first=lines[number]
                    )
                    raise CorrectionsError(source=source, line=row.line, reason=reason)
                lines[number] = row.line

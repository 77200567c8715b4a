"""What people said of aligned sentences: which belong together, and which do not.

A correction holds the sentences themselves and no places, so it stays true where documents are
indexed anew, moved or renamed. It is kept in a table beside the documents, `corrections.tsv`:
UTF-8, cells separated by tabs, the columns `verdict`, `zh`, `en`, several sentences of a cell
separated by ``‖``. A cell with quotation marks is put into quotation marks and has them doubled,
as spreadsheets do. Blank lines and lines that begin with ``#`` are passed over.
"""

import codecs
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

from indexer.decoding import decode
from indexer.errors import (
    CorrectionsError,
    CorrectionsNotWritten,
    CorrectionWithoutSentences,
    RejectedAlone,
    UnknownVerdict,
    UnreadableSource,
    WrongHeader,
)
from indexer.own_files import CORRECTIONS_NAME
from indexer.passages import RawDocument
from indexer.readers import find_beside, read_text

COLUMNS: Final = ("verdict", "zh", "en")
SEPARATOR: Final = "‖"
"""Between the sentences of a cell; in a sentence it has a backslash before it."""

Verdict: TypeAlias = Literal["confirmed", "rejected"]

_VERDICTS: Final[dict[str, Verdict]] = {
    "confirmed": "confirmed",
    "确认": "confirmed",
    "ok": "confirmed",
    "rejected": "rejected",
    "否决": "rejected",
    "no": "rejected",
}
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PARTS = re.compile(rf"(?:\\.|[^\\{SEPARATOR}]|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Correction:
    """A verdict on sentences that stand one after the other in each of two texts."""

    verdict: Verdict
    zh: tuple[str, ...]
    """Clean text of each sentence, white space as single spaces. Empty where a confirmed one
    says that the others have no counterpart."""
    en: tuple[str, ...]
    """The same; not empty where `zh` is."""


class _Line(NamedTuple):
    """A line of the table; `correction` is None for the header and for what is passed over."""

    number: int
    text: str
    correction: Correction | None


def normal_sentence(text: str) -> str:
    """Return a sentence as corrections hold it: white space as single spaces, none around it.

    A control character is white space, because a short table with a few of them is no text.
    """
    return " ".join(_CONTROLS.sub(" ", text).split())


def unquoted(cell: str) -> str:
    """Return what a cell of a table holds, without the quotation marks of spreadsheets."""
    inner = cell.strip()[1:-1]
    if cell.strip() == f'"{inner}"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell


def read_verdict(cell: str) -> Verdict | None:
    """Return what a cell says, None for an empty one.

    Raises
    ------
    UnknownVerdict
        It is none of the words for a verdict.
    """
    word = cell.strip()
    if not word:
        return None
    try:
        return _VERDICTS[word.casefold()]
    except KeyError:
        raise UnknownVerdict(verdict=word) from None


def read_corrections(path: Path, *, root: Path = Path()) -> tuple[Correction, ...]:
    """Return the corrections of a table as `merge` leaves them.

    Parameters
    ----------
    path
        The table, in any encoding that `indexer.decoding.decode` reads. The columns are found by
        their names, others are passed over.
    root
        What errors name it relative to, if it is below it.

    Raises
    ------
    CorrectionsError
        A column is missing, or a line has an unknown verdict or lacks its sentences.
    UnreadableSource
        The system refuses to read the file.
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    """
    return parse_corrections(read_text(path, root=root))


def parse_corrections(table: RawDocument) -> tuple[Correction, ...]:
    """Return the corrections of a table that was read, as `merge` leaves them.

    Raises
    ------
    CorrectionsError
        As `read_corrections`.
    """
    return merge(line.correction for line in _lines(table.text, table.source))


def find_corrections(
    paths: Sequence[Path], files: Iterable[Path] | None = None
) -> tuple[Path, ...]:
    """Return the tables of corrections of what is indexed, sorted, each once.

    Parameters
    ----------
    paths, files
        As for `indexer.readers.find_beside`, which says where they lie.
    """
    return find_beside(paths, CORRECTIONS_NAME, files)


def merge(corrections: Iterable[Correction | None]) -> tuple[Correction, ...]:
    """Return corrections without those that a later one overrides, in their order.

    A later one is about the same sentences where both sides are the same; where both are
    confirmed and have sentences in common on both sides, as after a group was split; and where
    one of them says that a sentence has no counterpart and the other one names it. A sentence
    that they have in common on one side only may stand in two documents and mean two things.
    """
    kept: dict[tuple[tuple[str, ...], tuple[str, ...]], Correction] = {}
    holders: dict[str, dict[tuple[tuple[str, ...], tuple[str, ...]], None]] = {}
    for correction in corrections:
        if correction is None:
            continue
        key = (correction.zh, correction.en)
        near = {
            other: None
            for sentence in (*correction.zh, *correction.en)
            for other in holders.get(sentence, ())
        }
        for other in near:
            if other in kept and overrides(correction, kept[other]):
                del kept[other]
        kept[key] = correction
        for sentence in (*correction.zh, *correction.en):
            holders.setdefault(sentence, {})[key] = None
    return tuple(kept.values())


def overrides(later: Correction, earlier: Correction) -> bool:
    """Tell whether a later correction takes the place of an earlier one, as `merge` says."""
    if (later.zh, later.en) == (earlier.zh, earlier.en):
        return True
    if "rejected" in (later.verdict, earlier.verdict):
        return False
    zh = not set(later.zh).isdisjoint(earlier.zh)
    en = not set(later.en).isdisjoint(earlier.en)
    alone = not (later.zh and later.en and earlier.zh and earlier.en)
    return (zh or en) if alone else (zh and en)


def write_corrections(
    path: Path, corrections: Sequence[Correction], *, retired: Iterable[Correction] = ()
) -> int:
    """Add corrections to a table, made if it is not there, and return how many were new.

    Lines that they override are taken out; every other line stays as it is, comments too. The
    file is replaced at once: a reader sees the old or the new one.

    Parameters
    ----------
    retired
        Corrections that no longer hold; their lines are taken out as well.

    Raises
    ------
    CorrectionsError
        A line that is there already cannot be understood; nothing is written.
    CorrectionsNotWritten
        The file cannot be written; it is as it was.
    SourceError
        It cannot be read or decoded.
    """
    before = _content(path)
    text = decode(before, str(path))[0] if before.strip() else "\t".join(COLUMNS) + "\n"
    end = "\r\n" if "\r\n" in text else "\n"
    lines = list(_lines(text, str(path)))
    known = {line.correction for line in lines if line.correction}
    new = [correction for correction in merge(corrections) if correction not in known]
    gone = set(retired) - set(corrections)
    kept = [
        line.text
        for line in lines
        if line.correction is None
        or not (line.correction in gone or any(overrides(c, line.correction) for c in new))
    ]
    if not new and len(kept) == len(lines):
        return 0
    header = read_columns(next(line.text for line in lines if _says(line.text)))
    added = [_line(correction, header) for correction in new]
    mark = codecs.BOM_UTF8 if before.startswith(_MARKS) else b""
    content = end.join([*kept, *added]) + end
    _replace(path, mark + content.encode())
    return len(new)


def keep_corrections(
    target: Path,
    tables: Sequence[Path],
    corrections: Sequence[Correction],
    *,
    retired: Iterable[Correction] = (),
) -> int:
    """Add corrections to one of the tables of a collection, and return how many were new.

    What they take the place of is taken out of the others too, so that no order in which the
    tables are read brings it back.

    Parameters
    ----------
    target
        The table to write to.
    tables
        All that there are.
    retired
        Corrections that no longer hold.

    Raises
    ------
    CorrectionsError, CorrectionsNotWritten, SourceError
        As `write_corrections`; what was written before stands.
    """
    gone = tuple(retired)
    known = {c for table in tables if table != target for c in read_corrections(table)}
    added = [correction for correction in corrections if correction not in known]
    new = write_corrections(target, added, retired=gone)
    for table in tables:
        if table != target and not known.isdisjoint(gone):
            write_corrections(table, (), retired=gone)
    return new


def _lines(text: str, source: str) -> Iterator[_Line]:
    """Yield all lines but an empty last one, numbered from 1."""
    texts = _LINE_END.split(text)
    if not texts[-1]:
        texts.pop()
    columns: list[str] | None = None
    for number, line in enumerate(texts, start=1):
        if not _says(line):
            yield _Line(number, line, None)
        elif columns is None:
            columns = read_columns(line)
            if not set(COLUMNS) <= set(columns):
                reason = WrongHeader(columns=", ".join(COLUMNS))
                raise CorrectionsError(source=source, line=number, reason=reason)
            yield _Line(number, line, None)
        else:
            try:
                cells = map(unquoted, line.split("\t"))
                correction = _correction(dict(zip(columns, cells, strict=False)))
            except (UnknownVerdict, CorrectionWithoutSentences, RejectedAlone) as reason:
                raise CorrectionsError(source=source, line=number, reason=reason) from reason
            yield _Line(number, line, correction)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def read_columns(header: str) -> list[str]:
    """Return the names of the columns of a table, from its first line."""
    return [unquoted(cell).strip().casefold() for cell in header.split("\t")]


def _correction(cells: dict[str, str]) -> Correction:
    verdict = read_verdict(cells.get("verdict", ""))
    if verdict is None:
        raise UnknownVerdict(verdict="")
    correction = Correction(
        verdict, _sentences(cells.get("zh", "")), _sentences(cells.get("en", ""))
    )
    check_sides(correction)
    return correction


def check_sides(correction: Correction) -> None:
    """Make sure that a correction says something.

    Raises
    ------
    CorrectionWithoutSentences
        Both sides are empty.
    RejectedAlone
        It is rejected and one side is empty.
    """
    if not correction.zh and not correction.en:
        raise CorrectionWithoutSentences
    if correction.verdict == "rejected" and not (correction.zh and correction.en):
        raise RejectedAlone


def _sentences(cell: str) -> tuple[str, ...]:
    parts = (normal_sentence(_ESCAPED.sub(r"\1", part)) for part in _PARTS.findall(cell))
    return tuple(part for part in parts if part)


def _line(correction: Correction, columns: Sequence[str]) -> str:
    cells = {
        "verdict": correction.verdict,
        "zh": _cell(correction.zh),
        "en": _cell(correction.en),
    }
    return "\t".join(cells.get(column, "") for column in columns)


def _cell(sentences: Iterable[str]) -> str:
    escaped = (
        normal_sentence(sentence).replace("\\", r"\\").replace(SEPARATOR, rf"\{SEPARATOR}")
        for sentence in sentences
    )
    cell = f" {SEPARATOR} ".join(escaped)
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise UnreadableSource(source=path, reason=error.strerror or error) from error


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            unfinished.chmod(path.stat().st_mode)
        unfinished.replace(path)
    except OSError as error:
        raise CorrectionsNotWritten(path=path, reason=error.strerror or error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)

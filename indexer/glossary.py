"""The bilingual glossary of a collection: what one concept is called in Chinese and English.

A glossary is a table that readers edit, `glossary.tsv`: UTF-8, cells separated by tabs, the
header `zh`, `zh_short`, `en`, `acronym`, one concept a line, alternatives in a cell separated by
``|``. Blank lines and lines that begin with ``#`` are passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import GlossaryError
from indexer.glossary_entries import GlossaryEntry
from indexer.languages import HAN
from indexer.normalization import fold
from indexer.own_files import GLOSSARY_NAME
from indexer.readers import find_beside, read_text
from indexer.stemming import stem

COLUMNS: Final = ("zh", "zh_short", "en", "acronym")

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_glossary(path: Path, *, root: Path = Path()) -> tuple[GlossaryEntry, ...]:
    """Return the entries of a glossary in the order of its lines.

    Trailing empty cells may be missing, because editors cut white space at line ends.

    Parameters
    ----------
    path
        The table, in any encoding that `indexer.decoding.decode` reads.
    root
        What `GlossaryEntry.place` names it relative to, if it is below it.

    Raises
    ------
    GlossaryError
        The header is another, or a line has too many cells, lacks one of the languages, or has
        one in the column of the other.
    UnreadableSource
        The system refuses to read the file.
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    """
    table = read_text(path, root=root)
    lines = _lines(table.text)
    number, header = next(lines, (1, ""))
    if tuple(cell.strip() for cell in header.split("\t")) != COLUMNS:
        reason = f"the first line must be {', '.join(COLUMNS)}, separated by tabs"
        raise GlossaryError(source=table.source, line=number, reason=reason)
    return tuple(_entry(table.source, number, line) for number, line in lines)


def find_glossaries(paths: Sequence[Path], files: Iterable[Path] | None = None) -> tuple[Path, ...]:
    """Return the glossaries of what is indexed, sorted, each once.

    Parameters
    ----------
    paths, files
        As for `indexer.readers.find_beside`, which says where they lie.
    """
    return find_beside(paths, GLOSSARY_NAME, files)


def merge(entries: Iterable[GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    """Return entries joined where they name the same, in the order of their first parts.

    Entries with the same first name in one language are one. Another name they share (a short
    name, an acronym) joins them only if no two that have it are written out differently: CTC
    is the Counter-Terrorism Committee in one document and something else in the next, and then
    says nothing. Spelling is compared without capitals, hyphens, plural and small words.
    Entries that are local are left as they are.
    """
    entries = tuple(entries)
    groups = _Groups(entries)
    for names_of in (_first_names, _all_names):
        holders: dict[_Name, list[int]] = {}
        for number, entry in enumerate(entries):
            for name in names_of(entry) if entry.origin != "local" else ():
                holders.setdefault(name, []).append(number)
        check = names_of is _all_names
        for name, numbers in holders.items():
            groups.join(numbers, name if check else None)
    return tuple(_joined(group) for group in groups.members())


class _Name(NamedTuple):
    """A name as it is compared."""

    column: str
    text: str


class _Groups:
    """Entries in groups, each known by the number of its first member."""

    def __init__(self, entries: Sequence[GlossaryEntry]) -> None:
        self._groups = {number: [entry] for number, entry in enumerate(entries)}
        self._root = list(range(len(entries)))

    def join(self, numbers: Sequence[int], shared: _Name | None) -> None:
        """Make one group of the entries; if `shared` is given, only if that is all they mean."""
        first, *others = sorted({self._find(number) for number in numbers})
        if shared is not None and any(
            _differ(self._groups[one], self._groups[other], shared)
            for one, other in combinations((first, *others), 2)
        ):
            return
        for other in others:
            self._root[other] = first
            self._groups[first] += self._groups.pop(other)

    def members(self) -> Iterator[list[GlossaryEntry]]:
        yield from self._groups.values()

    def _find(self, number: int) -> int:
        while self._root[number] != number:
            number = self._root[number]
        return number


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers from 1."""
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _entry(source: str, number: int, line: str) -> GlossaryEntry:
    cells = [_alternatives(cell) for cell in line.split("\t")]
    reason = _fault(cells)
    if reason is not None:
        raise GlossaryError(source=source, line=number, reason=reason)
    zh, short, en, acronyms = cells + [()] * (len(COLUMNS) - len(cells))
    return GlossaryEntry(
        tuple(dict.fromkeys(zh + short)), en, acronyms, "glossary", f"{source}:{number}"
    )


def _fault(cells: Sequence[tuple[str, ...]]) -> str | None:
    """Return what is wrong with the cells of a line, None if nothing is."""
    if len(cells) > len(COLUMNS):
        return f"{len(cells)} cells where {len(COLUMNS)} are expected; separate names with |"
    chinese = [name for cell in cells[:2] for name in cell]
    foreign = [name for cell in cells[2:] for name in cell]
    if not chinese or not foreign:
        return "a Chinese and an English name are needed, in columns separated by tabs"
    for name in chinese:
        if not _HAN.search(name):
            return f"{name} stands in a column for Chinese"
    for name in foreign:
        if _HAN.search(name):
            return f"{name} stands in a column for English"
    return None


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in cell.split("|") if (name := part.strip())))


def _first_names(entry: GlossaryEntry) -> Iterator[_Name]:
    if entry.zh:
        yield _Name("zh", _chinese_key(entry.zh[0]))
    if entry.en:
        yield _Name("en", _english_key(entry.en[0]))


def _all_names(entry: GlossaryEntry) -> Iterator[_Name]:
    yield from (_Name("zh", _chinese_key(name)) for name in entry.zh)
    yield from (_Name("en", _english_key(name)) for name in entry.en)
    yield from (_Name("acronym", name) for name in entry.acronyms)


@cache
def _chinese_key(name: str) -> str:
    return re.sub(r"[\s《》“”\"「」『』]", "", fold(name).text).casefold()


@cache
def _english_key(name: str) -> str:
    """Return the stems of a name run together: counterterrorism is counter-terrorism."""
    words = _WORD.findall(re.sub(r"\bUN\b", "United Nations", fold(name).text))
    stems = [stem(word.lower()) for word in words if word.lower() not in _SMALL_WORDS]
    return "".join(stems) or name.casefold()


def _differ(one: Sequence[GlossaryEntry], other: Sequence[GlossaryEntry], shared: _Name) -> bool:
    """Tell whether two groups are written out in ways that cannot be the same.

    Apart from the name that they share. Where they have no language in common they do not differ.
    """
    compared = False
    for column, is_kin in _KINSHIP.items():
        firsts = _written_out(one, column) - {shared}
        seconds = _written_out(other, column) - {shared}
        if any(is_kin(first.text, second.text) for first in firsts for second in seconds):
            return False
        compared = compared or bool(firsts and seconds)
    return compared


def _written_out(group: Sequence[GlossaryEntry], column: str) -> set[_Name]:
    return {name for entry in group for name in _all_names(entry) if name.column == column}


def _is_chinese_kin(one: str, other: str) -> bool:
    """Tell whether one name may be short for the other: its characters in order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) > 1 and all(character in rest for character in short)


def _is_english_kin(one: str, other: str) -> bool:
    """Tell whether two names are the same but for what precedes (United Nations)."""
    return one.endswith(other) or other.endswith(one)


_KINSHIP: Final[dict[str, Callable[[str, str], bool]]] = {
    "zh": _is_chinese_kin,
    "en": _is_english_kin,
}


def _joined(group: Sequence[GlossaryEntry]) -> GlossaryEntry:
    """Return one entry for all: what people wrote goes first."""
    if len(group) == 1:
        return group[0]
    ordered = sorted(group, key=lambda entry: entry.origin != "glossary")
    return GlossaryEntry(
        _distinct((name for entry in ordered for name in entry.zh), _chinese_key),
        _distinct((name for entry in ordered for name in entry.en), str.casefold),
        _distinct((name for entry in ordered for name in entry.acronyms), str),
        ordered[0].origin,
        ordered[0].place,
    )


def _distinct(names: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key(name), name)
    return tuple(first.values())

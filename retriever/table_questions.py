"""Reads a question as a query of a table, or not at all.

A wrong filter is worse than none: every word of the question must be accounted for, by a
condition, by what the rows of the table are, by where the table stands, or as a word that only
carries the sentence. Where one is not, the question is none that the table answers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from indexer.gazetteer import Gazetteer
from indexer.jieba_segmenter import find_words
from indexer.languages import HAN
from indexer.normalization import fold
from indexer.passages import Span
from indexer.stemming import stem
from indexer.translations import Translations
from retriever import table_words as words
from retriever.table_conditions import Found, find_conditions, section_divisions
from retriever.table_filters import Condition
from retriever.table_text import QuestionText
from retriever.tables import Column, Facet, Table

Operation: TypeAlias = Literal["count", "list", "value", "group"]

_WORD = re.compile(rf"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*(?:['’][a-z]+)?|\d[\d.,]*|[{HAN}]+|[^\W_]")
_ENGLISH = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[?？!！。；;]\s*(?=[^\s?？!！。”\"'）)])")


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What a question asks of a table."""

    table: Table
    operation: Operation
    conditions: tuple[Condition, ...]
    column: Column | None
    """What is grouped by, or whose cell is asked for; None for the sections where grouped."""
    facet: Facet | None
    """The part of that column; None for the whole of its cells."""

    def rows(self) -> list[int]:
        """Return the numbers of the rows that fulfil all conditions, in reading order."""
        return [
            number
            for number in range(len(self.table.rows))
            if all(number in condition.rows for condition in self.conditions)
        ]


def read_table_question(
    question: str, table: Table, gazetteer: Gazetteer, translations: Translations
) -> TableQuery | None:
    """Return what a question asks of a table; None where any part of it is not understood.

    Parameters
    ----------
    gazetteer
        Of the index: names in the question meet those of the cells in either language.
    translations
        Of the index, for single words.
    """
    folded = fold(question).text.strip()
    if _SENTENCE_END.search(folded):
        return None
    text = QuestionText(folded)
    subject = _Subject(table, gazetteer, translations)
    found = find_conditions(text, table, gazetteer, translations)
    if found is None:
        return None
    asked = _find_operation(text, table, found, subject, translations)
    if asked is None:
        return None
    operation, column, facet = asked
    if not subject.claim(text) and not found.names_rows:
        return None
    if operation == "list" and not found.conditions:
        return None
    if any(condition.of_status for condition in found.conditions):
        text.claim_all(words.NOW)
    if not _is_accounted(text, found, subject):
        return None
    return TableQuery(table, operation, found.conditions, column, facet)


_Asked: TypeAlias = tuple[Operation, Column | None, Facet | None]


def _find_operation(
    text: QuestionText, table: Table, found: Found, subject: "_Subject", translations: Translations
) -> _Asked | None:
    if found.serial:
        return _find_value(text, table, translations)
    group = _find_group(text, table, translations)
    if group is not None:
        text.claim_all(words.COUNT)
        text.claim_all(words.LIST)
        return group
    for operation, pattern in (("count", words.COUNT), ("list", words.LIST)):
        spans = text.claim_all(pattern)
        if not spans:
            continue
        if _counts_columns(text, table, spans, subject, translations):
            return None
        text.claim_all(words.LIST)
        _claim_columns_of(text, table, found, translations)
        return ("count", None, None) if operation == "count" else ("list", None, None)
    # `UNODC projects in Egypt`: words that name rows and ask for nothing else want to see them.
    return "list", None, None


def _find_value(text: QuestionText, table: Table, translations: Translations) -> _Asked | None:
    """Return the cell that is asked for of a row that is named by its number."""
    hits: list[tuple[Column, Facet | None]] = []
    asked: tuple[tuple[re.Pattern[str], Facet], ...] = (
        (words.WHO, "names"), (words.WHEN, "years"), (words.WHERE, "items")
    )  # fmt: skip
    for pattern, facet in asked:
        column = _column_with(table, "names" if facet == "items" else facet, whole=facet == "items")
        if column is not None and text.claim_all(pattern):
            hits.append((column, None if column.whole or facet == "items" else facet))
    for named, part in _columns(table):
        if text.claim_all(_column_pattern(named, part, translations)):
            hits.append((named, part))
    if any(facet == "years" for _, facet in hits):
        text.claim_all(words.BEGINS_ENDS)
    title = next((c for c in table.columns if "serial" not in c.facets), None)
    if title is not None and not hits and text.claim_all(words.WHAT):
        hits.append((title, None))
    text.claim_all(words.LIST)
    # `the fee of vessel no. 3`: what the rows are is no cell of them.
    others = [hit for hit in hits if hit != (title, None)]
    distinct = list(dict.fromkeys(others or hits))
    return ("value", *distinct[0]) if len(distinct) == 1 else None


def _find_group(text: QuestionText, table: Table, translations: Translations) -> _Asked | None:
    if not re.search(words.COUNT, text.text) and not words.LIST.search(text.text):
        return None
    choices: list[tuple[str, Column | None, Facet | None]] = [
        (_column_pattern(column, facet, translations).pattern, column, facet)
        for column, facet in _columns(table)
        if facet in (None, "names", "years") and "serial" not in column.facets
    ]
    if len(table.sections()) > 1:
        choices.append((_section_words(table), None, None))
    for pattern, column, facet in choices:
        if not pattern:
            continue
        whole = re.compile(
            rf"(?:{words.GROUP.pattern})(?:{pattern})(?:的|下的?|里|中|内)?", re.IGNORECASE
        )
        if text.claim_all(whole):
            return "group", column, facet
    return None


def _columns(table: Table) -> Iterator[tuple[Column, Facet | None]]:
    """Yield what can be named of a table: its columns, and the parts of those that have some."""
    for column in table.columns:
        if "serial" in column.facets:
            continue
        if column.whole or not column.facets & {"names", "years"}:
            yield column, None
            continue
        parts: tuple[Facet, ...] = ("names", "years")
        for facet in parts:
            if facet in column.facets:
                yield column, facet


def _column_pattern(
    column: Column, facet: Facet | None, translations: Translations
) -> re.Pattern[str]:
    """Return what names a column, or a part of it: the words of its header in both languages."""
    if facet in words.FACET_WORDS:
        english, chinese = words.FACET_WORDS[facet]
        return re.compile(rf"\b(?:{english})\b|(?:{chinese})", re.IGNORECASE)
    header = re.sub(r"[(（].*?[)）]", "", fold(column.name).text).strip()
    choices = [_inflected(header), *_chinese_of(header, translations)]
    if re.fullmatch(r"[A-Za-z ]+", header) and len(header.split()) > 1:
        head = header.split(" of ")[0].split()
        choices += [_inflected(" ".join(head)), _inflected(head[-1])]
        if len(header.split()) == 2 and " of " not in header:
            choices.append(_inflected(header.split()[0]))
    return re.compile(
        "|".join(dict.fromkeys(choice for choice in choices if choice)), re.IGNORECASE
    )


_USUAL_HEADERS: Final = {
    "status": ("实施状态", "执行状态", "状态", "状况", "实施情况", "进展情况", "进展", "实施阶段",
     "阶段"),
    "geograph": ("地理范围", "地域范围", "覆盖范围", "地理覆盖范围", "实施地点"),
    "scope": ("范围",),
    "activ": ("主要活动", "活动内容", "活动"),
    "titl": ("标题", "名称", "题目"),
    "locat": ("地点", "位置", "所在地"),
    "countri": ("国家", "国别"),
    "region": ("地区", "区域"),
    "citi": ("城市",),
    "fee": ("费用", "收费"),
    "price": ("价格", "单价"),
    "budget": ("预算",),
    "type": ("类型", "种类", "类别"),
    "categori": ("类别", "分类"),
    "owner": ("所有者", "业主", "负责人"),
    "year": ("年份", "年度"),
    "date": ("日期",),
    "depart": ("部门",),
}  # fmt: skip


def _chinese_of(header: str, translations: Translations) -> list[str]:
    """Return what an English header is called in Chinese, or a Chinese one in English."""
    found: list[str] = []
    for word in re.findall(rf"[A-Za-z]+|[{HAN}]+", header.split(" of ")[0]):
        if word.isascii():
            found += _USUAL_HEADERS.get(stem(word.lower()), ())
            found += [t for t, w in translations.of(stem(word.lower())).items() if w >= 0.5]
            continue
        for stemmed, chinese in _USUAL_HEADERS.items():
            if word in chinese:
                found.append(rf"\b{stemmed}\w*")
    return sorted(found, key=len, reverse=True)


def _inflected(name: str) -> str:
    escaped = re.escape(name)
    if not name.isascii():
        return escaped
    return rf"\b{escaped[:-1] + '(?:y|ies)' if name.endswith('y') else escaped + '(?:e?s)?'}\b"


def _section_words(table: Table) -> str:
    return "|".join(
        rf"\b{re.escape(w)}s?\b" if w.isascii() else re.escape(w)
        for w in sorted(_division_words(table))
    )


def _division_words(table: Table) -> set[str]:
    return {word for words_, _ in section_divisions(table).values() for word in words_}


def _column_with(table: Table, facet: str, *, whole: bool) -> Column | None:
    found = [c for c in table.columns if facet in c.facets and (c.whole or not whole)]
    return found[0] if len(found) == 1 else next((c for c in found if c.whole == whole), None)


def _counts_columns(
    text: QuestionText,
    table: Table,
    spans: Sequence[Span],
    subject: "_Subject",
    translations: Translations,
) -> bool:
    """Return whether what is counted or listed are the values of a column: `which countries`."""
    for _, end in spans:
        rest = text.text[end:].lstrip()
        for column, facet in _columns(table):
            match = _column_pattern(column, facet, translations).match(rest)
            if match and not subject.pattern.match(rest):
                return True
    return False


def _claim_columns_of(
    text: QuestionText, table: Table, found: Found, translations: Translations
) -> None:
    """Take the names of the columns that a condition is on: `whose status is completed`."""
    for condition in found.conditions:
        if condition.column is None:
            continue
        for column, facet in _columns(table):
            if column == condition.column:
                text.claim_all(_column_pattern(column, facet, translations))


class _Subject:
    """What the rows of a table are called, and the words of where it stands."""

    def __init__(self, table: Table, gazetteer: Gazetteer, translations: Translations) -> None:
        self._translations = translations
        self._gazetteer = gazetteer
        header = next((c.name for c in table.columns if "serial" not in c.facets), "")
        first = re.split(r"[/／(（]", fold(header).text)[0].lower()
        nouns = {
            word for word in re.findall(rf"[a-z]+|[{HAN}]+", first) if word not in words.TITLE_WORDS
        }
        nouns |= {re.sub(r"(?:名称|名|标题)$", "", noun) for noun in nouns}
        place = re.sub(r"\.\w+$", "", table.source.rsplit("/", 1)[-1]).lower()
        nouns.update(re.findall(rf"[a-z]{{3,}}|[{HAN}]{{2,}}", place))
        nouns |= {word for noun in list(nouns) for word in self._other_language(noun)}
        if nouns & words.ROW_NOUNS or any(noun.rstrip("s") in words.ROW_NOUNS for noun in nouns):
            nouns |= words.ROW_NOUNS
        nouns |= words.ANY_ROW
        nouns.discard("")
        self.pattern = re.compile(
            "|".join(_inflected(noun) for noun in sorted(nouns, key=len, reverse=True)),
            re.IGNORECASE,
        )
        headings = " ".join({h for row in table.rows for h in row.passage.section})
        ordered = [stem(word.lower()) for word in _ENGLISH.findall(headings)]
        self.stems = set(ordered)
        self._pairs = set(pairwise(ordered))
        self.han = headings
        self.concepts = {name.concept for name in gazetteer.find(fold(headings).text)}

    def claim(self, text: QuestionText) -> bool:
        """Take the words for the rows, and return whether there were any."""
        return bool(text.claim_all(self.pattern))

    def knows(self, word: str) -> bool:
        """Return whether a Chinese word is one of where the table stands, in either language."""
        if word in self.han:
            return True
        likely = list(self._translations.of(word))[:2]
        return any(translation in self.stems for translation in likely)

    def knows_in_place(self, text: str, start: int, end: int) -> bool:
        """Return whether an English word stands beside one that it has beside it there.

        `counter-terrorism projects` is what a heading calls them, `strategy projects` is not.
        """
        word = stem(text[start:end].lower())
        before = _ENGLISH.findall(text[:start])[-1:]
        behind = _ENGLISH.findall(text[end:])[:1]
        return any((stem(other.lower()), word) in self._pairs for other in before) or any(
            (word, stem(other.lower())) in self._pairs for other in behind
        )

    def claim_names(self, text: QuestionText) -> None:
        """Take the names that also stand in the headings above the table."""
        for name in self._gazetteer.find(text.text):
            if name.concept in self.concepts:
                text.claim(name.start, name.end)

    def _other_language(self, noun: str) -> list[str]:
        of = self._translations.of(noun if not noun.isascii() else stem(noun))
        return [t for t, weight in of.items() if weight >= 0.5 and not t.isascii()] or (
            [t for t, weight in of.items() if weight >= 0.5] if not noun.isascii() else []
        )


def _is_accounted(text: QuestionText, found: Found, subject: _Subject) -> bool:
    subject.claim_names(text)
    for start, end in text.free():
        piece = text.text[start:end]
        for match in _WORD.finditer(piece):
            word = match[0]
            if word.isascii():
                place = (start + match.start(), start + match.end())
                if word.lower() not in words.NOISE_EN and not subject.knows_in_place(
                    text.text, *place
                ):
                    return False
                continue
            rest = words.NOISE_ZH.sub(" ", word)
            if any(not subject.knows(piece) for piece in _chinese_words(rest)):
                return False
    return True


def _chinese_words(text: str) -> Iterator[str]:
    for word in find_words(text):
        if word[0].strip():
            yield word[0]

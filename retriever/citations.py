"""Passages to citations, in the style of each language.

English follows the usage of the United Nations (`A/72/840, annex III, para. 11 (c)`), Chinese
that of its Chinese documents (`A/72/840，附件三，第11段(c)`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.formats.counting import roman
from indexer.numbering import SUPERSCRIPTS, heading_style, read_label, read_number
from indexer.passages import Passage
from retriever.divisions import DIVISIONS, DIVISIONS_ZH
from retriever.hits import Citation

# Divisions of Chinese laws, which are cited as they are printed.
_ARTICLES = {"编": "part", "篇": "part", "部": "part", "章": "chapter", "节": "sect.", "条": "art."}

# What the rows of a table are called, by a word in the name of one of its columns.
_ROWS = (
    ("project", "项目", "project"),
    ("项目", "项目", "project"),
    ("activity", "活动", "activity"),
    ("活动", "活动", "activity"),
    ("measure", "措施", "measure"),
    ("措施", "措施", "measure"),
    ("indicator", "指标", "indicator"),
    ("指标", "指标", "indicator"),
)
_ROW_DEFAULT = ("行", "row")

HEADING_LIMIT = 60
"""Code points of a heading quoted in a citation; the rest is cut."""


class Titled(Protocol):
    """What a document is called: a `Document`, or what the manifest says of one."""

    @property
    def title(self) -> str:
        """From the cover or the first heading, else the name of the file."""
        ...

    @property
    def symbol(self) -> str | None:
        """The printed symbol it is cited by, if it has one."""
        ...


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a passage stands, in the words of both languages."""

    zh: str
    en: str


def cite(passage: Passage, document: Titled, ancestors: Sequence[Passage] = ()) -> Citation:
    """Return the citation of a passage.

    A numbered paragraph or footnote is cited by its annex and number, which suffice; others by
    all numbered divisions above them. Where the document has pages, those of the passage follow.

    Parameters
    ----------
    ancestors
        The passages it hangs from (`Passage.parent`), innermost first.
    """
    places = [
        *_divisions(passage, _counted(passage, ancestors)),
        *_own_places(passage, ancestors),
        *_pages(passage),
    ]
    name_zh = document.symbol or f"《{document.title}》"
    name_en = document.symbol or document.title
    return Citation(
        zh="，".join([name_zh, *(place.zh for place in places)]),
        en=", ".join([name_en, *(place.en for place in places)]),
    )


def cite_all(passages: Sequence[Passage], document: Titled) -> Iterator[tuple[Passage, Citation]]:
    """Yield all passages of a document with their citations, in the order given."""
    by_id = {passage.id: passage for passage in passages}
    for passage in passages:
        yield passage, cite(passage, document, find_ancestors(passage, by_id.__getitem__))


def find_ancestors(passage: Passage, find: Callable[[str], Passage]) -> list[Passage]:
    """Return the passages that a passage hangs from, innermost first.

    Parameters
    ----------
    find
        Returns a passage by its id.
    """
    ancestors: list[Passage] = []
    parent = passage.parent
    while parent is not None:
        ancestors.append(find(parent))
        parent = ancestors[-1].parent
    return ancestors


def _counted(passage: Passage, ancestors: Sequence[Passage]) -> bool:
    """Return whether a count that runs through the whole annex has the passage."""
    if passage.kind == "footnote":
        return True
    labels = _labels(passage, ancestors)
    in_text = passage.kind in ("paragraph", "list-item") and not _in_list(passage, ancestors)
    return in_text and bool(labels) and labels[0].isdigit()


def _divisions(passage: Passage, counted: bool) -> list[_Place]:
    """Return the annex and, unless `counted`, the pillars or parts that a passage stands in."""
    path = (*passage.section, passage.text) if passage.kind == "heading" else passage.section
    places = []
    for heading in path:
        worded = heading_style(heading)
        if worded is None or read_label(heading) is not None:
            continue
        style, printed = worded
        if style == "annex":
            number = read_number(printed, roman=True)
            places.append(
                _Place(
                    f"附件{_chinese(number) or printed}",
                    f"annex {roman(number) or printed}".strip(),
                )
            )
        elif style.startswith("keyword:") and not counted:
            places.append(_division(style.removeprefix("keyword:"), printed))
    return places


def _division(word: str, printed: str) -> _Place:
    number = read_number(printed, roman=True)
    english = DIVISIONS.get(word, word)
    chinese = DIVISIONS_ZH.get(english, word)
    numeral = printed if printed.isascii() and printed.isdigit() else roman(number)
    separator = "" if chinese != english else " "
    return _Place(
        f"{chinese}{separator}{_chinese(number) or printed}", f"{english} {numeral or printed}"
    )


def _own_places(passage: Passage, ancestors: Sequence[Passage]) -> list[_Place]:
    if passage.kind == "heading":
        return _heading_place(passage)
    if passage.kind == "table-row":
        return _row_place(passage)
    if passage.kind == "footnote":
        mark = (passage.label or "").removeprefix("^")  # of Markdown's notes
        number = mark.translate(str.maketrans(SUPERSCRIPTS, "0123456789"))
        return [_Place(f"脚注{number}", f"footnote {number}")]
    labels = _labels(passage, ancestors)
    if _counted(passage, ancestors):
        rest = "".join(f"({label})" for label in labels[1:])
        return [
            _Place(f"第{labels[0]}段{rest}", f"para. {labels[0]}" + (f" {rest}" if rest else ""))
        ]
    section = _section_place(passage)
    if not labels:
        return section
    article = _article(labels[0])
    if article is not None:
        rest = "".join(f"({label})" for label in labels[1:])
        return [*section, _Place(article.zh + rest, article.en + (f" {rest}" if rest else ""))]
    if labels[0].isdigit():
        return [*section, _Place(f"第{labels[0]}项", f"item {labels[0]}")]
    rest = "".join(f"({label})" for label in labels)
    if not section:
        return [_Place(f"{rest}项", f"item {rest}")]
    return [*section[:-1], _Place(f"{section[-1].zh}{rest}", f"{section[-1].en} {rest}")]


def _in_list(passage: Passage, ancestors: Sequence[Passage]) -> bool:
    outermost = ancestors[-1] if ancestors else passage
    return outermost.kind == "list-item"


def _labels(passage: Passage, ancestors: Sequence[Passage]) -> list[str]:
    """Return the labels from the paragraph down to the passage, without brackets."""
    chain = [p.label for p in (*reversed(ancestors), passage) if p.kind != "heading" and p.label]
    return [label.strip("()（）.") for label in chain]


def _section_place(passage: Passage) -> list[_Place]:
    """Return the numbered section of a passage, and its heading where that has no number."""
    numbers: list[str] = []
    unnumbered: str | None = None
    places = []
    for heading in passage.section:
        label = read_label(heading)
        article = _article(label.printed) if label is not None else None
        if article is not None:
            places.append(article)
            unnumbered = None
        elif label is not None:
            numbers.append(label.printed.strip("()（）"))
            unnumbered = None
        elif heading_style(heading) is None:
            unnumbered = heading
        else:
            unnumbered = None
    if numbers:
        english = [roman(read_number(n)) if not n.isascii() else n for n in numbers]
        places.append(_Place(f"第{'.'.join(numbers)}节", f"sect. {'.'.join(english)}"))
    if unnumbered:
        places.append(_quoted(unnumbered))
    return places


def _article(label: str) -> _Place | None:
    """Return a division of a Chinese law: `第一章`, `第二条`; None for other labels."""
    word = _ARTICLES.get(label[-1:]) if label.startswith("第") else None
    number = read_number(label[1:-1])
    return _Place(label, f"{word} {number}") if word and number else None


def _heading_place(passage: Passage) -> list[_Place]:
    label = read_label(passage.text)
    inner = Passage(
        id="",
        source="",
        kind="paragraph",
        language=passage.language,
        label=None,
        section=(*passage.section, passage.text),
        spans=(),
        text="",
        runs=(),
    )
    place = _section_place(inner)
    if label is None and heading_style(passage.text) is None and not place:
        return [_quoted(passage.text)]
    return place


def _row_place(passage: Passage) -> list[_Place]:
    columns = " ".join(name for name, _ in passage.fields).lower()
    chinese, english = next(((zh, en) for word, zh, en in _ROWS if word in columns), _ROW_DEFAULT)
    # The sheet of a workbook, or the section of a table outside of numbered divisions.
    around = [] if _divisions(passage, counted=False) else _section_place(passage)
    if passage.label:
        return [*around, _Place(f"{chinese} {passage.label}", f"{english} {passage.label}")]
    first = next((cell for _, cell in passage.fields if cell), passage.text)
    return [*around, _quoted(first)]


def _pages(passage: Passage) -> list[_Place]:
    if not passage.pages:
        return []
    labels = "–".join(passage.pages)
    return [_Place(f"第 {labels} 页", f"{'pp.' if len(passage.pages) > 1 else 'p.'} {labels}")]


def _quoted(heading: str) -> _Place:
    short = heading if len(heading) <= HEADING_LIMIT else heading[: HEADING_LIMIT - 1] + "…"
    return _Place(f"“{short}”", f"“{short}”")


def _chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals; nothing for others."""
    if not 0 < number < 100:
        return ""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")

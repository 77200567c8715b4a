"""The labels that documents print before headings, paragraphs and items, in both languages."""

import re
from dataclasses import dataclass

_CJK_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CJK_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_CJK = "[〇零一二三四五六七八九十百]{1,5}"
_ROMAN_UPPER = r"(?:X{0,3}(?:IX|IV|V?I{0,3})|X?L?X{0,3}(?:IX|IV|V?I{0,3}))"

# Tried in order; the first that matches wins. Each has the groups `label` (as printed, without
# the full stop) and `number`.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("footnote", r"(?P<label>(?P<number>[¹²³⁴⁵⁶⁷⁸⁹⁰]+))\s*(?=\S)"),
        ("footnote", r"\[(?P<label>\^(?P<number>[\w-]+))\]:\s+"),
        ("decimal", r"(?P<label>(?P<number>\d{1,3}(?:\.\d{1,3})+))\.?\s+(?=[^\Wa-z\d_])"),
        ("arabic", r"(?P<label>(?P<number>\d{1,4}))(?:\.(?!\d)|．|、)\s*(?=\S)"),
        ("arabic-paren", r"(?P<label>(?P<number>\d{1,3})\))\s+(?=\S)"),
        ("arabic-parens", r"(?P<label>[(（](?P<number>\d{1,3})[)）])\s*(?=\S)"),
        ("cjk", rf"(?P<label>(?P<number>{_CJK}))(?:、|．|\.)\s*(?=\S)"),
        ("cjk-parens", rf"(?P<label>[(（](?P<number>{_CJK})[)）])\s*(?=\S)"),
        ("article", rf"(?P<label>第(?P<number>{_CJK}|\d{{1,3}})[编篇部章节条])\s*"),
        ("roman", rf"(?P<label>(?P<number>(?=[IVXL]){_ROMAN_UPPER}))\.\s+(?=\S)"),
        ("letter", r"(?P<label>(?P<number>[A-Z]))\.\s+(?=\S)"),
        ("lower", r"(?P<label>(?P<number>[a-z]))\.\s+(?=\S)"),
        ("lower-paren", r"(?P<label>(?P<number>[a-z])\))\s+(?=\S)"),
        ("lower-parens", r"(?P<label>[(（](?P<number>[a-z]|[ivx]{1,5})[)）])\s*(?=\S)"),
    )
)

_ANNEX = re.compile(
    r"(?P<word>Annex|Appendix|Attachment|ANNEX|APPENDIX|附件|附录|附錄)\s*"
    rf"(?P<number>[IVXL]+\b|[A-Z]\b|\d{{1,3}}|{_CJK})?(?=$|[\s:：.*])"
)
_KEYWORD = re.compile(
    r"(?P<word>[A-Z][A-Za-z]+)\s+(?P<number>[IVXL]+|\d{1,3})\b(?=$|[:.]|\s+of\b|\s+[-–—])"
    rf"|(?P<word_zh>[^\W\d]{{1,4}}?)(?P<number_zh>{_CJK}|\d{{1,3}})(?=[:：])"
)
_PREFIX = re.compile(r"(?P<word>[^\W\d][^:：]{2,40})[:：]\s*\S")

_DIGITS = 9
"""Digits of the longest number; what is longer counts nothing."""
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label at the start of a line."""

    style: str
    """How it is printed (`arabic`, `lower-parens`, ...)."""
    printed: str
    """Without a closing full stop: `54`, `(c)`, `¹`."""
    number: int
    """Its place in the sequence of its style, from 1; 0 where it has none."""
    width: int
    """Code points of the line that it takes, with the space behind it."""


def read_label(line: str) -> Label | None:
    """Return the label at the start of a line (without leading white space), if there is one."""
    for style, pattern in _RULES:
        match = pattern.match(line)
        if match:
            number = read_number(match["number"], roman=style == "roman")
            return Label(style, match["label"], number, match.end())
    return None


def as_letter(label: Label) -> Label:
    """Return a label read as a Roman numeral (`C.`, `I.`) read as a letter instead."""
    if label.style != "roman" or len(label.printed) != 1:
        return label
    return Label("letter", label.printed, ord(label.printed) - ord("A") + 1, label.width)


def heading_style(text: str) -> tuple[str, str] | None:
    """Return style and number of a heading that a word introduces: annex, pillar, part.

    Examples: ``Annex II`` is ``("annex", "II")``, ``支柱一：…`` is ``("keyword:支柱", "一")``,
    ``Supplementary information: …`` is ``("prefix:supplementary information", "")``.
    """
    match = _ANNEX.match(text)
    if match:
        return "annex", match["number"] or ""
    match = _KEYWORD.match(text)
    if match:
        word = match["word"] or match["word_zh"]
        return f"keyword:{word.lower()}", match["number"] or match["number_zh"]
    match = _PREFIX.match(text)
    if match:
        return f"prefix:{match['word'].strip().lower()}", ""
    return None


def read_number(text: str, *, roman: bool = False) -> int:
    """Return the value of a numeral: digits, superscripts, Chinese, Roman or a letter.

    Returns 0 where it is none of these. A single letter is its place in the alphabet unless
    `roman` is set.
    """
    digits = text.translate(str.maketrans(SUPERSCRIPTS, "0123456789"))
    if digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) <= _DIGITS else 0
    if re.fullmatch(_CJK, text):
        return _read_chinese(text)
    lower = text.lower()
    if lower and set(lower) <= set(_ROMAN) and (roman or len(lower) > 1):
        return _read_roman(lower)
    if len(lower) == 1 and "a" <= lower <= "z":
        return ord(lower) - ord("a") + 1
    return 0


def _read_chinese(text: str) -> int:
    if not set(text) & set(_CJK_UNITS):
        return int("".join(str(_CJK_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character in _CJK_UNITS:
            total += (digit or 1) * _CJK_UNITS[character]
            digit = 0
        else:
            digit = _CJK_DIGITS[character]
    return total + digit


def _read_roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )

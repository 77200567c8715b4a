"""Citations to take away: plain text, Markdown, and records for managers of literature.

BibTeX is what biber and Zotero read: UTF-8, marks of TeX as commands, because braces count even
behind a backslash. RIS has a line a field, `TY` first and `ER` last, with CRLF.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from indexer.passages import Language
from retriever.quotations import Quotation

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~&|$^]")
_LINK = re.compile(r"[()\s<>]")
_KEY = re.compile(r"[^A-Za-z0-9]+")
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{mark: f"\\{mark}" for mark in "$&#%_"},
    }
)
_BIBLATEX_LANGUAGES: Final = {"zh": "chinese", "en": "english"}


def one_line(text: str) -> str:
    """Return a text on one line, without what cannot be printed."""
    return " ".join(_UNPRINTED.sub(" ", text).split())


def plain_citation(text: str, citation: str, language: Language) -> str:
    """Return words with their citation as a reader of a language would write them down."""
    words, cited = one_line(text), one_line(citation)
    if not words:
        return cited
    return f"“{words}”（{cited}）" if language == "zh" else f"“{words}” ({cited})"


def markdown_citation(quotation: Quotation, language: Language, link: str) -> str:
    """Return a quotation as a block of Markdown, with a link to its place."""
    citation = markdown_link(quotation.citation.in_language(language), link)
    dash = "——" if language == "zh" else "— "
    return f"> {escape_markdown(quotation.text)}\n>\n> {dash}{citation}\n"


def markdown_link(text: str, link: str) -> str:
    """Return a link in Markdown."""
    address = _LINK.sub(lambda mark: f"%{ord(mark[0]):02X}", link)
    return f"[{escape_markdown(text)}]({address})"


def escape_markdown(text: str) -> str:
    """Return one line of text that Markdown shows as it is."""
    line = _MARKDOWN.sub(r"\\\g<0>", one_line(text))
    # What makes a heading, a list or a rule at the beginning of a line.
    line = re.sub(r"^([#+\-=])", r"\\\1", line)
    return re.sub(r"^(\d{1,9})([.)])", r"\1\\\2", line)


def bibtex(quotations: Sequence[Quotation], language: Language, links: Sequence[str]) -> str:
    """Return quotations as entries of BibTeX.

    The words are the annotation, the place the note; the key is made of the id of the passage.

    Parameters
    ----------
    links
        To the place of each.
    """
    keys = _keys(quotations)
    entries = []
    for quotation, link, key in zip(quotations, links, keys, strict=True):
        fields = {
            "title": f"{{{_tex(quotation.title)}}}",
            "number": _tex(quotation.symbol or ""),
            "pages": "--".join(map(_tex, quotation.pages)),
            "note": _tex(quotation.citation.in_language(language)),
            "annotation": _tex(quotation.text),
            "langid": _BIBLATEX_LANGUAGES[quotation.language],
            "url": one_line(link),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@misc{{{key},\n{lines}}}\n")
    return "\n".join(entries)


def ris(quotations: Sequence[Quotation], language: Language, links: Sequence[str]) -> str:
    """Return quotations as records of RIS; parameters as in `bibtex`."""
    records = []
    for quotation, link, key in zip(quotations, links, _keys(quotations), strict=True):
        fields = [
            ("TY", "RPRT" if quotation.symbol else "GEN"),
            ("ID", key),
            ("TI", quotation.title),
            # SN is the number of a report; programs that read it as another one have M1.
            ("SN", quotation.symbol or ""),
            ("M1", quotation.symbol or ""),
            ("SP", quotation.pages[0] if quotation.pages else ""),
            ("EP", quotation.pages[-1] if quotation.pages else ""),
            ("LA", quotation.language),
            ("AB", quotation.text),
            ("N1", quotation.citation.in_language(language)),
            ("N1", quotation.note),
            ("UR", link),
        ]
        lines = [f"{tag}  - {line}" for tag, value in fields if (line := one_line(value))]
        records.append("".join(f"{line}\r\n" for line in [*lines, "ER  - "]))
    return "\r\n".join(records)


def _keys(quotations: Iterable[Quotation]) -> list[str]:
    """Return a key for each, in letters that TeX allows; those of one passage are numbered."""
    keys: list[str] = []
    for quotation in quotations:
        key = _KEY.sub("-", quotation.receipt.passage_id).strip("-") or "quotation"
        same = sum(other == key or other.startswith(f"{key}+") for other in keys)
        keys.append(f"{key}+{same + 1}" if same else key)
    return keys


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)

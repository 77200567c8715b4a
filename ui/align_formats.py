"""Alignments and differences as files and text: JSON, TSV, TMX, HTML. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from indexer.passages import Language
from retriever.alignment import Alignment
from retriever.differences import Difference
from retriever.parallel_texts import ParallelText
from ui.messages import message
from ui.records import to_line

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHITE = re.compile(r"\s+")

_STYLE: Final = """\
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border-bottom: 1px solid #8886; padding: .5rem .75rem; text-align: start;
  vertical-align: top; overflow-wrap: anywhere }
th:first-child, td:first-child { width: 4rem; font-variant-numeric: tabular-nums }
tr.alone td { background: #fa02 }
"""


def json_lines(alignments: Iterable[Alignment]) -> Iterator[str]:
    """Yield a JSON line for each alignment."""
    for pair in alignments:
        record = {"a": list(pair.a), "b": list(pair.b), "score": round(pair.score, 4)}
        yield to_line(record)


def tsv_lines(a: ParallelText, b: ParallelText, alignments: Iterable[Alignment]) -> Iterator[str]:
    """Yield a header, then a line for each alignment: numbers, score, texts, verdict.

    The verdict is for people to fill in; `ui.corrected_table` reads it.
    """
    yield "a\tb\tscore\ttext_a\ttext_b\tverdict"
    for pair in alignments:
        numbers = (" ".join(map(str, pair.a)), " ".join(map(str, pair.b)))
        texts = (_WHITE.sub(" ", _joined(a, pair.a)), _WHITE.sub(" ", _joined(b, pair.b)))
        verdict = "confirmed" if pair.confirmed else ""
        yield "\t".join([*numbers, f"{pair.score:.4f}", *texts, verdict])


def tmx_lines(a: ParallelText, b: ParallelText, alignments: Iterable[Alignment]) -> Iterator[str]:
    """Yield a TMX 1.4b document: translation units of what stands on both sides."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    yield '<tmx version="1.4">'
    yield (
        '<header creationtool="yinju" creationtoolversion="1" segtype="sentence" o-tmf="yinju" '
        f'adminlang="en" srclang="{a.language}" datatype="plaintext"/>'
    )
    yield "<body>"
    for pair in alignments:
        if pair.a and pair.b:
            segments = "".join(
                f'<tuv xml:lang="{text.language}"><seg>{_xml(_joined(text, numbers))}</seg></tuv>'
                for text, numbers in ((a, pair.a), (b, pair.b))
            )
            yield f'<tu><prop type="x-score">{pair.score:.4f}</prop>{segments}</tu>'
    yield "</body>"
    yield "</tmx>"


def html_lines(
    a: ParallelText, b: ParallelText, alignments: Iterable[Alignment], language: Language
) -> Iterator[str]:
    """Yield a page with the texts side by side, without anything from elsewhere."""
    title = _xml(f"{a.source} · {b.source}")
    yield f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main><table>"
    score = _xml(message("align-score", language))
    yield f'<thead><tr><th scope="col">{score}</th>'
    yield f'<th scope="col">{_xml(a.source)}</th><th scope="col">{_xml(b.source)}</th></tr></thead>'
    yield "<tbody>"
    for pair in alignments:
        alone = not (pair.a and pair.b)
        cells = "".join(
            f'<td lang="{text.language}">{_xml(_joined(text, numbers))}</td>'
            for text, numbers in ((a, pair.a), (b, pair.b))
        )
        value = "" if alone else f"{pair.score:.2f}"
        row = '<tr class="alone">' if alone else "<tr>"
        yield f"{row}<td>{value}</td>{cells}</tr>"
    yield "</tbody></table></main></body></html>"


def difference_lines(
    a: ParallelText, b: ParallelText, differences: Iterable[Difference]
) -> Iterator[str]:
    """Yield a JSON line for each difference, with its places in both decoded files."""
    for found in differences:
        here, there = (a, b) if found.side == "a" else (b, a)
        record = {
            "kind": found.kind,
            "side": found.side,
            "text": found.text,
            "span": list(here.in_source(found.span)),
            "counterpart": list(there.in_source(found.counterpart)) if found.counterpart else None,
        }
        yield to_line(record)


def differences_text(
    a: ParallelText, b: ParallelText, differences: Sequence[Difference], language: Language
) -> str:
    """Return the differences for people: the words, their sentence and its counterpart."""
    if not differences:
        return message("diff-none", language)
    blocks = [message("diff-count", language, count=len(differences))]
    for found in differences:
        here, there = (a, b) if found.side == "a" else (b, a)
        kind = message(f"difference-{found.kind}", language)
        sentence = " ".join(
            here.text[start:end]
            for start, end in here.spans
            if start < found.span[1] and found.span[0] < end
        )
        other = there.text[slice(*found.counterpart)] if found.counterpart else ""
        words = "" if found.kind == "sentence" else f" {_shown(found.text)}"
        colon = message("colon", language)
        lines = [f"{kind}{colon if words else ''}{words.strip()}  ({_shown(here.source)})"]
        lines.append(f"   {_shown(sentence)}")
        lines.append(f"   ↔ {_shown(other) or message('diff-nothing', language)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _joined(text: ParallelText, numbers: Sequence[int]) -> str:
    sentences = [text.text[slice(*text.spans[number])].strip() for number in numbers]
    return ("" if text.language == "zh" else " ").join(sentences)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _shown(text: str) -> str:
    """Return a text on one line, without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in _WHITE.sub(" ", text)).strip()

"""A file as the sentences that are aligned, and where each stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.languages import language_of
from indexer.passages import Language, Passage, RawDocument, Span
from indexer.punctuation import split_sentences
from indexer.readers import read
from indexer.splitting import split

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class ParallelText:
    """The sentences of a file."""

    source: str
    language: Language
    text: str
    """The sentences, one a line."""
    spans: tuple[Span, ...]
    """The place of each in `text`."""
    places: tuple[tuple[Passage | None, int], ...]
    """Of each sentence its passage and offset there, or None and its offset in the source."""

    @property
    def sentences(self) -> list[str]:
        """The sentences in reading order."""
        return [self.text[start:end] for start, end in self.spans]

    def in_source(self, span: Span) -> Span:
        """Return where a stretch of `text` stands in the decoded file, from its first code point
        to its last.
        """  # noqa: D205
        found: list[Span] = []
        for (start, end), (passage, offset) in zip(self.spans, self.places, strict=True):
            low, high = max(start, span[0]), min(end, span[1])
            if low >= high:
                continue
            low, high = low - start + offset, high - start + offset
            found += passage.source_spans(low, high) if passage else [(low, high)]
        return (found[0][0], found[-1][1]) if found else (0, 0)


def read_parallel_text(path: Path, *, lines: bool) -> ParallelText:
    """Return the sentences of a text or Markdown file in any encoding that is recognised.

    Parameters
    ----------
    lines
        Each line is one sentence, blank ones too; else the file is split as for indexing.

    Raises
    ------
    SourceError
        The file cannot be read or decoded.
    """
    raw = read(path, root=Path.cwd())
    return _of_lines(raw) if lines else _of_passages(raw)


def _of_lines(raw: RawDocument) -> ParallelText:
    text = raw.text
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    ends = [*(match.start() for match in _LINE_END.finditer(text)), len(text)]
    if starts[-1] == len(text):
        starts, ends = starts[:-1], ends[:-1]  # What stands behind the last line end is no line.
    sentences = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return _text(raw.source, sentences, [(None, start) for start in starts])


def _of_passages(raw: RawDocument) -> ParallelText:
    sentences: list[str] = []
    places: list[tuple[Passage | None, int]] = []
    for passage in split(raw).passages:
        for start, end in split_sentences(passage.text):
            sentences.append(passage.text[start:end])
            places.append((passage, start))
    return _text(raw.source, sentences, places)


def _text(
    source: str, sentences: Sequence[str], places: Sequence[tuple[Passage | None, int]]
) -> ParallelText:
    spans: list[Span] = []
    start = 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    text = "\n".join(sentences)
    return ParallelText(source, language_of(text), text, tuple(spans), tuple(places))

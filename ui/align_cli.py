"""The commands for two files that say the same: `yinju align` and `yinju diff`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.corrections import Correction, merge, read_corrections
from indexer.encoders import EMBEDDED_MODEL, load_encoder
from indexer.errors import EmptySource
from indexer.own_files import CORRECTIONS_NAME
from indexer.passages import Language
from retriever.alignment import Alignment, align
from retriever.differences import differences
from retriever.parallel_texts import ParallelText, read_parallel_text
from ui.align_formats import (
    difference_lines,
    differences_text,
    html_lines,
    json_lines,
    tmx_lines,
    tsv_lines,
)
from ui.messages import message
from ui.output import opened


def run_align(options: argparse.Namespace, language: Language) -> None:
    """Print which sentences of two files say the same."""
    a, b = read_files(options)
    alignments = align_files(a, b, _corrections(options), options, language)
    lines = {
        "json": lambda: json_lines(alignments),
        "tsv": lambda: tsv_lines(a, b, alignments),
        "tmx": lambda: tmx_lines(a, b, alignments),
        "html": lambda: html_lines(a, b, alignments, language),
    }
    with opened(options.output) as file:
        file.writelines(f"{line}\n" for line in lines[options.format]())


def run_diff(options: argparse.Namespace, language: Language) -> None:
    """Print what two files say differently."""
    a, b = read_files(options)
    alignments = align_files(a, b, _corrections(options), options, language)
    found = differences((a.text, b.text), (a.spans, b.spans), alignments)
    with opened(options.output) as file:
        if options.json:
            file.writelines(f"{line}\n" for line in difference_lines(a, b, found))
        else:
            file.write(differences_text(a, b, found, language) + "\n")


def read_files(options: argparse.Namespace) -> tuple[ParallelText, ParallelText]:
    """Return both texts.

    Raises
    ------
    SourceError
        One of them cannot be read, or there is nothing to read in it.
    """
    texts = [read_parallel_text(path, lines=options.lines) for path in (options.a, options.b)]
    for text in texts:
        if not text.text.strip():
            raise EmptySource(source=text.source)
    return texts[0], texts[1]


def _corrections(options: argparse.Namespace) -> tuple[Correction, ...]:
    """Return what people said of the two texts.

    Raises
    ------
    CorrectionsError, SourceError
        A table of corrections cannot be used.
    """
    tables = find_tables(options)
    return merge(c for table in tables for c in read_corrections(table, root=Path.cwd()))


def find_tables(options: argparse.Namespace) -> list[Path]:
    """Return the tables of corrections for the two files; what stands beside the first is last."""
    if options.corrections is not None:
        return [options.corrections]
    folders = dict.fromkeys((options.b.parent, options.a.parent))
    return [path for folder in folders if (path := folder / CORRECTIONS_NAME).is_file()]


def align_files(
    a: ParallelText,
    b: ParallelText,
    corrections: Sequence[Correction],
    options: argparse.Namespace,
    language: Language,
) -> list[Alignment]:
    """Return which sentences of two files say the same, while a terminal shows how far it is."""
    from tqdm import tqdm

    encoder = load_encoder(options.model or EMBEDDED_MODEL)
    with tqdm(
        total=len(a.spans) + len(b.spans),
        desc=message("stage-encode", language),
        file=sys.stderr,
        disable=None,
        leave=False,
    ) as bar:

        def advance(count: int) -> None:
            bar.update(count)

        return align(a.sentences, b.sentences, encoder, corrections=corrections, advance=advance)

"""The command that stores an alignment corrected by hand: `yinju correct`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from indexer.corrections import Correction, keep_corrections, merge, read_corrections
from indexer.own_files import CORRECTIONS_NAME
from indexer.passages import Language
from retriever.correcting import AlignedTexts, find_retired
from retriever.parallel_texts import ParallelText
from ui.align_cli import align_files, find_tables, read_files
from ui.corrected_table import read_table
from ui.errors import NotBilingual
from ui.messages import message


def run_correct(options: argparse.Namespace, language: Language) -> str:
    """Store what an edited table says, and return a line that tells how much that was.

    Raises
    ------
    NotBilingual
        There is no Chinese or no English side.
    CorrectionsError, SourceError, CorrectionsNotWritten
        The table, a text or the corrections cannot be used.
    """
    a, b = read_files(options)
    if a.language == b.language:
        raise NotBilingual(a=a.source, b=b.source)
    target = options.corrections or options.a.parent / CORRECTIONS_NAME
    tables = [table for table in find_tables(options) if table.exists()]
    known = merge(c for table in tables for c in read_corrections(table, root=Path.cwd()))
    texts = _aligned(a, b, known, options, language)
    found = read_table(options.table, texts, (a.source, b.source), root=Path.cwd())
    retired = find_retired(texts, known, found)
    new = keep_corrections(target, tables, found, retired=retired)
    if not new:
        return message("corrections-none", language)
    return message("corrections-stored", language, count=new, path=target)


def _aligned(
    a: ParallelText,
    b: ParallelText,
    known: Sequence[Correction],
    options: argparse.Namespace,
    language: Language,
) -> AlignedTexts:
    alignments = align_files(a, b, known, options, language)
    return AlignedTexts(
        tuple(a.sentences), tuple(b.sentences), (a.language, b.language), tuple(alignments)
    )

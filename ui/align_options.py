"""What the commands for two files take; loads nothing, so that every command starts fast."""

import argparse
from pathlib import Path
from typing import Final

ALIGN_EPILOG: Final = """\
Files are of any kind that yinju index takes, in Chinese and English. Sentences are counted from 0.
What people corrected (yinju correct) stands as they said.

examples:
  yinju align report.zh.txt report.en.txt
  yinju align report.zh.md report.en.md --format html --output report.html
  yinju align zh.txt en.txt --lines --format json
"""
CORRECT_EPILOG: Final = """\
TABLE.tsv is what yinju align prints as a table, edited. Write into the column verdict: confirmed or
rejected (确认, 否决, ok, no). Put sentences together by their numbers in one line (3 4), take them
apart by writing a line for each; such lines count as confirmed. Corrections go into corrections.tsv
beside A, by the sentences themselves, and hold for yinju align, diff, index and compare.

examples:
  yinju align report.zh.txt report.en.txt --output table.tsv
  yinju correct table.tsv report.zh.txt report.en.txt
"""
DIFF_EPILOG: Final = """\
Numbers, dates, percentages, document symbols, names, countries and negations that stand in one
language only, and sentences without a counterpart.

examples:
  yinju diff report.zh.txt report.en.txt
  yinju diff report.zh.txt report.en.txt --json
"""


def add_files(command: argparse.ArgumentParser) -> None:
    """Add what all of them take: two files, how they are read, the model, the corrections."""
    command.add_argument("a", type=Path, metavar="A", help="a text in one language")
    command.add_argument("b", type=Path, metavar="B", help="the same in the other")
    command.add_argument("--lines", action="store_true", help="each line is one sentence")
    command.add_argument(
        "--model",
        metavar="NAME",
        help="a sentence-transformers model: name on the hub or local folder (default: embedded)",
    )
    command.add_argument(
        "--corrections",
        type=Path,
        metavar="FILE",
        help="what people corrected (default: corrections.tsv beside A and B)",
    )


def add_output(command: argparse.ArgumentParser) -> None:
    """Add where the result goes."""
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where it goes (default: standard output)"
    )

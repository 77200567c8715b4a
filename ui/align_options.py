"""What the commands for two files take; loads nothing, so that every command starts fast."""

import argparse
from pathlib import Path
from typing import Final

ALIGN_EPILOG: Final = """\
Files are of any kind that yinju index takes, in Chinese and English. Sentences are counted from 0.

examples:
  yinju align report.zh.txt report.en.txt
  yinju align report.zh.md report.en.md --format html --output report.html
  yinju align zh.txt en.txt --lines --format json
"""
DIFF_EPILOG: Final = """\
Numbers, dates, percentages, document symbols, names, countries and negations that stand in one
language only, and sentences without a counterpart.

examples:
  yinju diff report.zh.txt report.en.txt
  yinju diff report.zh.txt report.en.txt --json
"""


def add_files(command: argparse.ArgumentParser) -> None:
    """Add what both commands take: two files, how they are read, the model."""
    command.add_argument("a", type=Path, metavar="A", help="a text in one language")
    command.add_argument("b", type=Path, metavar="B", help="the same in the other")
    command.add_argument("--lines", action="store_true", help="each line is one sentence")
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where it goes (default: standard output)"
    )
    command.add_argument(
        "--model",
        metavar="NAME",
        help="a sentence-transformers model: name on the hub or local folder (default: embedded)",
    )

"""What `yinju cite` takes; loads nothing else."""

import argparse
from pathlib import Path
from typing import Final

FORMATS: Final = ("text", "markdown", "bibtex", "ris", "docx", "json")

CITE_EPILOG: Final = """\
Markdown and Word are texts to work on: each quotation with a footnote that cites it, and the
documents at the end. JSON lines are receipts: the words, and where they stand; keep them, and check
them when the documents have changed. The check prints a line for each quotation that has moved or
is gone, and has the exit status 1 then.

examples:
  yinju cite a-72-840:9231b55ea037
  yinju cite a-72-840:9231b55ea037 --format bibtex --lang en
  yinju cite a-72-840:9231b55ea037 a-72-840:da568ea70583 --format docx --output quotations.docx
  yinju cite a-72-840:9231b55ea037 --format json --output receipts.jsonl
  yinju cite --check receipts.jsonl
"""


def add_cite(command: argparse.ArgumentParser, port: int) -> None:
    """Add the arguments.

    Parameters
    ----------
    port
        Where the pages are served by default.
    """
    command.epilog = CITE_EPILOG
    command.add_argument("passages", nargs="*", metavar="PASSAGE_ID", help="passages to quote")
    command.add_argument(
        "--check", type=Path, metavar="RECEIPTS.jsonl", help="whether quotations still stand"
    )
    command.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where it goes (default: standard output)"
    )
    command.add_argument(
        "--lang", choices=("zh", "en"), help="style of the citations (default: as the messages)"
    )
    command.add_argument(
        "--page",
        default=f"http://127.0.0.1:{port}/",
        metavar="URL",
        help="where yinju serve runs, for links (default: %(default)s)",
    )
    command.set_defaults(usage_error=command.error)

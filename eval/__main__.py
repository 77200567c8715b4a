"""Measures the project: ``python -m eval quality``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.errors import YinjuError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one evaluation and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True)
    quality = commands.add_parser("quality", help="search quality on the gold questions")
    quality.add_argument("--index", type=Path, default=Path(".yinju"), help="an index of corpus/")
    quality.add_argument("--queries", type=Path, default=Path("eval/dev.jsonl"))
    quality.add_argument("--json", action="store_true", help="all measures, with intervals")
    quality.set_defaults(run=_quality)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except YinjuError as error:
        print(f"eval: {error}", file=sys.stderr)
        return 1
    return 0


def _quality(options: argparse.Namespace) -> None:
    from eval.quality import measure_quality, to_json, to_markdown

    rows, support = measure_quality(options.index, options.queries)
    if options.json:
        print(to_json(rows, support))
        return
    print(to_markdown(rows))
    print(f"\nanswerable questions with support of 0.5 or more: {support.answered_found:.2f}")
    print(f"questions on other subjects with less:             {support.others_refused:.2f}")


if __name__ == "__main__":
    sys.exit(main())

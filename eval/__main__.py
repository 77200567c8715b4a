"""Measures the project: ``python -m eval quality|speed|align``."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from indexer.errors import YinjuError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one evaluation and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True)
    quality = commands.add_parser("quality", help="search quality on the gold questions")
    quality.add_argument(
        "--collection",
        choices=("report", "second"),
        default="report",
        help="second: index eval/second in a temporary folder and ask all of its questions",
    )
    quality.add_argument("--index", type=Path, default=Path(".yinju"), help="an index of corpus/")
    quality.add_argument(
        "--questions",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="default: eval/dev.jsonl own.jsonl",
    )
    quality.add_argument("--split", choices=("tune", "check", "all"), default="tune")
    quality.add_argument("--alone", action="store_true", help="leave out the baselines")
    quality.add_argument("--json", action="store_true", help="all measures, with intervals")
    quality.set_defaults(run=_quality)
    parts = commands.add_parser("ablations", help="what each part of the search brings")
    parts.add_argument("--index", type=Path, default=Path(".yinju"), help="an index of corpus/")
    parts.set_defaults(run=_ablations)
    speed = commands.add_parser("speed", help="speed beside that of other libraries")
    subjects = speed.add_subparsers(required=True)
    encode = subjects.add_parser("encode", help="passages to vectors, beside sentence-transformers")
    encode.add_argument("--json", action="store_true", help="all that was measured, in one line")
    encode.set_defaults(run=_speed_encode)
    align = commands.add_parser("align", help="alignment and differences, beside Bertalign")
    align.add_argument("--alone", action="store_true", help="leave out Bertalign")
    align.add_argument("--json", action="store_true", help="all that was measured")
    align.set_defaults(run=_align)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except YinjuError as error:
        print(f"eval: {error}", file=sys.stderr)
        return 1
    return 0


def _quality(options: argparse.Namespace) -> None:
    from eval.quality import QUESTIONS, measure_quality, measure_second, to_json, to_markdown

    if options.collection == "second":
        rows, trust = measure_second(alone=options.alone)
    else:
        rows, trust = measure_quality(
            options.index,
            files=options.questions or QUESTIONS,
            split=options.split,
            alone=options.alone,
        )
    if options.json:
        print(to_json(rows, trust))
        return
    print(to_markdown(rows))
    print()
    for name, value in asdict(trust).items():
        if value is not None:
            print(f"{name.replace('_', ' '):20s} {value:.2f}")


def _ablations(options: argparse.Namespace) -> None:
    from eval.quality import measure_ablations, to_markdown

    print(to_markdown(measure_ablations(options.index)))


def _speed_encode(options: argparse.Namespace) -> None:
    from eval.speed import measure_encoding, to_json, to_table

    speed = measure_encoding()
    print(to_json(speed) if options.json else to_table(speed))


def _align(options: argparse.Namespace) -> None:
    from eval.alignment import measure_alignment, measure_differences, to_json, to_text

    rows, findings = measure_alignment(peer=not options.alone), measure_differences()
    print(to_json(rows, findings) if options.json else to_text(rows, findings))


if __name__ == "__main__":
    sys.exit(main())

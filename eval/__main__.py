"""Measures the project: ``python -m eval WHAT``."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import YinjuError

if TYPE_CHECKING:
    from eval.gold import Gold


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
    quality.add_argument(
        "--squad",
        type=Path,
        nargs=2,
        metavar=("ZH", "EN"),
        help="instead: others' paragraphs and questions, two files as XQuAD has them",
    )
    _add_questions(quality)
    quality.add_argument("--alone", action="store_true", help="leave out the baselines")
    quality.add_argument(
        "--reranker", metavar="NAME", help="instead: what this cross-encoder brings, by direction"
    )
    quality.add_argument(
        "--everywhere", action="store_true", help="the reranker also where it cannot read"
    )
    quality.add_argument("--json", action="store_true", help="all measures, with intervals")
    quality.set_defaults(run=_quality)
    parts = commands.add_parser("ablations", help="what each part of the search brings")
    _add_questions(parts)
    parts.set_defaults(run=_ablations)
    qrels = commands.add_parser("qrels", help="the questions' relevant passages as TREC qrels")
    _add_questions(qrels)
    qrels.set_defaults(run=_qrels)
    _add_speed(commands)
    crashes = commands.add_parser("crashes", help="builds that are killed, and whose writes fail")
    crashes.add_argument("--kills", type=int, default=200, metavar="N")
    crashes.add_argument("--errors", type=int, default=200, metavar="N", help="failing writes")
    crashes.add_argument(
        "--disks", type=int, default=40, metavar="N", help="a full disk, or one that is read-only"
    )
    crashes.set_defaults(run=_crashes)
    align = commands.add_parser("align", help="alignment and differences, beside Bertalign")
    align.add_argument("--alone", action="store_true", help="leave out Bertalign")
    align.add_argument("--json", action="store_true", help="all that was measured")
    align.set_defaults(run=_align)
    load = commands.add_parser("load", help="the server while many ask and the index is rebuilt")
    load.add_argument("--minutes", type=float, default=5)
    load.add_argument("--clients", type=int, default=16)
    load.add_argument("--rebuilds", type=int, default=3)
    _add_json(load)
    load.set_defaults(run=_load)
    _add_answering(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except (YinjuError, ValueError) as error:
        print(f"eval: {error}", file=sys.stderr)
        return 1
    return 0


def _add_answering(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is measured of answers, and of what they are made of."""
    compare = commands.add_parser("compare", help="counterparts in the other language")
    _add_index(compare)
    compare.add_argument("--split", choices=("tune", "check", "all"), default="tune")
    compare.add_argument(
        "--alone", action="store_true", help="leave out the baselines and the second collection"
    )
    compare.add_argument("--json", action="store_true", help="all that was measured")
    compare.set_defaults(run=_compare)
    answers = commands.add_parser("answers", help="quotes, short forms and answers from tables")
    _add_index(answers)
    answers.add_argument("--split", choices=("tune", "check", "unseen", "all"), default="tune")
    answers.add_argument("--details", action="store_true", help="which questions went wrong")
    _add_json(answers)
    answers.set_defaults(run=_answers)
    written = commands.add_parser("written", help="statements checked against what they cite")
    _add_index(written)
    written.add_argument(
        "--collection",
        choices=("report", "second"),
        default="report",
        help="second: index eval/second in a temporary folder; its statements are all kept aside",
    )
    written.add_argument("--split", choices=("tune", "check", "all"), default="all")
    written.add_argument("--details", action="store_true", help="which statements went wrong")
    _add_json(written)
    written.set_defaults(run=_written)
    store = commands.add_parser("store", help="the report in Milvus, beside its index")
    store.add_argument("store", metavar="STORE", help="as yinju index --store takes it")
    _add_index(store)
    _add_json(store)
    store.set_defaults(run=_store)


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, default=Path(".yinju"), help="an index of corpus/")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="all that was measured, in one line")


def _add_speed(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    speed = commands.add_parser("speed", help="speed beside that of other libraries")
    subjects = speed.add_subparsers(required=True)
    encode = subjects.add_parser("encode", help="passages to vectors, beside sentence-transformers")
    _add_json(encode)
    encode.set_defaults(run=_speed_encode)
    found = subjects.add_parser("search", help="searching a synthetic collection of any size")
    found.add_argument("--passages", type=int, default=1000, help="in both languages; default 1000")
    _add_synthetic(found)
    _add_json(found)
    found.set_defaults(run=_speed_search)
    words = subjects.add_parser("words", help="BM25 in one language, beside rank_bm25")
    words.add_argument("--passages", type=int, default=100_000, help="default 100,000")
    _add_synthetic(words)
    _add_json(words)
    words.set_defaults(run=_speed_words)
    curve = subjects.add_parser("curve", help="what a collection costs by its size")
    curve.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help="default: 1,000 to 1,000,000 passages"
    )
    _add_synthetic(curve)
    _add_json(curve)
    curve.set_defaults(run=_speed_curve)
    start = subjects.add_parser("start", help="a cold question, beside sentence-transformers")
    start.add_argument(
        "--index", type=Path, default=Path(".yinju"), help="an index of corpus/; made if missing"
    )
    _add_json(start)
    start.set_defaults(run=_speed_start)
    serving = subjects.add_parser("serving", help="the server, beside txtai's and LangChain's")
    _add_index(serving)
    serving.add_argument("--clients", type=int, default=16, help="that ask at once")
    serving.add_argument("--seconds", type=float, default=20, help="for a server in a round")
    serving.add_argument(
        "--peers", type=Path, metavar="PYTHON", help="an interpreter that has txtai and LangChain"
    )
    _add_json(serving)
    serving.set_defaults(run=_speed_serving)
    update = subjects.add_parser("update", help="one changed document, beside indexing all")
    update.add_argument("--documents", type=int, default=1000, metavar="N")
    _add_json(update)
    update.set_defaults(run=_speed_update)
    build = subjects.add_parser("build", help="what a build spends beside encoding")
    build.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="default: made documents"
    )
    build.add_argument("--documents", type=int, default=1000, metavar="N", help="that are made")
    _add_json(build)
    build.set_defaults(run=_speed_build)
    memory = subjects.add_parser("memory", help="memory of indexing by the size of a collection")
    memory.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help="default: 10,000 to 160,000 passages"
    )
    _add_index(memory)
    _add_json(memory)
    memory.set_defaults(run=_speed_memory)


def _add_questions(parser: argparse.ArgumentParser) -> None:
    _add_index(parser)
    parser.add_argument(
        "--questions", type=Path, nargs="+", metavar="FILE", help="default: all on the report"
    )
    parser.add_argument("--split", choices=("tune", "check", "unseen", "all"), default="tune")


def _add_synthetic(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--index", type=Path, default=Path(".yinju"), help="an index of corpus/; made if missing"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where collections stay for the next time"
    )


def _report(options: argparse.Namespace) -> "Gold":
    from eval.gold import QUESTIONS, report

    return report(options.index, options.split, options.questions or QUESTIONS)


def _quality(options: argparse.Namespace) -> None:
    from eval.gold import second, squad
    from eval.quality import measure_quality, to_json, to_markdown

    gold: AbstractContextManager[Gold]
    if options.squad:
        gold = squad(*options.squad)
    elif options.collection == "second":
        gold = second()
    else:
        gold = nullcontext(_report(options))
    if options.reranker:
        _reranking(gold, options)
        return
    with gold as asked:
        rows, trust = measure_quality(asked, alone=options.alone)
    if options.json:
        print(to_json(rows, trust))
        return
    print(to_markdown(rows))
    print()
    for name, value in asdict(trust).items():
        if value is not None:
            print(f"{name.replace('_', ' '):20s} {value:.2f}")


def _reranking(gold: AbstractContextManager["Gold"], options: argparse.Namespace) -> None:
    from eval.reranking import measure_reranking, to_json, to_markdown

    with gold as asked:
        rows, reranking = measure_reranking(asked, options.reranker, everywhere=options.everywhere)
    if options.json:
        print(to_json(rows, reranking))
        return
    print(to_markdown(rows))
    print(f"\nasked in {', '.join('→'.join(way) for way in sorted(reranking.directions))}")


def _ablations(options: argparse.Namespace) -> None:
    from eval.quality import measure_ablations, to_markdown

    print(to_markdown(measure_ablations(_report(options))))


def _qrels(options: argparse.Namespace) -> None:
    from eval.quality import find_relevant, to_qrels
    from retriever.search import open_index

    gold = _report(options)
    index = open_index(gold.directory)
    print(to_qrels(find_relevant(index, gold.questions)), end="")


def _speed_encode(options: argparse.Namespace) -> None:
    from eval.speed import measure_encoding, to_json, to_table

    speed = measure_encoding()
    print(to_json(speed) if options.json else to_table(speed))


def _speed_search(options: argparse.Namespace) -> None:
    from eval.speed_search import measure_search, to_json, to_table

    speed = measure_search(options.passages, real=options.index, kept=options.keep)
    print(to_json(speed) if options.json else to_table(speed))


def _speed_words(options: argparse.Namespace) -> None:
    from eval.speed_words import measure_words, to_json, to_table

    speed = measure_words(options.passages, real=options.index, kept=options.keep)
    print(to_json(speed) if options.json else to_table(speed))


def _speed_curve(options: argparse.Namespace) -> None:
    from eval.speed_curve import SIZES, measure_curve, to_json, to_markdown

    curve = measure_curve(options.sizes or SIZES, real=options.index, kept=options.keep)
    print(to_json(curve) if options.json else to_markdown(curve))


def _speed_start(options: argparse.Namespace) -> None:
    from eval.speed_start import measure_start, to_json, to_table

    speed = measure_start(options.index)
    print(to_json(speed) if options.json else to_table(speed))


def _speed_serving(options: argparse.Namespace) -> None:
    from eval.speed_serving import measure_serving, to_json, to_table

    speed = measure_serving(
        options.index, clients=options.clients, seconds=options.seconds, peers=options.peers
    )
    print(to_json(speed) if options.json else to_table(speed))


def _speed_update(options: argparse.Namespace) -> None:
    from eval.speed_update import measure_update, to_json, to_text

    speed = measure_update(options.documents)
    print(to_json(speed) if options.json else to_text(speed))


def _speed_memory(options: argparse.Namespace) -> None:
    from eval.speed_memory import SIZES, measure_memory, to_json, to_markdown

    growth = measure_memory(options.sizes or SIZES, real=options.index)
    print(to_json(growth) if options.json else to_markdown(growth))


def _speed_build(options: argparse.Namespace) -> None:
    from eval.speed_build import measure_build, to_json, to_text

    builds = [build for build in measure_build(options.paths, options.documents) if build]
    print(to_json(builds) if options.json else to_text(builds))


def _crashes(options: argparse.Namespace) -> None:
    from eval.crashes import DISK_FAULTS, measure_crashes

    for name, rounds, faults in (
        ("kills", options.kills, ("kill",)),
        ("errors", options.errors, ("limit", "flush")),
        ("disks", options.disks, DISK_FAULTS),
    ):
        if rounds:
            done = measure_crashes(rounds, faults)
            print(
                f"{name}: {done.rounds} builds, {done.ended} ended on the way, {done.switched} "
                f"switched, {done.seconds} s; findings: {'; '.join(done.findings) or 'none'}"
            )


def _compare(options: argparse.Namespace) -> None:
    from eval.counterparts import measure_counterparts, to_json, to_markdown

    rows, judgement = measure_counterparts(options.index, split=options.split, alone=options.alone)
    if options.json:
        print(to_json(rows, judgement))
        return
    print(to_markdown(rows))
    print()
    for name, value in asdict(judgement).items():
        if value is not None:
            print(f"{name.replace('_', ' '):20s} {value:.2f}")


def _load(options: argparse.Namespace) -> None:
    from eval.load import measure_load, to_json, to_text

    load = measure_load(
        seconds=60 * options.minutes, clients=options.clients, rebuilds=options.rebuilds
    )
    print(to_json(load) if options.json else to_text(load))


def _store(options: argparse.Namespace) -> None:
    from eval.store import measure_store, to_json, to_text

    store = measure_store(options.store, options.index, [Path("corpus")])
    print(to_json(store) if options.json else to_text(store))


def _answers(options: argparse.Namespace) -> None:
    from eval.answers import measure_answers, to_json, to_text

    quality, failures = measure_answers(options.index, options.split)
    print(to_json(quality) if options.json else to_text(quality, failures, details=options.details))


def _written(options: argparse.Namespace) -> None:
    from eval.written import (
        SECOND_STATEMENTS,
        STATEMENTS,
        measure_written,
        second_index,
        to_json,
        to_text,
    )

    second = options.collection == "second"
    statements = SECOND_STATEMENTS if second else STATEMENTS
    with second_index() if second else nullcontext(options.index) as directory:
        checked, mistakes = measure_written(directory, statements, options.split)
    print(to_json(checked) if options.json else to_text(checked, mistakes, details=options.details))


def _align(options: argparse.Namespace) -> None:
    from eval.alignment import measure_alignment, measure_differences, to_json, to_text

    rows, findings = measure_alignment(peer=not options.alone), measure_differences()
    print(to_json(rows, findings) if options.json else to_text(rows, findings))


if __name__ == "__main__":
    sys.exit(main())

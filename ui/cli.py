"""The command line: arguments, one call, print. The only place with exit statuses."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from indexer.errors import QuestionError, YinjuError
from indexer.passages import Language
from ui.messages import error_message, message, preferred_language

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2

DEFAULT_INDEX: Final = Path(".yinju")
DEFAULT_PORT: Final = 7860
WIDEST: Final = 100
"""Columns of the widest text: longer lines are hard to read."""

_EPILOG = """\
examples:
  yinju index corpus
  yinju ask "How often do the heads of UNOCT and CTED meet?"
  yinju search "突尼斯的项目" --lang en --top-k 5
  yinju serve
"""

_INDEX_EPILOG = """\
Files are .txt and .md; folders are gone through with all folders in them. Afterwards the index
holds what the paths hold: what has changed is read again, what is gone is removed.

examples:
  yinju index corpus
  yinju index reports notes.md --index /data/reports-index
"""

_SEARCH_EPILOG = """\
examples:
  yinju search "毒品和犯罪问题办公室在摩洛哥的项目"
  yinju search "projects in Morocco" --lang zh --json
  yinju search --queries questions.jsonl --top-k 20 --output hits.jsonl
  yinju search --queries questions.jsonl --format trec --output run.txt

A line of the file of questions: {"id": "q1", "question": "..."}
"""

_ASK_EPILOG = """\
examples:
  yinju ask "有多少会员国加入了该集团？"
  yinju ask "Who chairs the task force?" --json
  yinju ask --queries questions.jsonl --output answers.jsonl
"""


_GLOSSARY_EPILOG = """\
It holds what glossary.tsv files beside the documents say, and what the documents define in
brackets. To add an entry, write a line into glossary.tsv (Chinese, Chinese short forms, English,
acronym; tabs between, | between alternatives) and run yinju index again: nothing is encoded anew.

examples:
  yinju glossary
  yinju glossary UNODC
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 2 wrong usage, 1 anything else."""
    language = preferred_language(os.environ)
    options = build_parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace, Language], int] = options.run
        status = run(options, language)
        sys.stdout.flush()
    except YinjuError as error:
        return _fail(error_message(error, language))
    except KeyboardInterrupt:
        return _fail(message("interrupted", language))
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("YINJU_TRACEBACK"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _fail(message("unexpected", language, error=what))
    return status


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `run` to the function that does it."""
    parser = argparse.ArgumentParser(
        prog="yinju",
        description="Search documents in Chinese and English and cite what answers.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = _command(commands, "index", "make an index of files and folders, or update it")
    index.epilog = _INDEX_EPILOG
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    index.add_argument(
        "--model",
        metavar="NAME",
        help="a sentence-transformers model: name on the hub or local folder (default: embedded)",
    )
    index.set_defaults(run=_index)

    search = _command(commands, "search", "list the passages that answer a question")
    search.epilog = _SEARCH_EPILOG
    _add_question(search, top_k=10)
    search.add_argument(
        "--format", choices=("jsonl", "trec"), default="jsonl", help="of --output (default: jsonl)"
    )
    search.set_defaults(run=_search)

    ask = _command(commands, "ask", "quote what answers a question, with citations")
    ask.epilog = _ASK_EPILOG
    _add_question(ask, top_k=10)
    ask.set_defaults(run=_ask, format="jsonl")

    passages = _command(commands, "passages", "print all passages as JSON lines, in reading order")
    passages.epilog = "example:\n  yinju passages --source corpus/a-72-840/a-72-840.txt"
    passages.add_argument("--source", metavar="PATH", help="of this document only")
    passages.set_defaults(run=_passages)

    glossary = _command(commands, "glossary", "show the bilingual glossary of the documents")
    glossary.epilog = _GLOSSARY_EPILOG
    glossary.add_argument("filter", nargs="?", default="", help="only entries that contain this")
    glossary.add_argument("--json", action="store_true", help="print JSON lines, for programs")
    glossary.set_defaults(run=_glossary)

    _add_align(commands)
    _add_diff(commands)

    serve = _command(commands, "serve", "open the pages in a browser: ask, read, jump")
    serve.epilog = "example:\n  yinju serve --port 8000"
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    serve.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)"
    )
    serve.set_defaults(run=_serve)

    check = _command(commands, "check", "verify an index: its files and its scores")
    check.epilog = "example:\n  yinju check --index /data/reports-index"
    check.set_defaults(run=_check)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    command = _plain_command(commands, name, text)
    command.add_argument(
        "--index",
        type=Path,
        default=DEFAULT_INDEX,
        metavar="DIR",
        help="the index directory (default: %(default)s)",
    )
    return command


def _plain_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_align(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from ui.align_options import ALIGN_EPILOG, add_files

    align = _plain_command(commands, "align", "pair the sentences of two files that say the same")
    align.epilog = ALIGN_EPILOG
    add_files(align)
    align.add_argument(
        "--format",
        choices=("json", "tsv", "tmx", "html"),
        default="tsv",
        help="JSON lines, a table, a translation memory, a page (default: %(default)s)",
    )
    align.set_defaults(run=_align)


def _add_diff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from ui.align_options import DIFF_EPILOG, add_files

    diff = _plain_command(commands, "diff", "show what two files in two languages say differently")
    diff.epilog = DIFF_EPILOG
    add_files(diff)
    diff.add_argument("--json", action="store_true", help="print JSON lines, for programs")
    diff.set_defaults(run=_diff)


def _add_question(command: argparse.ArgumentParser, *, top_k: int) -> None:
    command.add_argument("question", nargs="?", help="in Chinese or English, or in both")
    command.add_argument(
        "--queries", type=Path, metavar="FILE.jsonl", help="many questions, one a line"
    )
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where the lines go (default: standard output)"
    )
    command.add_argument(
        "--top-k", type=_count, default=top_k, metavar="K", help="passages (default: %(default)s)"
    )
    command.add_argument(
        "--lang",
        choices=("zh", "en", "all"),
        default="all",
        help="language of the passages (default: %(default)s)",
    )
    command.add_argument("--json", action="store_true", help="print JSON, for programs")
    command.set_defaults(command=command)


def _index(options: argparse.Namespace, language: Language) -> int:
    from indexer.build import build_index
    from ui.progress import build_progress
    from ui.terminal import failures_text, report_text

    with build_progress(language) as progress:
        report = build_index(options.paths, options.index, model=options.model, progress=progress)
    print(report_text(report, language))
    if report.failures:
        print(failures_text(report, language), file=sys.stderr)
        return FAILED
    return DONE


def _search(options: argparse.Namespace, language: Language) -> int:
    from retriever.hits import Results
    from retriever.search import open_index, search
    from ui.records import results_record, to_line, trec_lines
    from ui.terminal import results_text

    _require_one_question(options)
    index = open_index(options.index)

    def results(question: str) -> Results:
        return search(index, question, top_k=options.top_k, language=options.lang)

    def lines(question: str, query_id: str | None) -> list[str]:
        if options.format == "trec":
            return list(trec_lines(results(question), query_id or "1"))
        return [to_line(results_record(results(question), query_id))]

    def text(question: str) -> str:
        return results_text(results(question), language, _width())

    return _respond(options, language, lines, text)


def _ask(options: argparse.Namespace, language: Language) -> int:
    from retriever.hits import Answer
    from retriever.search import ask, open_index
    from ui.records import answer_record, to_line
    from ui.terminal import answer_text

    _require_one_question(options)
    index = open_index(options.index)

    def answer(question: str) -> Answer:
        return ask(index, question, top_k=options.top_k, language=options.lang)

    def lines(question: str, query_id: str | None) -> list[str]:
        return [to_line(answer_record(answer(question), query_id))]

    def text(question: str) -> str:
        return answer_text(answer(question), language, _width())

    return _respond(options, language, lines, text)


def _respond(
    options: argparse.Namespace,
    language: Language,
    lines: Callable[[str, str | None], list[str]],
    text: Callable[[str], str],
) -> int:
    """Answer the question or questions of a command, as lines for programs or text for people."""
    from ui.output import opened
    from ui.progress import watched
    from ui.queries_file import read_queries

    if options.queries is None:
        with opened(options.output) as file:
            if options.json or options.output or options.format == "trec":
                print(*lines(options.question, None), sep="\n", file=file)
            else:
                print(text(options.question), file=file)
        return DONE
    failures: list[str] = []
    queries = read_queries(options.queries)
    with opened(options.output) as file:
        for query in watched(queries, language):
            try:
                print(*lines(query.question, query.id), sep="\n", file=file)
            except QuestionError as error:
                failures.append(f"{query.id}: {error_message(error, language)}")
    if failures:
        print(message("not-answered", language, count=len(failures)), file=sys.stderr)
        print(*(f"  {failure}" for failure in failures), sep="\n", file=sys.stderr)
        return FAILED
    return DONE


def _passages(options: argparse.Namespace, language: Language) -> int:
    from retriever.citations import cite_all
    from retriever.search import open_store
    from ui.records import passage_record, to_line

    with open_store(options.index) as store:
        sources = [options.source] if options.source else store.sources()
        for source in sources:
            for passage, citation in cite_all(store.passages(source), store.document(source)):
                print(to_line(passage_record(passage, citation)))
    return DONE


def _glossary(options: argparse.Namespace, language: Language) -> int:
    from retriever.search import open_glossary
    from ui.records import glossary_record, to_line
    from ui.terminal import glossary_text

    wanted = options.filter.casefold()
    entries = [
        entry
        for entry in open_glossary(options.index)
        if any(wanted in name.casefold() for name in (*entry.zh, *entry.en, *entry.acronyms))
    ]
    if options.json:
        for entry in entries:
            print(to_line(glossary_record(entry)))
    else:
        print(glossary_text(entries, language, _width()))
    return DONE


def _align(options: argparse.Namespace, language: Language) -> int:
    from ui.align_cli import run_align

    run_align(options, language)
    return DONE


def _diff(options: argparse.Namespace, language: Language) -> int:
    from ui.align_cli import run_diff

    run_diff(options, language)
    return DONE


def _serve(options: argparse.Namespace, language: Language) -> int:
    from ui.app import serve

    serve(options.index, host=options.host, port=options.port, language=language)
    return DONE


def _check(options: argparse.Namespace, language: Language) -> int:
    from retriever.checking import check

    findings = check(options.index)
    if findings:
        print(message("check-findings", language, count=len(findings)), file=sys.stderr)
        print(*(f"  {finding}" for finding in findings), sep="\n", file=sys.stderr)
        return FAILED
    print(message("check-sound", language, directory=options.index))
    return DONE


def _require_one_question(options: argparse.Namespace) -> None:
    if (options.question is None) == (options.queries is None):
        options.command.error("give either a question or --queries FILE.jsonl")


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value < 65536:
        raise ValueError
    return value


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)


def _fail(text: str) -> int:
    print(f"yinju: {text}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())

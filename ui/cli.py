"""The command line: arguments, one call, print. The only place with exit statuses."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from indexer.errors import YinjuError
from indexer.passages import Language
from ui.arguments import build_parser
from ui.messages import error_message, message, preferred_language

if TYPE_CHECKING:
    from retriever.restrictions import Restrictions
    from retriever.search import Index
    from ui.writer import Writer

DONE: Final = 0
FAILED: Final = 1

WIDEST: Final = 100
"""Columns of the widest text: longer lines are hard to read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 2 wrong usage, 1 anything else."""
    language = preferred_language(os.environ)
    options = build_parser().parse_args(arguments)
    try:
        status = _COMMANDS[options.command](options, language)
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


def _index(options: argparse.Namespace, language: Language) -> int:
    from indexer.build import build_index
    from ui.progress import build_progress
    from ui.terminal import failures_text, report_text
    from ui.waiting import when_free

    if options.watch:
        if options.encoded:
            options.usage_error("--encoded goes with one build, not with --watch")
        from ui.watch_cli import run_watch

        # Without end: Ctrl+C is how it is meant to stop.
        with suppress(KeyboardInterrupt):
            for line, failed in run_watch(options, language):
                print(line, file=sys.stderr if failed else sys.stdout, flush=True)
        return DONE
    with build_progress(language) as progress:
        report = when_free(
            options.index,
            language,
            lambda: build_index(
                options.paths,
                options.index,
                model=options.model,
                allow_empty=options.allow_empty,
                store=options.store,
                encoded=options.encoded,
                progress=progress,
            ),
        )
    print(report_text(report, language))
    if report.failures:
        print(failures_text(report.failures, language), file=sys.stderr)
        return FAILED
    return DONE


def _encode(options: argparse.Namespace, language: Language) -> int:
    from ui.encode_cli import run_encode

    done, failed = run_encode(options, language)
    print(done)
    _warn(failed)
    return FAILED if failed else DONE


def _search(options: argparse.Namespace, language: Language) -> int:
    from retriever.hits import Results
    from retriever.search import search
    from retriever.wordings import Wordings, compare_wordings
    from ui.records import results_record, to_line, trec_lines
    from ui.terminal import results_text
    from ui.wordings_text import wordings_record, wordings_text

    _require_one_question(options)
    index, restrictions = _open_asked(options, language)

    def results(question: str) -> Results:
        return search(
            index,
            question,
            top_k=options.top_k,
            language=options.lang,
            restrictions=restrictions,
        )

    def reworded(found: Results) -> Wordings:
        return compare_wordings(found, results(options.also))

    def lines(question: str, query_id: str | None) -> list[str]:
        if options.format == "trec":
            return list(trec_lines(results(question), query_id or "1"))
        found = results(question)
        also = {"also": wordings_record(reworded(found))} if options.also else {}
        return [to_line(results_record(found, query_id) | also)]

    def text(question: str) -> str:
        found = results(question)
        text = results_text(found, language, _width())
        return f"{text}\n\n{wordings_text(reworded(found), language)}" if options.also else text

    return _respond(options, language, lines, text)


def _ask(options: argparse.Namespace, language: Language) -> int:
    from retriever.answers import ask
    from retriever.hits import Answer, Results
    from retriever.wordings import Wordings, compare_wordings
    from ui.records import answer_record, to_line
    from ui.terminal import answer_text
    from ui.wordings_text import wordings_record, wordings_text

    _require_one_question(options)
    writer = _choose_writer(options)
    if writer is not None:
        # Loaded only then: an HTTP client takes a while.
        from ui.writing import read_writing
        from ui.written_cli import print_written
        from ui.written_text import written_record
    index, restrictions = _open_asked(options, language)
    failures: list[YinjuError] = []

    @lru_cache(maxsize=2)
    def answer(question: str) -> Answer:
        return ask(
            index,
            question,
            top_k=options.top_k,
            language=options.lang,
            restrictions=restrictions,
        )

    def reworded(found: Results) -> Wordings:
        return compare_wordings(found, answer(options.also).results)

    def lines(question: str, query_id: str | None) -> list[str]:
        found = answer(question)
        also = {"also": wordings_record(reworded(found.results))} if options.also else {}
        if writer is not None:
            writing = read_writing(index, found, writer)
            also["written"] = written_record(writing)
            failures.extend(writing.errors)
        return [to_line(answer_record(found, query_id) | also)]

    def text(question: str) -> str:
        found = answer(question)
        text = answer_text(found, language, _width())
        if options.also:
            text += f"\n\n{wordings_text(reworded(found.results), language)}"
        return text

    status = _respond(options, language, lines, text)
    if writer is not None and not (options.json or options.output):
        # What the documents say can be read meanwhile.
        print(flush=True)
        say = partial(print, flush=True)
        failures.extend(
            print_written(index, answer(options.question), writer, say, language, _width())
        )
    if failures:
        raise failures[0]
    return status


def _open_asked(options: argparse.Namespace, language: Language) -> "tuple[Index, Restrictions]":
    """Return the index that is asked, and what of it the answer may be taken from."""
    from retriever.search import open_index
    from ui.filter_options import read_restrictions
    from ui.reranking_notice import reranking_notice

    index = open_index(options.index, reranker=options.reranker)
    _warn(reranking_notice(index, language))
    restrictions = read_restrictions(
        index, options.document, options.section, options.kind, options.where
    )
    return index, restrictions


def _choose_writer(options: argparse.Namespace) -> "Writer | None":
    """Return the language model that is to write, if there is one."""
    from ui.writer import read_writer

    if options.queries is None:
        return read_writer(os.environ, options.llm, options.model)
    if options.llm is not None:
        options.usage_error("--llm goes with one question")
    # Of many questions none is sent anywhere because of a variable.
    return None


def _respond(
    options: argparse.Namespace,
    language: Language,
    lines: Callable[[str, str | None], list[str]],
    text: Callable[[str], str],
) -> int:
    """Answer the question or questions of a command, as lines for programs or text for people."""
    from retriever.errors import QuestionError
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


def _explain(options: argparse.Namespace, language: Language) -> int:
    from ui.explain_cli import run_explain

    print(run_explain(options, language, _width()))
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


def _documents(options: argparse.Namespace, language: Language) -> int:
    from ui.documents_cli import run_documents

    print(run_documents(options, language))
    return DONE


def _glossary(options: argparse.Namespace, language: Language) -> int:
    from ui.glossary_cli import run_glossary
    from ui.glossary_editing import EntryError

    if options.add is not None and (options.filter or options.json or options.candidates):
        options.usage_error("--add goes with --acronym alone")
    if options.add is None and options.acronym:
        options.usage_error("--acronym goes with --add")
    if options.candidates:
        from ui.candidates_cli import run_candidates

        for line in run_candidates(options, language):
            print(line)
        return DONE
    try:
        text = run_glossary(options, language, _width())
    except EntryError as error:
        return _fail(message(error.key, language, **error.values))
    if text:
        print(text)
    return DONE


def _cite(options: argparse.Namespace, language: Language) -> int:
    from ui.cite_cli import run_check, run_cite

    if bool(options.passages) == (options.check is not None):
        options.usage_error("give either PASSAGE_ID or --check RECEIPTS.jsonl")
    if options.format == "docx" and options.passages and options.output is None:
        options.usage_error("--format docx needs --output FILE")
    if options.check is None:
        run_cite(options, language)
        return DONE
    lines, sound = run_check(options, language)
    print(*(lines or [sound]), sep="\n")
    return FAILED if lines else DONE


def _compare(options: argparse.Namespace, language: Language) -> int:
    from ui.compare_cli import run_compare

    if [options.passage, options.section, options.passages].count(None) != 2:
        options.usage_error("give one of PASSAGE_ID, --section ID and --passages FILE.jsonl")
    run_compare(options, language, _width())
    return DONE


def _map(options: argparse.Namespace, language: Language) -> int:
    from ui.map_cli import run_map

    if len(options.documents) > 2:
        options.usage_error("give two documents at most")
    run_map(options, language, _width())
    return DONE


def _align(options: argparse.Namespace, language: Language) -> int:
    from ui.align_cli import run_align

    run_align(options, language)
    return DONE


def _correct(options: argparse.Namespace, language: Language) -> int:
    from ui.correct_cli import run_correct

    print(run_correct(options, language))
    return DONE


def _diff(options: argparse.Namespace, language: Language) -> int:
    from ui.align_cli import run_diff

    run_diff(options, language)
    return DONE


def _serve(options: argparse.Namespace, language: Language) -> int:
    from ui.app import serve
    from ui.writer import read_writer

    serve(
        options.index,
        host=options.host,
        port=options.port,
        reranker=options.reranker,
        language=language,
        writer=read_writer(os.environ, options.llm, options.model),
    )
    return DONE


def _mcp(options: argparse.Namespace, language: Language) -> int:
    from ui.current_index import CurrentIndex
    from ui.library_work import LibraryWork
    from ui.mcp_server import run_tools

    with closing(CurrentIndex(options.index)) as current, closing(LibraryWork(current)) as work:
        run_tools(work, options.page)
    return DONE


def _check(options: argparse.Namespace, language: Language) -> int:
    from retriever.checking import check

    if options.repair:
        from ui.repair_cli import run_repair

        done, lost = run_repair(options, language)
        if done:
            print(done)
        if lost:
            print(lost, file=sys.stderr)
            return FAILED
    findings = check(options.index)
    if findings:
        print(message("check-findings", language, count=len(findings)), file=sys.stderr)
        print(*(f"  {finding}" for finding in findings), sep="\n", file=sys.stderr)
        return FAILED
    print(message("check-sound", language, directory=options.index))
    return DONE


def _selftest(options: argparse.Namespace, language: Language) -> int:
    from ui.selftest_cli import run_selftest

    report, sound = run_selftest(options, language, _width())
    print(report)
    return DONE if sound else FAILED


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Language], int]]] = {
    "index": _index,
    "encode": _encode,
    "search": _search,
    "ask": _ask,
    "explain": _explain,
    "passages": _passages,
    "documents": _documents,
    "glossary": _glossary,
    "cite": _cite,
    "compare": _compare,
    "map": _map,
    "align": _align,
    "correct": _correct,
    "diff": _diff,
    "serve": _serve,
    "mcp": _mcp,
    "check": _check,
    "selftest": _selftest,
}


def _require_one_question(options: argparse.Namespace) -> None:
    if (options.question is None) == (options.queries is None):
        options.usage_error("give either a question or --queries FILE.jsonl")
    if options.also is not None and (options.queries is not None or options.format == "trec"):
        options.usage_error("--also goes with one question, as text or JSON")


def _warn(text: str) -> None:
    if text:
        print(text, file=sys.stderr)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)


def _fail(text: str) -> int:
    print(f"yinju: {text}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())

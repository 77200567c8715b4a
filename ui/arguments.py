"""What the command line takes; loads nothing else, so that help is there at once."""

import argparse
from pathlib import Path
from typing import Final

from ui.align_options import ALIGN_EPILOG, CORRECT_EPILOG, DIFF_EPILOG, add_files, add_output
from ui.cite_options import add_cite

KINDS: Final = ("paragraph", "list-item", "table-row", "footnote")
"""The kinds of passages that can be found."""
DEFAULT_INDEX: Final = Path(".yinju")
DEFAULT_PORT: Final = 7860

_EPILOG = """\
examples:
  yinju index corpus
  yinju ask "How often do the heads of UNOCT and CTED meet?"
  yinju search "突尼斯的项目" --lang en --top-k 5
  yinju serve
"""

_INDEX_EPILOG = """\
Files are text, Markdown, HTML, Word (.docx), PDF with text, CSV and Excel (.xlsx); folders are gone
through with all folders in them. Afterwards the index holds what the paths hold: what has changed
is read again, what is gone is removed. What was added in the page stays, and documents that were
removed there, or with yinju documents, stay out.

A collection that outgrows one machine goes to Milvus (docs/milvus.md; pip install 'yinju[milvus]');
a token is read from YINJU_MILVUS_TOKEN. What other machines encoded (yinju encode) is taken with
--encoded.

examples:
  yinju index corpus
  yinju index reports notes.md --index /data/reports-index
  yinju index reports --watch
  yinju index reports --store milvus:http://127.0.0.1:19530
  yinju index reports --encoded shard-*.part
"""

_ENCODE_EPILOG = """\
Encoding is what indexing takes. Each of several machines that have the documents encodes its share
of their texts, and yinju index --encoded then encodes only what none of them did, a share that is
missing for example. Run again, it goes on from what is in the file.

examples:
  yinju encode reports --shard 2/8 --output shard-2.part
  yinju index reports --encoded shard-*.part
"""

_SEARCH_EPILOG = """\
examples:
  yinju search "毒品和犯罪问题办公室在摩洛哥的项目"
  yinju search "projects in Morocco" --lang zh --json
  yinju search "border security" --section "annex II" --kind table-row --where "Status=Completed"
  yinju search --queries questions.jsonl --top-k 20 --output hits.jsonl
  yinju search --queries questions.jsonl --format trec --output run.txt

A line of the file of questions: {"id": "q1", "question": "..."}
"""

_ASK_EPILOG = """\
examples:
  yinju ask "有多少位领导人在大会上强调改善国际反恐合作？"
  yinju ask "Who chairs the task force?" --json
  yinju ask --queries questions.jsonl --output answers.jsonl
  yinju ask "Who chairs the task force?" --llm http://127.0.0.1:11434/v1 --model qwen3:8b

With --llm, or YINJU_LLM_URL, a language model is sent the question and the passages found, and
writes an answer below the quotations; each sentence is checked against what it cites, and struck
out if that does not support it. YINJU_LLM_KEY holds its key, if it needs one.
"""


_EXPLAIN_EPILOG = """\
What made its score: the words of the question and what stands for them, the meaning of the passage
and of its best sentence, its rank by each; and what it lacks beside the last passage that is shown.

examples:
  yinju explain "projects in Tunisia" a-72-840:da568ea70583
  yinju explain "projects in Tunisia" a-72-840:da568ea70583 --kind table-row --json
"""


_DOCUMENTS_EPILOG = """\
A document that was removed stays out when its path is indexed again; its file is left alone. Files
that were added in the page are kept in the index directory, and are deleted when they are removed.

examples:
  yinju documents
  yinju documents --remove A/72/840
  yinju documents --restore corpus/a-72-840/a-72-840.txt
"""


_GLOSSARY_EPILOG = """\
It holds what glossary.tsv files beside the documents say, and what the documents define in
brackets. An entry that is added is written into glossary.tsv, and the index brought up to date;
nothing is encoded anew. That file can also be edited by hand (Chinese, Chinese short forms,
English, acronym; tabs between, | between alternatives); run yinju index again then.

Candidates are terms that stand together in sentences which people confirmed (yinju correct), and
that neither the glossary nor the dictionary has; they are printed as lines for glossary.tsv.

examples:
  yinju glossary
  yinju glossary UNODC
  yinju glossary --add "蓝港管理处|蓝港处" "Blue Harbour Office" --acronym BHO
  yinju glossary --candidates
"""


_COMPARE_EPILOG = """\
What is asked for is a passage or a section, by the id that yinju passages prints; the id of a
heading is that of its section. Passages and sections in the other language on the same subject are
listed, the likeliest first, or none where there is none.

examples:
  yinju compare a-72-840:9231b55ea037
  yinju compare --section a-72-840:12ab90cd34ef --top-k 3
  yinju compare --passages passages.jsonl --top-k 5 --output counterparts.jsonl

A line of the file of passages: {"id": "c1", "passage_id": "..."}, or by a place in the decoded
document: {"id": "c2", "source": "...", "span": [start, end]}
"""


_MAP_EPILOG = """\
Without a document all Chinese is compared with all English; one document is compared with itself,
its Chinese with its English; two are compared with each other, each in its main language. Documents
are called by their paths in the index, their symbols or their file names.

examples:
  yinju map
  yinju map A/72/840 --picture map.svg
  yinju map report.zh.md report.en.md --json

JSON, in one line:
  a, b       the sides: language, source, title and symbol (null for all documents), passages,
             sections: section_id (null for what stands below no heading), source, heading, path,
             level, passages, coverage (the share of its passages with a counterpart on the other
             side), counterparts (the nearest sections there: number from 0, section_id, score)
  matrix     how near each section of a (row) is to each of b (column), in [0, 1]; 0.5 is as near
             as the nearest usually are
  coverage   of a and b, the share of passages with a counterpart
  uncovered  of a and b, the passages without one, as yinju passages prints them
"""


_SERVE_EPILOG = """\
Other machines are served only with a password, over a proxy that encrypts if passwords pass a
network: YINJU_AUTH holds user:password, one user a line.

examples:
  yinju serve --port 8000
  YINJU_AUTH=reader:secret yinju serve --host 0.0.0.0
  YINJU_LLM_KEY=... yinju serve --llm https://llm.example/v1 --model NAME
"""

_MCP_EPILOG = """\
Speaks MCP over standard input and output, to the assistant that starts it. Whoever runs yinju serve
has the same tools at /mcp of the page.

example:
  yinju mcp --index /data/reports-index
"""


_CHECK_EPILOG = """\
A repair takes what is not damaged: texts and passages as the index has them, else the documents
from their files; run it where yinju index was run. What is gone from both is named.

examples:
  yinju check --index /data/reports-index
  yinju check --repair
"""


_SELFTEST_EPILOG = """\
Asks for sentences, headings and names of the documents themselves, in their own language and, put
word by word through glossary and dictionary, in the other one; by all channels and by each alone.
Then reads what is cited in the stored source. Ends with status 1 where a channel finds nothing or
a citation is not exact, and says what to do.

examples:
  yinju selftest --index /data/reports-index
  yinju selftest --json
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `command` is the name of the one that was given."""
    parser = argparse.ArgumentParser(
        prog="yinju",
        description="Search documents in Chinese and English and cite what answers.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    _add_index(commands)
    _add_encode(commands)
    _add_search(commands)
    _add_ask(commands)
    _add_explain(commands)
    _add_passages(commands)
    _add_documents(commands)
    _add_glossary(commands)
    cite = _command(commands, "cite", "quote passages in the style of a language, or check quotes")
    add_cite(cite, DEFAULT_PORT)
    _add_compare(commands)
    _add_map(commands)
    _add_align(commands)
    _add_correct(commands)
    _add_diff(commands)
    _add_serve(commands)
    _add_mcp(commands)
    _add_check(commands)
    _add_selftest(commands)
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


def _add_index(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    index = _command(commands, "index", "make an index of files and folders, or update it")
    index.epilog = _INDEX_EPILOG
    _add_documents_and_model(index)
    index.add_argument(
        "--store",
        metavar="STORE",
        help="of passages and vectors: milvus:http://HOST:PORT, or local (default: as before)",
    )
    index.add_argument(
        "--encoded",
        action="extend",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="take what yinju encode wrote, instead of encoding it",
    )
    index.add_argument(
        "--watch", action="store_true", help="then follow the paths and update until Ctrl+C"
    )
    index.add_argument(
        "--allow-empty",
        action="store_true",
        help="forget the documents of a path that is empty or gone, as of a disk that is not there",
    )
    index.set_defaults(usage_error=index.error)


def _add_encode(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    encode = _plain_command(commands, "encode", "encode a share of the texts, for yinju index")
    encode.epilog = _ENCODE_EPILOG
    _add_documents_and_model(encode)
    encode.add_argument(
        "--shard",
        type=_shard,
        default=(1, 1),
        metavar="K/N",
        help="the share: the Kth of N (default: all)",
    )
    encode.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="where the vectors go"
    )


def _add_documents_and_model(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    command.add_argument(
        "--model",
        metavar="NAME",
        help="a sentence-transformers model: name on the hub or local folder (default: embedded)",
    )


def _add_search(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    search = _command(commands, "search", "list the passages that answer a question")
    search.epilog = _SEARCH_EPILOG
    _add_question(search, top_k=10)
    _add_filters(search)
    _add_reranker(search)
    search.add_argument(
        "--format", choices=("jsonl", "trec"), default="jsonl", help="of --output (default: jsonl)"
    )


def _add_ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ask = _command(commands, "ask", "quote what answers a question, with citations")
    ask.epilog = _ASK_EPILOG
    _add_question(ask, top_k=10)
    _add_filters(ask)
    _add_reranker(ask)
    _add_writer(ask)
    ask.set_defaults(format="jsonl")


def _add_explain(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    explain = _command(commands, "explain", "say why a passage stands where it does")
    explain.epilog = _EXPLAIN_EPILOG
    explain.add_argument("question", help="as it is asked of yinju search")
    explain.add_argument("passage", metavar="PASSAGE_ID", help="any passage, found or not")
    _add_scope(explain, top_k=10)
    _add_filters(explain)


def _add_passages(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    passages = _command(commands, "passages", "print all passages as JSON lines, in reading order")
    passages.epilog = "example:\n  yinju passages --source corpus/a-72-840/a-72-840.txt"
    passages.add_argument("--source", metavar="PATH", help="of this document only")


def _add_documents(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    documents = _command(commands, "documents", "list the documents of an index, or remove one")
    documents.epilog = _DOCUMENTS_EPILOG
    documents.add_argument("filter", nargs="?", default="", help="only those that are called so")
    change = documents.add_mutually_exclusive_group()
    change.add_argument("--remove", metavar="DOCUMENT", help="take one out of the index")
    change.add_argument("--restore", metavar="PATH", help="let one that was removed come back")
    change.add_argument("--json", action="store_true", help="print JSON lines, for programs")


def _add_glossary(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    glossary = _command(commands, "glossary", "show the bilingual glossary of the documents")
    glossary.epilog = _GLOSSARY_EPILOG
    glossary.add_argument("filter", nargs="?", default="", help="only entries that contain this")
    glossary.add_argument(
        "--add",
        nargs=2,
        metavar=("CHINESE", "ENGLISH"),
        help="add an entry (| between names)",
    )
    glossary.add_argument("--acronym", default="", help="of the entry that is added")
    glossary.set_defaults(usage_error=glossary.error)
    glossary.add_argument(
        "--candidates", action="store_true", help="terms that confirmed sentence pairs suggest"
    )
    glossary.add_argument("--json", action="store_true", help="print JSON lines, for programs")


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = _command(commands, "serve", "open the pages in a browser: ask, read, jump")
    serve.epilog = _SERVE_EPILOG
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    serve.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)"
    )
    _add_reranker(serve)
    _add_writer(serve)


def _add_reranker(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reranker",
        metavar="NAME",
        help="a cross-encoder of sentence-transformers that ranks the best passages anew",
    )


def _add_mcp(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mcp = _command(commands, "mcp", "offer the documents to a language model, as tools over MCP")
    mcp.epilog = _MCP_EPILOG
    mcp.add_argument(
        "--page",
        default=f"http://127.0.0.1:{DEFAULT_PORT}/",
        metavar="URL",
        help="where yinju serve runs, for links (default: %(default)s)",
    )


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _command(commands, "check", "verify an index: its files and its scores")
    check.epilog = _CHECK_EPILOG
    check.add_argument("--repair", action="store_true", help="rebuild what is damaged")


def _add_selftest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    selftest = _command(commands, "selftest", "ask an index what is in it, and say how it does")
    selftest.epilog = _SELFTEST_EPILOG
    selftest.add_argument("--json", action="store_true", help="print JSON, for programs")


def _add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    compare = _command(commands, "compare", "find what the other language says on the same subject")
    compare.epilog = _COMPARE_EPILOG
    compare.add_argument("passage", nargs="?", metavar="PASSAGE_ID", help="a passage")
    compare.add_argument("--section", metavar="ID", help="a section, by the id of its heading")
    compare.add_argument(
        "--passages", type=Path, metavar="FILE.jsonl", help="many passages or sections, one a line"
    )
    compare.add_argument(
        "--output", type=Path, metavar="FILE", help="where the lines go (default: standard output)"
    )
    compare.add_argument(
        "--top-k",
        type=_count,
        default=5,
        metavar="K",
        help="counterparts, at most (default: %(default)s)",
    )
    compare.add_argument("--json", action="store_true", help="print JSON, for programs")
    compare.set_defaults(usage_error=compare.error)


def _add_map(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    section_map = _command(commands, "map", "show which sections of two languages belong together")
    section_map.epilog = _MAP_EPILOG
    section_map.add_argument(
        "documents", nargs="*", metavar="DOCUMENT", help="one or two (default: all)"
    )
    section_map.add_argument(
        "--picture", type=_picture, metavar="FILE", help="draw it as well, to a .svg or .png"
    )
    section_map.add_argument(
        "--output", type=Path, metavar="FILE", help="where the JSON goes (default: none)"
    )
    section_map.add_argument("--json", action="store_true", help="print JSON, for programs")
    section_map.set_defaults(usage_error=section_map.error)


def _add_align(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    align = _plain_command(commands, "align", "pair the sentences of two files that say the same")
    align.epilog = ALIGN_EPILOG
    add_files(align)
    add_output(align)
    align.add_argument(
        "--format",
        choices=("json", "tsv", "tmx", "html"),
        default="tsv",
        help="JSON lines, a table, a translation memory, a page (default: %(default)s)",
    )


def _add_correct(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    correct = _plain_command(commands, "correct", "store an alignment that was corrected by hand")
    correct.epilog = CORRECT_EPILOG
    correct.add_argument(
        "table", type=Path, metavar="TABLE.tsv", help="the edited table of yinju align"
    )
    add_files(correct)


def _add_diff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    diff = _plain_command(commands, "diff", "show what two files in two languages say differently")
    diff.epilog = DIFF_EPILOG
    add_files(diff)
    add_output(diff)
    diff.add_argument("--json", action="store_true", help="print JSON lines, for programs")


def _add_filters(command: argparse.ArgumentParser) -> None:
    filters = command.add_argument_group(
        "filters", "Each may be given several times; a passage meets one of each sort."
    )
    filters.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="NAME",
        help="in this document: its path in the index, its symbol or its file name",
    )
    filters.add_argument(
        "--section",
        action="append",
        default=[],
        metavar="NAME",
        help="in this section: a heading, its number, or its id",
    )
    filters.add_argument("--kind", action="append", default=[], choices=KINDS, help="of this kind")
    filters.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="a table row with this cell; different columns have to be met together",
    )


def _add_writer(command: argparse.ArgumentParser) -> None:
    writer = command.add_argument_group(
        "written answers", "Off unless a language model is named; then it is sent what is asked."
    )
    writer.add_argument(
        "--llm",
        metavar="URL",
        help="address of chat completions, as Ollama, vLLM, llama.cpp and others have it "
        "(default: YINJU_LLM_URL)",
    )
    writer.add_argument(
        "--model", metavar="NAME", help="what it calls the model (default: YINJU_LLM_MODEL)"
    )


def _add_question(command: argparse.ArgumentParser, *, top_k: int) -> None:
    command.add_argument("question", nargs="?", help="in Chinese or English, or in both")
    command.add_argument(
        "--queries", type=Path, metavar="FILE.jsonl", help="many questions, one a line"
    )
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where the lines go (default: standard output)"
    )
    command.add_argument(
        "--also", metavar="QUESTION", help="the same in other words: show what either finds"
    )
    _add_scope(command, top_k=top_k)
    command.set_defaults(usage_error=command.error)


def _add_scope(command: argparse.ArgumentParser, *, top_k: int) -> None:
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


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def _shard(text: str) -> tuple[int, int]:
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError(f"{text} is no share; write 2/8 for the second of eight")
    return int(number), int(count)


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".svg", ".png"):
        raise argparse.ArgumentTypeError(f"{text} is neither .svg nor .png")
    return path


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value < 65536:
        raise ValueError
    return value

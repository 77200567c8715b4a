"""The ways by which what people write comes in: questions with filters, quotations, tables."""

import json
import math
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

import numpy as np
from numpy.typing import NDArray

from indexer.build import build_index
from indexer.corrections import (
    COLUMNS,
    merge,
    parse_corrections,
    read_corrections,
    write_corrections,
)
from indexer.decoding import decode
from indexer.encoders import Encoder
from indexer.errors import CorrectionsError, GlossaryError, SourceError
from indexer.gazetteer import Gazetteer
from indexer.glossary import merge as merge_entries
from indexer.glossary import read_glossary
from indexer.passages import KINDS, Passage, RawDocument, Span
from indexer.terms import find_terms
from retriever.answers import ask
from retriever.citation_formats import bibtex, markdown_citation, plain_citation, ris
from retriever.errors import QuestionError, RestrictionError, UnreadableReceipt
from retriever.hits import Answer, LanguageFilter
from retriever.quotations import quotation_record, quote_passage, read_quotation
from retriever.receipts import check_receipt
from retriever.restrictions import Restrictions
from retriever.search import Index, open_index
from tests.parallel_documents import write_parallel_documents

_TABLE: Final = """# 项目 Projects

| No. | Project | Body | Status | Years | Budget |
|---|---|---|---|---|---|
| 1 | Border security in Mali | UNODC, UNOCT | Completed | 2014–2016 | $1,200.50 |
| 2 | 青年赋权方案 Youth empowerment | UNESCO | Ongoing | (2017–2019) | 300 000 |
| 3 | Training of judges in Tunisia | UNODC | Not started | 2018 | |
| 4 | 航空安全 Aviation security | 国际民航组织 | Ongoing | 2016- | 75 % |

The office has 4 projects and met twice in 2017. 该办公室有四个项目，2017 年开会两次。¹

¹ See UNOCT (the United Nations Office of Counter-Terrorism, 联合国反恐怖主义办公室).
"""
_GLOSSARY: Final = (
    "zh\tzh_short\ten\tacronym\n"
    "联合国毒品和犯罪问题办公室\t毒罪办\tUnited Nations Office on Drugs and Crime\tUNODC\n"
    "马里\t\tMali|Republic of Mali\t\n"
)
QUESTIONS: Final = (
    "How many projects are ongoing?",
    "有多少个正在执行的项目？",
    "List the projects of UNODC in Mali",
    "Which body runs the most projects? per status",
    "项目 2 的预算是多少？",
    "When was the museum opened and who paid for it?",
    "毒罪办在突尼斯做什么？",
    "How many projects began after 2015 but before 2018?",
    "document: projects.md\nkind: table-row\ncolumn: Status=Ongoing\nbudget",
    "section: 历史\nlanguage: zh\nwhat",
)


@cache
def small_index() -> Index:
    """Return an index of a table and of two documents with their translations."""
    folder = Path(tempfile.mkdtemp(prefix="yinju-fuzz-"))
    write_parallel_documents(folder)
    (folder / "projects.md").write_text(_TABLE, encoding="utf-8")
    (folder / "glossary.tsv").write_text(_GLOSSARY, encoding="utf-8")
    report = build_index([folder], folder / "index", root=folder)
    assert not report.failures
    return open_index(folder / "index")


class QuickEncoder:
    """Gives any question the vector of one of `QUESTIONS`: the model takes most of the time."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimension = encoder.dimension
        self.encode_passages = encoder.encode_passages
        self._vectors = encoder.encode_queries(QUESTIONS)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors, the same for the same text."""
        sums = [zlib.crc32(text.encode("utf-8", "surrogatepass")) for text in texts]
        found: NDArray[np.float32] = self._vectors[[sum_ % len(QUESTIONS) for sum_ in sums]]
        return found


@cache
def quick_index() -> Index:
    """Return the same, with vectors of questions that cost nothing."""
    index = small_index()
    return replace(index, encoder=QuickEncoder(index.encoder))


def ask_anything(open_: Callable[[], Index]) -> Callable[[bytes], None]:
    """Return a run that asks a question, with the filters that are written before it."""

    def run(content: bytes) -> None:
        text = content.decode("utf-8", "surrogateescape")
        question, restrictions, language = _read(text)
        try:
            answer = ask(open_(), question, language=language, restrictions=restrictions)
        except (QuestionError, RestrictionError):
            return
        _assert_answer(answer)

    return run


def _read(text: str) -> tuple[str, Restrictions, LanguageFilter]:
    said: dict[str, list[str]] = {}
    lines = []
    for line in text.split("\n"):
        name, colon, value = line.partition(": ")
        if colon and name in ("document", "section", "kind", "column", "language"):
            said.setdefault(name, []).append(value)
        else:
            lines.append(line)
    columns = [value.split("=") for value in said.get("column", ())]
    languages = [v for v in said.get("language", ()) if v in get_args(LanguageFilter)]
    return (
        "\n".join(lines),
        Restrictions(
            documents=tuple(said.get("document", ())),
            sections=tuple(said.get("section", ())),
            kinds=tuple(kind for kind in KINDS if kind in said.get("kind", ())),
            columns=tuple((name, tuple(values)) for name, *values in columns),
        ),
        cast(LanguageFilter, languages[0]) if languages else "all",
    )


def _assert_answer(answer: Answer) -> None:
    results = answer.results
    assert [hit.rank for hit in results.hits] == list(range(1, len(results.hits) + 1))
    assert 0 <= answer.support <= 1
    assert 0 <= results.support <= 1
    for hit in results.hits:
        assert all(map(math.isfinite, (hit.score, hit.scores.dense, hit.scores.sentence)))
        assert 0 <= hit.scores.lexical <= 1 + 1e-6
        for spans in (hit.evidence, hit.matches, hit.quoted):
            _assert_spans(hit.passage, spans)
    for quote in answer.quotes:
        assert quote.text
        assert quote.spans
        if quote.short is not None:
            assert quote.text[slice(*quote.short)] == answer.short


def _assert_spans(passage: Passage, spans: tuple[Span, ...]) -> None:
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(passage.text)
        position = end


def check_anything(open_: Callable[[], Index]) -> Callable[[bytes], None]:
    """Return a run that reads a quotation from JSON, checks it and writes it down."""

    def run(content: bytes) -> None:
        try:
            values = json.loads(content)
        except (ValueError, RecursionError):
            return
        try:
            quotation = read_quotation(values)
        except UnreadableReceipt:
            return
        checked = check_receipt(open_(), quotation.receipt)
        if checked.passage is not None:
            assert len(checked.places) == len(quotation.receipt.words)
            assert all(0 <= a <= b <= len(checked.passage.text) for a, b in checked.places)
        for language in ("zh", "en"):
            texts = (
                plain_citation(quotation.text, quotation.citation.en, language),
                markdown_citation(quotation, language, "http://localhost/?passage=a b"),
                bibtex([quotation], language, ["http://localhost/"]),
                ris([quotation], language, ["http://localhost/"]),
            )
            for text in texts:
                text.encode()
        assert read_quotation(json.loads(json.dumps(quotation_record(quotation)))) == quotation

    return run


def quotations() -> Iterable[bytes]:
    """Return quotations as they are kept."""
    index = small_index()
    for source in index.store.sources():
        passage = next(p for p in index.store.passages(source) if p.kind != "heading")
        for places in ((), ((0, 4), (5, 9))):
            yield json.dumps(
                quotation_record(quote_passage(index, passage, places)), ensure_ascii=False
            ).encode()


def read_tables(content: bytes) -> None:
    """Read a table of names and one of corrections, which are edited by hand."""
    with tempfile.TemporaryDirectory(prefix="yinju-fuzz-") as folder:
        _read_glossary(Path(folder) / "glossary.tsv", content)
        _read_corrections(Path(folder), content)


def _read_glossary(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        entries = merge_entries(read_glossary(path))
    except (GlossaryError, SourceError):
        return
    gazetteer = Gazetteer(entries)
    text = " ".join(name for e in entries for name in (*e.zh, *e.en, *e.acronyms))
    position = 0
    for term in find_terms(text, gazetteer):
        assert 0 <= term.start < term.end <= len(text)
        position = term.start
    assert position >= 0


def _read_corrections(folder: Path, content: bytes) -> None:
    try:
        text, encoding = decode(content, "corrections.tsv")
        corrections = parse_corrections(RawDocument("corrections.tsv", "", encoding, text))
    except (CorrectionsError, SourceError):
        return
    assert merge(corrections) == corrections
    new, old = folder / "new.tsv", folder / "corrections.tsv"
    write_corrections(new, corrections)
    if corrections:
        assert read_corrections(new) == corrections
    old.write_bytes(content)
    with suppress(SourceError):
        write_corrections(old, corrections)
        assert old.read_bytes() == content


def tables() -> Iterable[bytes]:
    """Return tables of both kinds."""
    yield _GLOSSARY.encode()
    yield "\n".join(
        (
            "\t".join(COLUMNS),
            "confirmed\t博物馆开放。 ‖ 很大。\tThe museum opened.",
            "# note",
            '否决\t甲。\t"A ""b""."',
            "ok\t\tAlone.",
        )
    ).encode()

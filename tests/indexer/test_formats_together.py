"""A folder with one file of each format: all are indexed, found and cited."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.errors import DamagedSource, LegacyFormat
from indexer.readers import SUFFIXES
from retriever.search import Index, cite_passage, open_index, search
from tests.write_golden import DOCUMENTS

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "documents"
    folder.mkdir()
    for document in DOCUMENTS[1:]:
        shutil.copy(document, folder)
    (folder / "notes.md").write_text("# Lighthouse\n\nThe lighthouse has 210 steps.\n")
    (folder / "broken.pdf").write_bytes((folder / "report.pdf").read_bytes()[:200])
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "~$harbour.docx").write_bytes(b"owner")
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    report = build_index([folder], folder.with_name("index"), root=folder)
    assert report.added == len(DOCUMENTS)
    kinds = {Path(str(error.values["source"])).name: type(error) for error in report.failures}
    assert kinds == {"broken.pdf": DamagedSource, "old.doc": LegacyFormat}
    return open_index(folder.with_name("index"))


@pytest.mark.parametrize(
    ("question", "source", "zh", "en"),
    [
        ("油轮每天的费用是多少？", "harbour.html", "《港口管理办法》，章二，“Tanker”", ""),
        ("海浪二号的费用", "fees.csv", "《fees》，行 2", "fees, row 2"),
        (
            "Since when does the tanker pay 18,000.50?",
            "fees.xlsx",
            "",
            "fees, “Fees 费用”, “Tanker”",
        ),
        ("How high is the southern reservoir 南水库?", "report.pdf", "", "p. 2"),
        ("How many steps does the lighthouse have?", "notes.md", "", "Lighthouse"),
        ("不超过5万吨的货运码头", "harbour.docx", "第一章，第二条(2)", "chapter 1, art. 2 (2)"),
    ],
)
def test_each_format_is_found_and_cited(
    index: Index, question: str, source: str, zh: str, en: str
) -> None:
    hits = search(index, question, top_k=8).hits
    found = [hit for hit in hits if hit.passage.source == source]
    assert found, [hit.passage.text for hit in hits]
    hit = found[0]
    assert zh in hit.citation.zh
    assert en in hit.citation.en


def test_pages_and_spans_come_back_from_the_index(index: Index) -> None:
    document = index.store.document("report.pdf")
    assert [page.label for page in document.pages] == ["1", "2"]
    for passage in index.store.passages("report.pdf"):
        for run in passage.runs:
            assert (
                document.text[run.source : run.source + run.length]
                == (passage.text[run.clean : run.clean + run.length])
            )
        assert "第 " in cite_passage(index, passage).zh


def test_an_unchanged_file_is_not_read_again(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.gathering.extract", None)
    (folder / "broken.pdf").unlink()
    report = build_index([folder], folder.with_name("index"), root=folder)
    assert (report.added, report.changed, report.unchanged) == (0, 0, len(DOCUMENTS))


def test_every_suffix_has_a_document(folder: Path) -> None:
    alike = {".text", ".markdown", ".htm", ".xhtml", ".tsv", ".txt"}
    assert {path.suffix for path in folder.iterdir()} >= SUFFIXES - alike


def test_no_library_of_a_format_is_loaded_by_the_readers() -> None:
    code = (
        "import sys, indexer.build, indexer.readers, retriever.search, ui.cli;"
        "print([m for m in ('lxml', 'pypdfium2', 'csv', 'zipfile') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "lxml" not in done.stdout
    assert "pypdfium2" not in done.stdout

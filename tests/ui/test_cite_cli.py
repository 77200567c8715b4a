"""`yinju cite`: formats, files, and the check of what was kept."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from indexer.passages import Passage
from retriever.search import Index
from tests.ui.command_line import one_line, run, speak_english

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)


@pytest.fixture
def passages(index: Index) -> list[Passage]:
    found = index.store.passages(index.store.sources()[0])
    return [passage for passage in found if passage.kind == "paragraph"][10:12]


def test_each_format_has_words_citation_and_link(
    capsys: pytest.CaptureFixture[str], report_index: Path, passages: list[Passage]
) -> None:
    names = [passage.id for passage in passages]
    for name in ("text", "markdown", "bibtex", "ris", "json"):
        status, out, _ = run(capsys, "cite", *names, "--index", report_index, "--format", name)
        assert status == 0
        assert "A/72/840, para. " in out
        assert all(passage.text[:12] in out for passage in passages)
        assert ("&p=a-72-840%3A" in out) == (name not in ("text", "json"))
    _, out, _ = run(capsys, "cite", names[0], "--index", report_index, "--lang", "zh")
    assert re.search(r"^“.+”（A/72/840，第\d+段）$", one_line(out).strip())


def test_word_needs_a_file_and_writes_it(
    capsys: pytest.CaptureFixture[str], report_index: Path, passages: list[Passage], tmp_path: Path
) -> None:
    arguments = ("cite", passages[0].id, "--index", report_index, "--format", "docx")
    with pytest.raises(SystemExit, match="2"):
        run(capsys, *arguments)
    assert "--output" in capsys.readouterr().err
    status, out, _ = run(capsys, *arguments, "--output", tmp_path / "kept.docx")
    assert (status, out) == (0, "")
    assert "word/footnotes.xml" in zipfile.ZipFile(tmp_path / "kept.docx").namelist()


def test_the_check_names_what_moved_and_what_is_gone(
    capsys: pytest.CaptureFixture[str], report_index: Path, passages: list[Passage], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    names = [passage.id for passage in passages]
    run(capsys, "cite", *names, "--index", report_index, "--format", "json", "--output", kept)
    status, out, _ = run(capsys, "cite", "--check", kept, "--index", report_index)
    assert status == 0
    assert one_line(out) == "Checked 2; none has moved or is gone\n"
    first, second = map(json.loads, kept.read_text().splitlines())
    first["passage_id"] = "a-72-840:0"
    second["words"] = ["What nobody ever wrote."]
    kept.write_text("\n".join(map(json.dumps, (first, second))))
    status, out, _ = run(capsys, "cite", "--check", kept, "--index", report_index)
    assert status == 1
    moved, gone = out.splitlines()
    assert moved.startswith(f"1. {first['citation']['en']} – Moved to {first['citation']['en']}")
    assert names[0] in moved
    assert gone == f"2. {second['citation']['en']} – Gone from the documents"


def test_what_is_no_receipt_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text('\n{"words": []}\n')
    status, _, err = run(capsys, "cite", "--check", kept, "--index", report_index)
    assert status == 1
    assert "line 2: not a citation" in one_line(err)


@pytest.mark.parametrize("arguments", [(), ("a:1", "--check", "x.jsonl")])
def test_passages_or_a_check_are_asked_for(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(capsys, "cite", *arguments)

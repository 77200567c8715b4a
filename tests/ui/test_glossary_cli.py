"""`yinju glossary` shows the glossary and adds to it."""

import json
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.encoders import Encoder
from retriever.search import open_index, search
from tests.ui import command_line

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

TEXT = "# 港口\n\n蓝港管理处每周一开会。\n\n天气很好，渔船出海。\n\nThe BHO meets on Mondays.\n"
ADDED = ("--add", "蓝港管理处|蓝港处", "Blue Harbour Office", "--acronym", "BHO")


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/harbour.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command_line.speak_english(monkeypatch)
    build_index([Path("docs")], Path("index"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return command_line.run(capsys, "glossary", *arguments, "--index", "index")


def test_an_entry_is_added_shown_and_searched(
    capsys: pytest.CaptureFixture[str], collection: Path
) -> None:
    status, out, err = run(capsys, *ADDED)
    assert (status, out, err) == (0, "Added, and the index is up to date.\n", "")
    lines = (collection / "docs/glossary.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "蓝港管理处|蓝港处\t\tBlue Harbour Office\tBHO"
    status, out, _ = run(capsys, "--json")
    assert json.loads(out)["zh"] == ["蓝港管理处", "蓝港处"]
    hits = search(open_index(collection / "index"), "When does the BHO meet?").hits
    assert {hit.passage.language for hit in hits[:2]} == {"zh", "en"}


def test_none_that_fits_prints_nothing(
    capsys: pytest.CaptureFixture[str], collection: Path
) -> None:
    assert run(capsys, "nothing", "--json") == (0, "", "")


@pytest.mark.parametrize(
    ("language", "words"), [("en_US", "has this entry already"), ("zh_CN", "已有此条目")]
)
def test_a_known_entry_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    collection: Path,
    language: str,
    words: str,
) -> None:
    run(capsys, *ADDED)
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    status, out, err = run(capsys, *ADDED)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [("port", *ADDED), (*ADDED, "--json"), ("--acronym", "BHO"), ("--add", "蓝港管理处")],
)
def test_what_does_not_go_together_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], collection: Path, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(capsys, *arguments)
    assert stopped.value.code == 2

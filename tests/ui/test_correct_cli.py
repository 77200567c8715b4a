"""`yinju correct`: a table is edited, stored, and what people said stands from then on."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corrections import Correction, read_corrections
from tests.ui.command_line import run, speak_english
from ui.cli import main

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ZH = "人口为三百万。\n昨天下了一整天的雨，气温很低。\n第三句说的是“铁路”和商业。\n"
EN = (
    "The population is 5 million.\nIt rained all day yesterday.\nThe temperature was low.\n"
    'The third sentence is about the "railway" and commerce.\n'
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    a, b = tmp_path / "zh.txt", tmp_path / "en.txt"
    a.write_text(ZH, encoding="utf-8")
    b.write_text(EN, encoding="utf-8")
    return a, b


Edit = Callable[[list[str]], list[str]]


@pytest.fixture
def correct(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Edit the lines of the table that `yinju align` gives, and store them."""

    def edit_and_store(edit: Edit, *options: object) -> tuple[int, str, str]:
        table = tmp_path / "table.csv"
        assert run(capsys, "align", *files, "--lines", "--output", table)[0] == 0
        lines = table.read_text(encoding="utf-8").splitlines()
        table.write_text("\n".join(edit(lines)) + "\n", encoding="utf-8")
        return run(capsys, "correct", table, *files, "--lines", *options)

    return edit_and_store


def aligned(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], *options: object
) -> list[tuple[list[int], list[int], float]]:
    _, out, _ = run(capsys, "align", *files, "--lines", "--format", "json", *options)
    return [(r["a"], r["b"], r["score"]) for r in map(json.loads, out.splitlines())]


def marked(line: str, verdict: str) -> str:
    return line.rstrip("\t") + "\t" + verdict


def test_a_table_that_nobody_edited_says_nothing(
    correct: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    assert correct(lambda lines: lines) == (0, "There is nothing new to store\n", "")
    assert not (tmp_path / "corrections.tsv").exists()


def test_verdicts_merges_and_splits_stand_from_then_on(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    correct: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [pair[:2] for pair in aligned(capsys, files)] == [([0], [0]), ([1], [1, 2]), ([2], [3])]

    def edit(lines: list[str]) -> list[str]:
        header, first, _, _ = lines
        # The table as an editor leaves it: columns gone, numbers moved, lines out of order.
        return [header, "1 2\t2,3", marked(first, "否决"), "\t1"]

    target = tmp_path / "corrections.tsv"
    assert correct(edit) == (0, f"3 corrections were stored in {target}\n", "")
    zh, en = ZH.splitlines(), EN.splitlines()
    assert set(read_corrections(target)) == {
        Correction("confirmed", (zh[1], zh[2]), (en[2], en[3])),
        Correction("rejected", (zh[0],), (en[0],)),
        Correction("confirmed", (), (en[1],)),
    }
    assert set(map(str, aligned(capsys, files))) == {
        str(([0], [], 0.0)),
        str(([], [0], 0.0)),
        str(([], [1], 0.0)),
        str(([1, 2], [2, 3], 1.0)),
    }
    _, out, _ = run(capsys, "diff", *files, "--lines", "--json")
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["sentence"] * 3
    _, out, _ = run(capsys, "align", *files, "--lines")
    assert sum(line.endswith("\tconfirmed") for line in out.splitlines()) == 2
    # Moved and renamed, as long as the corrections come along.
    other = tmp_path / "moved"
    other.mkdir()
    moved = (files[0].rename(other / "中文.txt"), files[1].rename(other / "b.txt"))
    assert ([0], [0]) in [pair[:2] for pair in aligned(capsys, moved)]
    assert ([1, 2], [2, 3], 1.0) in aligned(capsys, moved, "--corrections", target)
    target.rename(other / target.name)
    assert ([1, 2], [2, 3], 1.0) in aligned(capsys, moved)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def test_a_change_of_mind_takes_the_place_of_what_was_stored(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    correct: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert correct(lambda lines: [lines[0], "0 1\t0 1 2"])[0] == 0
    assert aligned(capsys, files)[0] == ([0, 1], [0, 1, 2], 1.0)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    target = tmp_path / "corrections.tsv"
    status, out, _ = correct(lambda lines: [lines[0], "0\t0", "1\t1 2", *lines[2:]])
    assert (status, out) == (0, f"已存入 2 条改正：{target}\n")
    assert len(read_corrections(target)) == 2
    assert [pair[:2] for pair in aligned(capsys, files)] == [([0], [0]), ([1], [1, 2]), ([2], [3])]
    assert correct(lambda lines: lines)[:2] == (0, "没有新的改正\n")


def test_a_table_from_a_spreadsheet_is_read(
    correct: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    def edit(lines: list[str]) -> list[str]:
        rows = [line.split("\t") for line in lines]
        rows[1] = ["0,1", "0,1,2", *rows[1][2:]]
        with io.StringIO(newline="") as file:
            csv.writer(file, "excel-tab", quoting=csv.QUOTE_ALL).writerows(rows[:2] + rows[3:])
            return file.getvalue().splitlines()

    assert correct(edit)[:2] == (0, f"1 corrections were stored in {tmp_path}/corrections.tsv\n")


def test_another_file_of_corrections_can_be_chosen(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    correct: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
) -> None:
    chosen = tmp_path / "mine.tsv"
    status, out, _ = correct(
        lambda lines: [lines[0], marked(lines[1], "no")], "--corrections", chosen
    )
    assert (status, out) == (0, f"1 corrections were stored in {chosen}\n")
    assert not (tmp_path / "corrections.tsv").exists()
    assert ([0], [0]) in [pair[:2] for pair in aligned(capsys, files)]
    assert ([0], [0]) not in [pair[:2] for pair in aligned(capsys, files, "--corrections", chosen)]


@pytest.mark.parametrize(
    ("rows", "english", "chinese"),
    [
        (["0\t9"], '"9" is the number of no sentence of', "没有编号为“9”的句子"),
        (["0\tx"], '"x" is the number of no sentence of', "没有编号为“x”的句子"),
        (["0 2\t0"], "0, 2 do not follow each other", "第 0, 2 句不相连"),
        (["0\t0", "0\t1"], "stands in line 2 as well", "在第 2 行也有"),
        (["0\t0\t0.9\t人口为四百万。"], "run yinju align again", "请重新运行 yinju align"),
        (["0\t0\t\t\t\tperhaps"], '"perhaps" is no verdict', "“perhaps”不是判定"),
        (["0\t\t\t\t\tno"], "only sentences of both sides", "只能否决两侧都有的"),
        (["\t\t\t\t\tok"], "no sentence is named", "没有写明句子"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_by_its_number(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    correct: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[str],
    english: str,
    chinese: str,
) -> None:
    status, out, err = correct(lambda lines: [lines[0], *rows])
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert f"table.csv, line {len(rows) + 1}: " in err
    assert english in err
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, err = correct(lambda lines: [lines[0], *rows])
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert f"table.csv，第 {len(rows) + 1} 行：" in err
    assert chinese in err
    assert not (tmp_path / "corrections.tsv").exists()


def test_what_cannot_be_read_is_one_line_of_error(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    table = tmp_path / "table.txt"
    for content, told in (("0\t0\n", "must name the columns a, b, verdict"), (None, "table.txt")):
        table.unlink() if content is None else table.write_text(content)
        status, out, err = run(capsys, "correct", table, *files, "--lines")
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert told in err
    status, _, err = run(capsys, "correct", table, files[0], files[0], "--lines")
    assert status == 1
    assert "both in one language" in err
    status, _, err = run(capsys, "align", *files, "--corrections", tmp_path / "none.tsv")
    assert (status, err.count("\n")) == (1, 1)
    with pytest.raises(SystemExit) as stop:
        main(["correct", str(table), str(files[0])])
    assert stop.value.code == 2

"""`yinju align` and `yinju diff`: the contract, the formats, files that cannot be used."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.ui.command_line import run, speak_english
from ui.cli import main

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ZH = "人口为三百万。\n\n昨天下了一整天的雨，气温很低。\n第三句说的是<铁路>和商业 & 贸易。\n"
EN = (
    "The population is 5 million.\nIt rained all day yesterday. The temperature was low.\n"
    "The third sentence is about the <railway> and commerce & trade.\n"
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    a, b = tmp_path / "zh.txt", tmp_path / "en.txt"
    a.write_bytes(ZH.encode("gb18030"))
    b.write_text(EN, encoding="utf-16")
    return a, b


def test_json_has_a_line_for_each_alignment_and_keeps_the_numbers_of_lines(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    status, out, err = run(capsys, "align", *files, "--lines", "--format", "json")
    assert (status, err) == (0, "")
    records = [json.loads(line) for line in out.splitlines()]
    assert [(r["a"], r["b"]) for r in records] == [
        ([0], [0]),
        ([1], []),
        ([2], [1]),
        ([3], [2]),
    ]
    assert all(set(r) == {"a", "b", "score"} for r in records)
    assert all((r["score"] > 0.5) == bool(r["a"] and r["b"]) for r in records)


def test_without_lines_texts_are_split_into_sentences(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    status, out, _ = run(capsys, "align", *files, "--format", "json")
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [n for r in records for n in r["b"]] == [0, 1, 2, 3]
    assert {"a": [1], "b": [1, 2]}.items() <= records[1].items()


def test_tsv_holds_the_texts(capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]) -> None:
    status, out, _ = run(capsys, "align", *files, "--lines")
    header, first, *_ = (line.split("\t") for line in out.splitlines())
    assert status == 0
    assert header == ["a", "b", "score", "text_a", "text_b", "verdict"]
    assert first[:2] == ["0", "0"]
    assert first[3:] == ["人口为三百万。", "The population is 5 million.", ""]


def test_tmx_can_be_read_by_others(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / "memory.tmx"
    options = ("--lines", "--format", "tmx", "--output", output)
    assert run(capsys, "align", *files, *options) == (0, "", "")
    root = ElementTree.parse(output).getroot()
    header = root.find("header")
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    assert header is not None
    assert header.get("srclang") == "zh"
    required = "creationtool creationtoolversion segtype o-tmf adminlang srclang datatype"
    assert set(required.split()) <= set(header.attrib)
    units = root.findall("body/tu")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [tuv.get(language) for tuv in units[0].findall("tuv")] == ["zh", "en"]
    assert [seg.text for seg in units[-1].findall("tuv/seg")] == [
        "第三句说的是<铁路>和商业 & 贸易。",
        "The third sentence is about the <railway> and commerce & trade.",
    ]


def test_the_page_needs_nothing_from_elsewhere(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    status, out, _ = run(capsys, "align", *files, "--format", "html", "--lines")
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(out)
    assert status == 0
    assert tags.count("tr") == 5
    assert not {"script", "link", "img", "railway", "铁路"} & set(tags)
    assert "http" not in out
    assert "&lt;railway&gt;" in out


def test_diff_tells_the_places_in_the_files(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    for extra in ((), ("--lines",)):
        status, out, _ = run(capsys, "diff", *files, "--json", *extra)
        found = [json.loads(line) for line in out.splitlines()]
        assert status == 0
        assert [(f["kind"], f["side"], f["text"]) for f in found] == [
            ("number", "a", "三百万"),
            ("number", "b", "5 million"),
        ]
        assert ZH[slice(*found[0]["span"])] == "三百万"
        assert EN[slice(*found[1]["span"])] == "5 million"
        assert ZH[slice(*found[1]["counterpart"])] == "人口为三百万。"
        assert EN[slice(*found[0]["counterpart"])] == "The population is 5 million."


def test_diff_for_people_speaks_their_language(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, out, _ = run(capsys, "diff", *files, "--lines")
    assert status == 0
    assert "2 differences were found" in out
    assert "Number: 三百万" in out
    assert "↔ The population is 5 million." in out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有发现不一致之处" in run(capsys, "diff", files[0], files[0])[1]


@pytest.mark.parametrize("command", ["align", "diff"])
def test_files_that_cannot_be_used_are_named_in_one_line(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path, command: str
) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "image.txt"
    empty.write_text("\n \n")
    binary.write_bytes(bytes(range(256)) * 8)
    for wrong in (empty, binary, tmp_path / "missing.txt"):
        for pair in ((wrong, files[1]), (files[0], wrong)):
            status, out, err = run(capsys, command, *pair, "--lines")
            assert (status, out) == (1, "")
            assert err.count("\n") == 1
            assert wrong.name in err


def test_one_file_is_wrong_usage(files: tuple[Path, Path]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["align", str(files[0])])
    assert stop.value.code == 2


def test_help_loads_neither_model_nor_numpy() -> None:
    code = (
        "import sys\nfrom ui.cli import main\n"
        "try:\n    main(['diff', '--help'])\nexcept SystemExit:\n    pass\n"
        "assert 'numpy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "examples:" in done.stdout

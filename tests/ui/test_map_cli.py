"""`yinju map`: the contract, the text for people, the pictures, what has no map."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given, settings
from wcwidth import wcswidth

from indexer.passages import LANGUAGES
from retriever.search import Index
from retriever.section_map import SectionMap
from tests.ui.command_line import run, speak_english
from tests.ui.map_strategies import HOSTILE, maps, small_map
from ui.cli import main
from ui.map_text import BAR, NARROWEST, bar, map_text
from ui.map_words import percent
from ui.records import map_record, to_line

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

PASSAGE = {"passage_id", "source", "language", "kind", "label", "section", "citation", "spans"}
SECTION = {
    *("section_id", "source", "heading", "path", "level", "passages", "coverage", "counterparts"),
}
CHINESE = "# 水库\n\n水库建于1962年。\n"
ENGLISH = "# Dams\n\nThe dam is 48 metres high.\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)
    monkeypatch.setenv("COLUMNS", "90")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two Chinese files of the same name and one in English."""
    folder = tmp_path_factory.mktemp("texts")
    for name, text in (("1/dam.md", CHINESE), ("2/dam.md", CHINESE), ("dams.md", ENGLISH)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["index", str(folder), "--index", str(folder / "index")]) == 0
    return folder / "index"


def hold_the_contract(record: dict[str, object]) -> None:
    a, b, matrix = record["a"], record["b"], record["matrix"]
    assert set(record) == {"a", "b", "matrix", "coverage", "uncovered"}
    assert isinstance(a, dict)
    assert isinstance(b, dict)
    assert isinstance(matrix, list)
    assert len(matrix) == len(a["sections"])
    for row in matrix:
        assert len(row) == len(b["sections"])
        assert all(0 <= score <= 1 and score == round(score, 4) for score in row)
    for side, other in ((a, b), (b, a)):
        for number, section in enumerate(side["sections"]):
            assert set(section) == SECTION
            assert 0 <= section["coverage"] <= 1
            for near in section["counterparts"]:
                assert near["section_id"] == other["sections"][near["number"]]["section_id"]
                row, column = (number, near["number"]) if side is a else (near["number"], number)
                assert near["score"] == matrix[row][column]


def test_json_keeps_the_contract(
    capsys: pytest.CaptureFixture[str], report_index: Path, index: Index, tmp_path: Path
) -> None:
    status, out, err = run(capsys, "map", "A/72/840", "--index", report_index, "--json")
    assert (status, err) == (0, "")
    assert out.count("\n") == 1
    record = json.loads(out)
    hold_the_contract(record)
    [source] = index.store.sources()
    for name, language in zip("ab", LANGUAGES, strict=True):
        side, uncovered = record[name], record["uncovered"][name]
        assert (side["language"], side["source"], side["symbol"]) == (language, source, "A/72/840")
        assert side["passages"] == index.store.searchable(language)
        assert sum(section["passages"] for section in side["sections"]) == side["passages"]
        assert record["coverage"][name] == pytest.approx(
            1 - len(uncovered) / side["passages"], abs=1e-4
        )
        for passage in uncovered:
            assert set(passage) >= PASSAGE
            assert passage["language"] == language
    written = tmp_path / "map.json"
    status, nothing, err = run(capsys, "map", source, "--index", report_index, "--output", written)
    assert (status, nothing, err) == (0, "", "")
    assert written.read_text(encoding="utf-8") == out
    status, everything, _ = run(capsys, "map", "--index", report_index, "--json")
    assert status == 0
    assert json.loads(everything)["matrix"] == record["matrix"]
    assert json.loads(everything)["a"]["source"] is None


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "en_GB.UTF-8",
            [
                "all documents (Chinese) · sections: 23, passages: 93, with a counterpart: 87%",
                "Every section has a counterpart in all documents (English)",
                "Sections without a counterpart in all documents (Chinese):",
            ],
        ),
        (
            "zh_CN.UTF-8",
            [
                "全部文档（中文） · 章节 23，段落 93，有对应内容 87%",
                "每一节在全部文档（英文）中都有对应内容",
                "在全部文档（中文）中没有对应内容的章节：",
            ],
        ),
    ],
)
def test_people_read_the_map_in_their_language(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    locale: str,
    lines: list[str],
) -> None:
    monkeypatch.setenv("LANG", locale)
    status, out, err = run(capsys, "map", "--index", report_index)
    assert (status, err) == (0, "")
    found = out.splitlines()
    for line in lines:
        assert line in found
    assert max(map(wcswidth, found)) <= 90
    [row] = [line for line in found if "(a) 改革联合国反恐架构" in line and "█" in line][:1]
    assert row.endswith("0.98 36 1. Mandates of UNOCT and CTED")
    # What has no passages of its own is there for the sections below it.
    assert "    二. 不断变化的全球恐怖主义局势" in found


def test_pictures_are_written_beside_the_text(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    svg, png = tmp_path / "map.svg", tmp_path / "map.PNG"
    status, text, _ = run(capsys, "map", "--index", report_index, "--picture", svg)
    assert status == 0
    assert text.startswith("all documents (Chinese)")
    root = ElementTree.fromstring(svg.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    shown = "".join(root.itertext())
    record = json.loads(run(capsys, "map", "--index", report_index, "--json")[1])
    for side in (record["a"], record["b"]):
        for section in side["sections"]:
            assert section["heading"] in shown
    assert run(capsys, "map", "--index", report_index, "--picture", png)[0] == 0
    assert png.read_bytes().startswith(b"\x89PNG\r\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.PNG", "map.svg"]


def test_a_png_without_chinese_letters_is_refused_before_the_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ui.png.render_png", lambda svg: b"box")
    picture = tmp_path / "map.png"
    # There is no index either.
    command = ("map", "--index", tmp_path, "--picture", picture)
    status, out, err = run(capsys, *command)
    assert (status, out) == (1, "")
    assert "this machine has no font with Chinese characters" in err
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "本机没有含汉字的字体" in run(capsys, *command)[2]
    assert not picture.exists()


@pytest.mark.parametrize(
    ("documents", "english_words", "chinese_words"),
    [
        (["none.md"], "none.md: not in this index", "none.md：不在此索引中"),
        (["dam.md"], "dam.md: several documents are called so", "dam.md：有几份文档都是这个名称"),
        (["dams.md"], "all of it is in one language", "全部内容只有一种语言"),
        (["1/dam.md", "2/dam.md"], "are in the same language", "是同一种语言"),
    ],
)
def test_what_has_no_map_is_one_line_of_error(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    texts: Path,
    documents: list[str],
    english_words: str,
    chinese_words: str,
) -> None:
    root = texts.parent
    named = [str(root / name) if "/" in name else name for name in documents]
    for locale, words in (("en_GB.UTF-8", english_words), ("zh_CN.UTF-8", chinese_words)):
        monkeypatch.setenv("LANG", locale)
        status, out, err = run(capsys, "map", *named, "--index", texts)
        assert (status, out) == (1, "")
        assert words in err
        assert err.count("\n") == 1


def test_a_collection_in_one_language_has_no_map(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "dams.md").write_text(ENGLISH, encoding="utf-8")
    index = tmp_path / "index"
    assert run(capsys, "index", tmp_path / "dams.md", "--index", index)[0] == 0
    status, out, err = run(capsys, "map", "--index", index)
    assert (status, out) == (1, "")
    assert (
        err
        == f"yinju: {index}: all of it is in one language; a map compares Chinese with English\n"
    )


def test_two_documents_are_named_and_compared(
    capsys: pytest.CaptureFixture[str], texts: Path
) -> None:
    zh = texts.parent / "1" / "dam.md"
    status, out, _ = run(capsys, "map", zh, "dams.md", "--index", texts, "--json")
    assert status == 0
    record = json.loads(out)
    hold_the_contract(record)
    assert record["a"]["title"] == "水库"
    assert [section["heading"] for section in record["b"]["sections"]] == ["Dams"]
    status, out, _ = run(capsys, "map", "--index", texts)
    assert status == 0
    # Each document has its line where there are several.
    assert len([line for line in out.splitlines() if line.endswith("dam.md")]) == 2


@pytest.mark.parametrize("arguments", [["a", "b", "c"], ["--picture", "map.jpg"], ["--picture"]])
def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["map", *arguments])
    assert stop.value.code == 2
    assert "yinju map" in capsys.readouterr().err


@given(maps())
@settings(max_examples=60, deadline=None)
def test_text_and_json_bear_any_heading(section_map: SectionMap) -> None:
    line = to_line(map_record(section_map))
    line.encode()
    hold_the_contract(json.loads(line))
    for width in (20, 73, 100):
        text = map_text(section_map, "en", width)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert max(map(wcswidth, text.splitlines())) <= max(width, NARROWEST)


def test_sections_are_indented_and_numbered() -> None:
    lines = map_text(small_map(), "en", 80).splitlines()
    assert lines[2].startswith("1  No heading: 封面")
    assert lines[2].endswith("████····  50%  0.61 1 Cover")
    assert lines[3].startswith("2  一. 引言")
    assert lines[4].strip() == "0.55 1 Cover"
    assert lines[5].startswith("3    A. 酸面包")
    assert "········   0%  No counterpart" in lines[5]
    assert "3  A. 酸面包" in lines
    assert HOSTILE not in "".join(lines)


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "········"), (1, "████████"), (0.5, "████····"), (0.19, "█▌······")]
)
def test_bars(share: float, shown: str) -> None:
    assert bar(share) == shown
    assert len(shown) == BAR


@pytest.mark.parametrize(("share", "shown"), [(0, 0), (0.001, 1), (0.5, 50), (0.996, 99), (1, 100)])
def test_percent_is_whole_only_where_all_is_there(share: float, shown: int) -> None:
    assert percent(share) == shown

"""The table of corrections: what goes in comes out, nothing of the file is lost, clear errors."""

import codecs
import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corrections import (
    Correction,
    find_corrections,
    merge,
    normal_sentence,
    read_corrections,
    read_verdict,
    write_corrections,
)
from indexer.errors import CorrectionsError, CorrectionsNotWritten
from indexer.readers import find_sources
from ui.messages import error_message

HEADER = "verdict\tzh\ten\n"

SENTENCES = (
    st.text("ab‖\\ #\"'\t\n中文。", min_size=1, max_size=8).map(normal_sentence).filter(bool)
)
SIDES = st.lists(SENTENCES, max_size=3).map(tuple)
CORRECTIONS = st.builds(
    Correction, st.sampled_from(["confirmed", "rejected"]), SIDES, SIDES
).filter(lambda c: bool(c.zh and c.en) or bool(c.verdict == "confirmed" and (c.zh or c.en)))


def confirmed(zh: str, en: str) -> Correction:
    return Correction("confirmed", tuple(zh.split()), tuple(en.split()))


def rejected(zh: str, en: str) -> Correction:
    return Correction("rejected", tuple(zh.split()), tuple(en.split()))


@given(st.lists(CORRECTIONS, max_size=6))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, corrections: list[Correction]
) -> None:
    path = tmp_path_factory.mktemp("table") / "corrections.tsv"
    write_corrections(path, corrections)
    if corrections:
        assert read_corrections(path) == merge(corrections)
        before = path.read_bytes()
        assert write_corrections(path, merge(corrections)) == 0
        assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p != path] == []


@given(st.lists(CORRECTIONS, max_size=6), st.lists(CORRECTIONS, max_size=6))
def test_merging_in_parts_is_merging_at_once(
    first: list[Correction], second: list[Correction]
) -> None:
    assert merge([*merge(first), *second]) == merge([*first, *second])
    assert merge(merge(first)) == merge(first)


def test_later_corrections_override_earlier_ones_about_the_same_sentences() -> None:
    assert merge([rejected("一", "a"), confirmed("一", "a")]) == (confirmed("一", "a"),)
    assert merge([confirmed("一", "a"), rejected("一", "a")]) == (rejected("一", "a"),)
    split = [confirmed("一", "a"), confirmed("二", "b")]
    assert merge([confirmed("一 二", "a b"), *split]) == tuple(split)
    assert merge([*split, confirmed("一 二", "a b")]) == (confirmed("一 二", "a b"),)
    assert merge([confirmed("一", ""), confirmed("一", "a")]) == (confirmed("一", "a"),)
    assert merge([confirmed("一", "a"), confirmed("", "a")]) == (confirmed("", "a"),)


def test_a_sentence_may_mean_two_things_in_two_documents() -> None:
    both = (confirmed("引言", "Introduction"), confirmed("导言", "Introduction"))
    assert merge(both) == both


@pytest.mark.parametrize(
    ("mark", "encoding", "end"),
    [(b"", "utf-8", "\n"), (codecs.BOM_UTF8, "utf-8", "\r\n"), (b"", "utf-16", "\n")],
)
def test_the_rest_of_the_file_stays_as_it_is(
    tmp_path: Path, mark: bytes, encoding: str, end: str
) -> None:
    path = tmp_path / "corrections.tsv"
    lines = [
        "# by Li and Ann",
        "en\tnote\tverdict\tzh",
        "a\tsure\tok\t甲。",
        "",
        "b\t\t否决\t乙。",
        "c\tthird\tconfirmed\t丙。",
    ]
    path.write_bytes(mark + (end.join(lines) + end).encode(encoding))
    assert write_corrections(path, [confirmed("乙。", "b"), confirmed("甲。", "a")]) == 1
    content = path.read_bytes()
    text = content.decode("utf-8-sig")
    assert content.startswith(codecs.BOM_UTF8) == bool(mark or encoding == "utf-16")
    assert text == end.join([*lines[:4], lines[5], "b\t\tconfirmed\t乙。"]) + end
    retired = [confirmed("丙。", "c")]
    assert write_corrections(path, [], retired=retired) == 0
    assert "third" not in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("maybe\t一\ta", '"maybe" is no verdict; write confirmed', "“maybe”不是判定"),
        ("\t一\ta", "write confirmed or rejected", "请写“确认”或“否决”"),
        ("ok", "no sentence is named", "没有写明句子"),
        ("no\t一", "only sentences of both sides", "只能否决两侧都有的"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_by_its_number(
    tmp_path: Path, line: str, english: str, chinese: str
) -> None:
    path = tmp_path / "corrections.tsv"
    content = f"{HEADER}# note\nok\t一\ta\n{line}\n"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorrectionsError) as caught:
        read_corrections(path, root=tmp_path)
    told = error_message(caught.value, "en")
    assert told.startswith("corrections.tsv, line 4: ")
    assert english in told
    told = error_message(caught.value, "zh")
    assert told.startswith("corrections.tsv，第 4 行：")
    assert chinese in told
    with pytest.raises(CorrectionsError):
        write_corrections(path, [confirmed("二", "b")])
    assert path.read_text(encoding="utf-8") == content


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text("\nok\t一\ta\n", encoding="utf-8")
    with pytest.raises(CorrectionsError, match="line 2: the first line must name"):
        read_corrections(path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsNotWritten, match="choose another file"):
        write_corrections(tmp_path / "none/corrections.tsv", [confirmed("一", "a")])


def test_quotation_marks_survive_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    said = [confirmed("“一”", '"one"'), confirmed("二", 'a"b')]
    write_corrections(path, said)
    rows = csv.reader(path.read_text(encoding="utf-8").splitlines(), "excel-tab")
    assert list(rows)[1:] == [["confirmed", "“一”", '"one"'], ["confirmed", "二", 'a"b']]
    path.write_text(f'{HEADER}ok\t"一,二"\t"a" and "b"\n', encoding="utf-8")
    assert read_corrections(path) == (Correction("confirmed", ("一,二",), ('"a" and "b"',)),)


def test_verdicts_in_both_languages() -> None:
    assert [read_verdict(word) for word in ("OK", " 确认 ", "Confirmed", "否决", "no", "")] == [
        *["confirmed"] * 3,
        *["rejected"] * 2,
        None,
    ]


def test_the_table_is_found_beside_documents_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "docs/deep/one.md").write_text("One.")
    for folder in ("", "docs", "docs/deep"):
        (tmp_path / folder / "corrections.tsv").write_text(HEADER)
    tables = [tmp_path / "docs/corrections.tsv", tmp_path / "docs/deep/corrections.tsv"]
    assert find_corrections([tmp_path / "docs"]) == tuple(tables)
    assert find_corrections([tmp_path / "docs/deep/one.md"]) == (tables[1],)
    found = find_sources([tmp_path / "docs", *tables])
    assert [path.name for path in found.files] == ["one.md"]
    assert not found.errors


def test_a_sentence_with_control_characters_leaves_a_table_that_can_be_read(
    tmp_path: Path,
) -> None:
    said = Correction("confirmed", ("甲\0\0\x01",), ("A\x1b.",))
    write_corrections(tmp_path / "c.tsv", [said])
    [kept] = read_corrections(tmp_path / "c.tsv")
    assert (kept.zh, kept.en) == (("甲",), ("A .",))

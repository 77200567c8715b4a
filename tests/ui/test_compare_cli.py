"""`yinju compare`: the contract, the text for people, what cannot be compared."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.passages import KINDS, Passage
from retriever.search import Index
from tests.ui.command_line import one_line, run, speak_english
from ui.cli import main
from ui.messages import MESSAGES
from ui.passages_file import read_passages

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

FIELDS = {
    *("rank", "score", "passage_id", "source", "language", "kind", "label", "section", "citation"),
    *("spans", "evidence", "text", "parent", "relation", "pairs"),
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)
    monkeypatch.setenv("COLUMNS", "90")


def find(index: Index, language: str, label: str) -> Passage:
    [source] = index.store.sources()
    return next(
        passage
        for passage in index.store.passages(source)
        if (passage.language, passage.label) == (language, label) and passage.kind == "paragraph"
    )


def find_heading(index: Index, words: str) -> Passage:
    [source] = index.store.sources()
    return next(
        passage
        for passage in index.store.passages(source)
        if passage.kind == "heading" and words in passage.text
    )


def hold_the_contract(record: dict[str, object], index: Index) -> None:
    hits = record["hits"]
    assert isinstance(hits, list)
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    for hit in hits:
        assert set(hit) >= FIELDS
        assert hit["kind"] in KINDS
        assert hit["relation"] in ("same-content", "summary-of", "detail-of", "same-topic")
        assert f"relation-{hit['relation']}" in MESSAGES
        assert set(hit["citation"]) == {"zh", "en"}
        text = index.store.document(hit["source"]).text
        assert hit["pairs"]
        for pair in hit["pairs"]:
            assert set(pair) == {"a", "b", "score"}
            assert 0 <= pair["score"] <= 1
            for start, end in (pair["a"], pair["b"]):
                assert text[start:end].strip()
        if hit["kind"] != "heading":
            for start, end in (*hit["evidence"], *(pair["b"] for pair in hit["pairs"])):
                assert any(low <= start < end <= high for low, high in hit["spans"])


def test_people_read_both_citations_the_relation_and_the_sentences(
    capsys: pytest.CaptureFixture[str], report_index: Path, index: Index
) -> None:
    asked = find(index, "zh", "63")
    status, out, err = run(capsys, "compare", asked.id, "--index", report_index, "--top-k", 2)
    assert (status, err) == (0, "")
    assert "A/72/840, para. 63  ·  A/72/840，第63段" in out
    assert "A/72/840, annex IV, para. 1  ·  A/72/840，附件四，第1段  [says the same]" in out
    assert any("│" in line and "30 March 2018" in line for line in out.splitlines())
    assert max(len(line) for line in out.splitlines()) <= 90


def test_output_speaks_the_language_of_the_shell(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    index: Index,
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, _ = run(capsys, "compare", find(index, "zh", "63").id, "--index", report_index)
    assert status == 0
    assert "A/72/840，附件四，第1段  ·  A/72/840, annex IV, para. 1  [内容相同]" in out


def test_json_keeps_the_contract_for_passages_and_sections(
    capsys: pytest.CaptureFixture[str], report_index: Path, index: Index
) -> None:
    asked = find(index, "zh", "63")
    options = ("--index", report_index, "--json", "--top-k", 3)
    status, out, _ = run(capsys, "compare", asked.id, *options)
    assert status == 0
    record = json.loads(one_line(out))
    hold_the_contract(record, index)
    assert record["passage_id"] == asked.id
    assert len(record["hits"]) == 3
    assert all(hit["language"] == "en" and hit["kind"] != "heading" for hit in record["hits"])
    for hit in record["hits"]:
        for pair in hit["pairs"]:
            assert any(low <= pair["a"][0] < pair["a"][1] <= high for low, high in asked.spans)

    section = find_heading(index, "改革联合国反恐架构")
    status, of_section, _ = run(capsys, "compare", "--section", section.id, *options)
    assert status == 0
    record = json.loads(one_line(of_section))
    hold_the_contract(record, index)
    assert record["passage_id"] == section.id
    assert all(hit["kind"] == "heading" for hit in record["hits"])
    # A heading that is given as a passage stands for its section.
    assert run(capsys, "compare", section.id, *options)[1] == of_section


def test_passages_in_bulk_are_named_by_id_or_place(
    capsys: pytest.CaptureFixture[str], report_index: Path, index: Index, tmp_path: Path
) -> None:
    asked, row = find(index, "zh", "63"), find(index, "zh", "4")
    section = find_heading(index, "引言")
    start = asked.spans[0][0] + 5
    lines = [
        {"id": "b", "passage_id": asked.id},
        {"id": "a", "source": asked.source, "span": [start, start + 20]},
        {"id": 3, "passage_id": section.id},
        {"id": "d", "passage_id": row.id},
    ]
    named = tmp_path / "passages.jsonl"
    named.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    output = tmp_path / "out.jsonl"
    status, out, err = run(
        capsys,
        *("compare", "--passages", named, "--output", output),
        *("--index", report_index, "--top-k", 2),
    )
    assert (status, out, err) == (0, "", "")
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["b", "a", "3", "d"]
    for record in records:
        hold_the_contract(record, index)
        assert len(record["hits"]) <= 2
    assert records[0]["hits"] == records[1]["hits"]
    assert all(hit["kind"] == "heading" for hit in records[2]["hits"])
    assert [item.id for item in read_passages(named, index.store)] == ["b", "a", "3", "d"]


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("{", "not of the form", "格式应为"),
        ("[1]", "not of the form", "格式应为"),
        ('{"id": "x"}', "not of the form", "格式应为"),
        ('{"passage_id": "x"}', "not of the form", "格式应为"),
        ('{"id": "x", "source": "SOURCE", "span": [5]}', "not of the form", "格式应为"),
        ('{"id": "x", "source": "SOURCE", "span": [9, 5]}', "not of the form", "格式应为"),
        ('{"id": "x", "source": "SOURCE", "span": [1.5, 5]}', "not of the form", "格式应为"),
        ('{"id": "x", "source": "none", "span": [1, 5]}', "not in this index", "不在此索引中"),
        (
            '{"id": "x", "source": "SOURCE", "span": [99999999, 100000000]}',
            "no passage",
            "没有段落",
        ),
        ('{"id": "x", "passage_id": "none"}', "no such passage", "没有这个段落"),
        ('{"id": "ok", "passage_id": "ID"}', "comes twice", "出现了两次"),
    ],
)
def test_a_line_that_names_no_passage_is_told_by_its_number(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    index: Index,
    tmp_path: Path,
    line: str,
    english: str,
    chinese: str,
) -> None:
    asked = find(index, "zh", "63")
    named = tmp_path / "passages.jsonl"
    good = json.dumps({"id": "ok", "passage_id": asked.id})
    bad = line.replace("SOURCE", asked.source).replace("ID", asked.id)
    named.write_text(f"{good}\n{bad}\n", encoding="utf-8")
    command = ("compare", "--passages", named, "--index", report_index)
    status, out, err = run(capsys, *command)
    assert (status, out) == (1, "")
    assert "line 2: " in one_line(err)
    assert english in err
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, err = run(capsys, *command)
    assert (status, out) == (1, "")
    assert "第 2 行：" in one_line(err)
    assert chinese in err


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["none"], "none: no such passage", "none：索引中没有这个段落"),
        (["--section", "none"], "none: no such section", "none：索引中没有这一节"),
        (["--passages", "none.jsonl"], "none.jsonl: no such file", "none.jsonl：找不到"),
    ],
)
def test_what_is_not_there_is_one_line_of_error(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    arguments: list[str],
    english: str,
    chinese: str,
) -> None:
    status, out, err = run(capsys, "compare", *arguments, "--index", report_index)
    assert (status, out) == (1, "")
    assert english in one_line(err)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, err = run(capsys, "compare", *arguments, "--index", report_index)
    assert (status, out) == (1, "")
    assert chinese in one_line(err)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a", "--section", "b"],
        ["a", "--passages", "b"],
        ["--section", "a", "--passages", "b"],
        ["a", "--top-k", "0"],
    ],
)
def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["compare", *arguments])
    assert stop.value.code == 2
    assert "yinju compare" in capsys.readouterr().err


def test_a_passage_without_counterpart_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, directory = tmp_path / "water.md", tmp_path / "index"
    text.write_text("# 水库\n\n水库建于1962年。\n", encoding="utf-8")
    assert run(capsys, "index", text, "--index", directory)[0] == 0
    status, out, _ = run(capsys, "passages", "--index", directory)
    for line in out.splitlines():
        passage_id = json.loads(line)["passage_id"]
        status, out, err = run(capsys, "compare", passage_id, "--index", directory)
        assert (status, err) == (0, "")
        assert "Nothing in the other language is on this subject" in out
        status, out, _ = run(capsys, "compare", passage_id, "--index", directory, "--json")
        assert json.loads(one_line(out)) == {"passage_id": passage_id, "hits": []}


def test_the_same_question_gives_the_same_list_under_any_hash_seed(
    report_index: Path, index: Index
) -> None:
    asked = (find(index, "zh", "60").id, find_heading(index, "Countering terrorist narratives").id)
    for passage_id in asked:
        outputs = {
            subprocess.run(
                [
                    *(sys.executable, "-m", "ui.cli", "compare", passage_id),
                    *("--index", str(report_index), "--json"),
                ],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("0", "1")
        }
        assert len(outputs) == 1
        assert json.loads(outputs.pop())["hits"]

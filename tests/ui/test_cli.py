"""The command line, as users and programs meet it: output, exit statuses, bad input."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.passages import KINDS
from tests.ui.command_line import one_line, run, speak_english
from ui.cli import main

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "corpus" / "a-72-840" / "a-72-840.txt"
QUESTION = "How often do the heads of UNOCT and CTED meet?"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_search_prints_cited_passages(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    status, out, err = run(capsys, "search", QUESTION, "--index", report_index)
    assert (status, err) == (0, "")
    assert "A/72/840, annex IV, para. 14" in out
    assert "Matched terms: " in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_output_speaks_the_language_of_the_shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, report_index: Path
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    status, out, _ = run(capsys, "ask", QUESTION, "--index", report_index)
    assert status == 0
    assert "A/72/840，附件四，第14段" in out
    status, _, err = run(capsys, "ask", "？", "--index", report_index)
    assert status == 1
    assert "问题是空的" in one_line(err)


def test_search_as_json_keeps_the_contract(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    status, out, _ = run(
        capsys, "search", QUESTION, "--index", report_index, "--json", "--top-k", 3
    )
    assert status == 0
    record = json.loads(one_line(out))
    assert record["question"] == QUESTION
    assert 0 <= record["support"] <= 1
    assert [hit["rank"] for hit in record["hits"]] == [1, 2, 3]
    text = REPORT.read_text(encoding="utf-8")
    for hit in record["hits"]:
        assert hit["source"].endswith("corpus/a-72-840/a-72-840.txt")
        assert hit["language"] in ("zh", "en")
        assert hit["kind"] in KINDS
        assert set(hit["citation"]) == {"zh", "en"}
        assert isinstance(hit["section"], list)
        assert hit["passage_id"]
        # What evidence marks stands inside the passage, in the source as in the clean text.
        for start, end in hit["evidence"]:
            assert any(low <= start and end <= high for low, high in hit["spans"])
            assert text[start:end].strip()[:5] in hit["text"]


def test_questions_in_bulk_give_a_line_each_in_their_order(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.jsonl"
    questions = {"b": QUESTION, "a": "反恐工作队有多少工作组？", "c": "how to bake bread"}
    queries.write_text(
        "".join(json.dumps({"id": i, "question": q}) + "\n" for i, q in questions.items()),
        encoding="utf-8",
    )
    for command in ("search", "ask"):
        output = tmp_path / f"{command}.jsonl"
        status, out, err = run(
            capsys,
            *(command, "--queries", queries, "--output", output),
            *("--index", report_index, "--top-k", 4),
        )
        assert (status, out, err) == (0, "", "")
        records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        assert [(r["id"], r["question"]) for r in records] == list(questions.items())
    kinds = {record["id"]: record["kind"] for record in records}
    assert kinds == {"b": "quote", "a": "quote", "c": "none"}
    assert all(r["short"] is None and r["table"] is None for r in records)
    assert all(bool(r["quotes"]) == (r["kind"] == "quote") for r in records)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ask.jsonl",
        "queries.jsonl",
        "search.jsonl",
    ]


def test_a_question_that_cannot_be_searched_does_not_stop_the_others(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": 1, "question": "反恐"}\n\n{"id": 2, "question": "？？"}\n'
        '{"id": 3, "question": "CTED"}\n',
        encoding="utf-8",
    )
    status, out, err = run(capsys, "search", "--queries", queries, "--index", report_index)
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "3"]
    assert "1 questions were not searched" in err
    assert "2: the question is empty" in err


def test_a_trec_run_has_six_columns(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q 1", "question": "CTED"}\n', encoding="utf-8")
    status, out, _ = run(
        capsys,
        *("search", "--queries", queries, "--format", "trec"),
        *("--index", report_index, "--top-k", 5),
    )
    assert status == 0
    rows = [line.split() for line in out.splitlines()]
    assert [row[3] for row in rows] == ["1", "2", "3", "4", "5"]
    assert {(row[0], row[1], row[5], len(row)) for row in rows} == {("q_1", "Q0", "yinju", 6)}
    assert [float(row[4]) for row in rows] == sorted((float(row[4]) for row in rows), reverse=True)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("not json\n", "line 1: not JSON"),
        ('{"id": "a"}\n', 'line 1: needs an object with "id" and "question"'),
        ('{"question": "x"}\n', 'line 1: needs an "id"'),
        ('{"id": "a", "question": "x"}\n{"id": "a", "question": "y"}\n', "line 2: the id"),
        ("[]\n", "line 1: needs an object"),
    ],
)
def test_a_file_of_queries_that_is_wrong_is_refused_whole(
    capsys: pytest.CaptureFixture[str],
    report_index: Path,
    tmp_path: Path,
    content: str,
    complaint: str,
) -> None:
    queries, output = tmp_path / "queries.jsonl", tmp_path / "out.jsonl"
    queries.write_text(content, encoding="utf-8")
    output.write_text("from before")
    status, _, err = run(
        capsys, "search", "--queries", queries, "--output", output, "--index", report_index
    )
    assert status == 1
    assert complaint in one_line(err)
    assert output.read_text() == "from before"


def test_an_output_that_cannot_be_written_is_said_so(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    output = tmp_path / "no" / "such" / "folder.jsonl"
    status, _, err = run(capsys, "ask", QUESTION, "--output", output, "--index", report_index)
    assert status == 1
    assert "cannot be written" in one_line(err)


def test_passages_are_printed_in_reading_order_with_their_fields(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    status, out, _ = run(capsys, "passages", "--index", report_index)
    assert status == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == 657
    starts = [record["spans"][0][0] for record in records]
    assert starts == sorted(starts)
    rows = [record for record in records if record["kind"] == "table-row"]
    assert len(rows) == 317
    assert all(row["fields"]["Serial"] == row["label"] for row in rows)
    assert not any("fields" in record for record in records if record["kind"] != "table-row")
    source = records[0]["source"]
    assert run(capsys, "passages", "--index", report_index, "--source", source)[1] == out


def test_check_finds_a_sound_index_sound_and_names_the_damage(
    capsys: pytest.CaptureFixture[str], report_index: Path, tmp_path: Path
) -> None:
    assert run(capsys, "check", "--index", report_index)[0] == 0
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(report_index), str(copy)], check=True)
    victim = next(copy.rglob("frequencies.npy"))
    content = bytearray(victim.read_bytes())
    content[-1] ^= 1
    victim.write_bytes(content)
    status, _, err = run(capsys, "check", "--index", copy)
    assert status == 1
    assert "frequencies.npy fails its checksum" in err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "COMMAND"),
        (["search"], "give either a question or --queries"),
        (["search", "a", "--queries", "b"], "give either a question or --queries"),
        (["search", "a", "--top-k", "0"], "--top-k"),
        (["search", "a", "--lang", "fr"], "--lang"),
        (["serve", "--port", "70000"], "--port"),
        (["nonsense"], "nonsense"),
        (["index"], "PATH"),
    ],
)
def test_wrong_usage_exits_with_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["index", "search", "ask", "passages", "compare", "serve", "check"]
)
def test_every_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert re.search(rf"examples?:\n  yinju {command}", capsys.readouterr().out)


@pytest.mark.parametrize(
    "command", [["ask", "x"], ["search", "x"], ["passages"], ["compare", "x"], ["check"]]
)
def test_without_an_index_the_message_says_how_to_make_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    status, out, err = run(capsys, *command, "--index", tmp_path / "none")
    assert (status, out) == (1, "")
    assert "yinju index PATH" in one_line(err)


def test_a_question_of_ten_thousand_characters_is_one_line_of_error(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    status, _, err = run(capsys, "ask", "反" * 10_000, "--index", report_index)
    assert status == 1
    assert "10000 characters" in one_line(err)


def test_whoever_reads_only_the_beginning_causes_no_error(report_index: Path) -> None:
    command = f"{sys.executable} -m ui.cli passages --index {report_index} | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)


def test_a_cold_question_imports_neither_pytorch_nor_gradio(report_index: Path) -> None:
    program = (
        "import sys; from ui.cli import main;"
        "status = main(['ask', '反恐执行工作队有多少个专题工作组？', '--index', sys.argv[1]]);"
        "heavy = {'torch', 'gradio', 'sentence_transformers', 'rank_bm25', 'tqdm'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules);"
        "sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(report_index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "61" in done.stdout


def test_without_a_home_to_keep_the_dictionary_in_questions_are_answered(
    report_index: Path,
) -> None:
    done = process("ask", "反恐", "--index", report_index, HOME="/proc/none", XDG_CACHE_HOME="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "A/72/840" in done.stdout


def test_an_unexpected_error_is_one_line(report_index: Path) -> None:
    broken = subprocess.run(
        [
            sys.executable,
            "-c",
            "import retriever.answers as a, sys; a.ask = lambda *a, **k: 1 / 0;"
            "from ui.cli import main; sys.exit(main(['ask', 'x', '--index', sys.argv[1]]))",
            str(report_index),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert broken.returncode == 1
    assert "ZeroDivisionError" in one_line(broken.stderr)
    assert "Traceback" not in broken.stderr


def test_filters_restrict_a_search_and_name_what_there_is(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    filters = ["--section", "annex II", "--kind", "table-row", "--where", "Status=Completed"]
    _, out, _ = run(
        capsys, "search", "border security", *filters, "--json", "--index", report_index
    )
    hits = json.loads(out)["hits"]
    assert len(hits) == 10
    assert {hit["fields"]["Status of Implementation"] for hit in hits} == {"Completed"}
    for wrong, offered in (
        (["--where", "Colour=red"], "Geographical Scope"),
        (["--where", "Status"], "COLUMN=VALUE"),
        (["--document", "none.txt"], "a-72-840.txt"),
    ):
        status, _, err = run(capsys, "ask", "projects", *wrong, "--index", report_index)
        assert status == 1
        assert offered in one_line(err)


def test_a_passage_is_explained_and_two_wordings_are_compared(
    capsys: pytest.CaptureFixture[str], report_index: Path
) -> None:
    asked = ["突尼斯的项目", "--also", "projects in Tunisia", "--index", str(report_index)]
    found = json.loads(run(capsys, "search", *asked, "--json")[1])
    both = found["also"]["both"]
    assert len(both) + len(found["also"]["only_question"]) == 10
    assert both[0]["ranks"][0] == found["hits"][0]["rank"] == 1
    passage = found["hits"][3]["passage_id"]
    explained = ("explain", "突尼斯的项目", passage, "--index", report_index)
    record = json.loads(run(capsys, *explained, "--json")[1])
    assert record["rank"] == 4
    assert record["score"] == found["hits"][3]["score"]
    assert "Number 4 of 575" in run(capsys, *explained)[1]

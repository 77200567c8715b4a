"""The written answer of `yinju ask`, with a server that speaks the real protocol."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.command_line import one_line, run, speak_english
from tests.writer_server import Asked, Reply, WriterServer, event, writing_server

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

QUESTION = "How often do the heads of UNOCT and CTED meet?"


@pytest.fixture
def server() -> Iterator[WriterServer]:
    with writing_server() as running:
        yield running


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_english(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("YINJU_LLM_URL", "YINJU_LLM_MODEL", "YINJU_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)


def good_and_bad(asked: Asked) -> str:
    number = asked.number_of("每周举行会议")
    return (
        f"The two units hold coordination meetings every month [{number}].\n"
        f"They meet every day in \x1b[31mGeneva [{number}]. It is sunny."
    )


def test_below_the_quotations_stands_what_the_model_wrote_and_what_of_it_is_struck(
    capsys: pytest.CaptureFixture[str], report_index: Path, server: WriterServer
) -> None:
    _, quoted, _ = run(capsys, "ask", QUESTION, "--index", report_index)
    assert server.asked == []
    server.says(good_and_bad)
    options = ["--index", report_index, "--llm", server.url, "--model", "small"]
    status, out, err = run(capsys, "ask", QUESTION, *options)
    assert (status, err) == (0, "")
    assert out.startswith(quoted)
    written = out.removeprefix(quoted)
    assert "By small at 127.0.0.1" in written
    assert "  The two units hold coordination meetings every month.\n    — A/72/840" in written
    assert "✗ They meet every day in" in written
    assert "does not say “every day”" in " ".join(written.split())
    assert "✗ It is sunny.\n      Cites no passage" in written
    assert "2 of 3 sentences are not supported" in written
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_programs_get_the_verdicts_with_the_reasons(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    server: WriterServer,
) -> None:
    monkeypatch.setenv("YINJU_LLM_URL", server.url)
    monkeypatch.setenv("YINJU_LLM_MODEL", "small")
    server.says(good_and_bad)
    status, out, _ = run(capsys, "ask", QUESTION, "--index", report_index, "--json")
    assert status == 0
    record = json.loads(one_line(out))
    written = record["written"]
    assert (written["model"], written["finished"], written["error"]) == ("small", True, None)
    verdicts = [sentence["verdict"] for sentence in written["sentences"]]
    assert verdicts == ["supported", "unsupported", "uncited"]
    assert {"kind": "frequency", "words": "every day"} in written["sentences"][1]["reasons"]
    assert written["sentences"][0]["citations"] == written["sentences"][1]["citations"]
    assert record["quotes"]


@pytest.mark.parametrize("as_json", [False, True])
def test_what_the_documents_say_stands_when_the_model_breaks_off(
    capsys: pytest.CaptureFixture[str], report_index: Path, server: WriterServer, as_json: bool
) -> None:
    def cut(asked: Asked) -> Reply:
        number = asked.number_of("每周举行会议")
        text = f"The two units hold coordination meetings every month [{number}]. They also"
        return Reply([event(text)], cut=True)

    server.answer = cut
    options = ["--index", report_index, "--llm", server.url, "--model", "small"]
    status, out, err = run(capsys, "ask", QUESTION, *options, *(["--json"] if as_json else []))
    assert status == 1
    assert "broke off" in one_line(err)
    if as_json:
        written = json.loads(one_line(out))["written"]
        assert [sentence["verdict"] for sentence in written["sentences"]] == ["supported"]
        assert not written["finished"]
        assert "broke off" in written["error"]
    else:
        assert "A/72/840, annex IV" in out
        assert "coordination meetings every month." in out
        assert "They also" not in out


def test_what_is_wrong_with_the_model_is_said_in_the_language_of_the_shell(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    server: WriterServer,
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    server.answer = lambda asked: Reply([b"{}"], 401, "application/json")
    options = ["--index", report_index, "--llm", server.url]
    status, out, err = run(capsys, "ask", QUESTION, *options, "--model", "small")
    assert status == 1
    assert "YINJU_LLM_KEY" in one_line(err)
    assert "A/72/840，附件四" in out
    status, _, err = run(capsys, "ask", QUESTION, *options)
    assert status == 1
    assert "没有指定语言模型" in one_line(err)


def test_many_questions_are_sent_nowhere(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report_index: Path,
    server: WriterServer,
    tmp_path: Path,
) -> None:
    queries = tmp_path / "questions.jsonl"
    queries.write_text(json.dumps({"id": "q1", "question": QUESTION}), encoding="utf-8")
    monkeypatch.setenv("YINJU_LLM_URL", server.url)
    monkeypatch.setenv("YINJU_LLM_MODEL", "small")
    status, out, _ = run(capsys, "ask", "--queries", queries, "--index", report_index)
    assert status == 0
    assert "written" not in json.loads(one_line(out))
    assert server.asked == []
    with pytest.raises(SystemExit) as failure:
        run(capsys, "ask", "--queries", queries, "--llm", server.url)
    assert failure.value.code == 2

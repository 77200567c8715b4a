"""Asking a language model over the real protocol, and all that can go wrong with it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace

import pytest

from tests.writer_server import Reply, WriterServer, event, events, writing_server
from ui import chat_completions
from ui.chat_completions import stream_reply
from ui.errors import (
    WriterAddress,
    WriterBusy,
    WriterCutOff,
    WriterError,
    WriterFailed,
    WriterKey,
    WriterNotFound,
    WriterNotReached,
    WriterOversized,
    WriterRefused,
    WriterSilent,
    WriterTooSlow,
    WriterUnnamed,
    WriterUnreadable,
)
from ui.writer import Writer, read_writer

MESSAGES = [{"role": "user", "content": "How often do they meet?"}]
TEXT = "两个机构的负责人每周开会[1]。🙂 They meet every week [2]."


@pytest.fixture(scope="module")
def running() -> Iterator[WriterServer]:
    with writing_server() as server:
        yield server


@pytest.fixture
def server(running: WriterServer) -> WriterServer:
    running.forget()
    return running


def writer_of(server: WriterServer, **values: str) -> Writer:
    writer = read_writer({"YINJU_LLM_MODEL": "small", **values}, server.url)
    assert writer is not None
    return writer


def read(writer: Writer) -> str:
    """Return all that a model writes; raises what `stream_reply` raises."""

    async def collect() -> str:
        async with aclosing(stream_reply(writer, MESSAGES)) as pieces:
            return "".join([piece async for piece in pieces])

    return asyncio.run(collect())


def read_until_it_fails(writer: Writer) -> tuple[str, WriterError]:
    """Return what was written before it failed, and how it did."""
    said: list[str] = []

    async def collect() -> None:
        async with aclosing(stream_reply(writer, MESSAGES)) as pieces:
            async for piece in pieces:
                said.append(piece)  # noqa: PERF401 - those before a failure count

    with pytest.raises(WriterError) as failure:
        asyncio.run(collect())
    return "".join(said), failure.value


def test_what_a_model_writes_arrives_whole_wherever_its_bytes_are_cut(
    server: WriterServer,
) -> None:
    whole = b"".join(events(TEXT))
    for size in (1, 3, 1000):
        pieces = [whole[n : n + size] for n in range(0, len(whole), size)]
        server.answer = lambda asked, pieces=pieces: Reply(pieces)  # type: ignore[misc]
        assert read(writer_of(server)) == TEXT


def test_it_is_asked_by_the_protocol_and_the_key_goes_into_the_header(
    server: WriterServer,
) -> None:
    server.says("Yes.")
    read(writer_of(server, YINJU_LLM_KEY="sk-secret"))
    read(writer_of(server))
    with_key, without = server.asked
    assert with_key.path == "/v1/chat/completions"
    assert with_key.body == {"model": "small", "messages": MESSAGES, "stream": True}
    assert with_key.headers["authorization"] == "Bearer sk-secret"
    assert "authorization" not in without.headers


def test_comments_other_fields_and_events_without_text_say_nothing(server: WriterServer) -> None:
    noise = [
        b": keep-alive\n\n",
        b"event: message\r\nid: 7\r\n",
        event("Yes"),
        b'data: {"choices":[],"usage":{"total_tokens":9}}\n\n',
        b'data:{"choices":[{"delta":{"reasoning_content":"hm","content":null}}]}\r\n\r\n',
        event("."),
        event(None, "stop"),
    ]
    server.answer = lambda asked: Reply(noise)
    assert read(writer_of(server)) == "Yes."


STATUSES = [
    (401, WriterRefused),
    (403, WriterRefused),
    (404, WriterNotFound),
    (429, WriterBusy),
    (500, WriterFailed),
    (302, WriterFailed),
]


@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_each_status_is_an_error_of_its_own(
    server: WriterServer, status: int, kind: type[WriterError]
) -> None:
    body = json.dumps({"error": {"message": "of the server,\nin sk-secret\x1b words " * 99}})
    server.answer = lambda asked: Reply([body.encode()], status, "application/json")
    said, error = read_until_it_fails(writer_of(server, YINJU_LLM_KEY="sk-secret"))
    assert (said, type(error)) == ("", kind)
    assert len(server.asked) == 1
    # What the server says is one short line, and nothing of it where it may repeat a key.
    assert ("of the server, in" in str(error)) == (kind is not WriterRefused)
    assert str(error).isprintable()
    assert len(str(error)) < 500


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 7}', b'{"error": "gone"}'])
def test_a_failure_without_words_is_told_by_its_status(server: WriterServer, body: bytes) -> None:
    server.answer = lambda asked: Reply([body] if body else [], 500, "text/html")
    _, error = read_until_it_fails(writer_of(server))
    assert isinstance(error, WriterFailed)
    assert "500 gone" in str(error) if b"gone" in body else "500 Internal Server" in str(error)


@pytest.mark.parametrize(
    "broken",
    [
        b"data: {no json}\n\n",
        b"data: [1, 2]\n\n",
        b'data: {"choices": 7}\n\n',
        b'data: {"choices": [{"delta": {"content": 7}}]}\n\n',
        b'data: {"choices": [{"delta": "x"}]}\n\n',
        b"data: " + b"[" * 100_000 + b"\n\n",
        b"data: \xff\xfe\n\n",
    ],
)
def test_an_event_that_is_none_ends_the_reply_and_what_came_before_stands(
    server: WriterServer, broken: bytes
) -> None:
    server.answer = lambda asked: Reply([event("They meet."), broken, event("More.")])
    said, error = read_until_it_fails(writer_of(server))
    assert (said, type(error)) == ("They meet.", WriterUnreadable)


def test_a_reply_that_is_no_stream_is_refused(server: WriterServer) -> None:
    body = json.dumps({"choices": [{"message": {"content": "They meet."}}]}).encode()
    server.answer = lambda asked: Reply([body], kind="application/json")
    assert isinstance(read_until_it_fails(writer_of(server))[1], WriterUnreadable)


def test_an_error_within_the_stream_is_told(server: WriterServer) -> None:
    failing = b'data: {"error": {"message": "out of memory"}}\n\n'
    server.answer = lambda asked: Reply([event("They"), failing])
    said, error = read_until_it_fails(writer_of(server))
    assert (said, type(error)) == ("They", WriterFailed)
    assert "out of memory" in str(error)


@pytest.mark.parametrize(
    "reply",
    [
        Reply([event("They meet")], cut=True),
        Reply([event("They meet")]),
        Reply([event("They meet"), event(None, "length")]),
        Reply([event("They meet"), event(None, "content_filter")]),
    ],
)
def test_a_reply_that_breaks_off_is_not_taken_for_a_whole_one(
    server: WriterServer, reply: Reply
) -> None:
    server.answer = lambda asked: reply
    said, error = read_until_it_fails(writer_of(server))
    assert (said, type(error)) == ("They meet", WriterCutOff)


def test_an_empty_reply_is_told(server: WriterServer) -> None:
    server.says("")
    assert isinstance(read_until_it_fails(writer_of(server))[1], WriterSilent)


def test_a_reply_without_end_is_stopped(
    server: WriterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield event("again and " * 100)

    server.answer = lambda asked: Reply(endless())
    said, error = read_until_it_fails(writer_of(server))
    assert isinstance(error, WriterOversized)
    assert 19_000 < len(said) <= 20_000
    assert server.gone.wait(20)
    monkeypatch.setattr(chat_completions, "LONGEST_LINE", 5000)
    server.answer = lambda asked: Reply([b"data: " + b"x" * 6000])
    assert isinstance(read_until_it_fails(writer_of(server))[1], WriterOversized)


def test_a_model_that_is_silent_for_too_long_is_given_up(server: WriterServer) -> None:
    given_up = threading.Event()

    def silent() -> Iterator[bytes]:
        yield event("They")
        given_up.wait(60)

    server.answer = lambda asked: Reply(silent())
    said, error = read_until_it_fails(replace(writer_of(server), read_seconds=0.2))
    given_up.set()
    assert (said, type(error)) == ("They", WriterTooSlow)


def test_a_model_that_never_comes_to_an_end_is_given_up(server: WriterServer) -> None:
    def dripping() -> Iterator[bytes]:
        while True:
            yield b": wait\n\n"

    server.answer = lambda asked: Reply(dripping())
    _, error = read_until_it_fails(replace(writer_of(server), whole_seconds=0.1))
    assert isinstance(error, WriterTooSlow)


def test_nobody_there_is_told() -> None:
    with writing_server() as server:
        writer = writer_of(server)
    assert isinstance(read_until_it_fails(writer)[1], WriterNotReached)


def test_a_reader_who_stops_ends_the_connection(server: WriterServer) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield event("on and ")

    async def stop() -> None:
        async with aclosing(stream_reply(writer_of(server), MESSAGES)) as pieces:
            async for _ in pieces:
                return

    server.answer = lambda asked: Reply(endless())
    asyncio.run(stop())
    assert server.gone.wait(20)


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    server: WriterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    server.says("Yes.")
    assert read(writer_of(server)) == "Yes."


@pytest.mark.parametrize(
    ("given", "completed"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1/chat/completions"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1/chat/completions"),
        ("https://llm.example/api/v3/", "https://llm.example/api/v3/chat/completions"),
        ("http://[::1]:8000/v1/chat/completions", "http://[::1]:8000/v1/chat/completions"),
    ],
)
def test_an_address_is_completed_as_people_give_it(given: str, completed: str) -> None:
    writer = read_writer({"YINJU_LLM_URL": given, "YINJU_LLM_MODEL": "small"})
    assert writer is not None
    assert writer.url == completed


@pytest.mark.parametrize(
    "given",
    ["ftp://llm.example", "llm.example/v1", "http://", "http://u:secret@h/v1", "http://h:x/",
     "http://h/v1?key=secret", "http://[::1/v1"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(WriterAddress) as failure:
        read_writer({}, given, "small")
    assert "secret" not in str(failure.value)


def test_nothing_is_asked_unless_a_model_is_named() -> None:
    assert read_writer({}) is None
    assert read_writer({"YINJU_LLM_MODEL": "small", "YINJU_LLM_KEY": "sk"}) is None
    with pytest.raises(WriterUnnamed):
        read_writer({"YINJU_LLM_URL": "http://127.0.0.1/v1"})
    for key in ("two words", "钥匙", "a\nb"):
        with pytest.raises(WriterKey):
            read_writer({"YINJU_LLM_KEY": key}, "http://127.0.0.1/v1", "small")


def test_the_key_is_shown_nowhere() -> None:
    writer = read_writer({"YINJU_LLM_KEY": "sk-secret"}, "http://127.0.0.1/v1", "small")
    assert "sk-secret" not in repr(writer)

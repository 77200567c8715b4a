"""The measurement of the server asks and counts rightly; how fast it is, no test says."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from eval.__main__ import main
from eval.peers import ask_peer, missing_peers
from eval.speed_serving import WARMING, Round, Server, ask_by_turns, ask_for, sum_up

QUESTIONS = [f"question {number}" for number in range(WARMING + 8)]


class Standing(ThreadingHTTPServer):
    """A server that answers as the peers do, all but what it is asked to fail at."""

    def __init__(self, failing: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.failing = failing
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    server: Standing

    def do_GET(self) -> None:
        [question] = parse_qs(urlsplit(self.path).query)["query"]
        self.server.asked.append(question)
        body = json.dumps([{"id": "1", "text": f"on {question}"}]).encode()
        self.send_response(500 if question == self.server.failing else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def standing(failing: str = "") -> Iterator[Standing]:
    with Standing(failing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(client: httpx.Client, question: str) -> object:
    return ask_peer(client, question, 5)


def test_every_client_asks_the_next_question_and_every_answer_is_counted() -> None:
    with standing() as server:
        done = ask_for(Server("one", server.url, ask), QUESTIONS, 3, clients=4, seconds=0.3)
    assert done.answered == len(server.asked) == len(done.durations) >= 4
    assert done.failed == 0
    expected = [QUESTIONS[(3 + n) % len(QUESTIONS)] for n in range(done.answered)]
    assert sorted(server.asked) == sorted(expected)
    assert 0 < done.rate <= done.answered / 0.3


def test_an_error_of_the_server_is_a_failure_and_no_answer() -> None:
    with standing(failing="question 1") as server:
        done = ask_for(Server("one", server.url, ask), QUESTIONS[:2], 0, clients=2, seconds=0.3)
    assert done.failed == server.asked.count("question 1") >= 1
    assert done.answered == server.asked.count("question 0") >= 1
    assert done.complaint.startswith("question 1: ")
    assert "500" in done.complaint


def test_servers_are_warmed_and_asked_the_same_in_each_round() -> None:
    with standing() as first, standing() as second:
        servers = [Server("one", first.url, ask), Server("two", second.url, ask)]
        found = ask_by_turns(servers, QUESTIONS, clients=1, seconds=0.1, rounds=2)
        rounds = [[one.answered for one in rounds] for rounds in found]
    for server, answered in zip((first, second), rounds, strict=True):
        assert server.asked[:WARMING] == QUESTIONS[:WARMING]
        assert len(server.asked) == WARMING + sum(answered)
        begun = [server.asked[WARMING], server.asked[WARMING + answered[0]]]
        furthest = WARMING + max(a for a, _ in rounds)
        assert begun == [QUESTIONS[WARMING], QUESTIONS[furthest % len(QUESTIONS)]]


def test_rates_are_compared_round_by_round() -> None:
    servers = [Server("one", "", ask), Server("two", "", ask)]
    ours = [_round(rate) for rate in (10.0, 40.0, 30.0)]
    theirs = [_round(rate) for rate in (5.0, 10.0, 10.0)]
    own, other = sum_up(servers, [ours, theirs])
    assert (own.rate, own.slowest, own.fastest, own.ratio) == (30, 10, 40, None)
    assert (other.rate, other.ratio, other.answered, other.failed) == (10, 3, 6, 3)
    assert (other.p50_ms, other.p95_ms) == (200, 300)
    assert other.complaint == "late"


def test_a_server_that_answers_nothing_has_no_rate() -> None:
    with pytest.raises(ValueError, match="one answered nothing: down"):
        sum_up([Server("one", "", ask)], [[Round(0, 0, 1, "down", ())]])


def test_peers_that_are_not_installed_are_named_with_what_to_install(tmp_path: Path) -> None:
    missing = missing_peers(Path(sys.executable))
    assert set(missing) == {"txtai", "langchain"}
    assert f"{sys.executable} -m pip install 'txtai[api]==" in missing["txtai"]
    with pytest.raises(ValueError, match="no Python that can be run"):
        missing_peers(tmp_path / "python")


def test_no_clients_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed", "serving", "--clients", "0"]) == 1
    assert "at least one client" in capsys.readouterr().err


def _round(rate: float) -> Round:
    return Round(rate, answered=2, failed=1, complaint="late", durations=(0.1, 0.3))

"""The named endpoints, with the client that gradio has for them."""

import logging
import time
from typing import Any

import httpx
import pytest
from gradio_client import Client

from indexer.passages import Passage
from retriever import Index, ask, cite_passage, compare, search
from retriever.explain import explain
from retriever.restrictions import Restrictions
from retriever.wordings import compare_wordings
from tests.served.conftest import Servers
from ui.access import ENDPOINTS
from ui.app.sessions import SESSIONS
from ui.explain_cli import explanation_record
from ui.records import answer_record, counterparts_record, passage_record, results_record
from ui.wordings_text import wordings_record

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]

QUESTION = "How often do the heads of UNOCT and CTED meet?"


@pytest.fixture(scope="module")
def api(servers: Servers) -> Client:
    return Client(servers.open, verbose=False)


def without_links(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without its links, which every passage of it must have."""
    also = record.get("also", {})
    reworded = [p for name in ("both", "only_question", "only_also") for p in also.get(name, ())]
    for passage in (*record.get("hits", ()), *record.get("quotes", ()), *reworded):
        link = passage.pop("link")
        assert link.startswith("?doc=corpus/a-72-840/a-72-840.txt&p=a-72-840%3A")
    return record


def test_the_page_shows_programs_its_endpoints_and_no_events_of_its_own(servers: Servers) -> None:
    info = httpx.get(f"{servers.open}gradio_api/info").json()
    assert sorted(info["named_endpoints"]) == sorted(f"/{name}" for name in ENDPOINTS)
    assert info["unnamed_endpoints"] == {}
    for endpoint in info["named_endpoints"].values():
        assert endpoint["description"]
        assert all(parameter["type"] for parameter in endpoint["parameters"])


def test_programs_get_what_the_library_finds(api: Client, index: Index) -> None:
    found = api.predict(question=QUESTION, top_k=3, search_in="zh", api_name="/search")
    assert without_links(found) == results_record(search(index, QUESTION, top_k=3, language="zh"))
    answer = api.predict(question=QUESTION, api_name="/ask")
    assert without_links(answer) == answer_record(ask(index, QUESTION))
    asked = index.store.passage(answer["quotes"][0]["passage_id"])
    compared = api.predict(passage_id=asked.id, top_k=2, api_name="/compare")
    counterparts = compare(index, asked.id, top_k=2)
    assert without_links(compared) == counterparts_record(asked, counterparts)


def test_programs_restrict_what_is_searched_as_readers_do(api: Client, index: Index) -> None:
    filters: dict[str, Any] = {
        "document": ["A/72/840"],
        "section": ["Annex II"],
        "kind": ["table-row"],
        "where": ["Status of Implementation=Completed"],
    }
    question = "training of border guards"
    restrictions = Restrictions(
        documents=("corpus/a-72-840/a-72-840.txt",),
        sections=("Annex II",),
        kinds=("table-row",),
        columns=(("Status of Implementation", ("Completed",)),),
    )
    found = api.predict(question=question, top_k=5, api_name="/search", **filters)
    results = search(index, question, top_k=5, restrictions=restrictions)
    assert without_links(found) == results_record(results)
    assert all(hit["fields"]["Status of Implementation"] == "Completed" for hit in found["hits"])
    answer = api.predict(question=question, api_name="/ask", **filters)
    assert without_links(answer) == answer_record(ask(index, question, restrictions=restrictions))
    shown = found["hits"][1]["passage_id"]
    explained = api.predict(question=question, passage_id=shown, api_name="/explain", **filters)
    assert explained.pop("link").endswith(shown.partition(":")[2])
    assert explained.pop("other").pop("link")
    expected = explanation_record(explain(index, question, shown, restrictions=restrictions))
    assert expected.pop("other")
    assert explained == expected


def test_programs_ask_in_two_wordings(api: Client, index: Index) -> None:
    also = "UNOCT 和 CTED 的负责人多久开一次会？"
    reworded = compare_wordings(search(index, QUESTION, top_k=5), search(index, also, top_k=5))
    assert reworded.both
    for endpoint in ("/search", "/ask"):
        found = api.predict(question=QUESTION, also=also, top_k=5, api_name=endpoint)
        assert without_links(found)["also"] == wordings_record(reworded)


def test_a_section_is_compared_by_its_heading(api: Client, index: Index) -> None:
    heading = next(p for p in index.store.passages(index.store.sources()[0]) if p.kind == "heading")
    compared = api.predict(passage_id=heading.id, api_name="/compare")
    assert without_links(compared) == counterparts_record(heading, compare(index, heading.id))


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_passage_is_read_with_those_around_it(api: Client, index: Index, place: int) -> None:
    passages = index.store.passages("corpus/a-72-840/a-72-840.txt")
    place %= len(passages)
    read = api.predict(passage_id=passages[place].id, around=3, api_name="/passage")
    before, after = read.pop("before"), read.pop("after")

    def expected(passage: Passage) -> dict[str, Any]:
        return passage_record(passage, cite_passage(index, passage))

    shown = [without_links({"hits": [record]})["hits"][0] for record in (*before, read, *after)]
    assert shown == [expected(p) for p in passages[max(0, place - 3) : place + 4]]


@pytest.mark.parametrize(
    ("endpoint", "values", "words"),
    [
        ("/search", {"question": " ", "language": "zh"}, "问题是空的"),
        ("/search", {"question": " ", "language": "??"}, "the question is empty"),
        ("/ask", {"question": ["x"]}, 'question: this must be "..."'),
        ("/ask", {"question": "x", "top_k": 0, "language": "zh"}, "top_k：应为 1–100"),
        ("/search", {"question": "x", "top_k": True}, "top_k: this must be"),
        ("/search", {"question": "x", "search_in": "fr"}, "search_in: this must be zh | en | all"),
        ("/search", {"question": "x", "also": 3}, 'also: this must be "..."'),
        ("/search", {"question": "x", "kind": ["heading"]}, "kind: this must be [paragraph | "),
        ("/ask", {"question": "x", "document": "A/72/840"}, "document: this must be ["),
        ("/ask", {"question": "x", "section": ["x"] * 51}, "section: this must be ["),
        ("/ask", {"question": "x", "document": ["B"], "language": "zh"}, "B：没有这份文档"),
        ("/search", {"question": "x", "where": ["Status"]}, "write COLUMN=VALUE"),
        ("/search", {"question": "x", "where": ["Colour=red"]}, "no table has such a column"),
        ("/explain", {"question": "x", "passage_id": "none"}, "none: no such passage"),
        ("/passage", {"passage_id": "none"}, "none: no such passage"),
        ("/passage", {"passage_id": "x", "around": 21}, "around: this must be 0–20"),
        ("/compare", {"passage_id": "none", "language": "zh"}, "没有这个段落"),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(
    api: Client,
    capfd: pytest.CaptureFixture[str],
    endpoint: str,
    values: dict[str, object],
    words: str,
) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the client has kinds of its own
        api.predict(api_name=endpoint, **values)
    assert words in str(caught.value)
    assert capfd.readouterr().err == ""


def test_half_a_character_is_no_text(client: httpx.Client) -> None:
    content = b'{"question": "\\ud800 x"}'
    json = {"Content-Type": "application/json"}
    called = client.post("/gradio_api/call/v2/search", content=content, headers=json)
    answered = client.get(f"/gradio_api/call/search/{called.json()['event_id']}")
    assert "event: error" in answered.text
    assert "question: this must be" in answered.text


def test_what_nobody_expected_is_logged_without_the_question_and_told_in_few_words(
    api: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*arguments: object, **values: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ui.calls.search", fail)
    with caplog.at_level(logging.DEBUG), pytest.raises(Exception, match="出了点问题"):
        api.predict(question="a secret question", language="zh", api_name="/search")
    assert "ZeroDivisionError" in caplog.text
    captured = capfd.readouterr()
    assert "a secret question" not in caplog.text + captured.out + captured.err


def test_the_page_s_own_events_cannot_be_called_by_name(servers: Servers) -> None:
    config = httpx.get(f"{servers.open}config").json()
    own = [d for d in config["dependencies"] if d["api_visibility"] != "public"]
    assert len(own) > 10
    for name in {d["api_name"] for d in own if d["api_name"]}:
        called = httpx.post(f"{servers.open}gradio_api/call/{name}", json={"data": []})
        assert called.status_code >= 400, name


def test_nothing_is_kept_of_a_call_that_was_answered(servers: Servers) -> None:
    holder = servers.page.blocks.state_holder
    assert holder.capacity == SESSIONS
    before = len(holder.session_data)
    with httpx.Client(base_url=servers.open, timeout=30) as client:
        for _ in range(3):
            called = client.post("/gradio_api/call/v2/search", json={"question": QUESTION})
            answered = client.get(f"/gradio_api/call/search/{called.json()['event_id']}")
            assert "event: complete" in answered.text
    # Whoever is answered is let go of a moment later.
    ending = time.monotonic() + 10
    while len(holder.session_data) > before and time.monotonic() < ending:
        time.sleep(0.05)
    assert len(holder.session_data) == len(holder.time_last_used) == before
    assert called.json()["event_id"] not in servers.page.blocks._queue.pending_event_ids_session

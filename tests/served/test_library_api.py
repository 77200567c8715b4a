"""The library for programs: over HTTP and as tools, on a collection of its own."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio.utils import get_upload_folder
from gradio_client import Client, handle_file
from mcp.client.client import Client as ToolClient

from tests.served.conftest import Servers, in_a_thread

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore"),
]

FERRY = "# 渡轮\n\n渡轮每两小时开一班，夜间停航。\n"
DOCUMENTS = {"lights.md", "swallows.md", "港口.md"}


@pytest.fixture(scope="module")
def api(library: str) -> Client:
    return Client(library, verbose=False)


def sources(api: Client) -> set[str]:
    listed = api.predict(api_name="/documents")
    return {Path(document["source"]).name for document in listed["documents"]}


def test_the_documents_are_listed_with_what_is_in_them(api: Client) -> None:
    listed = api.predict(words="harb", api_name="/documents")
    assert listed["found"] == 1
    [document] = listed["documents"]
    assert (document["title"], document["languages"]) == ("Harbour", ["en"])
    assert document["passages"] == {"en": {"paragraph": 1}}
    assert listed["counts"]["documents"] == len(api.predict(api_name="/documents")["documents"])
    assert api.predict(start=1, top_k=1, api_name="/documents")["documents"] != [document]


def test_a_file_is_uploaded_found_and_removed(api: Client, tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(FERRY)
    (tmp_path / "broken.pdf").write_text("no PDF")
    files = [handle_file(tmp_path / name) for name in ("ferry.md", "broken.pdf")]
    report = api.predict(files=files, language="zh", api_name="/add")
    assert report["added"] == ["ferry.md"]
    [reason] = report["not_read"]
    assert reason.startswith("broken.pdf：")
    found = api.predict(question="渡轮多久一班？", top_k=1, api_name="/search")
    assert "每两小时" in found["hits"][0]["text"]
    again = api.predict(files=files[:1], api_name="/add")
    assert again["added"] == []
    assert [known["name"] for known in again["known"]] == ["ferry.md"]
    api.predict(name="ferry.md", api_name="/remove")
    assert "ferry.md" not in sources(api)
    done = api.predict(api_name="/changes")["changes"]
    assert [(change["kind"], change["state"]) for change in done[:3]] == [
        ("remove", "done"),
        ("add", "done"),
        ("add", "done"),
    ]


def test_a_document_is_removed_and_brought_back(api: Client) -> None:
    api.predict(name="swallows.md", api_name="/remove")
    [removed] = api.predict(api_name="/documents")["removed"]
    assert removed["title"] == "Birds"
    assert "swallows.md" not in sources(api)
    report = api.predict(name=removed["source"], api_name="/restore")
    assert report["documents"]["added"] == 1
    assert "swallows.md" in sources(api)
    assert api.predict(api_name="/update")["documents"] == {"added": 0, "changed": 0, "removed": 0}


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../etc/passwd", "http://127.0.0.1:9/", "a\0", "x" * 5000]
)
@pytest.mark.parametrize(
    ("endpoint", "parameter"), [("add", "files"), ("search", "question"), ("export", "quotations")]
)
def test_a_file_that_was_not_sent_is_neither_read_nor_copied_nor_fetched(
    library: str, path: str, endpoint: str, parameter: str
) -> None:
    file = {"path": path, "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}
    value = file if endpoint == "search" else [file]
    folder = Path(get_upload_folder())
    before = set(folder.rglob("*"))
    with httpx.Client(base_url=library, timeout=30) as client:
        called = client.post(f"/gradio_api/call/v2/{endpoint}", json={parameter: value})
        answered = client.get(f"/gradio_api/call/{endpoint}/{called.json()['event_id']}")
    assert "event: error" in answered.text
    assert "path: this must be" in answered.text
    assert set(folder.rglob("*")) == before


def test_what_only_looks_like_an_upload_is_no_file(api: Client) -> None:
    with pytest.raises(Exception, match="files: this must be"):
        api.predict(files=[{"path": "/etc/passwd"}], api_name="/add")
    assert sources(api) == DOCUMENTS


@pytest.mark.parametrize(
    ("endpoint", "values", "words"),
    [
        ("/add", {"files": []}, "files: this must be"),
        ("/add", {"files": "x"}, "files: this must be"),
        ("/remove", {"name": "none.md"}, "none.md"),
        ("/remove", {"name": 3, "language": "zh"}, "name：应为"),
        ("/restore", {"name": "docs/lights.md"}, "docs/lights.md"),
        ("/cancel", {"number": 0}, "number: this must be"),
        ("/documents", {"top_k": 101}, "top_k: this must be 1–100"),
        ("/define", {"zh": "渡轮", "en": ""}, "English"),
        ("/map", {"name": "none.md"}, "none.md"),
        ("/parallel", {"name": "none.md", "language": "zh"}, "none.md"),
        ("/judge", {"verdict": "maybe", "a": [], "b": []}, "verdict: this must be confirmed | "),
        ("/judge", {"verdict": "rejected", "a": ["x", "0", 1], "b": []}, "a: this must be ["),
        ("/judge", {"verdict": "rejected", "a": ["x", 0, 1], "b": ["y", 0, 1]}, "no such passage"),
        ("/define", {"zh": "", "en": "ferry", "language": "zh"}, "中文"),
    ],
)
def test_what_cannot_be_done_is_told(
    api: Client, endpoint: str, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the client has kinds of its own
        api.predict(api_name=endpoint, **values)
    assert words in str(caught.value)
    assert sources(api) == DOCUMENTS


def test_two_documents_are_set_side_by_side_and_their_sentences_judged(api: Client) -> None:
    section_map = api.predict(api_name="/map")
    assert [section["heading"] for section in section_map["a"]["sections"]] == ["港口"]
    shown = api.predict(name="港口.md", api_name="/parallel")
    assert (Path(shown["document"]).name, Path(shown["beside"]).name) == ("港口.md", "lights.md")
    [row] = [row for row in shown["rows"] if row["linked"]]
    linked = row["linked"][0]
    [[passage_id, start, end]] = linked["a"]
    assert row["a"][0]["text"][start:end].strip() == "蓝港管理处每周一开会。"
    assert not linked["confirmed"]
    pair = {"a": linked["a"][0], "b": linked["b"][0]}
    stored = api.predict(verdict="confirmed", **pair, api_name="/judge")
    assert stored["a"] == [passage_id, start, end]
    again = api.predict(name="港口.md", beside="lights.md", api_name="/parallel")
    confirmed = [each for row in again["rows"] for each in row["linked"] if each["confirmed"]]
    assert [each["a"] for each in confirmed] == [linked["a"]]
    api.predict(verdict="withdrawn", **pair, api_name="/judge")


def test_an_entry_of_the_glossary_is_added_and_used(api: Client) -> None:
    added = api.predict(zh="灯塔", en="lighthouse|lights", api_name="/define")
    assert (added["zh"], added["origin"]) == (["灯塔"], "glossary")
    listed = api.predict(words="灯塔", api_name="/glossary")
    assert (listed["found"], listed["entries"]) == (1, [added])
    with pytest.raises(Exception, match="已"):
        api.predict(zh="灯塔", en="lights", language="zh", api_name="/define")


def test_nobody_changes_anything_without_the_password(servers: Servers) -> None:
    for path in ("gradio_api/upload", "gradio_api/call/v2/remove", "mcp"):
        assert httpx.post(servers.locked + path, json={}).status_code == 401
    foreign = {"Origin": "http://example.org"}
    refused = httpx.post(f"{servers.open}gradio_api/call/v2/remove", json={}, headers=foreign)
    assert refused.status_code == 403


def test_a_model_adds_a_text_and_removes_it(library: str) -> None:
    async def use() -> None:
        async with ToolClient(f"{library}mcp") as client:

            async def call(tool: str, **arguments: object) -> dict[str, Any]:
                result = await client.call_tool(tool, arguments)
                assert not result.is_error, result.content
                values: dict[str, Any] = result.structured_content
                return values

            tools = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}
            changing = {name for name, hints in tools.items() if hints and not hints.read_only_hint}
            assert changing == {"add_document", "remove_document"}
            removing = tools["remove_document"]
            assert removing
            assert removing.destructive_hint

            added = await call("add_document", name="../../渡轮.md", text=FERRY)
            assert added["added"] == ["渡轮.md"]
            listed = await call("list_documents", words="渡轮")
            assert listed["documents"][0]["passages"] == 1
            found = await call(
                "search", question="渡轮多久一班？", document=["渡轮.md"], also="ferry timetable"
            )
            [hit] = found["hits"]
            assert found["also"]["both"] == [hit["passage_id"]]
            cited = await call("cite", passage_ids=[hit["passage_id"]], language="zh")
            assert f"{library}?doc=" in cited["text"]
            await call("remove_document", document="渡轮.md")
            assert (await call("list_documents", words="渡轮"))["found"] == 0

            unread = await call("add_document", name="a.pdf", text="no PDF", language="zh")
            assert unread["not_read"][0].startswith("a.pdf：")
            failed = await client.call_tool("remove_document", {"document": "/etc/passwd"})
            assert failed.is_error

    in_a_thread(use())

"""The tools of language models, over the real protocol, with the client of its own makers."""

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent

from tests.served.conftest import Servers, in_a_thread
from ui.mcp_results import LONGEST

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]

ROOT = Path(__file__).parents[2]
QUESTION = "How often do the heads of UNOCT and CTED meet?"


@pytest.fixture(params=["http", "stdio"])
def server(request: pytest.FixtureRequest, servers: Servers, report_index: Path) -> Any:
    if request.param == "http":
        return f"{servers.open}mcp"
    return stdio_client(
        StdioServerParameters(
            command=sys.executable,
            args=["-m", "ui.cli", "mcp", "--index", str(report_index), "--page", servers.open],
            env={"PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "")},
        )
    )


def with_client(server: Any, use: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(server) as client:
            await use(client)

    in_a_thread(run())


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


async def call(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    # What the text says is what the values say: not all clients read both.
    assert json.loads(text_of(result)) == result.structured_content
    values: dict[str, Any] = result.structured_content
    return values


def test_a_model_asks_reads_on_and_compares(server: Any, servers: Servers) -> None:
    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == [
            "add_document",
            "ask",
            "cite",
            "compare",
            "list_documents",
            "read_passage",
            "remove_document",
            "search",
        ]
        for tool in tools.values():
            assert tool.description
            assert len(tool.description) > 60
            assert tool.annotations
            changes = tool.name in ("add_document", "remove_document")
            assert tool.annotations.read_only_hint is not changes
            assert "context" not in tool.input_schema["properties"]
            for parameter in tool.input_schema["properties"].values():
                assert parameter["description"]

        answer = await call(client, "ask", question=QUESTION, language="zh")
        quote = answer["quotes"][0]
        assert answer["supported"]
        assert "A/72/840，附件四" in quote["citation"]
        assert quote["link"].startswith(f"{servers.open}?doc=corpus/")

        counted = await call(client, "ask", question="How many projects are completed?")
        assert counted["short"] == str(counted["table"]["value"])
        assert counted["table"]["filter"][0]["value"] == "Completed"

        found = await call(client, "search", question=QUESTION, top_k=4, search_in="zh")
        assert len(found["hits"]) == 4
        for hit in found["hits"]:
            assert hit["language"] == "zh"
            assert hit["citation"].startswith("A/72/840, ")
            assert len(hit["text"]) <= LONGEST + 1
            assert all(sentence in hit["text"] for sentence in hit["evidence"])

        read = await call(client, "read_passage", passage_id=quote["passage_id"], around=2)
        assert len(read["before"]) == len(read["after"]) == 2
        assert quote["quote"] in read["passage"]["text"]

        compared = await call(client, "compare", passage_id=found["hits"][0]["passage_id"])
        assert 1 <= len(compared["counterparts"]) <= 3
        for counterpart in compared["counterparts"]:
            assert counterpart["language"] == "en"
            mine, theirs = counterpart["pairs"][0]
            assert mine in compared["asked"]["text"]
            assert theirs in counterpart["text"]

        nothing = await call(client, "ask", question="How do I bake sourdough bread?")
        assert not nothing["supported"]
        assert (len(nothing["quotes"]), len(nothing["nearest"])) == (0, 3)

    with_client(server, use)


def test_why_a_tool_failed_is_told_in_the_language_asked_for(servers: Servers) -> None:
    async def use(client: Client) -> None:
        for arguments, words in (
            ({"question": "?", "language": "zh"}, "问题是空的"),
            ({"question": "x" * 2001}, "at most 2000"),
            ({"question": "x", "top_k": 1000}, "top_k"),
        ):
            failed = await client.call_tool("search", arguments)
            assert failed.is_error
            assert words in text_of(failed)
        failed = await client.call_tool("read_passage", {"passage_id": "../../etc/passwd"})
        assert "no such passage" in text_of(failed)

    with_client(f"{servers.open}mcp", use)


def test_without_an_index_the_tools_say_so_and_write_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "mcp", "--index", str(tmp_path / "none")],
        env=os.environ | {"LANG": "en_GB.UTF-8", "LC_ALL": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "no index here" in done.stderr

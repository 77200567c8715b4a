"""The examples of docs/api.md are run as they stand there, against a real server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served.conftest import Servers

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
SHOWN = "http://127.0.0.1:7860/"


def blocks(kind: str, name: str = "api.md") -> list[str]:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("number", range(3), ids=["endpoints", "tools", "python"])
def test_a_python_example_runs(
    number: int, servers: Servers, report_index: Path, tmp_path: Path
) -> None:
    examples = blocks("python")
    assert len(examples) == 3
    (tmp_path / ".yinju").symlink_to(report_index)
    done = subprocess.run(
        [sys.executable, "-c", examples[number].replace(SHOWN, servers.open)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "A/72/840" in done.stdout


def test_the_example_of_curl_runs(servers: Servers) -> None:
    [example, _] = blocks("console")
    commands = re.sub(r"^\$ ", "", example, flags=re.MULTILINE).replace(SHOWN, servers.open)
    done = subprocess.run(
        ["bash", "-ec", commands], capture_output=True, text=True, check=True, timeout=60
    )
    event, data = done.stdout.strip().splitlines()
    assert event == "event: complete"
    [answer] = json.loads(data.removeprefix("data: "))
    assert answer["quotes"][0]["citation"]["zh"].startswith("A/72/840，第")


def test_the_chinese_page_has_the_same_examples() -> None:
    for kind in ("python", "console", "json"):
        assert blocks(kind) == blocks(kind, "api.zh.md")

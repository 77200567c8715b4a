"""The examples of docs/api.md are run as they stand there, against a real server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served.conftest import Servers

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]

ROOT = Path(__file__).parents[2]
SHOWN = "http://127.0.0.1:7860/"


def blocks(kind: str, name: str = "api.md") -> list[str]:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


EXAMPLES = ("endpoints", "filters", "quotations", "library", "tools", "python")


def run(example: str, url: str, folder: Path) -> str:
    """Return what an example of Python prints."""
    done = subprocess.run(
        [sys.executable, "-c", blocks("python")[EXAMPLES.index(example)].replace(SHOWN, url)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("example", [name for name in EXAMPLES if name != "library"])
def test_a_python_example_runs(
    example: str, servers: Servers, report_index: Path, tmp_path: Path
) -> None:
    assert len(blocks("python")) == len(EXAMPLES)
    (tmp_path / ".yinju").symlink_to(report_index)
    printed = run(example, servers.open, tmp_path)
    assert "A/72/840" in printed
    if example == "filters":
        assert re.search(r"^\[\d, \d\] A/72/840，", printed, re.MULTILINE)
        assert "rows.csv A/72/840" in printed.replace('"', "")
    if example == "quotations":
        assert printed.endswith("verbatim\n")
        assert (tmp_path / "quotations.docx").read_bytes().startswith(b"PK")


def test_the_example_of_the_library_runs(library: str, tmp_path: Path) -> None:
    report, document = run("library", library, tmp_path).splitlines()
    assert report == "['notes.md'] [] []"
    assert document.endswith("notes.md Notes {'en': {'paragraph': 1}}")


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

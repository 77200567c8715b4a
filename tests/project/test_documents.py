"""What the documents say is what the program does, and the two READMEs say the same."""

import ast
import re
from pathlib import Path

import pytest

from ui.arguments import build_parser

ROOT = Path(__file__).parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    [choices] = [
        action.choices for action in build_parser()._actions if isinstance(action.choices, dict)
    ]
    return set(choices)


def code_blocks(name: str) -> list[str]:
    return re.findall(r"```\w*\n(.*?)```", text(name), re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_command_stands_in_the_readme(name: str) -> None:
    shown = set(re.findall(r"\$ yinju ([a-z]+)", text(name)))
    assert shown == commands()


def test_the_two_readmes_have_the_same_code_and_sections() -> None:
    assert code_blocks("README.md") == code_blocks("README.zh.md")
    english = re.findall(r"^## (.+)$", text("README.md"), re.MULTILINE)
    chinese = re.findall(r"^## (.+)$", text("README.zh.md"), re.MULTILINE)
    assert len(english) == len(chinese)
    for one, other in zip(english, chinese, strict=True):
        assert other.startswith(one)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "ARCHITECTURE.md"])
def test_what_is_linked_is_there(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text(name)):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_tables_of_both_readmes_have_the_same_figures(name: str) -> None:
    rows = re.findall(r"^\| (?:yinju|rank_bm25|dense|both).*$", text(name), re.MULTILINE)
    assert rows == re.findall(
        r"^\| (?:yinju|rank_bm25|dense|both).*$", text("README.md"), re.MULTILINE
    )
    assert len(rows) >= 4


@pytest.mark.parametrize("package", ["indexer", "retriever", "ui", "eval"])
def test_what_the_architecture_says_of_a_module_is_what_the_module_says(package: str) -> None:
    [described] = re.findall(
        rf"^### {package}/\n(.*?)(?=^#)", text("ARCHITECTURE.md"), re.DOTALL | re.MULTILINE
    )
    rows = dict(re.findall(r"^\| `([\w/.]+\.py)` \| (.+) \|$", described, re.MULTILINE))
    for path in (ROOT / package).rglob("*.py"):
        if path.name == "__init__.py" and path.parent.name == package:
            continue
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = " ".join(docstring.split("\n\n")[0].split()).replace("|", "&#124;")
        assert rows[path.relative_to(ROOT / package).as_posix()] == first

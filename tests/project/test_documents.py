"""What the documents say is what the program does, and the two READMEs say the same."""

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
def test_every_module_has_its_place_in_the_architecture(package: str) -> None:
    described = text("ARCHITECTURE.md")
    missing = [
        path.name
        for path in (ROOT / package).rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py") and f"`{path.name}`" not in described
    ]
    assert missing == []

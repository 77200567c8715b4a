"""The direction of imports, and what a light installation must not load."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINTER), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_one_way() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("indexer/terms.py", "import retriever.search\n"),
        ("retriever/fusion.py", "import ui.html\n"),
        ("retriever/search.py", "def f():\n    import gradio\n"),
        ("indexer/lexical.py", "import torch\n"),
        ("ui/html.py", "import gradio\n"),
        ("indexer/formats/html.py", "import lxml.html\n"),
        ("indexer/formats/pdf.py", "import pypdfium2\n"),
        ("ui/map_cli.py", "def f():\n    import resvg_py\n"),
    ],
)
def test_an_import_that_goes_another_way_is_noticed(tmp_path: Path, module: str, line: str) -> None:
    for package in ("indexer", "retriever", "ui", "eval"):
        shutil.copytree(ROOT / package, tmp_path / package)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    victim = tmp_path / module
    victim.write_text(victim.read_text(encoding="utf-8") + line, encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout

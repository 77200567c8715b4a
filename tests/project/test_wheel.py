"""The wheel, installed into an empty environment with what it needs and nothing else."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1200)]

ROOT = Path(__file__).parents[2]
TEXT = (
    "# 水库\n\n1. 这座城市的自来水来自北边的水库。水库建于1962年。\n\n"
    "2. The dam is 48 metres high and was raised twice.\n"
)


def run(*arguments: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, cwd=ROOT)
    [built] = target.glob("yinju-*.whl")
    return built


def test_the_wheel_holds_the_three_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "indexer",
        "retriever",
        "ui",
    }
    checkout = {
        path.relative_to(ROOT).as_posix()
        for package in ("indexer", "retriever", "ui")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".css", ".js")
    }
    assert checkout <= set(names)


def test_the_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    pip = (environment / "bin" / "python", "-m", "pip", "install", "-qq", "--no-deps")
    for lock in ("requirements-build.lock", "requirements.lock"):
        run(*pip, "--no-build-isolation", "--require-hashes", "-r", ROOT / lock, cwd=tmp_path)
    run(*pip, wheel, cwd=tmp_path)
    python, yinju = environment / "bin" / "python", environment / "bin" / "yinju"
    run(python, "-m", "pip", "check", cwd=tmp_path)
    for package in ("torch", "sentence_transformers"):
        assert "None" in run(
            python,
            "-c",
            f"import importlib.util as u; print(u.find_spec('{package}'))",
            cwd=tmp_path,
        )

    assert "usage: yinju" in run(yinju, "--help", cwd=tmp_path)
    (tmp_path / "water.md").write_text(TEXT, encoding="utf-8")
    run(yinju, "index", "water.md", cwd=tmp_path)
    hits = json.loads(run(yinju, "search", "When was the reservoir built?", "--json", cwd=tmp_path))
    assert "1962" in hits["hits"][0]["text"]
    hits = json.loads(run(yinju, "search", "大坝有多高？", "--json", cwd=tmp_path))
    assert "48 metres" in hits["hits"][0]["text"]
    run(yinju, "check", cwd=tmp_path)
    run(python, "-c", "import ui.app", cwd=tmp_path)

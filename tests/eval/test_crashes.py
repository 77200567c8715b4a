"""Builds that are ended on the way lose nothing: a few rounds of ``python -m eval crashes``."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def test_nothing_is_lost_when_builds_are_killed_or_cannot_write() -> None:
    # In a process of its own, because it forks, and threads do not outlive that.
    done = subprocess.run(
        [sys.executable, "-m", "eval", "crashes", "--kills=6", "--errors=4", "--disks=2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert all(line.endswith("findings: none") for line in lines), done.stdout + done.stderr

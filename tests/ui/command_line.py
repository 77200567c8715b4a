"""Runs the command line in the process of the test."""

import pytest

from ui.cli import main


def speak_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make English the language of the shell, whatever it is."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return the exit status of a command, and what it wrote to stdout and stderr."""
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def one_line(text: str) -> str:
    """Return a text, which must be one line."""
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return text

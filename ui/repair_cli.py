"""The command that makes a damaged index whole: `yinju check --repair`."""

import argparse

from indexer.passages import Language
from indexer.repairing import repair_index
from ui.messages import error_message, message
from ui.progress import build_progress
from ui.waiting import when_free


def run_repair(options: argparse.Namespace, language: Language) -> tuple[str, str]:
    """Repair an index and return what was done, and what is lost; empty where there is nothing."""
    with build_progress(language) as progress:
        repair = when_free(
            options.index, language, lambda: repair_index(options.index, progress=progress)
        )
    done = lost = ""
    if repair.damaged:
        key = "repaired-from-files" if repair.from_files else "repaired-from-store"
        done = message(key, language, files=", ".join(repair.damaged))
    if repair.lost:
        head = message("repair-lost", language, count=len(repair.lost))
        lost = "\n".join([head, *(f"  {error_message(e, language)}" for e in repair.lost)])
    return done, lost

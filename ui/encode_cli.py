"""The command that encodes a share of the texts of documents: `yinju encode`."""

import argparse

from indexer.passages import Language
from indexer.shards import Shard, encode_shard
from ui.messages import message
from ui.progress import build_progress
from ui.terminal import failures_text


def run_encode(options: argparse.Namespace, language: Language) -> tuple[str, str]:
    """Encode, and return what was done, and what was not read; empty where all was."""
    with build_progress(language) as progress:
        report = encode_shard(
            options.paths,
            options.output,
            shard=Shard(*options.shard),
            model=options.model,
            progress=progress,
        )
    done = message(
        "encoded",
        language,
        path=options.output,
        texts=report.texts,
        encoded=report.encoded,
        seconds=f"{report.seconds:.1f}",
    )
    return done, failures_text(report.failures, language) if report.failures else ""

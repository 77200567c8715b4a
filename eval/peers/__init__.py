"""Other libraries' servers over the same passages, each run by an interpreter that has it.

Their packages are not ours, so that the programs beside this file are never imported. They get the
passages with our vectors, of the same weights, because what is measured is answering; questions
they encode themselves.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import httpx
import numpy as np

from eval.hugging_face_layout import PROMPTS, write_model_folder
from retriever.search import open_index

PACKAGES: Final = {
    "txtai": ("txtai[api]==9.14.0", "sentence-transformers"),
    "langchain": (
        "langchain-community==0.4.2",
        "langchain-classic",
        "langchain-huggingface",
        "sentence-transformers",
        "faiss-cpu",
        "rank-bm25",
        "fastapi",
        "uvicorn",
    ),
}
"""What the interpreter of each peer needs."""
PATIENCE: Final = 120.0
"""Seconds that a peer may take to start."""


def missing_peers(interpreter: Path) -> dict[str, str]:
    """Return the peers that an interpreter lacks, with what to do.

    Raises
    ------
    ValueError
        It cannot be run.
    """
    installed = installed_versions(interpreter)
    missing = {}
    for name, packages in PACKAGES.items():
        if {package.partition("[")[0].partition("=")[0] for package in packages} - set(installed):
            quoted = " ".join(f"'{package}'" for package in packages)
            missing[name] = f"install it with: {interpreter} -m pip install {quoted}"
    return missing


def installed_versions(interpreter: Path) -> dict[str, str]:
    """Return the versions of what an interpreter has, by names in lower case with hyphens.

    Raises
    ------
    ValueError
        It cannot be run.
    """
    code = (
        "import json\nfrom importlib.metadata import distributions\n"
        "print(json.dumps({d.metadata['Name'].lower(): d.version for d in distributions()}))"
    )
    try:
        run = subprocess.run(
            [str(interpreter), "-c", code], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ValueError(f"{interpreter} is no Python that can be run: {error}") from error
    versions: dict[str, str] = json.loads(run.stdout)
    return {name.replace("_", "-"): version for name, version in versions.items()}


def write_folder(directory: Path, folder: Path) -> None:
    """Write the model, and the passages of an index with their vectors, as the programs take them.

    Raises
    ------
    IndexDirectoryError
        The index cannot be read.
    ModelUnavailable
        The weights cannot be read.
    """
    write_model_folder(folder / "model")
    (folder / "prompts.json").write_text(json.dumps(PROMPTS), encoding="utf-8")
    passages: list[str] = []
    vectors = []
    with closing(open_index(directory)) as index:
        for channels in index.channels:
            rows = np.arange(channels.passages.size)
            vectors.append(channels.passages.rows(rows))
            passages += [
                json.dumps({"id": passage.id, "text": passage.text}) + "\n"
                for passage in index.store.searchable_passages(channels.language)
            ]
        np.save(folder / "vectors.npy", np.concatenate(vectors).astype(np.float32))
    (folder / "passages.jsonl").write_text("".join(passages), encoding="utf-8")


@contextmanager
def serve_peer(interpreter: Path, name: str, folder: Path) -> Iterator[str]:
    """Serve the passages in a folder that `write_folder` wrote; the address.

    Raises
    ------
    ValueError
        The peer ended, or does not answer.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(__file__).with_name(f"{name}_server.py")
    process = subprocess.Popen(
        [str(interpreter), str(program), str(folder), str(port)],
        env=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
        stdout=sys.stderr,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        started = time.monotonic()
        while not _answers(url):
            if process.poll() is not None or time.monotonic() - started > PATIENCE:
                raise ValueError(f"{name} did not begin to serve")
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask_peer(client: httpx.Client, question: str, top_k: int) -> list[str]:
    """Return the texts that a peer finds; an `httpx.HTTPError` or `ValueError` is no answer."""
    parameters: dict[str, str | int] = {"query": question, "limit": top_k}
    hits = client.get("/search", params=parameters).raise_for_status().json()
    if not hits:
        raise ValueError("nothing was found")
    return [hit["text"] for hit in hits]


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/docs", timeout=60)
    except httpx.ConnectError:
        return False
    return True

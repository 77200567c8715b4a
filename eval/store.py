"""An index in Milvus beside the same index in its directory: the hits of both, and its sizes."""

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from indexer.build import build_index
from indexer.embeddings import EMBEDDINGS
from indexer.layout import OWNERS, STORE
from indexer.lexical import LENGTHS
from indexer.manifest import load_manifest
from retriever.search import Index, open_index, search

QUESTIONS = Path(__file__).parent / "dev.jsonl"
TOP = 10


@dataclass(frozen=True, slots=True)
class Store:
    """What was measured."""

    questions: int
    same: int
    """Of how many the hits are the same ones in the same order, with the same scores."""
    passages: int
    load_s: float
    """Writing the index anew and loading it, all texts encoded before."""
    ask_s: float
    """Median of a question, its encoding included."""
    sentences: float
    """Of a passage; as all that follow. The bytes are those before any index is made of them."""
    terms: float
    vector_bytes: float
    sentence_bytes: float
    term_bytes: float
    """A dimension and a value of four bytes each."""
    text_bytes: float
    """Of what is written of it beside vectors and terms."""
    kept_bytes: float
    """In the directory, of what grows with the passages: their texts, documents and lengths."""
    cache_bytes: float
    """In the directory, of what only indexing reads: vectors of texts that were encoded."""


def measure_store(store: str, directory: Path, paths: Sequence[Path]) -> Store:
    """Load a copy of an index into Milvus, ask both the same, and remove it from there.

    Parameters
    ----------
    store
        As `yinju index --store` takes it.
    directory
        An index of `paths`.
    """
    questions = [
        json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()
    ]
    with TemporaryDirectory() as folder, closing(open_index(directory)) as local:
        copy = Path(folder) / "index"
        shutil.copytree(directory, copy)
        started = time.monotonic()
        build_index(paths, copy, store=store)
        load_s = time.monotonic() - started
        try:
            with closing(open_index(copy)) as remote:
                same, seconds = _ask(local, remote, questions)
            return _measured(local, copy, questions, same, load_s, seconds)
        finally:
            build_index(paths, copy, store="local")


def _ask(local: Index, remote: Index, questions: Sequence[str]) -> tuple[int, list[float]]:
    same, seconds = 0, []
    for question in questions:
        expected = [(h.passage.id, h.score) for h in search(local, question, top_k=TOP).hits]
        started = time.monotonic()
        found = search(remote, question, top_k=TOP).hits
        seconds.append(time.monotonic() - started)
        same += expected == [(hit.passage.id, hit.score) for hit in found]
    return same, seconds


def _measured(
    local: Index,
    copy: Path,
    questions: Sequence[str],
    same: int,
    load_s: float,
    seconds: list[float],
) -> Store:
    passages = sum(channels.passages.size for channels in local.channels)
    sentences = sum(channels.sentences.size for channels in local.channels)
    terms = sum(
        channels.postings.document_frequency(term)
        for channels in local.channels
        for term in channels.postings.vocabulary()
    )
    texts = sum(
        len("".join((p.id, p.source, p.kind, p.label or "", *p.section, p.text)).encode())
        for channels in local.channels
        for p in local.store.searchable_passages(channels.language)
    )
    manifest = load_manifest(copy)
    sizes = {name: file.size for name, file in manifest.checksums.items()}
    vector = 4 * manifest.dimension
    return Store(
        questions=len(questions),
        same=same,
        passages=passages,
        load_s=round(load_s, 1),
        ask_s=round(sorted(seconds)[len(seconds) // 2], 3),
        sentences=round(sentences / passages, 2),
        terms=round(terms / passages, 1),
        vector_bytes=vector,
        sentence_bytes=round(vector * sentences / passages),
        term_bytes=round(8 * terms / passages),
        text_bytes=round(texts / passages),
        kept_bytes=round(_bytes(sizes, STORE, OWNERS, LENGTHS) / passages),
        cache_bytes=round(_bytes(sizes, EMBEDDINGS.vectors, EMBEDDINGS.keys) / passages),
    )


def _bytes(sizes: Mapping[str, int], *names: str) -> int:
    return sum(size for path, size in sizes.items() if PurePosixPath(path).name in names)


def to_json(store: Store) -> str:
    """Return all that was measured, in one line."""
    return json.dumps(asdict(store))


def to_text(store: Store) -> str:
    """Return what was measured, for people."""
    return (
        f"{store.same} of {store.questions} questions have the same {TOP} hits with the same "
        f"scores; median {store.ask_s} s a question; {store.passages} passages loaded in "
        f"{store.load_s} s.\nA passage has {store.sentences} sentences and {store.terms} terms: "
        f"{store.vector_bytes} + {store.sentence_bytes} bytes of vectors, {store.term_bytes} of "
        f"terms, {store.text_bytes} of text in Milvus; {store.kept_bytes} bytes in the directory, "
        f"and {store.cache_bytes} more where it is indexed."
    )

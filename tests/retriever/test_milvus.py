"""An index whose passages and vectors are in Milvus, over the protocol of Milvus Lite's server."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pymilvus
import pytest

from indexer.build import build_index
from indexer.errors import BadStoreAddress, ExtraNotInstalled, StoreRefused, StoreUnreachable
from indexer.generations import building
from indexer.manifest import load_manifest
from indexer.milvus import Milvus, What, collection, connect, name_of, patiently, within
from indexer.milvus_address import parse_store
from indexer.milvus_loading import count_rows, write_to
from indexer.passages import LANGUAGES
from indexer.repairing import repair_index
from indexer.weighted_terms import read_frequencies, weigh_terms
from retriever.checking import check
from retriever.compared_texts import TextReader
from retriever.counterparts import find_counterparts
from retriever.explain import explain
from retriever.hits import Results
from retriever.restrictions import Restrictions
from retriever.search import Index, open_index, search
from ui.messages import error_message

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
]

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of Milvus Lite."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("milvus-lite")),
            *("server", "--host", "127.0.0.1", "--port", str(port)),
            *("--data-dir", str(tmp_path_factory.mktemp("milvus"))),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with server:
        assert server.stdout is not None
        assert "listening" in server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def client(uri: str) -> Iterator[Any]:
    with closing(pymilvus.MilvusClient(uri)) as opened:
        yield opened


@pytest.fixture(scope="module")
def remote_directory(
    report_index: Path, uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The index of corpus/, gone to Milvus."""
    directory = tmp_path_factory.mktemp("remote") / "index"
    shutil.copytree(report_index, directory)
    report = build_index([ROOT / "corpus"], directory, root=ROOT, store=f"milvus:{uri}")
    assert not report.failures
    return directory


@pytest.fixture(scope="module")
def remote(remote_directory: Path) -> Iterator[Index]:
    with closing(open_index(remote_directory)) as opened:
        yield opened


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small document, and an index of it in its directory."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "documents").mkdir()
    text = "Fishing boats land at the northern pier.\n\n渡轮从南面的码头出发。\n"
    (folder / "documents" / "harbour.txt").write_text(text, encoding="utf-8")
    build_index([folder / "documents"], folder / "index", root=folder)
    return folder


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path


def update(folder: Path, store: str | None = None) -> Path:
    """Bring the index in such a folder up to date."""
    build_index([folder / "documents"], folder / "index", root=folder, store=store)
    return folder / "index"


def told(results: Results) -> list[tuple[object, ...]]:
    return [
        (hit.passage.id, hit.score, hit.scores, hit.matches, hit.evidence, hit.quoted)
        for hit in results.hits
    ]


def test_the_ten_best_are_those_of_the_local_index(index: Index, remote: Index) -> None:
    # Every eighth: `python -m eval store` asks all.
    for question in QUESTIONS[::8]:
        expected, found = search(index, question), search(remote, question)
        assert told(found) == told(expected), question
        assert found.support == expected.support


@pytest.mark.parametrize(
    "restrictions",
    [
        Restrictions(sections=("annex IV",)),
        Restrictions(kinds=("table-row",)),
        Restrictions(kinds=("table-row",), columns=(("Status", ("Completed",)),)),
    ],
    ids=["a section", "a kind", "a cell"],
)
def test_the_ten_best_that_remain_are_those_of_the_local_index(
    index: Index, remote: Index, restrictions: Restrictions
) -> None:
    question = "projects on border security"
    expected = search(index, question, restrictions=restrictions)
    assert told(search(remote, question, restrictions=restrictions)) == told(expected)


def test_what_is_explained_of_a_found_passage_is_the_same(index: Index, remote: Index) -> None:
    question = "How often do the heads of UNOCT and CTED meet?"
    hit = search(index, question, language="en").hits[1]
    expected, found = (explain(one, question, hit.passage.id) for one in (index, remote))
    assert found == expected


def test_counterparts_are_the_same(index: Index, remote: Index) -> None:
    readers = TextReader(index), TextReader(remote)
    for number in (3,):
        passage = index.store.passage_at("zh", number)
        expected, found = (find_counterparts(reader, passage, top_k=3) for reader in readers)
        assert [(c.passage.id, c.pairs) for c in found] == [
            (c.passage.id, c.pairs) for c in expected
        ]
        assert expected


def test_neither_vectors_nor_postings_stay_in_the_directory(
    remote: Index, remote_directory: Path
) -> None:
    names = set(remote.manifest.checksums)
    for language in LANGUAGES:
        lexical = {name for name in names if name.startswith(f"lexical/{language}/")}
        assert {Path(name).name for name in lexical} == {
            *("statistics.json", "vocabulary.npy", "vocabulary-offsets.npy"),
            *("posting-offsets.npy", "lengths.npy"),
        }
    assert not any("passages.faiss" in name or "sentences.faiss" in name for name in names)
    assert check(remote_directory) == []


def test_frequencies_are_read_back_out_of_the_weights(index: Index) -> None:
    for channels in index.channels:
        postings = channels.postings
        numbers = np.arange(postings.size)
        vectors = list(weigh_terms(postings))
        read = postings.over(read_frequencies(postings, numbers, vectors))
        assert len(vectors) == postings.size
        for term in postings.vocabulary():
            expected, found = postings.lookup(term), read.lookup(term)
            assert all(map(np.array_equal, expected, found)), term


def test_a_killed_load_leaves_the_old_content_and_the_next_one_ends_it(
    small: Path, uri: str, client: Any
) -> None:
    others = set(client.list_collections())
    directory = update(small, f"milvus:{uri}")
    assert set(client.list_collections()) == others | collections(directory)
    text = "The lighthouse is closed in winter.\n"
    (small / "documents" / "lighthouse.txt").write_text(text, encoding="utf-8")
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os; from pathlib import Path; from indexer.build import build_index\n"
            f"folder = Path({str(small)!r})\n"
            "stop = lambda stage, done, total: os._exit(9) if stage == 'load' else None\n"
            "build_index([folder / 'documents'], folder / 'index', root=folder, progress=stop)",
        ],
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == 9
    assert set(client.list_collections()) > others | collections(directory)
    question = "when is the lighthouse closed?"
    assert found_at(directory, question) == {"harbour.txt"}

    update(small)
    assert found_at(directory, question) == {"harbour.txt", "lighthouse.txt"}
    assert set(client.list_collections()) == others | collections(directory)
    assert check(directory) == []


def collections(directory: Path) -> set[str]:
    """Return the names of the collections that an index is in."""
    stored = load_manifest(directory).stored
    assert stored is not None
    return {collection(stored.name, what) for what in get_args(What)}


def found_at(directory: Path, question: str) -> set[str]:
    with closing(open_index(directory)) as opened:
        return {Path(hit.passage.source).name for hit in search(opened, question).hits}


class Unreliable:
    """A client whose every other write is done, and then seems to have failed."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def upsert(self, *values: Any, **options: Any) -> Any:
        self.writes += 1
        done = self._client.upsert(*values, **options)
        if self.writes % 2:
            raise pymilvus.MilvusException(code=8, message="too many requests")
        return done


def test_writes_that_fail_are_made_again_and_change_nothing_twice(
    report_index: Path, tmp_path: Path, uri: str, client: Any
) -> None:
    manifest = load_manifest(report_index)
    unreliable = Unreliable(client)
    directory = tmp_path / "index"
    milvus = Milvus(unreliable, uri, pauses=(0.0, 0.0))
    with building(directory) as generation:
        source = report_index / "generations" / manifest.generation
        shutil.copytree(source, generation.folder, dirs_exist_ok=True)
        write_to(milvus, generation, lambda stage, done, total: None)
        name = name_of(directory, generation.name)
        for what, rows in count_rows(manifest.counts).items():
            assert milvus.count(name, what) == rows
        assert unreliable.writes >= 12
        milvus.drop(collection(name, what) for what in get_args(What))


def test_what_is_lost_in_milvus_is_noticed_and_loaded_again(
    small: Path, uri: str, client: Any
) -> None:
    directory = update(small, f"milvus:{uri}")
    client.drop_collection(next(n for n in collections(directory) if n.endswith("passages")))
    assert any("Milvus" in finding for finding in check(directory))
    assert repair_index(directory, root=small).damaged == (f"milvus:{uri}",)
    assert check(directory) == []


def test_an_index_comes_back_from_milvus(small: Path, uri: str, client: Any) -> None:
    before = set(client.list_collections())
    directory = update(small, f"milvus:{uri}")
    assert len(set(client.list_collections()) - before) == 2
    update(small, "local")
    assert set(client.list_collections()) == before
    with closing(open_index(directory)) as opened:
        assert opened.milvus is None
        assert len(search(opened, "ferries").hits) == 2


def fails(*codes: int) -> Callable[[], str]:
    errors = iter(codes)

    def call() -> str:
        for code in errors:
            raise pymilvus.MilvusException(code=code, message="not now\ndetails")
        return "done"

    return call


def test_a_call_is_made_again_after_longer_and_longer_pauses() -> None:
    waits: list[float] = []
    assert patiently("uri", fails(1, 2, 8), (0.5, 1.0, 2.0), waits.append) == "done"
    assert waits == [0.5, 1.0, 2.0]


def test_a_reason_that_does_not_pass_is_told_at_once() -> None:
    with pytest.raises(StoreRefused, match=r"uri: Milvus refused \(not now\)"):
        patiently("uri", fails(1100), (0.5,), lambda pause: pytest.fail("waited"))


def test_a_milvus_that_does_not_answer_is_told_in_both_languages() -> None:
    with pytest.raises(StoreUnreachable) as raised:
        connect("http://127.0.0.1:1", pauses=())
    assert "YINJU_MILVUS_TOKEN" in error_message(raised.value, "en")
    assert "没有响应" in error_message(raised.value, "zh")


def test_without_the_package_the_message_says_what_to_install(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_manifest(small / "index")
    monkeypatch.setattr("indexer.milvus.find_spec", lambda name: None)
    with pytest.raises(ExtraNotInstalled, match=r"pip install 'yinju\[milvus\]'"):
        update(small, "milvus:http://localhost:1")
    assert load_manifest(small / "index") == before


@pytest.mark.parametrize(
    "value",
    ["milvus", "milvus:", "http://host:1", "milvus:host:19530", "milvus:http://u:p@host:1"],
)
def test_an_address_of_another_form_is_refused(value: str) -> None:
    with pytest.raises(BadStoreAddress):
        parse_store(value)


def test_an_address_is_a_uri_with_or_without_a_database() -> None:
    assert parse_store("milvus:http://host:19530/") == "http://host:19530"
    assert parse_store("milvus:https://host/reports") == "https://host/reports"
    assert parse_store("local") is None


def test_passages_in_a_row_are_asked_for_as_a_range() -> None:
    first, second = (LANGUAGES.index(language) for language in ("en", "zh"))
    ranges = within("en", np.array([3, 4, 5, 6, 9, 10, 11, 12]))
    assert ranges == (
        f"(key >= {6 + first} and key <= {12 + first})"
        f" or (key >= {18 + first} and key <= {24 + first})"
    )
    assert within("zh", np.array([2, 5])) == f"key in [{4 + second},{10 + second}]"

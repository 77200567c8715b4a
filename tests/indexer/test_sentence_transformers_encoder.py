"""Models that sentence-transformers loads: prompts, agreement with the engine, hubs, refusals."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import ModelUnavailable

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(300)]

REPORT = Path("corpus/a-72-840/a-72-840.txt")
QUESTIONS = [
    "反恐执行局和反恐怖主义办公室多久开一次会？",
    "CTED 和 UNOCT 多久开一次会？",
    "How many projects does UNODC implement under pillar II?",
    "donors",
    "",
]


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> Encoder:
    return load_encoder(str(model_folder))


@pytest.fixture(scope="module")
def embedded() -> Encoder:
    return load_encoder(EMBEDDED_MODEL)


@pytest.fixture(scope="module")
def passages() -> list[str]:
    """Lines of the report in both languages, none of them over 512 tokens."""
    lines = [line.strip() for line in REPORT.read_text(encoding="utf-8").splitlines()]
    chosen = [line for line in lines if len(line) > 20 and len(line.encode()) < 800][::14]
    assert len(chosen) > 36
    return chosen


def altered(model_folder: Path, folder: Path, **changes: object) -> Path:
    """Return a copy of a model, with links to what is big and some JSON files changed."""
    for path in model_folder.rglob("*"):
        target = folder / path.relative_to(model_folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            target.symlink_to(path)
    for name, content in changes.items():
        path = folder / f"{name}.json"
        path.unlink()
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_vectors_agree_with_the_engine(
    encoder: Encoder, embedded: Encoder, passages: list[str]
) -> None:
    ours, theirs = embedded.encode_passages(passages), encoder.encode_passages(passages)
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    ours, theirs = embedded.encode_queries(QUESTIONS), encoder.encode_queries(QUESTIONS)
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_vectors_are_unit_rows_in_float32(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(QUESTIONS)
    assert vectors.shape == (len(QUESTIONS), encoder.dimension) == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert encoder.encode_passages([]).shape == encoder.encode_queries([]).shape == (0, 384)


def test_a_vector_hardly_depends_on_its_batch(encoder: Encoder, passages: list[str]) -> None:
    texts = passages[:6]
    together = encoder.encode_passages(texts)
    backwards = encoder.encode_passages(texts[::-1])[::-1]
    one_by_one = np.vstack([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(together, backwards, atol=1e-5)
    np.testing.assert_allclose(together, one_by_one, atol=1e-5)


def test_progress_counts_every_text_once_and_moves(encoder: Encoder) -> None:
    calls: list[list[int]] = []
    encoder.encode_passages(["oil"] * 300, lambda numbers, _: calls.append(list(numbers)))
    assert sorted(number for numbers in calls for number in numbers) == list(range(300))
    assert len(calls) > 2


def test_nul_and_surrogates_are_read_as_white_space(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(
        ["a\0b", "a\ud800b", "a b", "ok \ud83d\ude00", "ok \U0001f600"]
    )
    np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-5)
    np.testing.assert_allclose(vectors[1], vectors[2], atol=1e-5)
    np.testing.assert_allclose(vectors[3], vectors[4], atol=1e-5)


def test_threads_may_share_one(encoder: Encoder) -> None:
    alone = encoder.encode_queries(QUESTIONS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder.encode_queries, [QUESTIONS] * 8):
            np.testing.assert_allclose(vectors, alone, atol=1e-5)


def test_prompts_of_the_configuration_are_used_by_any_name(
    model_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    prompts = {"query": "query: ", "passage": "passage: "}
    folder = altered(
        model_folder, tmp_path / "model", config_sentence_transformers={"prompts": prompts}
    )
    other = load_encoder(str(folder))
    np.testing.assert_allclose(
        other.encode_passages(QUESTIONS), encoder.encode_passages(QUESTIONS), atol=1e-5
    )


def test_an_e5_model_without_prompts_gets_them(
    model_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    folder = altered(model_folder, tmp_path / "my-E5-model", config_sentence_transformers={})
    other = load_encoder(str(folder))
    np.testing.assert_allclose(
        other.encode_passages(QUESTIONS), encoder.encode_passages(QUESTIONS), atol=1e-5
    )
    np.testing.assert_allclose(
        other.encode_queries(QUESTIONS), encoder.encode_queries(QUESTIONS), atol=1e-5
    )


def test_a_model_made_from_e5_is_known_by_its_configuration(
    model_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    config = json.loads((model_folder / "config.json").read_bytes())
    folder = altered(
        model_folder,
        tmp_path / "ours",
        config=config | {"_name_or_path": "intfloat/multilingual-e5-small"},
        config_sentence_transformers={},
    )
    other = load_encoder(str(folder))
    np.testing.assert_allclose(
        other.encode_queries(QUESTIONS), encoder.encode_queries(QUESTIONS), atol=1e-5
    )


def test_another_model_gets_no_prompts_and_unit_rows_all_the_same(
    model_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    modules = json.loads((model_folder / "modules.json").read_bytes())
    folder = altered(
        model_folder, tmp_path / "model", config_sentence_transformers={}, modules=modules[:2]
    )
    other = load_encoder(str(folder))
    passages = other.encode_passages(QUESTIONS)
    np.testing.assert_allclose(passages, other.encode_queries(QUESTIONS), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-6)
    assert not np.allclose(passages, encoder.encode_passages(QUESTIONS), atol=1e-3)
    assert other.fingerprint != encoder.fingerprint


def test_the_fingerprint_is_of_the_contents_not_of_the_place(
    model_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    folder = altered(model_folder, tmp_path / "elsewhere")
    (folder / "README.md").write_text("# Notes\n")
    assert load_encoder(str(folder)).fingerprint == encoder.fingerprint
    assert encoder.name == str(model_folder)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelUnavailable, match="the folder holds no model"):
        load_encoder(str(tmp_path))


@pytest.mark.parametrize("name", ["./nothing", "/nothing/here", "a/b/c", "pyproject.toml"])
def test_a_folder_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="no such folder"):
        load_encoder(name)


def test_a_name_that_no_hub_could_have_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match="no name that a hub could have"):
        load_encoder("what is this?")


@pytest.mark.parametrize("damaged", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_model_is_refused_in_one_line(
    model_folder: Path, tmp_path: Path, damaged: str
) -> None:
    folder = altered(model_folder, tmp_path / "model")
    (folder / damaged).unlink()
    (folder / damaged).write_text("{")
    with pytest.raises(ModelUnavailable, match="cannot be loaded") as caught:
        load_encoder(str(folder))
    assert "\n" not in str(caught.value)


def test_code_of_a_model_is_not_run(model_folder: Path, tmp_path: Path) -> None:
    modules = json.loads((model_folder / "modules.json").read_bytes())
    modules[0]["type"] = "own_code.Module"
    folder = altered(model_folder, tmp_path / "model", modules=modules)
    witness = tmp_path / "witness"
    (folder / "own_code.py").write_text(f"open({str(witness)!r}, 'w').close()\n")
    with pytest.raises(ModelUnavailable):
        load_encoder(str(folder))
    assert not witness.exists()


COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPOSITORY = "someone/multilingual-e5-small"


class Hub(BaseHTTPRequestHandler):
    """As much of the hub's protocol as loading a model needs."""

    folder: Path
    etags: dict[str, str]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/")
        api = f"api/models/{REPOSITORY}"
        if path in (api, f"{api}/revision/{COMMIT}", f"{api}/revision/main"):
            files = [{"rfilename": name} for name in self.etags]
            self._json({"id": REPOSITORY, "sha": COMMIT, "siblings": files, "tags": []})
        elif path.startswith(f"{api}/tree/"):
            self._json(
                [
                    {
                        "type": "file",
                        "path": name,
                        "oid": etag,
                        "size": self._path(name).stat().st_size,
                    }
                    for name, etag in self.etags.items()
                ]
            )
        elif path.startswith(f"{REPOSITORY}/resolve/"):
            self._file(path.split("/", 4)[4])
        else:
            self._refuse("RepoNotFound")

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _json(self, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, code: str) -> None:
        self.send_response(404)
        self.send_header("X-Error-Code", code)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self, name: str) -> None:
        if name not in self.etags:
            self._refuse("EntryNotFound")
            return
        size = self._path(name).stat().st_size
        start = int(self.headers.get("Range", "bytes=0-")[6:].partition("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{self.etags[name]}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(size - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.end_headers()
        if self.command == "GET":
            with self._path(name).open("rb") as file:
                file.seek(start)
                while chunk := file.read(1 << 20):
                    self.wfile.write(chunk)


@pytest.fixture(scope="module")
def hub(model_folder: Path) -> Iterator[str]:
    """The address of a hub that has the model as `REPOSITORY` and nothing else."""
    names = [path.relative_to(model_folder).as_posix() for path in model_folder.rglob("*.*")]
    Hub.folder = model_folder
    Hub.etags = {
        name: hashlib.sha1(name.encode()).hexdigest()
        for name in names
        if (model_folder / name).is_file()
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


LOAD = """
import json, sys
from indexer.encoders import load_encoder
from indexer.errors import EncoderError
{before}
try:
    encoder = load_encoder(sys.argv[1])
except EncoderError as error:
    print(json.dumps([type(error).__name__, str(error)]))
else:
    print(json.dumps([encoder.fingerprint, encoder.encode_queries(["oil"])[0].tolist()]))
"""


def load_elsewhere(name: str, home: Path, before: str = "", **environment: str) -> tuple[str, Any]:
    """Load a model in a process of its own and return what it prints; stderr must be empty."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        inherited.pop(proxy, None)
        inherited.pop(proxy.upper(), None)
    result = subprocess.run(
        [sys.executable, "-c", LOAD.format(before=before), name],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        env=inherited | {"HF_HOME": str(home)} | environment,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    first, second = json.loads(result.stdout)
    return first, second


def test_a_model_comes_from_a_mirror_and_then_from_the_cache(
    hub: str, tmp_path: Path, encoder: Encoder
) -> None:
    expected = encoder.encode_queries(["oil"])[0]
    fingerprint, vector = load_elsewhere(REPOSITORY, tmp_path, HF_ENDPOINT=hub)
    assert fingerprint == f"commit:{COMMIT}"
    np.testing.assert_allclose(vector, expected, atol=1e-5)
    fingerprint, vector = load_elsewhere(REPOSITORY, tmp_path, HF_HUB_OFFLINE="1")
    assert fingerprint == f"commit:{COMMIT}"
    np.testing.assert_allclose(vector, expected, atol=1e-5)
    # What a broken-off download left out is fetched.
    (weights,) = tmp_path.rglob("model.safetensors")
    weights.resolve().unlink()
    weights.unlink()
    fingerprint, _ = load_elsewhere(REPOSITORY, tmp_path, HF_ENDPOINT=hub)
    assert fingerprint == f"commit:{COMMIT}"
    assert weights.exists()


def test_a_name_that_the_hub_does_not_know_is_refused(hub: str, tmp_path: Path) -> None:
    kind, message = load_elsewhere("someone/else", tmp_path, HF_ENDPOINT=hub)
    assert kind == "ModelUnavailable"
    assert f"{hub} has no model under this name" in message


def test_without_a_network_and_with_nothing_in_the_cache_it_is_refused(tmp_path: Path) -> None:
    kind, message = load_elsewhere(REPOSITORY, tmp_path, HF_HUB_OFFLINE="1")
    assert kind == "ModelUnavailable"
    assert "HF_HUB_OFFLINE is set and the model is not in the cache" in message
    kind, message = load_elsewhere(REPOSITORY, tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    assert kind == "ModelUnavailable"
    assert "http://127.0.0.1:9 cannot be reached" in message


def test_a_hub_that_does_not_answer_is_not_waited_for_long(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        kind, message = load_elsewhere(
            REPOSITORY,
            tmp_path,
            before="import indexer.sentence_transformers_loading as e; e._PATIENCE = 1.0",
            HF_ENDPOINT=address,
        )
    assert kind == "ModelUnavailable"
    assert f"{address} cannot be reached" in message


@pytest.mark.parametrize("missing", ["sentence_transformers", "torch"])
def test_a_missing_extra_is_named(model_folder: Path, tmp_path: Path, missing: str) -> None:
    kind, message = load_elsewhere(
        str(model_folder), tmp_path, before=f"sys.modules[{missing!r}] = None"
    )
    assert kind == "ExtraNotInstalled"
    assert "pip install 'yinju[sentence-transformers]'" in message

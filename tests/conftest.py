"""What the tests share: the index of the report, built once with the real model."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from retriever.search import Index, open_index
from tests.parallel_documents import write_parallel_documents

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever changes the searching skip the two minutes of indexing."""
    parser.addoption("--index", type=Path, help="an index of corpus/ to use instead of a new one")


def pytest_sessionstart() -> None:
    """Let interrupts arrive in what the tests start, also where they run in the background."""
    # A shell lets what runs there ignore them, and so do all processes below.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def report_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of corpus/."""
    given: Path | None = request.config.getoption("--index")
    if given is not None:
        return given.resolve()
    directory = tmp_path_factory.mktemp("report") / "index"
    report = build_index([ROOT / "corpus"], directory, root=ROOT)
    assert not report.failures
    return directory


@pytest.fixture(scope="session")
def index(report_index: Path) -> Iterator[Index]:
    """The index of corpus/, opened."""
    opened = open_index(report_index)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def parallel_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two documents with their translations, and of one that has none."""
    folder = tmp_path_factory.mktemp("parallel")
    write_parallel_documents(folder)
    report = build_index([folder], folder / "index", root=folder)
    assert not report.failures
    return folder / "index"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The embedded model."""
    return load_encoder(EMBEDDED_MODEL)

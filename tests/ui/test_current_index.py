import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.errors import IndexNotFound
from retriever.compared_texts import TextReader
from retriever.search import Index, open_index, search
from ui import current_index
from ui.current_index import CurrentIndex

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

FIRST = "# Harbour\n\nThe harbour of Alpha opens at seven.\n"
SECOND = "# Harbour\n\nThe harbour of Alpha opens at nine.\n"


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/harbour.md").write_text(FIRST)
    build(tmp_path)
    return tmp_path


@pytest.fixture
def current(collection: Path) -> Iterator[CurrentIndex]:
    opened = CurrentIndex(collection / "index")
    yield opened
    opened.close()


def build(collection: Path) -> None:
    report = build_index([collection / "docs"], collection / "index", root=collection)
    assert not report.failures


def best(index: Index) -> str:
    return search(index, "When does the harbour open?").hits[0].passage.text


def test_a_rebuilt_index_is_searched_by_the_next_request(
    collection: Path, current: CurrentIndex
) -> None:
    with current.lease() as before:
        assert "seven" in best(before)
    (collection / "docs/harbour.md").write_text(SECOND)
    build(collection)
    with current.lease() as after:
        assert "nine" in best(after)


def test_nobody_has_the_old_index_while_the_new_one_is_opened(
    collection: Path, current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    had: list[str] = []

    def open_slowly(*arguments: Any, **options: Any) -> Index:
        begun.set()
        assert go_on.wait(60)
        return open_index(*arguments, **options)

    def ask() -> None:
        with current.lease() as index:
            had.append(best(index))

    (collection / "docs/harbour.md").write_text(SECOND)
    build(collection)
    monkeypatch.setattr(current_index, "open_index", open_slowly)
    first, second = threading.Thread(target=ask), threading.Thread(target=ask)
    first.start()
    assert begun.wait(60)
    second.start()
    second.join(0.2)
    go_on.set()
    first.join()
    second.join()
    assert len(had) == 2
    assert all("nine" in text for text in had)


def test_a_request_under_way_keeps_its_index_and_the_last_one_closes_it(
    collection: Path, current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    close = Index.close

    def watched(index: Index) -> None:
        closed.append(index.manifest.generation)
        close(index)

    monkeypatch.setattr(Index, "close", watched)
    with current.lease() as old:
        (collection / "docs/harbour.md").write_text(SECOND)
        build(collection)
        with current.lease() as new:
            assert new is not old
            assert "seven" in best(old)
        assert closed == []
    assert closed == [old.manifest.generation]


def test_an_index_that_did_not_change_is_not_opened_again(
    collection: Path, current: CurrentIndex
) -> None:
    with current.lease() as first:
        pass
    build(collection)
    (collection / "index/manifest.json").touch()
    with current.lease() as second:
        assert second is first


def test_an_index_that_is_gone_or_damaged_stays_as_it_was_opened(
    collection: Path, current: CurrentIndex, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = collection / "index/manifest.json"
    good = manifest.read_bytes()
    manifest.write_text("{")
    with current.lease() as index:
        assert "seven" in best(index)
    assert "kept as it was opened" in caplog.text
    manifest.unlink()
    with current.lease() as index:
        assert "seven" in best(index)
    manifest.write_bytes(good)
    (collection / "docs/harbour.md").write_text(SECOND)
    build(collection)
    with current.lease() as index:
        assert "nine" in best(index)


def test_many_threads_search_while_the_index_is_rebuilt(
    collection: Path, current: CurrentIndex
) -> None:
    failures: list[BaseException] = []
    seen: set[str] = set()
    over = threading.Event()

    def ask() -> None:
        try:
            while not over.is_set():
                with current.lease() as index:
                    seen.add(best(index))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for text in (SECOND, FIRST, SECOND):
        (collection / "docs/harbour.md").write_text(text)
        build(collection)
        current.refresh()
    over.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(seen) == 2
    with current.lease() as index:
        assert "nine" in best(index)


def test_no_index_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound):
        CurrentIndex(tmp_path / "nothing")
    shutil.rmtree(tmp_path)


def test_passages_are_read_ahead_of_comparing_also_after_a_build(
    collection: Path, current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    read = TextReader.read

    def watched(reader: TextReader, *arguments: object) -> object:
        found = read(reader, *arguments)  # type: ignore[arg-type]
        texts.extend(passage.text for passage in found.passages)
        return found

    monkeypatch.setattr(TextReader, "read", watched)
    current.read_ahead()
    wait_until(lambda: any("seven" in text for text in texts))
    (collection / "docs/harbour.md").write_text(SECOND)
    build(collection)
    with current.lease_reader() as reader, current.lease() as index:
        assert reader.index is index
    wait_until(lambda: any("nine" in text for text in texts))


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)

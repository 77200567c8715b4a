"""Adding, removing and bringing back; what fails or is cancelled changes nothing."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import ui.library_adding
from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.errors import IndexNotWritten, PathGone, YinjuError
from indexer.generations import building
from indexer.progress import Progress, Stage
from indexer.scope import added_folder
from retriever.search import search
from tests.ui.command_line import run, speak_english
from ui.current_index import CurrentIndex
from ui.errors import LastDocument, NotRemoved
from ui.library_adding import ChangeReport, GivenFile, add_files
from ui.library_changes_view import changes_view
from ui.library_editing import read_again, remove_document, restore_document
from ui.library_work import Change, LibraryWork
from ui.working import Cancelled

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

LIGHTS = "# Harbour\n\nThe lights of the harbour are kept on at night.\n"
SWALLOWS = "# Birds\n\nSwallows fly south in September.\n"
FERRY = "# 渡轮\n\n渡轮每两小时开一班，夜间停航。\n"


def silent(stage: Stage, done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "docs").mkdir()
    (folder / "docs/lights.md").write_text(LIGHTS)
    (folder / "docs/swallows.md").write_text(SWALLOWS)
    build_index([folder / "docs"], folder / "index", root=folder)
    return folder


@pytest.fixture
def collection(built: Path) -> Iterator[Path]:
    """The folder of documents and index, made what it was at the end."""
    before = built.with_name("before")
    shutil.copytree(built, before)
    yield built
    shutil.rmtree(built)
    before.rename(built)


@pytest.fixture
def current(collection: Path) -> Iterator[CurrentIndex]:
    index = CurrentIndex(collection / "index")
    yield index
    index.close()


@pytest.fixture
def give(tmp_path: Path) -> Callable[..., GivenFile]:
    def make(name: str, content: str) -> GivenFile:
        path = tmp_path / f"upload-{len(list(tmp_path.iterdir()))}"
        path.write_text(content)
        return GivenFile(path, name)

    return make


def stored(collection: Path) -> list[str]:
    folder = added_folder(collection / "index")
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def best(current: CurrentIndex, question: str) -> str:
    with current.lease() as index:
        return search(index, question).hits[0].passage.text


def sources(current: CurrentIndex) -> set[str]:
    with current.lease() as index:
        return {Path(document.source).name for document in index.manifest.documents}


def test_what_is_added_is_found_until_it_is_removed(
    collection: Path, current: CurrentIndex, give: Callable[..., GivenFile]
) -> None:
    files = [
        give("../../ferry.md", FERRY),
        give("ferry.md", "# Ferry\n\nTickets of the ferry are sold on board.\n"),
        give("again.md", FERRY),
        give("lights copy.md", LIGHTS),
        give("broken.pdf", "no PDF"),
        give("letter.doc", "old"),
        give("glossary.tsv", "zh\tzh_short\ten\tacronym\n"),
    ]
    # What an addition leaves that was killed before it knew that the file cannot be read.
    added_folder(collection / "index").mkdir()
    (added_folder(collection / "index") / "torn.pdf").write_text("no PDF")
    report = add_files(current, files, silent)
    assert report.added == ("ferry.md", "ferry (2).md")
    assert report.known == (("again.md", "ferry.md"), ("lights copy.md", "Harbour"))
    assert [(error.code, str(error.values["source"])) for error in report.refused] == [
        ("LegacyFormat", "letter.doc"),
        ("OwnFile", "glossary.tsv"),
        ("DamagedSource", "broken.pdf"),
        ("DamagedSource", "torn.pdf"),
    ]
    assert stored(collection) == ["ferry (2).md", "ferry.md"]
    assert "两小时" in best(current, "渡轮多久开一班？")
    assert not (collection.parent / "ferry.md").exists()

    remove_document(current, "ferry.md", silent)
    assert stored(collection) == ["ferry (2).md"]
    assert sources(current) == {"ferry (2).md", "lights.md", "swallows.md"}
    assert "两小时" not in best(current, "渡轮多久开一班？")
    with current.lease() as index:
        assert index.manifest.scope.excluded == ()


def test_a_document_that_was_removed_stays_out_until_it_is_brought_back(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_english(monkeypatch)
    index = collection / "index"
    name = "docs/swallows.md"
    assert run(capsys, "documents", "--remove", "swallows.md", "--index", index)[0] == 0
    assert (collection / name).read_text() == SWALLOWS
    monkeypatch.chdir(collection)
    status, out, _ = run(capsys, "index", "docs", "--index", index)
    assert status == 0
    assert "1 documents that were removed" in out
    status, out, _ = run(capsys, "documents", "--json", "--index", index)
    listed = [json.loads(line) for line in out.splitlines()]
    assert [(d["source"], d["removed"] is None) for d in listed] == [
        ("docs/lights.md", True),
        (name, False),
    ]
    assert listed[0]["passages"] == {"en": {"paragraph": 1}}
    assert run(capsys, "documents", "--remove", "docs/lights.md", "--index", index)[0] == 1
    assert run(capsys, "documents", "--restore", "docs/other.md", "--index", index)[0] == 1
    status, out, _ = run(capsys, "documents", "--restore", name, "--index", index)
    assert out == f"Brought back: {name}\n"
    out = run(capsys, "documents", "--index", index)[1]
    assert "Birds\n   English paragraph 1, indexed " in out
    assert out.startswith("2 documents:\ndocs/lights.md\n")


def test_the_only_document_and_what_was_not_removed_are_refused(
    current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotRemoved):
        restore_document(current, "docs/lights.md", silent)
    monkeypatch.setattr("ui.library_editing.find_document", lambda documents, name: documents[0])
    with current.lease() as index:
        object.__setattr__(index.manifest, "documents", index.manifest.documents[:1])
    with pytest.raises(LastDocument):
        remove_document(current, "docs/lights.md", silent)


def test_a_folder_that_is_gone_takes_nothing_out_of_the_index(
    collection: Path,
    current: CurrentIndex,
    give: Callable[..., GivenFile],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where the program was started there is another folder of that name.
    (tmp_path / "here/docs").mkdir(parents=True)
    (tmp_path / "here/docs/other.md").write_text(FERRY)
    monkeypatch.chdir(tmp_path / "here")
    (collection / "docs").rename(collection / "elsewhere")
    for change in (read_again, partial(remove_document, name="lights.md")):
        with pytest.raises(PathGone):
            change(current, progress=silent)
    with pytest.raises(PathGone):
        add_files(current, [give("ferry.md", FERRY)], silent)
    assert sources(current) == {"lights.md", "swallows.md"}
    assert stored(collection) == []


def test_no_copy_is_kept_if_the_index_cannot_be_written(
    collection: Path,
    current: CurrentIndex,
    give: Callable[..., GivenFile],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise IndexNotWritten(directory=collection, reason="disk full")

    for module in ("ui.library_adding", "ui.library_editing"):
        monkeypatch.setattr(f"{module}.build_index", fail)
    with pytest.raises(IndexNotWritten):
        add_files(current, [give("ferry.md", FERRY)], silent)
    assert stored(collection) == []
    # A copy whose document could not be removed is back as well.
    added_folder(collection / "index").mkdir(exist_ok=True)
    copy = added_folder(collection / "index") / "ferry.md"
    copy.write_text(FERRY)
    with current.lease() as index:
        document = index.manifest.documents[0]
        object.__setattr__(document, "source", copy.as_posix())
    with pytest.raises(IndexNotWritten):
        remove_document(current, copy.as_posix(), silent)
    assert copy.read_text() == FERRY


def test_a_file_that_is_too_large_or_gone_is_refused(
    collection: Path,
    current: CurrentIndex,
    give: Callable[..., GivenFile],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ui.library_adding, "LARGEST_FILE", 10)
    large, gone = give("ferry.md", FERRY), give("gone.md", "")
    gone.path.unlink()
    report = add_files(current, [large, gone], silent)
    assert [error.code for error in report.refused] == ["OversizedSource", "UnreadableSource"]
    assert report.build is None
    assert stored(collection) == []


@pytest.fixture
def work(current: CurrentIndex) -> Iterator[LibraryWork]:
    library = LibraryWork(current)
    yield library
    library.close()


def finish(work: LibraryWork) -> Change:
    """Return the last change once all are done."""
    work._thread.shutdown(wait=True)
    return work.changes()[0]


def test_cancelling_really_stops_and_nothing_of_it_stays(
    collection: Path,
    current: CurrentIndex,
    work: LibraryWork,
    give: Callable[..., GivenFile],
) -> None:
    generations = collection / "index/generations"
    before = sorted(generations.iterdir())
    reached: list[Stage] = []

    def add(progress: Progress) -> ChangeReport:
        def cancelled(stage: Stage, done: int, total: int) -> None:
            reached.append(stage)
            if stage == "encode":
                work.cancel(number)
            progress(stage, done, total)

        return add_files(current, [give("ferry.md", FERRY)], cancelled)

    number = 1
    ended = threading.Event()
    assert work.begin("add", ("ferry.md",), add, ended=ended.set) == number
    change = finish(work)
    assert ended.is_set()
    assert isinstance(change.outcome, Cancelled)
    assert reached[-1] == "encode"
    assert stored(collection) == []
    assert sorted(generations.iterdir()) == before
    assert sources(current) == {"lights.md", "swallows.md"}
    assert "ferry.md" in changes_view([change], "zh")


def test_the_second_change_waits_and_can_be_cancelled_meanwhile(work: LibraryWork) -> None:
    going_on, may_end = threading.Event(), threading.Event()

    def first(progress: Progress) -> ChangeReport:
        progress("read", 3, 7)
        going_on.set()
        may_end.wait()
        return ChangeReport(added=("one.md",))

    def second(progress: Progress) -> ChangeReport:
        raise AssertionError

    work.begin("add", ("one.md",), first)
    number = work.begin("remove", ("two.md",), second)
    going_on.wait()
    later, earlier = work.changes()
    assert (earlier.step, later.step) == (("read", 3, 7), None)
    shown = changes_view(work.changes(), "en")
    assert "Reading: 3 of 7" in shown
    assert "Waiting until another change is done" in shown
    work.cancel(number)
    assert "Cancelling" in changes_view(work.changes(), "en")
    may_end.set()
    change = finish(work)
    assert isinstance(change.outcome, Cancelled)
    assert work.changes()[1].outcome == ChangeReport(added=("one.md",))
    work.forget(change.number)
    assert [left.number for left in work.changes()] == [1]


def test_a_change_waits_for_another_program_that_builds(
    collection: Path, current: CurrentIndex, work: LibraryWork
) -> None:
    tried = threading.Event()

    def change(progress: Progress) -> ChangeReport:
        try:
            return read_again(current, progress)
        finally:
            tried.set()

    with building(collection / "index"):
        work.begin("update", (), change)
        tried.wait()
        assert work.changes()[0].outcome is None
        tried.clear()
    tried.wait()
    outcome = finish(work).outcome
    assert isinstance(outcome, ChangeReport)
    assert outcome.build is not None
    assert outcome.build.unchanged == 2


def test_what_is_unexpected_is_told_and_the_next_change_is_done(
    work: LibraryWork, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(progress: Progress) -> ChangeReport:
        raise ZeroDivisionError

    work.begin("update", (), fail)
    work.begin("update", (), lambda progress: ChangeReport())
    assert finish(work).outcome == ChangeReport()
    failed = work.changes()[1]
    assert type(failed.outcome) is YinjuError
    assert "ZeroDivisionError" in caplog.text
    assert 'role="alert"' in changes_view([failed], "en")

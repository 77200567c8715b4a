import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui.glossary_editing
from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.errors import GlossaryError, IndexBusy
from indexer.generations import building
from indexer.glossary_entries import GlossaryEntry
from indexer.progress import Stage
from retriever.search import search
from ui.current_index import CurrentIndex
from ui.glossary_adding import add_and_tell
from ui.glossary_editing import EntryError, NewEntry, add_entry, check_entry
from ui.messages import message

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

HEADER = "zh\tzh_short\ten\tacronym\n"
ENTRY = NewEntry("蓝港管理处", "Blue Harbour Office", "BHO")
TEXT = "# 港口\n\n蓝港管理处每周一开会。\n\n天气很好，渔船出海。\n\nThe BHO meets on Mondays.\n"


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Path:
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "docs/deep/harbour.md").write_text(TEXT)
    return tmp_path


def opened(collection: Path) -> CurrentIndex:
    build_index([collection / "docs"], collection / "index", root=collection)
    return CurrentIndex(collection / "index")


@pytest.fixture
def current(collection: Path) -> Iterator[CurrentIndex]:
    index = opened(collection)
    yield index
    index.close()


def silent(stage: Stage, done: int, total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (NewEntry("", "Office", ""), "entry-needs-chinese"),
        (NewEntry(" | ", "Office", ""), "entry-needs-chinese"),
        (NewEntry("处", " ", ""), "entry-needs-english"),
        (NewEntry("Office", "Office", ""), "entry-not-chinese"),
        (NewEntry("处", "办公室", ""), "entry-not-english"),
        (NewEntry("处", "", "反恐办"), "entry-not-english"),
        (NewEntry("处" * 301, "Office", ""), "entry-too-long"),
        (NewEntry("反恐办", "office OF counter-terrorism", "UNOCT"), "entry-known"),
        (NewEntry("反恐办", "", "UNOCT"), "entry-known"),
    ],
)
def test_a_bad_or_known_entry_is_refused(entry: NewEntry, key: str) -> None:
    known = GlossaryEntry(
        ("反恐办",), ("Office of Counter-Terrorism",), ("UNOCT",), "glossary", "g:1"
    )
    with pytest.raises(EntryError) as refused:
        check_entry(entry, [known])
    assert refused.value.key == key
    assert message(key, "zh", **refused.value.values)


def test_another_name_of_a_known_entry_is_new() -> None:
    known = GlossaryEntry(("反恐办",), ("Office",), (), "glossary", "g:1")
    check_entry(NewEntry("反恐办", "Office", "UNOCT"), [known])
    check_entry(
        NewEntry("该组织", "the Body", ""), [GlossaryEntry(("该组织",), (), (), "local", "")]
    )


def test_an_entry_is_one_line_whatever_is_pasted() -> None:
    entry = NewEntry("处\t一\n处 | 所", "a\r\nb", "\x00X")
    assert entry.line() == "处 一 处|所\t\ta b\tX"
    assert NewEntry("处", "Office", "").line() == "处\t\tOffice"


def test_an_entry_makes_names_match_across_languages(
    collection: Path, current: CurrentIndex
) -> None:
    stages: list[str] = []
    add_entry(current, ENTRY, lambda stage, done, total: stages.append(stage))
    assert (collection / "docs/deep/glossary.tsv").read_text() == f"{HEADER}{ENTRY.line()}\n"
    assert {"read", "write", "test"} <= set(stages)
    with current.lease() as index:
        assert index.glossary[0].acronyms == ("BHO",)
        best = search(index, "What does the BHO do?", language="zh").hits[0]
        assert "蓝港管理处" in [best.passage.text[start:end] for start, end in best.matches]
    with pytest.raises(EntryError) as refused:
        add_entry(current, ENTRY, silent)
    assert refused.value.key == "entry-known"


@pytest.mark.parametrize("content", [f"{HEADER}水\t\twater\n", f"\ufeff{HEADER}水\t\twater"])
def test_an_entry_is_added_to_the_glossary_that_is_there(collection: Path, content: str) -> None:
    # Above the documents: it is not found beside them, and must not be lost.
    file = collection / "docs/glossary.tsv"
    file.write_bytes(content.replace("\n", "\r\n").encode())
    current = opened(collection)
    add_entry(current, ENTRY, silent)
    with current.lease() as index:
        assert [entry.en[0] for entry in index.glossary if entry.origin == "glossary"] == [
            "water",
            "Blue Harbour Office",
        ]
        assert len(index.manifest.documents) == 1
    assert file.read_bytes().endswith(b"water\r\n" + ENTRY.line().encode() + b"\r\n")
    assert not list(collection.glob("docs/*/*.tsv"))
    current.close()


def test_documents_that_are_gone_are_named_and_stay_in_the_index(
    collection: Path, current: CurrentIndex
) -> None:
    (collection / "docs/deep/harbour.md").unlink()
    with pytest.raises(EntryError) as refused:
        add_entry(current, ENTRY, silent)
    assert refused.value.key == "sources-gone"
    assert refused.value.values == {"source": "docs/deep/harbour.md"}
    with current.lease() as index:
        assert len(index.manifest.documents) == 1


def test_the_glossary_is_as_it_was_if_the_index_cannot_be_built(
    collection: Path, current: CurrentIndex
) -> None:
    with building(collection / "index"), pytest.raises(IndexBusy):
        add_entry(current, ENTRY, silent)
    assert not (collection / "docs/deep/glossary.tsv").exists()
    broken = f"{HEADER}no Chinese\t\twater\n"
    (collection / "docs/deep/glossary.tsv").write_text(broken)
    with pytest.raises(GlossaryError):
        add_entry(current, ENTRY, silent)
    assert (collection / "docs/deep/glossary.tsv").read_text() == broken


def test_a_glossary_that_cannot_be_written_is_named(
    current: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, content: bytes) -> int:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(EntryError) as refused:
        add_entry(current, ENTRY, silent)
    assert refused.value.key == "glossary-not-written"
    assert refused.value.values["reason"] == os.strerror(13)


def test_the_page_is_told_how_far_it_is(current: CurrentIndex) -> None:
    told = list(add_and_tell(current, ENTRY, "zh"))
    assert [added for _, added in told] == [False] * (len(told) - 1) + [True]
    assert "正在更新索引" in told[0][0]
    assert message("entry-added", "zh") in told[-1][0]
    assert 'role="alert"' in list(add_and_tell(current, ENTRY, "zh"))[-1][0]


def test_what_is_unexpected_is_told_as_an_error(
    current: CurrentIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ui.glossary_editing, "build_index", fail)
    shown, added = list(add_and_tell(current, ENTRY, "en"))[-1]
    assert not added
    assert 'role="alert"' in shown
    assert "could not be done" in caplog.text
    assert "ZeroDivisionError" in caplog.text

"""Storing corrections for an open index: at once, without encoding, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.corrections import Correction, read_corrections
from indexer.encoders import Encoder
from indexer.errors import IndexBusy, SourceNotFound
from indexer.generations import building
from indexer.progress import Stage
from retriever.search import open_index
from ui.cli import main
from ui.correcting import store_corrections
from ui.current_index import CurrentIndex
from ui.glossary_editing import NewEntry, add_entry

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

TEXT = (
    "# 港口\n\n蓝港管理处每周一开会。渔船由蓝港管理处登记。天气很好。\n\n"
    "The Blue Harbour Office meets on Mondays. Boats are registered by the Blue Harbour Office. "
    "The weather is fine.\n"
)
PAIRS = (
    Correction(
        "confirmed", ("蓝港管理处每周一开会。",), ("The Blue Harbour Office meets on Mondays.",)
    ),
    Correction(
        "confirmed",
        ("渔船由蓝港管理处登记。",),
        ("Boats are registered by the Blue Harbour Office.",),
    ),
    Correction("confirmed", ("天气很好。",), ("The weather is fine.",)),
)


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Path:
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "docs/deep/harbour.md").write_text(TEXT, encoding="utf-8")
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


def test_corrections_are_there_at_once_and_nothing_is_encoded(
    collection: Path, current: CurrentIndex
) -> None:
    stages: set[Stage] = set()
    new = store_corrections(current, PAIRS[:2], lambda stage, done, total: stages.add(stage))
    assert new == 2
    assert stages == set()
    table = collection / "docs/deep/corrections.tsv"
    assert read_corrections(table) == PAIRS[:2]
    with current.lease() as index:
        assert index.corrections == PAIRS[:2]
    assert store_corrections(current, PAIRS[2:], silent, retired=PAIRS[:1]) == 1
    with current.lease() as index:
        assert index.corrections == PAIRS[1:]


def test_the_table_that_is_there_is_written_to_also_above_the_documents(collection: Path) -> None:
    table = collection / "docs/corrections.tsv"
    table.write_text("# ours\nverdict\tzh\ten\n", encoding="utf-8")
    current = opened(collection)
    store_corrections(current, PAIRS[:1], silent)
    assert table.read_text(encoding="utf-8").startswith("# ours\nverdict\tzh\ten\nconfirmed\t蓝港")
    add_entry(current, NewEntry("渔船", "boat", ""), silent)
    with current.lease() as index:
        assert index.corrections == PAIRS[:1]
    current.close()


def test_the_tables_are_as_they_were_if_the_index_cannot_be_built(
    collection: Path, current: CurrentIndex
) -> None:
    table = collection / "docs/deep/corrections.tsv"
    with building(collection / "index"), pytest.raises(IndexBusy):
        store_corrections(current, PAIRS, silent)
    assert not table.exists()
    store_corrections(current, PAIRS[:1], silent)
    before = table.read_bytes()
    with building(collection / "index"), pytest.raises(IndexBusy):
        store_corrections(current, PAIRS, silent)
    assert table.read_bytes() == before
    (collection / "docs/deep/harbour.md").unlink()
    with pytest.raises(SourceNotFound, match=r"docs/deep/harbour\.md"):
        store_corrections(current, PAIRS, silent)


def test_candidates_are_printed_as_lines_of_a_glossary(
    collection: Path,
    current: CurrentIndex,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    store_corrections(current, PAIRS, silent)
    command = ["glossary", "--candidates", "--index", str(collection / "index")]
    assert main(command) == 0
    comment, *lines = capsys.readouterr().out.splitlines()
    assert comment == "# 由确认的句对得出的候选术语：1 条"
    assert lines == ["蓝港管理处\t\tBlue Harbour Office"]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main([*command, "harbour", "--json"]) == 0
    assert '"zh": "蓝港管理处", "en": "Blue Harbour Office", "count": 2' in capsys.readouterr().out
    assert main([*command, "nothing"]) == 0
    assert capsys.readouterr().out == "# 0 candidates from confirmed sentence pairs\n"
    (collection / "docs/glossary.tsv").write_text(
        "\n".join(["zh\tzh_short\ten\tacronym", comment, *lines]), encoding="utf-8"
    )
    build_index([collection / "docs"], collection / "index", root=collection)
    with current.lease() as index:
        assert index.glossary
    index = open_index(collection / "index")
    assert index.glossary[0].en == ("Blue Harbour Office",)
    index.close()
    assert main([*command, "harbour"]) == 0
    assert "# 0 candidates" in capsys.readouterr().out

"""Damage of any file of an index is repaired from what is left, or told."""

from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.layout import STORE
from indexer.manifest import ENCODED, generation_folder, read_manifest
from indexer.repairing import repair_index
from retriever.checking import check
from retriever.search import open_index, open_store, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/water.md").write_text("水库建于1962年。\n", encoding="utf-8")
    (tmp_path / "documents/railway.md").write_text("The night train takes nine hours.\n")
    (tmp_path / "documents/glossary.tsv").write_text(
        "zh\tzh_short\ten\tacronym\n夜车\t\tnight train\tNT\n", encoding="utf-8"
    )
    build_index([tmp_path / "documents"], tmp_path / "index", root=tmp_path)
    return tmp_path / "index"


def damage(path: Path) -> None:
    """Change the last byte: the size says nothing."""
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 255]))


def test_each_damaged_file_is_rebuilt(directory: Path, tmp_path: Path) -> None:
    names = [name for name, file in read_manifest(directory).checksums.items() if file.size]
    with open_store(directory) as store:
        before = {s: store.passages(s) for s in store.sources()}
    groups = [[STORE], [name for name in names if name != STORE]]
    for group in groups:
        folder = generation_folder(directory, read_manifest(directory).generation)
        for name in group:
            damage(folder / name)
        assert check(directory)
        repair = repair_index(directory, root=tmp_path)
        assert repair.damaged == tuple(sorted(group))
        assert (repair.from_files, repair.lost) == (group == [STORE], ())
        assert check(directory) == []
    index = open_index(directory)
    assert {s: index.store.passages(s) for s in index.store.sources()} == before
    assert search(index, "夜车要几个小时？").hits[0].passage.source == "documents/railway.md"
    assert any(entry.origin == "glossary" for entry in index.glossary)
    index.close()
    generation = read_manifest(directory).generation
    assert repair_index(directory, root=tmp_path).damaged == ()
    assert read_manifest(directory).generation == generation


def test_what_an_interrupted_build_encoded_is_no_damage_and_goes_with_the_repair(
    directory: Path, tmp_path: Path
) -> None:
    (directory / ENCODED).write_bytes(b"of a build that was killed")
    assert check(directory) == []
    assert repair_index(directory, root=tmp_path).damaged == ()
    folder = generation_folder(directory, read_manifest(directory).generation)
    damage(folder / STORE)
    repair_index(directory, root=tmp_path)
    assert check(directory) == []
    assert not (directory / ENCODED).exists()


def test_a_document_that_is_gone_from_both_is_named_and_the_rest_is_repaired(
    directory: Path, tmp_path: Path
) -> None:
    folder = generation_folder(directory, read_manifest(directory).generation)
    (folder / STORE).unlink()
    (tmp_path / "documents/water.md").unlink()
    repair = repair_index(directory, root=tmp_path)
    assert [error.values["source"] for error in repair.lost] == ["documents/water.md"]
    assert check(directory) == []
    with open_store(directory) as store:
        assert store.sources() == ("documents/railway.md",)

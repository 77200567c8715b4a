"""Building an index: only what changed, nothing lost, bad files reported at the end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.build import BuildReport, build_index
from indexer.corrections import Correction, write_corrections
from indexer.embeddings import COMMON, EMBEDDINGS
from indexer.errors import (
    CorrectionsError,
    EncoderError,
    GlossaryError,
    IndexNotFound,
    ModelMismatch,
    NothingToIndex,
    SelfTestFailed,
)
from indexer.layout import CORRECTIONS
from indexer.manifest import generation_folder, read_manifest, verify, write_manifest
from indexer.progress import Stage
from indexer.terms import Term
from retriever.checking import check
from retriever.named_documents import find_document
from retriever.search import open_index, open_store, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ZH = (
    "水库与供水\n\n1. 这座城市的自来水来自北边的水库。水库建于1962年。\n\n"
    "2. 夏季用水量最大，水库的水位会下降三米。\n"
)
EN = (
    "# Railways\n\nThe night train to the coast takes nine hours.\n\n"
    "Sleeping cars were added in 1931.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "water.txt").write_text(ZH, encoding="utf-8")
    (documents / "railway.md").write_text(EN, encoding="utf-8")
    return documents


@pytest.fixture
def build(folder: Path, tmp_path: Path) -> Callable[..., BuildReport]:
    def run(*paths: Path, **options: Any) -> BuildReport:
        return build_index(paths or [folder], tmp_path / "index", root=tmp_path, **options)

    return run


def encoded(run: Callable[..., BuildReport], **options: object) -> tuple[BuildReport, int]:
    """Return the report of a build and how many texts it encoded."""
    most: dict[Stage, int] = {}

    def watch(stage: Stage, done: int, total: int) -> None:
        most[stage] = max(most.get(stage, 0), total)

    return run(progress=watch, **options), most.get("encode", 0)


def passage_ids(directory: Path, source: str) -> dict[str, str]:
    """Return the ids of the passages of a document by what they say."""
    with open_store(directory) as store:
        return {passage.text: passage.id for passage in store.passages(source)}


def sources(directory: Path) -> list[str]:
    return [document.source for document in read_manifest(directory).documents]


def test_an_index_of_both_languages_finds_across_them(
    build: Callable[..., BuildReport], tmp_path: Path
) -> None:
    report = build()
    assert (report.added, report.changed, report.unchanged, report.removed) == (2, 0, 0, 0)
    assert report.manifest is not None
    assert report.manifest.counts.passages["zh"] == {"paragraph": 2, "heading": 1}
    index = open_index(tmp_path / "index")
    assert (
        search(index, "去海边的夜车要几个小时？").hits[0].passage.source == "documents/railway.md"
    )
    assert search(index, "When was the reservoir built?").hits[0].passage.label == "1"
    assert verify(tmp_path / "index") == []
    index.close()


def test_a_second_run_does_nothing(build: Callable[..., BuildReport], tmp_path: Path) -> None:
    build()
    before = read_manifest(tmp_path / "index").generation
    report, texts = encoded(build)
    assert (report.added, report.changed, report.unchanged, texts) == (0, 0, 2, 0)
    assert read_manifest(tmp_path / "index").generation == before


def test_only_what_changed_is_encoded(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    ids = {p.id for p in open_index(tmp_path / "index").store.passages("documents/water.txt")}
    (folder / "water.txt").write_text(ZH + "\n3. 新的管道将在明年完工。\n", encoding="utf-8")
    report, texts = encoded(build)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert texts == 1
    now = {p.id for p in open_index(tmp_path / "index").store.passages("documents/water.txt")}
    assert len(now) == len(ids) + 1
    assert ids < now


def test_what_is_gone_is_removed_and_what_is_new_is_added(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    (folder / "railway.md").unlink()
    (folder / "birds.txt").write_text("Swallows fly south in September.\n", encoding="utf-8")
    report = build()
    assert (report.added, report.removed, report.unchanged) == (1, 1, 1)
    assert sources(tmp_path / "index") == ["documents/birds.txt", "documents/water.txt"]


def test_passages_that_move_keep_their_ids_and_are_not_encoded_again(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    ids = passage_ids(tmp_path / "index", "documents/water.txt")
    heading, first, second = ZH.rstrip().split("\n\n")
    moved = f"{heading}\n\n1. 城里的第一口井在南门。\n\n2.{second[2:]}\n\n3.{first[2:]}\n"
    (folder / "water.txt").write_text(moved, encoding="utf-8")
    report, texts = encoded(build)
    assert (report.changed, texts) == (1, 1)
    now = passage_ids(tmp_path / "index", "documents/water.txt")
    assert ids.items() < now.items()


def test_a_renamed_file_keeps_the_ids_of_its_passages_and_answers_to_its_old_name(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    ids = passage_ids(tmp_path / "index", "documents/water.txt")
    (folder / "city").mkdir()
    (folder / "water.txt").rename(folder / "city/supply.txt")
    (folder / "copy.txt").write_text(ZH, encoding="utf-8")
    report, texts = encoded(build)
    assert (report.renamed, report.added, report.removed, report.unchanged) == (1, 1, 0, 1)
    assert texts == 0
    renamed = {"documents/city/supply.txt", "documents/copy.txt"} - {
        source
        for source in sources(tmp_path / "index")
        if passage_ids(tmp_path / "index", source) != ids
    }
    assert len(renamed) == 1
    documents = read_manifest(tmp_path / "index").documents
    assert find_document(documents, "documents/water.txt").source == renamed.pop()
    (folder / "water.txt").write_text(ZH, encoding="utf-8")
    build()
    every = [
        passage
        for source in sources(tmp_path / "index")
        for passage in passage_ids(tmp_path / "index", source).values()
    ]
    assert len(set(every)) == len(every)
    assert (
        find_document(read_manifest(tmp_path / "index").documents, "documents/water.txt").source
        == "documents/water.txt"
    )


def test_an_updated_index_is_the_one_that_is_made_from_nothing(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    (folder / "gone.txt").write_text("The old ferry (OF) sank in 1911.\n", encoding="utf-8")
    (folder / "birds.txt").write_text("Swallows fly south. 燕子往南飞。\n", encoding="utf-8")
    build()
    (folder / "gone.txt").unlink()
    (folder / "water.txt").write_text("水塔与水库\n\n" + ZH * 2, encoding="utf-8")
    (folder / "area.md").write_text("# 地区\n\n港口在南面。\n\n夜车开往港口。\n", encoding="utf-8")
    build()
    (folder / "birds.txt").write_text("Swallows fly north. 燕子往北飞。\n", encoding="utf-8")
    build()
    build_index([folder], tmp_path / "fresh", root=tmp_path)
    updated, fresh = open_index(tmp_path / "index"), open_index(tmp_path / "fresh")
    same = set(updated.manifest.checksums) - {
        name for files in (EMBEDDINGS, COMMON) for name in (files.vectors, files.keys)
    }
    differing = {
        name for name in same if updated.manifest.checksums[name] != fresh.manifest.checksums[name]
    }
    assert set(fresh.manifest.checksums) == set(updated.manifest.checksums)
    assert all(name.startswith("vectors/") for name in differing)
    for one, other in zip(updated.channels, fresh.channels, strict=True):
        for name in ("passages", "sentences"):
            rows, expected = getattr(one, name), getattr(other, name)
            numbers = np.arange(expected.size)
            np.testing.assert_allclose(rows.rows(numbers), expected.rows(numbers), atol=0.02)
    assert check(tmp_path / "index") == []
    updated.close()
    fresh.close()


def test_files_that_change_names_with_each_other_are_both_recognised(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    (folder / "railway.md").rename(folder / "railway.txt")
    build()
    water = passage_ids(tmp_path / "index", "documents/water.txt")
    railway = passage_ids(tmp_path / "index", "documents/railway.txt")
    (folder / "water.txt").write_text(EN, encoding="utf-8")
    (folder / "railway.txt").write_text(ZH, encoding="utf-8")
    assert build().renamed == 2
    assert passage_ids(tmp_path / "index", "documents/water.txt") == railway
    assert passage_ids(tmp_path / "index", "documents/railway.txt") == water


def test_a_glossary_takes_effect_without_encoding_anything(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    (folder / "glossary.tsv").write_text(
        "zh\tzh_short\ten\tacronym\n沿海夜间特快\t\tnight train to the coast\tNTC\n",
        encoding="utf-8",
    )
    report, texts = encoded(build)
    assert (report.unchanged, texts) == (2, 0)
    index = open_index(tmp_path / "index")
    hit = search(index, "沿海夜间特快", language="en").hits[0]
    assert [hit.passage.text[start:end] for start, end in hit.matches] == [
        "night train to the coast"
    ]
    assert any(entry.origin == "glossary" for entry in index.glossary)
    index.close()


CORRECTED = (
    Correction("confirmed", ("水库建于1962年。",), ("Sleeping cars were added in 1931.",)),
    Correction("rejected", ("这里没有这一句。",), ("Nor this one.",)),
)


def test_corrections_take_effect_at_once_and_outlive_moves(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    directory = tmp_path / "index"
    before = read_manifest(directory)
    write_corrections(folder / "corrections.tsv", CORRECTED)
    report, texts = encoded(build)
    manifest = read_manifest(directory)
    assert (report.added, report.changed, report.unchanged, texts) == (0, 0, 2, 0)
    assert manifest.generation != before.generation
    assert verify(directory) == []
    assert set(manifest.checksums) == set(before.checksums)
    assert list(manifest.corrections) == ["documents/corrections.tsv"]
    build()
    assert read_manifest(directory) == manifest
    for moved in ("", "moved"):
        if moved:
            (folder / "deep").mkdir()
            (folder / "water.txt").rename(folder / "deep/moved.txt")
            build()
        index = open_index(directory)
        assert index.corrections == CORRECTED
        [first, second] = index.placed_corrections
        assert [index.store.passage(name).label for name in first.zh] == ["1"]
        assert [index.store.passage(name).source for name in first.en] == ["documents/railway.md"]
        assert (second.zh, second.en) == ((), ())
        index.close()
    (folder / "corrections.tsv").unlink()
    build()
    index = open_index(directory)
    assert index.corrections == ()
    index.close()


def test_an_index_from_before_there_were_corrections_opens_and_is_brought_up_to_date(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    directory = tmp_path / "index"
    manifest = read_manifest(directory)
    (generation_folder(directory, manifest.generation) / CORRECTIONS).unlink()
    values = {n: file for n, file in manifest.checksums.items() if n != CORRECTIONS}
    write_manifest(directory, replace(manifest, checksums=values))
    index = open_index(directory)
    assert index.corrections == ()
    index.close()
    write_corrections(folder / "corrections.tsv", CORRECTED)
    assert encoded(build)[1] == 0
    index = open_index(directory)
    assert index.corrections == CORRECTED
    index.close()


def test_corrections_that_are_wrong_stop_the_build_and_say_where(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    before = read_manifest(tmp_path / "index")
    (folder / "corrections.tsv").write_text("verdict\tzh\ten\nperhaps\t水\twater\n")
    with pytest.raises(CorrectionsError, match=r"documents/corrections\.tsv, line 2"):
        build()
    assert read_manifest(tmp_path / "index") == before


def test_a_glossary_that_is_wrong_stops_the_build_and_says_where(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    before = read_manifest(tmp_path / "index")
    (folder / "glossary.tsv").write_text(
        "zh\tzh_short\ten\tacronym\nonly English\n", encoding="utf-8"
    )
    with pytest.raises(GlossaryError, match=r"glossary\.tsv, line 2"):
        build()
    assert read_manifest(tmp_path / "index") == before


def test_files_that_cannot_be_read_do_not_stop_the_others(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "chinese.txt").write_bytes(ZH.encode("gb18030"))
    report = build(folder, tmp_path / "missing.txt")
    assert report.added == 3
    assert sorted(type(error).__name__ for error in report.failures) == [
        "BinarySource",
        "EmptySource",
        "SourceNotFound",
    ]


def test_a_document_that_cannot_be_read_any_more_stays_as_it_was(
    build: Callable[..., BuildReport], folder: Path, tmp_path: Path
) -> None:
    build()
    (folder / "water.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    report = build()
    assert [type(error).__name__ for error in report.failures] == ["BinarySource"]
    assert sources(tmp_path / "index") == ["documents/railway.md", "documents/water.txt"]


def test_an_empty_folder_is_nothing_to_index(
    build: Callable[..., BuildReport], tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(NothingToIndex):
        build(tmp_path / "none")
    with pytest.raises(IndexNotFound):
        read_manifest(tmp_path / "index")


def test_where_nothing_can_be_read_no_index_is_made(
    build: Callable[..., BuildReport], tmp_path: Path
) -> None:
    report = build(tmp_path / "missing.txt")
    assert report.manifest is None
    assert len(report.failures) == 1
    with pytest.raises(IndexNotFound):
        read_manifest(tmp_path / "index")


def test_another_state_of_the_model_encodes_everything_anew_and_says_so(
    build: Callable[..., BuildReport], tmp_path: Path
) -> None:
    build()
    manifest = read_manifest(tmp_path / "index")
    write_manifest(tmp_path / "index", replace(manifest, model_fingerprint="sha256:older"))
    with pytest.raises(ModelMismatch):
        open_index(tmp_path / "index")
    stages = set()
    report = build(progress=lambda stage, done, total: stages.add(stage))
    assert report.model_before == manifest.model
    assert (report.unchanged, "re-encode" in stages, "encode" in stages) == (2, True, False)
    open_index(tmp_path / "index").close()
    assert build().model_before is None


def test_a_model_that_cannot_be_loaded_leaves_the_index_as_it_was(
    build: Callable[..., BuildReport], tmp_path: Path
) -> None:
    build()
    before = read_manifest(tmp_path / "index")
    with pytest.raises(EncoderError):
        build(model=str(tmp_path / "no-model"))
    assert read_manifest(tmp_path / "index") == before


@pytest.mark.parametrize("text", [ZH, EN])
def test_a_collection_in_one_language_is_found_in_the_other(
    build: Callable[..., BuildReport], tmp_path: Path, text: str
) -> None:
    document = tmp_path / "one.md"
    document.write_text(text, encoding="utf-8")
    build(document)
    index = open_index(tmp_path / "index")
    question = "When was the reservoir built?" if text == ZH else "卧铺车厢是哪一年加的？"
    year = "1962" if text == ZH else "1931"
    assert year in search(index, question).hits[0].passage.text
    index.close()


def test_a_dead_channel_is_noticed_and_the_old_index_stands(
    build: Callable[..., BuildReport],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build()
    before = read_manifest(tmp_path / "index")
    changed = EN.replace("train", "tram").replace("cars", "wagons")
    (folder / "railway.md").write_text(changed, encoding="utf-8")
    # The tokenizer of passages breaks, that of questions does not.
    monkeypatch.setattr(
        "indexer.channel_writing.find_terms", lambda text, gazetteer: [Term("x", 0, 1)]
    )
    with pytest.raises(SelfTestFailed, match="lexical channel"):
        build()
    assert read_manifest(tmp_path / "index") == before

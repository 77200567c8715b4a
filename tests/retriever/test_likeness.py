"""What is compared of passages and sections: arrays and terms in, arrays out."""

from pathlib import Path

import numpy as np
import pytest

from indexer.lexical import Postings
from indexer.lexical_writing import write_postings
from indexer.terms import find_terms
from indexer.translations import Translations, write_translations
from retriever.likeness import NEIGHBOURS, measured, passage_likeness, section_likeness
from retriever.relations import (
    EVEN,
    LONGER,
    PAIR_EVEN,
    SAME,
    SAME_SENTENCE,
    length_of,
    passage_score,
    section_score,
    sentence_score,
    tell_relation,
)
from retriever.shared_terms import Reading, TermReader, share_terms

ZH = [["边境", "管制", "25"], ["青年", "就业"], ["战略"], ["中国"]]
EN = [["border", "control", "25"], ["youth", "employ"], ["railway"], ["china"]]
WORDS = {
    "边境": {"border": 1.0},
    "青年": {"youth": 0.6, "young": 0.4},
    "就业": {"employ": 1.0},
    "中国": {"china": 1.0},
    "border": {"边境": 1.0},
    "youth": {"青年": 1.0},
    "employ": {"就业": 1.0},
    "china": {"中国": 1.0},
}


@pytest.fixture
def readers(tmp_path: Path) -> tuple[TermReader, TermReader]:
    for language, documents in (("zh", ZH), ("en", EN)):
        write_postings(documents, tmp_path / language)
    write_translations(WORDS, tmp_path / "translations.sqlite")
    translations = Translations.open(tmp_path / "translations.sqlite")
    return (
        TermReader("en", Postings.open(tmp_path / "en"), translations),
        TermReader("zh", Postings.open(tmp_path / "zh"), translations),
    )


def read(reader: TermReader, text: str) -> Reading:
    return reader.read(find_terms(text))


def test_what_is_shared_is_found_from_both_sides(readers: tuple[TermReader, TermReader]) -> None:
    chinese, english = readers
    a = [read(chinese, text) for text in ("边境管制", "青年就业", "战略")]
    b = [read(english, text) for text in ("border control", "youth employment")]
    shared = share_terms(a, b)
    assert shared.shape == (3, 2)
    assert shared[0, 0] > 0
    assert shared[1, 1] > shared[0, 0]
    assert shared[0, 1] == shared[1, 0] == shared[2].max() == 0
    np.testing.assert_allclose(shared, share_terms(b, a).T)
    assert shared.max() <= 1


def test_a_text_of_one_word_shares_less_than_a_longer_one(
    readers: tuple[TermReader, TermReader],
) -> None:
    chinese, english = readers
    word = share_terms([read(chinese, "中国")], [read(english, "China")])
    longer = share_terms(
        [read(chinese, "中国青年就业")], [read(english, "youth employment in China")]
    )
    assert 0 < word[0, 0] < longer[0, 0]


def test_a_bare_number_tells_less_than_a_word(readers: tuple[TermReader, TermReader]) -> None:
    chinese, english = readers
    number = share_terms([read(chinese, "25")], [read(english, "25")])
    word = share_terms([read(chinese, "边境")], [read(english, "border")])
    assert 0 < number[0, 0] < word[0, 0]


def test_nothing_is_shared_with_nothing(readers: tuple[TermReader, TermReader]) -> None:
    chinese, english = readers
    assert share_terms([], [read(english, "border")]).shape == (0, 1)
    assert share_terms([read(chinese, "边境")], []).shape == (1, 0)
    assert share_terms([read(chinese, "。")], [read(english, "border")]).tolist() == [[0.0]]


def test_a_language_without_passages_shares_nothing(tmp_path: Path) -> None:
    write_postings([], tmp_path / "en")
    write_translations({}, tmp_path / "translations.sqlite")
    reader = TermReader(
        "en",
        Postings.open(tmp_path / "en"),
        Translations.open(tmp_path / "translations.sqlite"),
    )
    assert read(reader, "边境").mass == 0


def test_passages_add_up_the_whole_the_nearest_and_the_mean_of_both_sides() -> None:
    passages = np.array([[0.5, 0.1]], np.float32)
    sentences = np.array([[0.9, 0.1, 0.0], [0.3, 0.2, 0.4]], np.float32)
    found = passage_likeness(passages, sentences, np.array([0]), np.array([0, 2]))
    first = 0.5 + 0.9 + ((0.9 + 0.3) / 2 + (0.9 + 0.2) / 2) / 2
    second = 0.1 + 0.4 + ((0.0 + 0.4) / 2 + 0.4) / 2
    np.testing.assert_allclose(found, [[first, second]], rtol=1e-6)
    other = passage_likeness(passages.T, sentences.T, np.array([0, 2]), np.array([0]))
    np.testing.assert_allclose(other, found.T, rtol=1e-6)


def test_a_passage_that_is_near_to_all_is_measured_against_that() -> None:
    likeness = np.full((20, 20), 0.2, np.float32)
    likeness[:, 3] += 1.0
    likeness[5, 7] += 0.6
    scaled = measured(likeness)
    assert scaled[5].argmax() == 7
    np.testing.assert_allclose(scaled, measured(likeness.T).T, rtol=1e-5, atol=1e-6)
    assert measured(np.zeros((0, 4), np.float32)).shape == (0, 4)
    assert NEIGHBOURS < 20


def test_sections_of_any_length_are_covered_by_their_nearest_passages() -> None:
    likeness = np.array([[0.9, 0.1, 0.2], [0.1, 0.8, 0.7]], np.float32)
    rows = [np.array([0]), np.array([1]), np.array([0, 1])]
    columns = [np.array([0]), np.array([1, 2])]
    of_rows, of_columns = section_likeness(likeness, rows, columns)
    np.testing.assert_allclose(of_rows, [[0.9, 0.2], [0.1, 0.8], [0.5, 0.5]], rtol=1e-6)
    np.testing.assert_allclose(of_columns, [[0.9, 0.15], [0.1, 0.75], [0.9, 0.75]], rtol=1e-6)
    assert section_likeness(likeness[:, :0], rows, [])[0].shape == (3, 0)


def test_scores_are_one_half_where_likeness_is_even() -> None:
    assert passage_score(EVEN) == sentence_score(PAIR_EVEN) == section_score(0) == 0.5
    for score in (passage_score, sentence_score, section_score):
        assert 0 <= score(-5) < score(0.3) < score(8) <= 1


def test_the_relation_tells_summaries_by_length() -> None:
    assert tell_relation(SAME, 2.0, 100, 100) == "same-content"
    assert tell_relation(SAME, 2.0, 100, 100 * LONGER) == "summary-of"
    assert tell_relation(SAME, 2.0, 100 * LONGER, 100) == "detail-of"
    assert tell_relation(SAME - 0.1, 2.0, 100, 100) == "same-topic"
    assert tell_relation(SAME, SAME_SENTENCE - 0.1, 100, 100) == "same-topic"
    assert length_of("中文", "zh") > length_of("zh", "en")

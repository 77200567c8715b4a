"""Which sentences answer and which words matched."""

import numpy as np
import pytest

from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from indexer.store_records import Sentence
from indexer.terms import find_terms
from retriever.evidence import (
    LONG_SHARE,
    MATCH_WEIGHT,
    SHORT_SHARE,
    find_evidence,
    find_matches,
    sentence_scores,
)
from retriever.translation import Alternatives

TEXT = "甲乙丙丁。戊己庚辛。壬癸子丑。寅卯辰巳。午未申酉。"
SENTENCES = [Sentence(0, start, start + 5) for start in range(0, 25, 5)]
GAZETTEER = Gazetteer(
    [
        GlossaryEntry(
            ("毒品和犯罪问题办公室",), ("Office on Drugs and Crime",), ("UNODC",), "glossary", ""
        )
    ]
)


def evidence(*scores: float) -> list[str]:
    spans = find_evidence(TEXT, SENTENCES, np.array(scores, dtype=np.float32))
    return [TEXT[start:end] for start, end in spans]


def test_the_best_sentence_is_evidence() -> None:
    assert evidence(0.1, 0.2, 0.9, 0.3, 0.1) == ["壬癸子丑。"]


def test_a_second_one_nearly_as_good_is_too_in_reading_order() -> None:
    assert evidence(0.85, 0.2, 0.9, 0.3, 0.1) == ["甲乙丙丁。", "壬癸子丑。"]


def test_no_more_than_its_share_is_marked() -> None:
    found = evidence(0.9, 0.9, 0.9, 0.9, 0.9)
    assert sum(map(len, found)) <= SHORT_SHARE * len(TEXT)
    assert found == ["甲乙丙丁。", "戊己庚辛。", "壬癸子丑。"]
    text = TEXT * 20
    sentences = [Sentence(0, start, start + 5) for start in range(0, len(text), 5)]
    spans = find_evidence(text, sentences, np.ones(len(sentences), dtype=np.float32))
    assert 0.35 * len(text) < sum(end - start for start, end in spans) <= LONG_SHARE * len(text)


def test_a_passage_without_sentences_is_evidence_as_a_whole() -> None:
    assert find_evidence("abc", [], np.empty(0, dtype=np.float32)) == ((0, 3),)
    assert find_evidence("", [], np.empty(0, dtype=np.float32)) == ()


@pytest.mark.parametrize(
    ("text", "terms", "words"),
    [
        ("UNODC projects in Tunisia", {"=unodc", "project"}, ["UNODC", "projects"]),
        ("毒品和犯罪问题办公室的项目", {"=unodc", "项目"}, ["毒品和犯罪问题办公室", "项目"]),
        ("counter-terrorism", {"counterterror"}, ["counter-terrorism"]),
        ("反恐怖主义", {"恐怖", "恐怖主义"}, ["恐怖主义"]),
        ("nothing here", {"x"}, []),
    ],
)
def test_matches_are_the_words_that_gave_a_term(
    text: str, terms: set[str], words: list[str]
) -> None:
    found = [term for term in find_terms(text, GAZETTEER) if term.text in terms]
    assert [text[start:end] for start, end in find_matches(found)] == words


TWO = "The plant opened in 1990. Its boilers were replaced in 2004."
TWO_SENTENCES = [Sentence(0, 0, 25), Sentence(0, 26, 60)]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ([Alternatives("锅炉", {"boiler": 0.6, "kettl": 0.4})], 1),
        ([Alternatives("1990", {"1990": 1.0}), Alternatives("zzz", {})], 0),
        # The rarer term decides.
        ([Alternatives("plant", {"plant": 1.0}), Alternatives("2004", {"2004": 1.0})], 1),
    ],
)
def test_of_sentences_alike_by_cosine_the_one_with_the_words_is_nearer(
    query: list[Alternatives], best: int
) -> None:
    cosines = np.array([0.3, 0.3], dtype=np.float32)
    weights = [1.0, 2.0][: len(query)]
    scores = sentence_scores(cosines, TWO_SENTENCES, find_terms(TWO), query, weights)
    assert np.argmax(scores) == best
    assert scores[1 - best] < scores[best] <= 0.3 + MATCH_WEIGHT


def test_all_terms_count_the_weight_of_a_match() -> None:
    query = [Alternatives("boiler", {"boiler": 1.0}), Alternatives("2004", {"2004": 1.0})]
    cosines = np.array([0.5, 0.5], dtype=np.float32)
    scores = sentence_scores(cosines, TWO_SENTENCES, find_terms(TWO), query, [1.5, 3.0])
    assert scores == pytest.approx([0.5, 0.5 + MATCH_WEIGHT])


def test_without_terms_the_cosines_decide() -> None:
    cosines = np.array([0.1, 0.2], dtype=np.float32)
    scores = sentence_scores(cosines, TWO_SENTENCES, find_terms(TWO), [], [])
    assert scores == pytest.approx(cosines)

"""Which sentences answer and which words matched."""

import numpy as np
import pytest

from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from indexer.store import Sentence
from retriever.evidence import LONG_SHARE, SHORT_SHARE, find_evidence, find_matches

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
    assert [text[start:end] for start, end in find_matches(text, terms, GAZETTEER)] == words

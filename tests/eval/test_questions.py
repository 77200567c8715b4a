"""The gold questions of both collections are sound: what they quote is there, once."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from eval.gold import QUESTIONS
from eval.quality import to_qrels
from eval.questions import Question, read_questions, relevant_passages
from indexer.languages import language_of
from indexer.passages import SplitDocument
from indexer.readers import read
from indexer.splitting import split

ROOT = Path(__file__).parent.parent.parent
REPORT = ROOT / "corpus/a-72-840/a-72-840.txt"
SECOND = ROOT / "eval/second"
DOCUMENTS = sorted((SECOND / "documents").iterdir())
ON_REPORT = read_questions([ROOT / path for path in QUESTIONS], "all")
ON_SECOND = read_questions([SECOND / "questions.jsonl"], "all")


@cache
def split_file(path: Path) -> SplitDocument:
    return split(read(path, root=ROOT))


def answering(question: Question) -> dict[str, str]:
    path = SECOND / "documents" / question.source if question.source else REPORT
    document = split_file(path)
    kinds = {passage.id: passage.kind for passage in document.passages}
    relevant = relevant_passages(question, document.passages, document.document.text)
    assert "heading" not in {kinds[i] for i in relevant}
    return dict(relevant)


@pytest.mark.parametrize("question", [*ON_REPORT, *ON_SECOND], ids=lambda question: question.id)
def test_each_quote_stands_in_one_passage_of_its_language(question: Question) -> None:
    relevant = answering(question) if question.evidence else {}
    assert len(relevant) <= len(question.evidence)
    assert bool(relevant) == bool(question.evidence)
    assert set(relevant.values()) == set(question.evidence_languages)


@pytest.mark.parametrize("question", [*ON_REPORT, *ON_SECOND], ids=lambda question: question.id)
def test_across_is_what_has_evidence_in_the_other_language(question: Question) -> None:
    other = any(language != question.language for language in question.evidence_languages)
    assert question.direction == ("across" if other else "same")


@pytest.mark.parametrize("question", [*ON_REPORT, *ON_SECOND], ids=lambda question: question.id)
def test_questions_are_in_the_language_they_name(question: Question) -> None:
    assert language_of(question.question) == question.language


def test_ids_and_questions_are_unique() -> None:
    questions = [*ON_REPORT, *ON_SECOND]
    assert Counter(question.id for question in questions).most_common(1)[0][1] == 1
    assert Counter(question.question for question in ON_SECOND).most_common(1)[0][1] == 1


def test_quotes_of_the_second_collection_are_unique_over_all_its_documents() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    for question in ON_SECOND:
        for quote in question.evidence:
            assert sum(text.count(quote) for text in texts) == 1, question.id
            assert "\n" not in quote


def test_each_fact_of_the_second_collection_is_asked_in_both_languages() -> None:
    asked: dict[tuple[str, ...], list[str]] = {}
    for question in ON_SECOND:
        if question.evidence:
            asked.setdefault((question.source, *question.evidence), []).append(question.language)
    assert len(asked) == 120
    assert all(sorted(languages) == ["en", "zh"] for languages in asked.values())
    assert Counter(source for source, *_ in asked) == {path.name: 10 for path in DOCUMENTS}
    directions = Counter(question.direction for question in ON_SECOND if question.evidence)
    assert directions == {"same": 120, "across": 120}


def test_documents_of_the_second_collection_are_in_one_language_each() -> None:
    languages = [split_file(path).document.languages for path in DOCUMENTS]
    assert Counter(languages) == {("zh",): 6, ("en",): 6}


def test_questions_that_nothing_answers_say_why() -> None:
    refused = [question for question in ON_SECOND if not question.evidence]
    assert {question.why for question in refused} == {"off-topic"}
    assert Counter(question.language for question in refused) == {"zh": 10, "en": 10}


def test_the_qrels_are_those_of_the_questions() -> None:
    document = split_file(REPORT)
    relevant = {
        question.id: relevant_passages(question, document.passages, document.document.text)
        for question in ON_REPORT
        if question.evidence
    }
    assert (ROOT / "eval/report.qrels").read_text(encoding="utf-8") == to_qrels(relevant)

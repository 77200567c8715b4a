"""From a question to cited passages, on the report with the real model."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from indexer.errors import IndexNotFound, ModelMismatch
from indexer.passages import LANGUAGES
from retriever.answers import ask
from retriever.errors import EmptyQuestion, QuestionTooLong
from retriever.hits import Results
from retriever.quotations import quotation_record, quote_passage
from retriever.search import Index, cite_passage, open_index, search
from tests.fuzz.questions import QUESTIONS, ask_anything, check_anything
from tests.fuzz.targets import TARGETS

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]


def labels(results: Results, count: int = 5) -> list[str]:
    return [hit.citation.en for hit in results.hits[:count]]


@pytest.mark.parametrize(
    ("question", "citation"),
    [
        ("反恐执行工作队有多少个专题工作组？", "A/72/840, para. 61"),
        ("How often do the heads of UNOCT and CTED meet?", "A/72/840, annex IV, para. 14"),
        ("哪个办公室协助各国起草反恐立法？", "A/72/840, para. 46"),
    ],
)
def test_a_question_finds_its_paragraph_in_its_own_language(
    index: Index, question: str, citation: str
) -> None:
    results = search(index, question)
    assert citation in labels(results)
    assert results.support >= 0.5


@pytest.mark.parametrize(
    ("question", "language", "citation"),
    [
        ("在突尼斯打击资助恐怖主义的项目", "en", "A/72/840, annex II, pillar III, project 87"),
        ("thematic working groups of the task force", "zh", "A/72/840, para. 61"),
    ],
)
def test_a_question_finds_its_passage_in_the_other_language(
    index: Index, question: str, language: str, citation: str
) -> None:
    results = search(index, question)
    assert citation in labels(results, 10)
    hit = next(hit for hit in results.hits if hit.citation.en == citation)
    assert hit.passage.language == language != results.language


def test_one_list_has_both_languages_near_the_top(index: Index) -> None:
    for question in ("反恐怖主义办公室的职责", "mandate of the Office of Counter-Terrorism"):
        assert {hit.passage.language for hit in search(index, question, top_k=5).hits} == {
            "zh",
            "en",
        }


def test_the_language_filter_keeps_the_order_of_the_list(index: Index) -> None:
    question = "women and children among returning fighters"
    every = search(index, question, top_k=400).hits
    for language in LANGUAGES:
        own = search(index, question, top_k=20, language=language).hits
        expected = [h.passage.id for h in every if h.passage.language == language][:20]
        assert [hit.passage.id for hit in own] == expected


def test_hits_are_ranked_and_whole(index: Index) -> None:
    results = search(index, "第2178(2014)号决议", top_k=30)
    assert [hit.rank for hit in results.hits] == list(range(1, 31))
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in results.hits:
        assert hit.passage.kind != "heading"
        for start, end in (*hit.evidence, *hit.matches):
            assert 0 <= start < end <= len(hit.passage.text)
        assert hit.evidence_spans
    assert any("2178" in hit.passage.text for hit in results.hits[:3])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("反恐怖主義辦公室有哪些職責？", "反恐怖主义办公室有哪些职责？"),
        ("ＵＮＯＤＣ 的项目", "UNODC 的项目"),
        ("  UNODC 的项目\n", "UNODC 的项目"),
    ],
)
def test_the_same_in_other_print_finds_the_same(index: Index, one: str, other: str) -> None:
    first, second = search(index, one).hits, search(index, other).hits
    assert [hit.passage.id for hit in first[:3]] == [hit.passage.id for hit in second[:3]]


def test_matches_are_words_of_the_passage(index: Index) -> None:
    hit = next(
        hit
        for hit in search(index, "UNODC projects in Tunisia", language="en").hits
        if "Tunisia" in hit.passage.text
    )
    words = {hit.passage.text[start:end] for start, end in hit.matches}
    assert "Tunisia" in words
    assert words <= {"UNODC", "Tunisia", "projects", "project", "Project", "Projects"}


def test_a_question_on_another_subject_has_no_support(index: Index) -> None:
    for question in ("how do I bake sourdough bread", "红烧肉怎么做才好吃"):
        answer = ask(index, question)
        assert answer.support < 0.5
        assert answer.kind == "none"
        assert answer.quotes == ()
        assert answer.results.hits


def test_an_answer_quotes_the_source_word_for_word(index: Index) -> None:
    answer = ask(index, "How often do the heads of UNOCT and CTED meet?")
    assert answer.kind == "quote"
    assert 1 <= len(answer.quotes) <= 3
    for quote in answer.quotes:
        text = index.store.document(quote.passage.source).text
        quoted = " ".join(text[start:end] for start, end in quote.spans)
        assert quoted.split() == quote.text.replace(" … ", " ").split()


@pytest.mark.parametrize("question", ["", " \n", "？！……", "\u200b", "()[]", "\ud800"])
def test_a_question_without_words_is_refused(index: Index, question: str) -> None:
    with pytest.raises(EmptyQuestion):
        search(index, question)


def test_a_question_of_ten_thousand_characters_is_refused(index: Index) -> None:
    with pytest.raises(QuestionTooLong, match="10000"):
        search(index, "反" * 10_000)


@pytest.mark.parametrize("question", ["\0反恐\0", "a\ud800b 反恐", "😀 恐怖主义 😀", "x" * 2000])
def test_odd_characters_in_a_question_are_no_error(index: Index, question: str) -> None:
    assert search(index, question).hits


def test_any_question_with_any_filters_is_answered_or_refused(index: Index) -> None:
    run, mutate, random = ask_anything(lambda: index), TARGETS["questions"].mutate, Random(0)
    for question in map(str.encode, QUESTIONS):
        run(question)
        run(mutate(question, random))


def test_whatever_is_kept_of_a_quotation_is_checked_or_refused(index: Index) -> None:
    run, mutate, random = check_anything(lambda: index), TARGETS["quotations"].mutate, Random(0)
    passage = index.store.passage_at("en", 3)
    for places in ((), ((0, 4), (5, 9))):
        kept = json.dumps(quotation_record(quote_passage(index, passage, places))).encode()
        run(kept)
        for _ in range(20):
            run(mutate(kept, random))


def test_citations_can_be_had_for_every_passage(index: Index) -> None:
    [document] = index.store.documents()
    for passage in index.store.passages(document.source):
        citation = cite_passage(index, passage)
        assert citation.zh.startswith("A/72/840")
        assert citation.en.startswith("A/72/840")


def test_numbered_paragraphs_have_citations_of_their_own(index: Index) -> None:
    [document] = index.store.documents()
    citations = [
        cite_passage(index, passage).en
        for passage in index.store.passages(document.source)
        if passage.kind == "paragraph" and passage.label
    ]
    assert len(citations) == len(set(citations)) == 84 + 21 + 20


def test_the_same_question_gives_the_same_list_under_any_hash_seed(report_index: Path) -> None:
    program = (
        "import sys, pathlib; from retriever.search import open_index, search;"
        "index = open_index(pathlib.Path(sys.argv[1]));"
        "print([(h.passage.id, h.score) for q in ('反恐 CTED', 'projects') "
        "for h in search(index, q, top_k=50).hits])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(report_index)],
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "HOME": str(report_index.parent)},
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000


def test_another_model_than_that_of_the_index_is_refused(report_index: Path) -> None:
    with pytest.raises(ModelMismatch, match="embedded:multilingual-e5-small"):
        open_index(report_index, model="intfloat/multilingual-e5-large")


def test_no_index_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="yinju index"):
        open_index(tmp_path)

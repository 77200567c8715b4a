"""Short forms: what a question asks for, and what a text has of it."""

import pytest

from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from retriever.answer_candidates import find_candidates
from retriever.answers import ask
from retriever.search import Index
from retriever.wanted import Wanted, find_wanted

GAZETTEER = Gazetteer(
    [
        GlossaryEntry(
            zh=("港务局",), en=("Harbour Authority",), acronyms=("HAU",), origin="user", place="1"
        )
    ]
)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many leaders spoke?", "number"),
        ("有几个国家参加？", "number"),
        ("哪几个国家参加？", "country"),
        ("哪一年成立的？", "date"),
        ("When was it founded?", "date"),
        ("What happens when it rains?", None),
        ("How often do they meet?", "frequency"),
        ("他们多久开一次会？", "frequency"),
        ("任期续了几年？", "duration"),
        ("What share of members agreed?", "share"),
        ("由哪个机构牵头？", "body"),
        ("Who leads the group?", "body"),
        ("哪些国际日受到关注？", None),
        ("Why did they leave?", None),
    ],
)
def test_a_question_says_what_it_asks_for(question: str, wanted: Wanted | None) -> None:
    assert find_wanted(question) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("会议有 152 位领导人参加，2017 年举行。", "number", ["152 位"]),
        ("More than 8 000 officials in 27 states.", "number", ["More than 8 000", "27"]),
        ("Sahel G5 Member States met 3 times.", "number", ["3"]),
        ("Resolution 2178 (2014) was adopted on 24 September 2014.", "date", ["24 September 2014"]),
        ("2018年2月23日签署，2020年生效。", "date", ["2018年2月23日", "2020年"]),
        ("The groups meet quarterly and report every two years.", "frequency",
         ["quarterly", "every two years"]),
        ("in Cameroon, Kenya, Niger and Sudan, not elsewhere", "country",
         ["Cameroon, Kenya, Niger and Sudan"]),
        ("南苏丹、尼日尔和海地的官员", "country", ["南苏丹、尼日尔和海地"]),
        ("The HAU and its members met.", "body", ["HAU"]),
        ("港务局负责此事。", "body", ["港务局"]),
        ("71 per cent of them", "share", ["71 per cent"]),
    ],
)  # fmt: skip
def test_a_text_has_things_of_the_kind(text: str, wanted: Wanted, found: list[str]) -> None:
    candidates = find_candidates(text, wanted, GAZETTEER)
    assert [text[candidate.start : candidate.end] for candidate in candidates] == found


def test_the_short_form_is_marked_in_its_quote_and_in_the_source(index: Index) -> None:
    answer = ask(index, "CTITF 底下现在一共有几个 working group？")
    quote = next(quote for quote in answer.quotes if quote.short is not None)
    assert answer.short == "12 个"
    assert quote.text[slice(*quote.short or (0, 0))] == answer.short
    text = index.store.document(quote.passage.source).text
    assert "".join(text[start:end] for start, end in quote.short_spans) == answer.short


def test_what_the_question_says_itself_is_no_answer(index: Index) -> None:
    answer = ask(index, "毒品和犯罪问题办公室2016年以来帮各国新批准了多少项国际反恐公约和议定书？")
    assert answer.short == "40 项"


def test_a_question_that_asks_for_nothing_short_gets_no_short_form(index: Index) -> None:
    assert ask(index, "为什么外国恐怖主义作战人员回国是个威胁？").short is None

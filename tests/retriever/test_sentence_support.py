"""What a sentence says is held against the passages of the report that it cites."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from indexer.passages import Passage
from retriever.search import Index, cite_passage
from retriever.sentence_support import SupportChecker
from retriever.written import CitedSentence, ShownPassage, WrittenSentence

Check: TypeAlias = Callable[..., WrittenSentence]

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
WEEKLY = "该办公室主管副秘书长与反恐怖主义委员会执行局执行主任每周举行会议"
TRAINED = "该办公室已协助会员国新批准 40 项有关恐怖主义的国际公约和议定书"
QUARTERLY = "will brief the Coordination Committee on a quarterly basis"
MOROCCO = "Countering Financing of Terrorism for Tunisia, Morocco and Algeria (2013–2018)"
RESOLUTION = "CTED was established by Security Council resolution 1535 (2004)"


@pytest.fixture(scope="module")
def passages(index: Index) -> dict[str, Passage]:
    [source] = index.store.sources()
    return {passage.text: passage for passage in index.store.passages(source)}


@pytest.fixture
def check(index: Index, passages: dict[str, Passage]) -> Check:
    def check(sentence: str, *quotes: str, cites: tuple[int, ...] = (1,)) -> WrittenSentence:
        cited = [next(p for text, p in passages.items() if quote in text) for quote in quotes]
        shown = [ShownPassage(passage, cite_passage(index, passage)) for passage in cited]
        return SupportChecker(index, shown).check(CitedSentence(sentence, cites))

    return check


SUPPORTED = [
    (WEEKLY, "反恐怖主义办公室主管副秘书长和反恐执行局执行主任每周开会。"),
    (WEEKLY, "The two units hold coordination meetings every month."),
    (TRAINED, "UNODC trained more than 8,000 criminal justice officials in over 400 workshops."),
    (TRAINED, "该办公室通过400多个讲习班培训了八千多名刑事司法官员。"),
    (TRAINED, "Since January 2016, UNODC has helped Member States ratify forty conventions."),
    (QUARTERLY, "各工作组每季度向协调委员会通报工作计划的执行进展情况。"),
    (MOROCCO, "毒品和犯罪问题办公室在突尼斯、摩洛哥和阿尔及利亚开展打击资助恐怖主义的项目。"),
    (RESOLUTION, "CTED was set up by Security Council resolution 1535 as a special mission."),
]


@pytest.mark.parametrize(("cited", "sentence"), SUPPORTED)
def test_what_stands_in_the_passage_is_supported_in_either_language(
    check: Check,
    cited: str,
    sentence: str,
) -> None:
    written = check(sentence, cited)
    assert (written.verdict, written.reasons) == ("supported", ())


STRUCK = [
    (TRAINED, "UNODC trained more than 9,000 criminal justice officials.", "number", "9,000"),
    (TRAINED, "自2016年1月以来，该办公室帮助会员国新批准了45项公约。", "number", "45"),
    (TRAINED, "Since May 2016, UNODC has helped to ratify 40 conventions.", "date", "May"),
    (TRAINED, "UNESCO has helped Member States ratify 40 conventions.", "name", "UNESCO"),
    (TRAINED, "教科文组织帮助会员国新批准了40项公约。", "name", "教科文组织"),
    (TRAINED, "Afghan judges were trained by UNODC.", "country", "Afghan"),
    (TRAINED, "UNODC trained Judge Helen Carter.", "name", "Judge Helen Carter"),
    (TRAINED, "毒品和犯罪问题办公室在日内瓦培训了刑事司法官员。", "name", "日内瓦"),
    (TRAINED, "UNODC trained officials “in the spirit of peace”.", "quotation",
     "in the spirit of peace"),
    (TRAINED, "40 per cent of the States ratified the conventions.", "percentage", "40 per cent"),
    (WEEKLY, "The heads of the two units meet every day.", "frequency", "every day"),
    (QUARTERLY, "各工作组每月向协调委员会通报执行进展情况。", "frequency", "每月"),
    (WEEKLY, "两个机构没有为加强工作关系作出努力。", "negation", "没有"),
    (MOROCCO, "The UNODC project in Morocco is completed.", "opposite", "completed"),
    (MOROCCO, "毒品和犯罪问题办公室在利比亚开展项目。", "country", "利比亚"),
    (RESOLUTION, "CTED was set up by resolution 1624 (2005).", "symbol", "1624 (2005)"),
    (RESOLUTION, "CTED was set up in 2001 as a special political mission.", "number", "2001"),
]  # fmt: skip


@pytest.mark.parametrize(("cited", "sentence", "kind", "words"), STRUCK)
def test_what_the_passage_does_not_have_is_named(
    check: Check,
    cited: str,
    sentence: str,
    kind: str,
    words: str,
) -> None:
    written = check(sentence, cited)
    assert written.verdict == "unsupported"
    assert (kind, words) in [(reason.kind, reason.words) for reason in written.reasons]


@pytest.mark.parametrize(
    "sentence",
    [
        "UNODC also pays the salaries of the judges that it has trained.",
        "该办公室还为受训官员提供住房补贴。",
        "UNODC trained criminal justice officials and pays for the schooling of their children.",
    ],
)
def test_an_invention_without_numbers_and_names_is_struck_as_well(
    check: Check,
    sentence: str,
) -> None:
    assert [reason.kind for reason in check(sentence, TRAINED).reasons] == ["meaning"]


def test_a_sentence_that_cites_nothing_or_what_there_is_not_is_no_supported_one(
    check: Check,
) -> None:
    sentence = SUPPORTED[1][1]
    assert check(sentence, WEEKLY, cites=()).verdict == "uncited"
    for cites in ((2,), (0,), (1, 7)):
        written = check(sentence, WEEKLY, cites=cites)
        assert written.verdict == "unsupported"
        assert written.reasons[0].kind == "citation"
    assert check(sentence, WEEKLY, QUARTERLY, cites=(2,)).verdict == "unsupported"
    assert check(sentence, WEEKLY, QUARTERLY, cites=(1, 2)).verdict == "supported"
    assert check(" ".join([sentence] * 40), WEEKLY).verdict == "unsupported"


def test_of_the_statements_of_the_evaluation_hardly_any_false_one_is_taken_for_true(
    index: Index, passages: dict[str, Passage]
) -> None:
    lines = (ROOT / "eval" / "written.jsonl").read_text(encoding="utf-8").splitlines()
    right: dict[bool, list[bool]] = {True: [], False: []}
    checkers: dict[str, SupportChecker] = {}
    for statement in map(json.loads, lines[::12]):
        cited = next(p for text, p in passages.items() if statement["evidence"] in text)
        if cited.id not in checkers:
            shown = ShownPassage(cited, cite_passage(index, cited))
            checkers[cited.id] = SupportChecker(index, [shown])
        written = checkers[cited.id].check(CitedSentence(statement["text"], (1,)))
        true = statement["truth"] == "supported"
        right[true].append((written.verdict == "supported") == true)
    assert min(len(right[True]), len(right[False])) > 5
    assert sum(right[False]) >= 0.95 * len(right[False])
    assert sum(right[True]) >= 0.85 * len(right[True])

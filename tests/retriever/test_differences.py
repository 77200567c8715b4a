"""What stands in one language only: what is the same in other words, and what is not."""

import pytest

from eval.alignment import measure_differences
from indexer.encoders import Encoder
from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from retriever.alignment import Alignment
from retriever.differences import Difference, differences


def compared(zh: str, en: str, gazetteer: Gazetteer | None = None) -> list[Difference]:
    spans = ([(0, len(zh))], [(0, len(en))])
    return differences((zh, en), spans, [Alignment((0,), (0,), 0.9)], gazetteer)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("人口超过一亿二千万。", "The population is more than 120 million."),
        ("人口为1.2亿。", "The population is 120 million."),
        ("支出五亿元。", "Spending was five hundred million yuan."),
        ("二〇一七年成立。", "It was set up in 2017."),
        ("8 月 21 日通过。", "It was adopted on 21 August."),
        ("八月二十一日通过。", "It was adopted on August 21."),
        ("11月8日至10日举行。", "It was held from 8 to 10 November."),
        ("百分之七十一的会员国", "71 per cent of the Member States"),
        ("人口二点五亿", "a population of 250 million"),
        ("71%的会员国", "seventy-one per cent of the Member States"),
        ("第七十二届会议", "the seventy-second session"),
        ("共12640份", "12,640 in all"),
        ("共１２，６４０份", "12,640 in all"),
        ("120万人", "1.2 million people"),
        ("两百万元", "two million yuan"),
        ("三分之二的成员", "two thirds of the members"),
        ("三十年代", "the 1930s"),
        ("百分之十四点六", "14.6 per cent"),
        ("从14.6%降到11.9%", "from 14.6 to 11.9 per cent"),
        ("五座水厂", "five waterworks"),
        ("第2178(2014)号决议", "resolution 2178 (2014)"),
        ("第60/288号决议", "resolution A/RES/60/288"),
        ("第Ａ/72/840號文件", "document A/72/840"),
        ("十一月的天氣不好。", "The weather in November was not good."),
        ("他没有去。", "He didn't go."),
        ("不仅如此，还有两个。", "There are also two more."),
        ("在法国和日本", "in France and Japan"),
        ("五月可能有雨。", "It may rain in May."),
        ("他是第一个。", "He is the first one."),
        ("你要问自己是不是有效。", "Ask whether it works."),
        ("开源远远不止代码。", "Open source is more than just code."),
        ("", ""),
    ],
)
def test_the_same_in_other_words_is_no_finding(zh: str, en: str) -> None:
    assert compared(zh, en) == []


@pytest.mark.parametrize(
    ("zh", "en", "kind", "words"),
    [
        ("共有38人。", "There were 39 people.", "number", {"38", "39"}),
        ("一亿二千万", "12 million", "number", {"一亿二千万", "12 million"}),
        ("8月21日", "22 August", "date", {"8月21日", "22 August"}),
        ("百分之七十", "17 per cent", "percentage", {"百分之七十", "17 per cent"}),
        ("第2178(2014)号", "2178 (2017)", "symbol", {"2178(2014)", "2178 (2017)"}),
        ("A/72/840号文件", "document A/72/841", "symbol", {"A/72/840", "A/72/841"}),
        ("法国的项目", "the project in Italy", "country", {"法国", "Italy"}),
        ("他没有去。", "He went.", "negation", {"没有"}),
        ("他去了。", "He did not go.", "negation", {"not"}),
        ("UNDP负责。", "An office is responsible.", "name", {"UNDP"}),
    ],
)
def test_what_differs_is_found_with_its_place(zh: str, en: str, kind: str, words: set[str]) -> None:
    found = compared(zh, en)
    assert {difference.kind for difference in found} == {kind}
    assert {difference.text for difference in found} == words
    for difference in found:
        here, there = (zh, en) if difference.side == "a" else (en, zh)
        assert here[slice(*difference.span)] == difference.text
        assert difference.counterpart == (0, len(there))


def test_a_sentence_without_a_counterpart_is_a_finding() -> None:
    texts = ("一句。\n两句。", "One.")
    spans = ([(0, 3), (4, 7)], [(0, 4)])
    alignments = [Alignment((0,), (0,), 0.9), Alignment((1,), (), 0.0)]
    assert differences(texts, spans, alignments) == [
        Difference("sentence", "a", "两句。", (4, 7), None)
    ]


def test_a_number_that_stands_with_the_next_sentence_is_no_finding() -> None:
    texts = ("共有38人。\n他们来了。", "There were people.\n38 of them came.")
    spans = ([(0, 6), (7, 12)], [(0, 18), (19, 35)])
    alignments = [Alignment((0,), (0,), 0.9), Alignment((1,), (1,), 0.9)]
    assert differences(texts, spans, alignments) == []


def test_names_of_the_glossary_are_compared_across_the_languages() -> None:
    entry = GlossaryEntry(("儿童基金会",), ("Children's Fund",), ("UNICEF",), "glossary", "x:1")
    names = Gazetteer([entry])
    assert compared("儿童基金会来了。", "UNICEF came.", names) == []
    [found] = compared("有人来了。", "UNICEF came.", names)
    assert (found.kind, found.text) == ("name", "UNICEF")


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_seeded_differences_are_found(encoder: Encoder) -> None:
    findings = measure_differences(encoder)
    assert findings.seeds >= 40
    assert findings.recall >= 0.9, findings.missed
    assert findings.precision >= 0.9, findings.wrong

"""What documents define in brackets."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.glossary_entries import GlossaryEntry
from indexer.mining import mine_definitions
from indexer.passages import Language, Passage
from indexer.readers import read
from indexer.splitting import split
from tests.strategies import MESSY_TEXT

ROOT = Path(__file__).parents[2]


def passage(text: str, language: Language = "en", name: str = "doc:1") -> Passage:
    return Passage(
        id=name,
        source="doc",
        kind="paragraph",
        language=language,
        label=None,
        section=(),
        spans=((0, len(text)),),
        text=text,
        runs=(),
    )


def mined(text: str, language: Language) -> list[tuple[str, ...]]:
    entries = mine_definitions([passage(text, language)])
    return [(*entry.zh, *entry.en, *entry.acronyms) for entry in entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("反恐办正与联合国开发计划署(开发署)合作", ("联合国开发计划署", "开发署")),
        ("伊拉克和黎凡特伊斯兰国（伊黎伊斯兰国）崛起后",
         ("伊拉克和黎凡特伊斯兰国", "伊黎伊斯兰国")),
        ("执行局和联合国教育、科学及文化组织(教科文组织)",
         ("联合国教育、科学及文化组织", "教科文组织")),
        ("新闻部、联合国促进性别平等和增强妇女权能署(妇女署)",
         ("联合国促进性别平等和增强妇女权能署", "妇女署")),
        ("联合国会员国和国际刑事警察组织(国际刑警组织)", ("国际刑事警察组织", "国际刑警组织")),
        ("他们来自阿拉伯国家联盟(阿盟)。", ("阿拉伯国家联盟", "阿盟")),
        ("由于安全理事会(安理会)要求", ("安全理事会", "安理会")),
        ("全国人民代表大会常务委员会（全国人大常委会）",
         ("全国人民代表大会常务委员会", "全国人大常委会")),
        ("请反恐怖主义办公室(UNOCT)提交报告", ("反恐怖主义办公室", "UNOCT")),
        ("执行局和反恐怖主义办公室(UNOCT)", ("反恐怖主义办公室", "UNOCT")),
        ("由联合国毒品和犯罪问题办公室(UNODC)提供", ("联合国毒品和犯罪问题办公室", "UNODC")),
        ("使用简易爆炸装置（IEDs）", ("简易爆炸装置", "IED")),
        ("恐怖主义团体“博科圣地”(Boko Haram)", ("博科圣地", "Boko Haram")),
        ("这叫“复原力”（resilience）。", ("复原力", "resilience")),
        ("多因素认证（Multi-Factor Authentication）",
         ("多因素认证", "Multi-Factor Authentication")),
        ("《联合国反腐败公约》（United Nations Convention against Corruption）",
         ("联合国反腐败公约", "United Nations Convention against Corruption")),
        ("反恐执行工作队(下称“工作队”)每年开会", ("反恐执行工作队", "工作队")),
        ("联合国反恐怖主义办公室（以下简称反恐办）", ("联合国反恐怖主义办公室", "反恐办")),
        ("科技有限公司（以下简称“公司”）", ("科技有限公司", "公司")),
        ("如 CSS（Cascading Style Sheets）", ("Cascading Style Sheets", "CSS")),
    ],
)  # fmt: skip
def test_definitions_in_chinese(text: str, expected: tuple[str, ...]) -> None:
    assert mined(text, "zh") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Office of Counter-Terrorism (UNOCT)", ("Office of Counter-Terrorism", "UNOCT")),
        ("the UN Office of Counter-Terrorism (OCT)", ("UN Office of Counter-Terrorism", "OCT")),
        ("The UN Alliance of Civilizations (UNAOC)", ("UN Alliance of Civilizations", "UNAOC")),
        ("United Nations Office of Counter-Terrorism [OCT]",
         ("United Nations Office of Counter-Terrorism", "OCT")),
        ("by the United Nations Interregional Crime and Justice Research Institute (UNICRI)",
         ("United Nations Interregional Crime and Justice Research Institute", "UNICRI")),
        ("The United Nations Counter-Terrorism Centre (UNCCT)",
         ("United Nations Counter-Terrorism Centre", "UNCCT")),
        ("between the Counter-Terrorism Committee Executive Directorate (CTED) and",
         ("Counter-Terrorism Committee Executive Directorate", "CTED")),
        ("the Global Counterterrorism Forum (GCTF)", ("Global Counterterrorism Forum", "GCTF")),
        ("Transport Layer Security (TLS)", ("Transport Layer Security", "TLS")),
        ("Islamic State in Iraq and the Levant (ISIL)",
         ("Islamic State in Iraq and the Levant", "ISIL")),
        ("United Nations Educational, Scientific and Cultural Organization (UNESCO)",
         ("United Nations Educational, Scientific and Cultural Organization", "UNESCO")),
        ("use of chemical, biological, radiological and nuclear (CBRN) weapons",
         ("chemical, biological, radiological and nuclear", "CBRN")),
        ("‘Foreign Terrorist Fighters’ (FTFs)", ("Foreign Terrorist Fighters", "FTF")),
        ("Promoting Global Citizenship Education (GCED)", ("Global Citizenship Education", "GCED")),
        ("Integrated Assistance in Countering Terrorism (I-ACT)",
         ("Integrated Assistance in Countering Terrorism", "I-ACT")),
        ("UNOCT (the United Nations Office of Counter-Terrorism) said",
         ("United Nations Office of Counter-Terrorism", "UNOCT")),
        ("The United Nations Global Coordination Compact (hereinafter the “Global Compact”) is",
         ("United Nations Global Coordination Compact", "Global Compact")),
        ('signed the Paris Agreement on Climate (hereafter referred to as "the Agreement")',
         ("Paris Agreement on Climate", "Agreement")),
        ("several members of Boko Haram (博科圣地) fled", ("博科圣地", "Boko Haram")),
        ("they speak of “violent extremism” (暴力极端主义)", ("暴力极端主义", "violent extremism")),
        ("UNODC (联合国毒品和犯罪问题办公室)", ("联合国毒品和犯罪问题办公室", "UNODC")),
    ],
)  # fmt: skip
def test_definitions_in_english(text: str, expected: tuple[str, ...]) -> None:
    assert mined(text, "en") == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("相关决议(见附件一)", "zh"),
        ("《防止暴力极端主义行动计划》(A/70/674)", "zh"),
        ("《联合国全球反恐战略》(大会第 60/288 号决议)", "zh"),
        ("《防止暴力极端主义行动计划》(见 A/70/674 和 A/70/675)", "zh"),
        ("第2322(2016)号决议", "zh"),
        ("许多国家(包括法国)都认为", "zh"),
        ("会员国(会员)应当", "zh"),
        ("负责人安全理事会(安理会)要求", "zh"),
        ("打击资助恐怖主义(CFT)", "zh"),
        ("他喜欢吃苹果(Apple Inc)", "zh"),
        ("深度学习（deep learning）", "zh"),
        ("一个视频（PyCon 2015 Keynote）", "zh"),
        ("代码托管平台 GitHub（全球最大的平台）", "zh"),
        ("甲方（以下简称“甲方”）", "zh"),
        ("妇女和女童(UNHCR)", "zh"),
        ("World War (II)", "en"),
        ("the year (CE) of grace", "en"),
        ("a relational database (RDB)", "en"),
        ("for terrorism (TF)", "en"),
        ("Security Council resolution 2178 (2014)", "en"),
        ("Terrorism Committee (see above)", "en"),
        ("The Convention (hereinafter referred to as “the Convention”)", "en"),
        ("Pre-Trial Law (TL)", "en"),
        ("CTED [by donors]", "en"),
        ("(UNOCT)", "en"),
        ("（开发署）", "zh"),
    ],
)
def test_other_brackets_define_nothing(text: str, language: Language) -> None:
    assert mined(text, language) == []


def test_a_bracket_may_name_twice() -> None:
    twice = [("联合国反恐怖主义办公室", "反恐办"), ("联合国反恐怖主义办公室", "UNOCT")]
    assert mined("联合国反恐怖主义办公室（反恐办，UNOCT）", "zh") == twice
    assert mined("联合国反恐怖主义办公室(反恐办)(UNOCT)", "zh") == twice


@pytest.mark.parametrize(
    ("text", "language", "origin"),
    [
        ("反恐执行工作队(下称“工作队”)", "zh", "local"),
        ("signed the Paris Agreement (hereafter the “Agreement”)", "en", "local"),
        ("联合国开发计划署(开发署)", "zh", "mined"),
        ("国际原子能机构(原子能机构)", "zh", "mined"),
    ],
)
def test_a_common_word_as_short_name_is_local(text: str, language: Language, origin: str) -> None:
    (entry,) = mine_definitions([passage(text, language)])
    assert entry.origin == origin


def test_a_definition_that_is_repeated_is_found_once_where_it_stands_first() -> None:
    passages = [
        passage("Preventing Violent Extremism (PVE)", name="doc:1"),
        passage("preventing violent extremism (PVE)", name="doc:2"),
    ]
    assert mine_definitions(passages) == (
        GlossaryEntry((), ("Preventing Violent Extremism",), ("PVE",), "mined", "doc:1"),
    )


def test_what_the_report_defines() -> None:
    report = split(read(ROOT / "corpus/a-72-840/a-72-840.txt", root=ROOT))
    entries = mine_definitions(report.passages)
    assert [entry.zh for entry in entries if entry.zh] == [
        ("伊拉克和黎凡特伊斯兰国", "伊黎伊斯兰国"),
        ("联合国开发计划署", "开发署"),
        ("联合国教育、科学及文化组织", "教科文组织"),
        ("国际刑事警察组织", "国际刑警组织"),
        ("联合国毒品和犯罪问题办公室", "毒品和犯罪问题办公室"),
        ("联合国人权事务高级专员办事处", "人权高专办"),
        ("联合国促进性别平等和增强妇女权能署", "妇女署"),
    ]
    expansions = {entry.acronyms[0]: entry.en[0] for entry in entries if entry.acronyms}
    assert len(expansions) == 41
    assert expansions["CTED"] == "Counter-Terrorism Committee Executive Directorate"
    assert expansions["DPA"] == "Department of Political Affairs"
    assert expansions["SADC"] == "Southern Africa Development Community"
    assert expansions["GGC"] == "Gulf of Guinea Commission"
    ids = {passage.id for passage in report.passages}
    assert {entry.place for entry in entries} <= ids


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["(", ")", "（", "）", "[", "“", "”", "UN", "AAAAAAAAB", "s", "a ", "of the ", "-",
             ", ", "和", "、", "联合国", "办公室", "下称", "hereinafter ", "Office ",
             "counterterrorism "]
        ),
        st.text(max_size=3),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=300)
@given(text=st.one_of(MESSY_TEXT, PIECES.map("".join)), language=st.sampled_from(("zh", "en")))
def test_mining_never_fails_and_gives_names_from_the_text(text: str, language: Language) -> None:
    for entry in mine_definitions([passage(text, language)]):
        assert sum(map(len, (entry.zh, entry.en, entry.acronyms))) > 1
        assert all(name.strip() for name in (*entry.zh, *entry.en, *entry.acronyms))
        assert all(name in text for name in (*entry.zh, *entry.acronyms))


def test_words_that_match_in_many_ways_take_no_time() -> None:
    assert mined("a " * 60 + "(AAAAAAAAAAAAAB)", "en") == []

"""Names of a glossary are found in either language and every form, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.gazetteer import Gazetteer, concept_of
from indexer.glossary_entries import GlossaryEntry
from indexer.normalization import fold


def entry(zh: str, en: str, acronyms: str = "", origin: str = "glossary") -> GlossaryEntry:
    cells = [tuple(name for name in cell.split("|") if name) for cell in (zh, en, acronyms)]
    return GlossaryEntry(cells[0], cells[1], cells[2], origin, "glossary.tsv:2")


ENTRIES = (
    entry(
        "联合国毒品和犯罪问题办公室|毒品和犯罪问题办公室",
        "United Nations Office on Drugs and Crime",
        "UNODC",
    ),
    entry("联合国", "United Nations", "UN"),
    entry("反恐怖主义委员会", "Counter-Terrorism Committee", "CTC"),
    entry(
        "反恐怖主义委员会执行局|反恐执行局",
        "Counter-Terrorism Committee Executive Directorate",
        "CTED",
    ),
    entry("世界卫生组织|世卫组织", "World Health Organization", "WHO"),
    entry("会员国", "Member States"),
    entry("海地", "Haiti"),
    entry("港灯组", "Harbour Lights Group"),
    entry("中国", "China"),
    entry("", "the Office", "", "local"),
)
GAZETTEER = Gazetteer(ENTRIES)


def found(text: str) -> list[tuple[str, str]]:
    folded = fold(text).text
    return [(name.concept, folded[name.start : name.end]) for name in GAZETTEER.find(folded)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毒品和犯罪问题办公室(UNODC)", [("=unodc", "毒品和犯罪问题办公室"), ("=unodc", "UNODC")]),
        ("聯合國毒品和犯罪問題辦公室", [("=unodc", "联合国毒品和犯罪问题办公室")]),
        ("ＵＮＯＤＣ", [("=unodc", "UNODC")]),
        ("unodc", [("=unodc", "unodc")]),
        (
            "the United Nations Office on Drugs and Crime",
            [
                ("=unodc", "United Nations Office on Drugs and Crime"),
            ],
        ),
        ("反恐怖主义委员会执行局", [("=cted", "反恐怖主义委员会执行局")]),
        ("反恐怖主义委员会", [("=ctc", "反恐怖主义委员会")]),
        ("Counter Terrorism Committee", [("=ctc", "Counter Terrorism Committee")]),
        ("a member state", [("=member-states", "member state")]),
        ("CTED负责", [("=cted", "CTED")]),
        ("WHO is ill", [("=who", "WHO")]),
        # No dictionary has the name, and 组做 is no word.
        ("港灯组做什么", [("=harbour-lights-group", "港灯组")]),
    ],
)
def test_names_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "who is ill",
        "其中国家较多",
        "沿海地区",
        "UNODCs",
        "the Office",
        "",
        "办公室",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert found(text) == []


def test_a_concept_can_be_named_in_either_language() -> None:
    assert GAZETTEER.name("=unodc", "zh") == "联合国毒品和犯罪问题办公室"
    assert GAZETTEER.name("=unodc", "en") == "United Nations Office on Drugs and Crime"
    assert GAZETTEER.name("=nothing", "en") is None


def test_every_entry_has_a_concept_of_its_own() -> None:
    concepts = [concept_of(e) for e in ENTRIES]
    assert len(concepts) == len(set(concepts))
    assert all(concept.startswith("=") for concept in concepts)


@given(text=st.text(alphabet="联合国毒品和犯罪问题办公室UNODC an海地中国会员,. ", max_size=40))
def test_places_are_inside_and_names_of_a_script_do_not_overlap(text: str) -> None:
    position = 0
    for name in GAZETTEER.find(text):
        assert 0 <= name.start < name.end <= len(text)
        assert name.start >= position
        position = name.end

import re

import pytest

from indexer.errors import IndexBusy
from indexer.glossary_entries import GlossaryEntry
from indexer.passages import LANGUAGES, Language, Passage, Run
from ui.glossary_view import (
    ENTRIES_SHOWN,
    added_line,
    failure,
    find_entries,
    glossary_head,
    glossary_list,
    refusal,
    stage_line,
)
from ui.messages import message

HOSTILE = """\"'><script>alert(1)</script><img src=x onerror="alert(2)">"""
WRITTEN = GlossaryEntry(
    ("反恐怖主义办公室", "反恐办"),
    ("Office of Counter-Terrorism",),
    ("UNOCT",),
    "glossary",
    "docs/glossary.tsv:7",
)
MINED = GlossaryEntry((), ("Youth Solidarity Fund",), ("YSF",), "mined", "d:1")
LOCAL = GlossaryEntry(("该组织",), ("the Organization",), (), "local", "d:2")


def no_citation(passage_id: str) -> None:
    return None


def cite(passage_id: str) -> tuple[Passage, str]:
    made = Passage(passage_id, "d.txt", "paragraph", "en", "1", (), ((0, 1),), "t", (Run(0, 0, 1),))
    return made, "D/1, para. 1"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [WRITTEN, MINED, LOCAL]),
        ("unoct", [WRITTEN]),
        ("反恐辦", [WRITTEN]),
        ("fund youth", [MINED]),
        ("ＹＳＦ", [MINED]),
        ("nothing", []),
    ],
)
def test_entries_are_found_by_parts_of_their_names(words: str, found: list[GlossaryEntry]) -> None:
    assert find_entries([WRITTEN, MINED, LOCAL], words) == found


def test_an_entry_shows_its_names_and_where_it_comes_from() -> None:
    html = glossary_list([WRITTEN, MINED, LOCAL], 3, cite, "en")
    assert html.count("<li>") == 3
    assert "3 entries" in html
    assert message("from-glossary", "en", line=7) in html
    assert html.count('<button type="button" class="cite"') == 2
    assert 'data-passage="d:2"' in html
    assert message("from-local", "en") in html


def test_an_entry_of_a_passage_that_is_gone_has_no_button() -> None:
    html = glossary_list([MINED], 3, no_citation, "zh")
    assert "<button" not in html
    assert message("glossary-found", "zh", count=1, total=3) in html


def test_not_all_of_a_large_glossary_is_sent() -> None:
    html = glossary_list([WRITTEN] * 1000, 1000, no_citation, "en")
    assert html.count("<li>") == ENTRIES_SHOWN
    assert message("glossary-more", "en", shown=ENTRIES_SHOWN) in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_entries_are_shown_and_never_run(language: Language) -> None:
    entry = GlossaryEntry((HOSTILE,), (HOSTILE,), (HOSTILE,), "glossary", f"{HOSTILE}:1")
    html = glossary_list([entry], 1, no_citation, language)
    html += refusal("entry-not-chinese", {"name": HOSTILE}, language)
    html += failure(IndexBusy(directory=HOSTILE), language)
    assert not re.search("<(script|img)", html)
    assert html.count("&lt;script&gt;") >= 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_is_told_in_the_language_of_the_reader(language: Language) -> None:
    for html in (
        glossary_head(language),
        stage_line("encode", 1, 4, language),
        stage_line("write", 0, 0, language),
        added_line(language),
        failure(IndexBusy(directory="d"), language),
    ):
        words = re.sub("<[^>]*>", "", html)
        assert bool(re.search("[\u4e00-\u9fff]", words)) == (language == "zh")
    assert "--share: 25%" in stage_line("encode", 1, 4, language)

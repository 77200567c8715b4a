import re
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import UnknownDocument, YinjuError
from indexer.manifest import IndexedDocument
from indexer.passages import LANGUAGES, Language
from retriever.parallel import Linked, Parallel, ParallelRow
from retriever.sides import Side
from tests.ui.html_checking import HOSTILE, Checker, assert_harmless
from tests.ui.test_compare_view import CHINESE, EN_SENTENCES, ENGLISH, ZH_SENTENCES, cite
from ui.current_index import CurrentIndex
from ui.messages import message
from ui.parallel_reading import InParallel, ParallelAsked, read_in_parallel, renew_parallel
from ui.parallel_view import parallel_view

LEFT = IndexedDocument("zh.md", "0", "水库", None, ("zh",))
RIGHT = IndexedDocument("en.md", "1", "The reservoir", "A/1/1", ("en",))
LINKS = (
    Linked(((0, ZH_SENTENCES[0]),), ((0, EN_SENTENCES[0]),), 0.95, confirmed=False),
    Linked(((0, ZH_SENTENCES[1]),), tuple((0, s) for s in EN_SENTENCES[1:]), 0.6, confirmed=False),
)
HEADING = replace(CHINESE, id="d:h", kind="heading", text="标题")
ROWS = (
    ParallelRow((HEADING,), ()),
    ParallelRow((CHINESE,), (ENGLISH,), LINKS),
    ParallelRow((), (ENGLISH,)),
)


def asked(shown: InParallel | YinjuError) -> ParallelAsked:
    return ParallelAsked("zh.md", "", shown)


def in_parallel(*rows: ParallelRow, left: IndexedDocument = LEFT) -> InParallel:
    parallel = Parallel(Side("zh", left.source), Side("en", "en.md"), "translation", rows)
    return InParallel(left, RIGHT, (RIGHT,), parallel, cite(CHINESE, ENGLISH, HEADING))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_say_the_same_carry_the_same_link(language: Language) -> None:
    html = parallel_view(asked(in_parallel(*ROWS)), language)
    checked = Checker(html)
    links = [span["data-link"] for span in checked.all("span") if "data-link" in span]
    assert links == ["0", "1", "0", "1", "1"]
    classes = [span["class"] for span in checked.all("span") if "data-link" in span]
    assert classes == [f"linked {name}" for name in ("strong", "fair", "strong", "fair", "fair")]
    assert message("parallel", language) in checked.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_alone_is_counted_and_has_an_empty_cell(language: Language) -> None:
    html = parallel_view(asked(in_parallel(*ROWS)), language)
    counted = message(
        "parallel-count",
        language,
        rows=1,
        a=0,
        b=1,
        left=message("language-zh", language),
        right=message("language-en", language),
    )
    assert counted in Checker(html).text
    rows = re.findall(r'<li class="([a-z ]+)">', html)
    assert rows == ["row headings", "row", "row alone"]
    assert html.count('class="cell empty"') == 2


def test_the_document_beside_it_can_be_chosen() -> None:
    other = replace(RIGHT, source="b.md", title="Another")
    shown = replace(in_parallel(*ROWS), choices=(other, RIGHT))
    checked = Checker(parallel_view(asked(shown), "en"))
    assert [(o["value"], "selected" in o) for o in checked.all("option")] == [
        ("b.md", False),
        ("en.md", True),
    ]
    assert checked.all("select")[0]["data-parallel-with"] == "zh.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_that_do_not_follow_each_other_lead_to_the_map(language: Language) -> None:
    shown = in_parallel()
    assert shown.parallel is not None
    shown = replace(shown, parallel=replace(shown.parallel, relation="same-subject"))
    html = parallel_view(asked(shown), language)
    assert message("parallel-not", language) in Checker(html).text
    assert 'data-open-map="1"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_without_a_translation_says_so(language: Language) -> None:
    html = parallel_view(asked(InParallel(LEFT, None, (), None, {})), language)
    assert message("parallel-alone", language) in Checker(html).text


def test_hostile_documents_are_text() -> None:
    left = IndexedDocument(HOSTILE, "0", HOSTILE, HOSTILE, ("zh",))
    passage = replace(CHINESE, text=HOSTILE, source=HOSTILE, label=HOSTILE)
    link = Linked(((0, (0, len(HOSTILE))),), ((0, EN_SENTENCES[0]),), 0.9, confirmed=False)
    shown = in_parallel(ParallelRow((passage,), (ENGLISH,), (link,)), left=left)
    shown = replace(shown, choices=(left,))
    checked = assert_harmless(parallel_view(replace(asked(shown), name=HOSTILE), "en"))
    assert checked.text.count("<script>alert(1)</script>") >= 3


@pytest.mark.model
def test_an_index_is_read_in_parallel_and_anew_after_it_was_built(parallel_index: Path) -> None:
    current = CurrentIndex(parallel_index)
    try:
        found = read_in_parallel(current, "museum.zh.md")
        assert isinstance(found.shown, InParallel)
        assert found.shown.other is not None
        assert found.shown.other.source == "museum.en.md"
        assert renew_parallel(current, found) is found
        older = replace(found, generation="an older one")
        assert renew_parallel(current, older).generation == found.generation
        chosen = read_in_parallel(current, "museum.zh.md", "water.en.md")
        assert isinstance(chosen.shown, InParallel)
        assert chosen.shown.parallel is not None
        assert chosen.shown.parallel.relation == "same-subject"
        assert isinstance(read_in_parallel(current, "nothing.md").shown, UnknownDocument)
    finally:
        current.close()

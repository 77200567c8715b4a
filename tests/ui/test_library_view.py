from html.parser import HTMLParser

import pytest

from indexer.manifest import Counts, IndexedDocument
from indexer.passages import LANGUAGES, Kind, Language, Passage, Section
from indexer.scope import ExcludedDocument
from indexer.store_records import Amounts
from retriever.search import Index
from ui.library_charts import BARS, chart, sections_chart
from ui.library_contents import (
    PER_PAGE,
    Contents,
    ListedDocument,
    TopSection,
    find_documents,
    read_contents,
    top_sections,
)
from ui.library_view import holds_view, library_head, list_view

COUNTS = Counts(
    documents=10_000,
    passages={
        "zh": {"paragraph": 1200, "heading": 5},
        "en": {"paragraph": 300, "table-row": 10_500},
    },
    sentences={},
)
EMPTY = IndexedDocument("docs/x.md", "", "", None, ())


def document(number: int) -> IndexedDocument:
    return IndexedDocument(f"docs/{number}.md", "", f"报告 {number}", f"A/{number}", ("zh",))


def listed(number: int, *, added: bool = False, pages: int = 0) -> ListedDocument:
    amounts = Amounts(pages, {("zh", "paragraph"): 1, ("en", "footnote"): 1233}, 98_765)
    return ListedDocument(document(number), "2026-11-25T12:00:00+00:00", added, amounts)


def contents(*documents: ListedDocument, **changed: object) -> Contents:
    values: dict[str, object] = {
        "documents": documents,
        "found": 10_000,
        "page": 0,
        "counts": COUNTS,
        "created": "2026-11-25T12:00:00+00:00",
        "excluded": (),
        "opened": "",
        "sections": (),
    }
    return Contents(**values | changed)  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def buttons(self, act: str) -> list[dict[str, str | None]]:
        return [given for tag, given in self.found if given.get("data-act") == act]


def test_numbers_and_dates_are_those_of_the_language() -> None:
    zh = holds_view(contents(), "zh") + list_view(contents(listed(1)), "", "zh")
    assert "共 10,000 份文档，12,000 个段落；2026年11月25日" in zh
    assert "1,234 个段落" in zh
    assert "98,765 字符" in zh
    en = holds_view(contents(), "en")
    en += list_view(contents(listed(1, added=True, pages=3)), "", "en")
    assert "10,000 documents, 12,000 passages; indexed 25 November 2026, " in en
    assert "A/1 · 1,234 passages · 3 pages · indexed 25 November 2026 · added here" in en
    assert "docs/1.md</p>" not in en


def test_removing_says_first_what_it_does_to_the_file() -> None:
    assert "deleted" in list_view(contents(listed(1, added=True)), "", "en")
    kept = list_view(contents(listed(1)), "", "en")
    assert "deleted" not in kept
    [remove] = Tags(kept).buttons("remove")
    assert remove["data-value"] == "docs/1.md"
    assert "报告 1" in (remove["aria-label"] or "")


def test_the_pages_of_the_list_end_where_it_ends() -> None:
    first, last = (
        Tags(list_view(contents(listed(1), page=page), "", "en")).buttons("page")
        for page in (0, 10_000 // PER_PAGE - 1)
    )
    assert ["disabled" in button for button in first] == [True, False]
    assert ["disabled" in button for button in last] == [False, True]
    assert first[1]["data-value"] == "1"
    one = list_view(contents(listed(1), found=1), "报告", "en")
    assert Tags(one).buttons("page") == []
    assert "1 of 10,000" in one


def test_what_documents_say_is_escaped() -> None:
    hostile = '<b onclick="x">&'
    given = ListedDocument(
        IndexedDocument(hostile, "", hostile, hostile, ("en",)), hostile, False, Amounts(0, {}, 0)
    )
    shown = list_view(
        contents(
            given,
            opened=hostile,
            sections=(TopSection(hostile, "en", {"en": 1}),),
            excluded=(ExcludedDocument(hostile, hostile, hostile),),
        ),
        hostile,
        "en",
    )
    tags = Tags(shown)
    assert "b" not in {tag for tag, _ in tags.found}
    assert tags.buttons("restore")[0]["data-value"] == hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_tells_the_limits(language: Language) -> None:
    assert "100 MB" in library_head(language)
    assert 'data-limit="100"' in library_head(language)


def test_a_chart_has_its_figures_and_bars_of_their_lengths() -> None:
    shown = sections_chart(
        [TopSection("", "en", {"en": 5}), TopSection("一. 引言", "zh", {"zh": 10, "en": 10})], "en"
    )
    assert '<rect class="en" x="0" y="0" width="25" height="10"/>' in shown
    assert '<rect class="en" x="50" y="0" width="50" height="10"/>' in shown
    assert '<th scope="row" lang="zh-Hans">一. 引言</th>' in shown
    assert shown.endswith(
        '<td class="figure">10</td><td class="figure">15</td></tr></tfoot></table>'
    )


def test_a_language_that_is_not_there_has_no_column_and_many_rows_are_put_together() -> None:
    many = [TopSection(f"Part {n}", "en", {"en": 2}) for n in range(BARS + 5)]
    shown = sections_chart(many, "en")
    assert "Chinese" not in shown
    assert shown.count("<tr>") == BARS + 2
    assert "(6 more sections)" in shown
    assert '<td class="figure">12</td>' in shown
    assert "svg" not in chart("chart-by-kind", "chart-kind", [], "en")


def test_the_filter_finds_documents_by_all_its_words() -> None:
    documents = [document(number) for number in range(10_000)]
    assert find_documents(documents, " ") == documents
    # In Traditional characters too, as questions are.
    assert find_documents(documents, "報告 a/77 7712") == [documents[7712]]
    assert find_documents([EMPTY], "y") == []


@pytest.mark.model
def test_the_report_is_counted_and_divided_into_its_parts(index: Index) -> None:
    found = read_contents(index, page=99, opened="corpus/a-72-840/a-72-840.txt")
    assert found.page == 0
    [report] = found.documents
    total = sum(report.amounts.passages.values())
    kinds = index.manifest.counts.passages
    assert total == sum(sum(k.values()) - k.get("heading", 0) for k in kinds.values())
    assert report.indexed == index.manifest.documents[0].indexed
    assert not report.added
    assert sum(sum(part.passages.values()) for part in found.sections) == total
    assert "一. 引言" in [part.heading for part in found.sections]
    assert read_contents(index, "nothing like it").documents == ()
    assert read_contents(index, opened="gone.md").sections == ()


def passage(id_: str, *section: str) -> Passage:
    kind: Kind = "heading" if len(id_) == 1 else "paragraph"
    return Passage(id_, "x", kind, "en", None, section, (), id_, ())


def test_the_parts_of_a_document_with_a_title_are_those_below_it() -> None:
    sections = [
        Section("t", "Title", 1, None, "en"),
        Section("a", "A", 2, "t", "en"),
        Section("c", "C", 3, "a", "en"),
        Section("b", "B", 2, "t", "en"),
    ]
    passages = [
        passage("t"),
        passage("before", "Title"),
        passage("a", "Title"),
        passage("in a", "Title", "A"),
        passage("c", "Title", "A"),
        passage("in c", "Title", "A", "C"),
        passage("b", "Title"),
        passage("in b", "Title", "B"),
    ]
    assert top_sections(sections, passages) == (
        TopSection("", "en", {"en": 1}),
        TopSection("A", "en", {"en": 2}),
        TopSection("B", "en", {"en": 1}),
    )
    alone = top_sections([], [passage("some text")])
    assert alone == (TopSection("", "en", {"en": 1}),)

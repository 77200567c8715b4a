"""Facts about the report: exact counts, and whole passages at chosen places."""

from collections import Counter
from pathlib import Path

import pytest

from indexer.passages import Passage, RawDocument, SplitDocument
from indexer.splitting import split

REPORT = Path("corpus/a-72-840/a-72-840.txt")


@pytest.fixture(scope="module")
def report() -> SplitDocument:
    text = REPORT.read_bytes().decode("utf-8")
    return split(RawDocument(REPORT.as_posix(), "", "utf-8", text))


def find(report: SplitDocument, text: str) -> Passage:
    found = [passage for passage in report.passages if text in passage.text]
    assert len(found) == 1, [passage.label for passage in found]
    return found[0]


def in_section(report: SplitDocument, start: str) -> list[Passage]:
    return [
        passage
        for passage in report.passages
        if any(heading.startswith(start) for heading in passage.section)
    ]


def test_every_kind_is_counted(report: SplitDocument) -> None:
    counts = Counter((passage.language, passage.kind) for passage in report.passages)
    assert counts == {
        ("zh", "heading"): 22,
        ("zh", "paragraph"): 89,
        ("zh", "footnote"): 4,
        ("en", "heading"): 60,
        ("en", "paragraph"): 95,
        ("en", "list-item"): 66,
        ("en", "footnote"): 4,
        ("en", "table-row"): 317,
    }


def test_the_body_has_84_numbered_paragraphs_in_order(report: SplitDocument) -> None:
    labels = [p.label for p in report.passages if p.language == "zh" and p.kind == "paragraph"]
    assert [label for label in labels if label] == [str(number) for number in range(1, 85)]


@pytest.mark.parametrize(("annex", "last"), [("Annex III", 21), ("Annex IV", 20)])
def test_numbered_paragraphs_of_annexes_are_complete(
    report: SplitDocument, annex: str, last: int
) -> None:
    labels = [
        p.label
        for p in report.passages
        if p.kind == "paragraph" and p.section[:1] == (annex,) and p.label
    ]
    assert labels == [str(number) for number in range(1, last + 1)]


@pytest.mark.parametrize(
    ("pillar", "rows"),
    [("Pillar I ", 120), ("Pillar II ", 56), ("Pillar III ", 124), ("Pillar IV ", 17)],
)
def test_rows_know_the_pillar_of_their_table(report: SplitDocument, pillar: str, rows: int) -> None:
    assert sum(p.kind == "table-row" for p in in_section(report, pillar + "of the UN")) == rows


def test_serials_of_the_matrix_are_as_printed(report: SplitDocument) -> None:
    serials = [p.label for p in in_section(report, "Pillar II of") if p.kind == "table-row"]
    assert serials.count("26") == 2
    serials = [p.label for p in in_section(report, "Pillar III of") if p.kind == "table-row"]
    assert "9" not in serials
    assert serials[-1] == "125"


def test_rows_cut_by_page_breaks_are_joined_cell_by_cell(report: SplitDocument) -> None:
    cut = [p for p in report.passages if p.kind == "table-row" and len(p.spans) > 1]
    assert cut
    row = find(report, "Promoting Dialogue, Tolerance and Openness")
    assert row.label == "13"
    assert dict(row.fields) == {
        "Serial": "13",
        "Project Title/Duration/CTITF Entities": (
            "Promoting Dialogue, Tolerance and Openness through Media to Counter Narratives "
            "Associated with Terrorism in the Arab Region (2018) UNCCT, UNESCO, LAS"
        ),
        "Status of Implementation": "In development",
        "Main Activities": (
            "Enhancing the capacity of youth and media professionals to use the media to counter "
            "the spread of terrorist narratives."
        ),
        "Geographical Scope": "Regional",
    }


def test_an_acronym_left_in_both_halves_of_a_row_is_kept_once(report: SplitDocument) -> None:
    row = find(report, "Countering Financing of Terrorism for Tunisia")
    assert "for Tunisia, Morocco and Algeria (2013–2018) UNODC" in row.text
    assert row.text.count("UNODC") == 1


def test_the_eleven_cut_paragraphs_of_the_body_are_healed(report: SplitDocument) -> None:
    cut = [p.label for p in report.passages if p.language == "zh" and len(p.spans) > 1]
    assert cut == ["4", "10", "18", "30", "37", "43", "48", "58", "64", "71", "84"]
    assert "造成极具破坏性的影响，尤其是" in find(report, "黑网和加密等封闭型").text
    assert "而另一些回返者" in find(report, "旅行未遂者”¹对").text
    assert "行为的信息。特别报告员还定期" in find(report, "反恐中注意促进和保护人权").text


def test_the_ten_cut_paragraphs_of_the_annexes_are_healed(report: SplitDocument) -> None:
    cut = [
        p
        for p in report.passages
        if p.language == "en" and p.kind != "table-row" and len(p.spans) > 1
    ]
    assert [p.label for p in cut] == [None, None, None, "4", "(c)", "(k)", "3", "5", "8", "13"]
    assert "networks. In Jordan, UNDP" in cut[0].text
    assert "the relevant mandates of Entities, their" in cut[5].text


def test_footnotes_know_the_paragraph_that_refers_to_them(report: SplitDocument) -> None:
    by_id = {passage.id: passage for passage in report.passages}
    notes = [passage for passage in report.passages if passage.kind == "footnote"]
    referrers = [(n.label, by_id[n.parent].label if n.parent else None) for n in notes]
    assert referrers == [
        ("¹", "10"),
        ("²", "24"),
        ("³", "44"),
        ("*", None),
        ("¹", "4"),
        ("²", "4"),
        ("³", "5"),
        ("⁴", None),
    ]
    assert by_id[notes[-1].parent or ""].kind == "heading"


def test_headings_run_together_are_four(report: SplitDocument) -> None:
    start = next(i for i, p in enumerate(report.passages) if p.text == "Annex IV")
    headings = report.passages[start : start + 4]
    assert [h.text[:20] for h in headings] == [
        "Annex IV",
        "Supplementary inform",
        "A. Introduction",
        "1. Requirement for j",
    ]
    assert [len(h.section) for h in headings] == [0, 1, 2, 3]


def test_headings_that_look_like_numbered_paragraphs_are_headings(report: SplitDocument) -> None:
    heading = find(report, "1. Mandates of UNOCT and CTED")
    assert heading.kind == "heading"
    assert heading.section[-1].startswith("B. Overview")


def test_lettered_items_hang_from_their_paragraph(report: SplitDocument) -> None:
    by_id = {passage.id: passage for passage in report.passages}
    items = [p for p in report.passages if p.kind == "list-item" and p.label == "(h)"]
    assert len(items) == 1
    assert by_id[items[0].parent or ""].label == "11"


def test_the_donors_are_a_list_across_its_footnote(report: SplitDocument) -> None:
    donors = [p for p in in_section(report, "Annex V") if p.kind == "list-item"]
    assert [(p.label, p.text) for p in donors][::14] == [
        ("1", "Saudi Arabia"),
        ("15", "Republic of Korea"),
        ("29", "Algeria"),
    ]


def test_the_cover_gives_title_and_symbol(report: SplitDocument) -> None:
    assert report.document.title == "联合国系统实施联合国全球反恐战略的活动"
    assert report.document.symbol == "A/72/840"
    assert report.document.languages == ("zh", "en")


def test_passages_and_what_was_dropped_cover_the_source_once(report: SplitDocument) -> None:
    spans = sorted(
        [span for passage in report.passages for span in passage.spans]
        + [dropped.span for dropped in report.dropped]
    )
    position = 0
    for start, end in spans:
        assert start == position
        position = end
    assert position == len(report.document.text)


def test_only_marks_of_layout_are_dropped_beside_white_space(report: SplitDocument) -> None:
    text = report.document.text
    left_out = Counter(
        text[slice(*d.span)]
        for d in report.dropped
        if d.reason not in ("white-space", "header-row")
    )
    assert left_out == {"**": 2, "****": 2, "-": 6, "UNODC": 1}
    headers = {text[slice(*d.span)] for d in report.dropped if d.reason == "header-row"}
    assert headers == {
        "Serial\tProject Title/Duration/CTITF Entities\tStatus of Implementation"
        "\tMain Activities\tGeographical Scope"
    }


def test_runs_map_clean_text_to_the_source_letter_by_letter(report: SplitDocument) -> None:
    text = report.document.text
    for passage in report.passages:
        assert passage.text
        for run in passage.runs:
            source = text[run.source : run.source + run.length]
            assert passage.text[run.clean : run.clean + run.length] == source
        mapped = sum(run.length for run in passage.runs)
        put_in = len(passage.text) - mapped
        assert put_in <= passage.text.count(" ") + passage.text.count("|")


def test_markup_left_by_extraction_is_gone_from_clean_text(report: SplitDocument) -> None:
    assert not [p.text for p in report.passages if "](" in p.text or "\\(" in p.text]
    assert "第 2322(2016) 号决议" in find(report, "为了更好地解决这些令人关切问题").text
    assert "http://journey-to-extremism.undp.org/content" in find(report, "可查阅 http").text


def test_places_of_a_row_go_forward_where_a_page_break_cut_its_cells(report: SplitDocument) -> None:
    cut = [p for p in report.passages if p.kind == "table-row" and len(p.spans) == 2]
    assert cut
    for passage in cut:
        cited = passage.source_spans(0, len(passage.text))
        assert all(start < end for start, end in cited)
        assert sum(end - start for start, end in cited) <= sum(e - s for s, e in passage.spans)

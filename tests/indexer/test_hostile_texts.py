"""Texts that nobody wrote to be read: they cost no more time than others, and nothing is lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import OversizedSource
from indexer.passages import SplitDocument
from indexer.readers import TEXT_LIMIT, SourceFile, extract
from indexer.splitting import split
from tests.fuzz.mutation import ODD
from tests.indexer.formats.packing import par, word
from tests.invariants import assert_covered_once, assert_sound


def read(name: str, content: bytes) -> SplitDocument:
    return split(extract(SourceFile(name, content, "")))


SEEN = [odd for odd in ODD if odd.isspace() or not "\0" <= odd <= "\x1f"]
"""Without control characters, of which a text may not have many."""


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv"])
@given(
    pieces=st.lists(st.sampled_from([*SEEN, "a", "B.", "会员国。", "1. ", "| ", "# ", "<b>", ","]))
)
@settings(max_examples=100, deadline=None)
def test_marks_of_direction_and_other_odd_characters_lose_nothing(
    name: str, pieces: list[str]
) -> None:
    assert_sound(read(name, ("text " + "".join(pieces)).encode()))


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("text", ["**\n", "**", "|\n|--", "a\n|\n|--\n|\n", "\t\t\n\t\t"])
def test_lines_of_nothing_but_mark_up_are_dropped(name: str, text: str) -> None:
    assert_sound(read(name, f"{text}\nx".encode()))


@pytest.mark.parametrize(
    ("name", "unit", "times"),
    [
        ("a.txt", "，\n\n", 2_000),
        ("a.txt", "a) \n\n", 1_500),
        ("a.txt", "¹ x\n\n", 2_000),
        ("a.txt", "3/52\n", 4_000),
        ("a.txt", "议程项目 65535\n2. 过\n", 1_000),
        ("a.txt", ".", 50_000),
        ("a.md", "|a\n", 3_000),
        ("a.md", "*a ", 3_000),
        ("a.html", "[^1]", 4_000),
    ],
)
def test_time_grows_no_faster_than_a_text_that_repeats_by_much(
    name: str, unit: str, times: int
) -> None:
    seconds = []
    for size in (times, times, 8 * times):  # the first one is for what is loaded and remembered
        content = (unit * size).encode()
        start = time.process_time()
        assert_covered_once(read(name, content))
        seconds.append(time.process_time() - start)
    assert seconds[2] < 24 * seconds[1], seconds  # linear: 8, quadratic: 64


def test_lists_are_read_however_deep_they_are_nested() -> None:
    lines = [f"{' ' * depth}- item {depth}\n" for depth in range(2000)]
    found = read("a.md", "".join(lines).encode()).passages
    assert [p.text for p in found] == [f"item {depth}" for depth in range(2000)]


@pytest.mark.parametrize("label", ["¹" * 5000 + " ", "[^" + "1" * 5000 + "]: "])
def test_a_number_of_more_digits_than_python_reads_is_a_label_all_the_same(label: str) -> None:
    [note] = read("a.md", f"{label}A note.".encode()).passages
    assert (note.kind, note.text) == ("footnote", "A note.")


def test_headings_of_ever_new_styles_do_not_nest_without_end() -> None:
    words = [f"{a}{b}{c}" for a in "BDF" for b in "aeiou" for c in "lmnrst"]
    text = "The water falls by three metres in summer, and the old bridge can be seen again."
    found = read("a.txt", "".join(f"{word}: Title\n\n{text}\n\n" for word in words).encode())
    assert len(found.sections) == len(words)
    assert max(section.level for section in found.sections) == 12


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_a_heading_longer_than_any_is_a_paragraph(name: str) -> None:
    # Each passage has the headings above it with it.
    long = "word " * 200
    mark, end = ("# ", "\n\n") if name == "a.md" else ("<h1>", "</h1>")
    found = read(name, f"{mark}{long}{end}text".encode()).passages
    assert [p.kind for p in found] == ["paragraph", "paragraph"]


def test_a_name_of_a_column_is_cut_off_before_it_is_longer_than_its_cells() -> None:
    [row] = read("a.txt", f"No.\t{'word ' * 200}\n1\tx\n".encode()).passages
    assert row.fields[0] == ("No.", "1")
    assert row.fields[1][1] == "x"
    assert len(row.fields[1][0]) <= 500


def test_a_wide_table_of_many_short_rows_has_no_cell_for_each_column() -> None:
    wide, short = "\t".join("ab" * 1500), "x\ty\n" * 1500
    found = read("a.txt", f"{wide}\n{short}".encode()).passages
    assert {len(p.fields) for p in found} == {2}
    assert all(p.text == "x | y" for p in found)


def test_a_small_package_does_not_become_more_text_than_is_read() -> None:
    with pytest.raises(OversizedSource, match="characters"):
        read("a.docx", word(par("x " * (TEXT_LIMIT // 2 + 1))))

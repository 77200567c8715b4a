"""The bilingual glossary: reading it, finding it, joining what names the same."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import EmptySource, GlossaryError, UnreadableSource
from indexer.glossary import COLUMNS, find_glossaries, merge, read_glossary
from indexer.glossary_entries import GlossaryEntry

SHIPPED = Path(__file__).parents[2] / "corpus/a-72-840/glossary.tsv"
HEADER = "\t".join(COLUMNS) + "\n"
UNODC = (
    "联合国毒品和犯罪问题办公室\t毒品和犯罪问题办公室|毒罪办"
    "\tUnited Nations Office on Drugs and Crime\tUNODC\n"
)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "glossary.tsv"
    path.write_bytes(text.encode(encoding))
    return path


def entry(
    zh: str = "", en: str = "", acronyms: str = "", *, origin: str = "mined"
) -> GlossaryEntry:
    names = [tuple(filter(None, cell.split("|"))) for cell in (zh, en, acronyms)]
    return GlossaryEntry(names[0], names[1], names[2], origin, "place")


def test_a_line_becomes_an_entry_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + UNODC)
    assert read_glossary(path, root=tmp_path) == (
        GlossaryEntry(
            zh=("联合国毒品和犯罪问题办公室", "毒品和犯罪问题办公室", "毒罪办"),
            en=("United Nations Office on Drugs and Crime",),
            acronyms=("UNODC",),
            origin="glossary",
            place="glossary.tsv:2",
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_do_not_matter(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = "# 机构\n\n" + HEADER + UNODC + "\n \n# 国家\n法国\t\tFrance\n"
    path = write(tmp_path, text.replace("\n", line_end), encoding)
    first, second = read_glossary(path, root=tmp_path)
    assert (first.zh[0], first.place) == ("联合国毒品和犯罪问题办公室", "glossary.tsv:4")
    assert (second.zh, second.en) == (("法国",), ("France",))
    assert second.place == "glossary.tsv:8"


def test_white_space_around_names_is_no_part_of_them(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + " 法国 |法兰西||法国\t\tFrance | French Republic\t \n")
    (found,) = read_glossary(path, root=tmp_path)
    assert (found.zh, found.en) == (("法国", "法兰西"), ("France", "French Republic"))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# nothing else\n", 1, "first line"),
        (UNODC, 1, "first line"),
        ("\n\nzh\ten\n", 3, "first line"),
        (HEADER + "法国\t\tFrance\tFR\tmore\n", 2, "5 cells"),
        (HEADER + "\n法国\n", 3, "are needed"),
        (HEADER + "法国 France\n", 2, "are needed"),
        (HEADER + "\t\tFrance\t\n", 2, "are needed"),
        (HEADER + "法国\t|\t \t\n", 2, "are needed"),
        (HEADER + "France\t\t法国\t\n", 2, "France stands in a column for Chinese"),
        (HEADER + "法国\t\tFrance|法兰西\t\n", 2, "法兰西 stands in a column for English"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(GlossaryError) as caught:
        read_glossary(path, root=tmp_path)
    assert caught.value.values["source"] == "glossary.tsv"
    assert caught.value.values["line"] == line
    assert reason in str(caught.value)


def test_a_glossary_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        read_glossary(tmp_path / "glossary.tsv", root=tmp_path)
    with pytest.raises(EmptySource):
        read_glossary(write(tmp_path, "\n"), root=tmp_path)


def test_glossaries_are_found_beside_and_above_documents(tmp_path: Path) -> None:
    for name in ("", "a", "a/b", "c", "d"):
        (tmp_path / name).mkdir(exist_ok=True)
        write(tmp_path / name, HEADER)
    for name in ("a/b/one.txt", "c/two.md"):
        (tmp_path / name).write_text("text")
    tables = {name: tmp_path / name / "glossary.tsv" for name in ("", "a", "a/b", "c")}
    assert find_glossaries([tmp_path]) == tuple(sorted(tables.values()))
    assert find_glossaries([tmp_path / "a"]) == (tables["a/b"], tables["a"])
    assert find_glossaries([tmp_path / "a/b/one.txt"]) == (tables["a/b"],)
    assert find_glossaries([tmp_path / "d", tmp_path / "nowhere"]) == ()


def test_entries_that_share_a_first_name_are_one() -> None:
    joined = merge(
        [
            entry("联合国开发计划署|开发署"),
            entry("法国", "France"),
            entry("联合国开发计划署", "United Nations Development Programme", origin="glossary"),
            entry("", "UN Development Programme", "UNDP"),
        ]
    )
    assert joined == (
        GlossaryEntry(
            ("联合国开发计划署", "开发署"),
            ("United Nations Development Programme", "UN Development Programme"),
            ("UNDP",),
            "glossary",
            "place",
        ),
        entry("法国", "France"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry("反恐怖主义办公室", "", "UNOCT"), entry("", "Office of Counter-Terrorism", "UNOCT")),
        (entry("", "Office of Counter-Terrorism"), entry("", "the office of Counterterrorism")),
        (entry("", "foreign terrorist fighters"), entry("", "Foreign Terrorist Fighter", "FTF")),
        (entry("", "UN Office of Counter-Terrorism", "OCT"),
         entry("", "Office of Counter Terrorism", "OCT")),
        (entry("联合国反恐怖主义办公室|反恐办"), entry("反恐怖主义办公室|反恐办", "", "UNOCT")),
        (entry("《全球反恐戰略》"), entry("全球反恐战略", "Strategy")),
        (entry("反恐执行局", "", "CTED"), entry("反恐怖主义委员会执行局", "", "CTED")),
    ],
)  # fmt: skip
def test_other_spellings_and_shared_short_names_join(
    one: GlossaryEntry, other: GlossaryEntry
) -> None:
    assert len(merge([one, other])) == 1


@pytest.mark.parametrize(
    "entries",
    [
        (entry("", "Counter-Terrorism Committee", "CTC"), entry("", "Child Tax Credit", "CTC")),
        (entry("反恐执行工作队|工作队"), entry("联合国国家工作队|工作队")),
        (entry("妇女", "women"), entry("妇女署", "UN Women")),
        # The Chinese one could be either.
        (entry("", "Counter-Terrorism Committee", "CTC"), entry("", "Child Tax Credit", "CTC"),
         entry("反恐怖主义委员会", "", "CTC")),
        (entry("反恐执行工作队|工作队", origin="local"), entry("反恐执行工作队", "", "CTITF")),
    ],
)  # fmt: skip
def test_what_may_be_something_else_stays_apart(entries: tuple[GlossaryEntry, ...]) -> None:
    assert merge(entries) == entries


NAMES = st.lists(
    st.sampled_from(["甲乙丙", "甲丙", "丁", "AB", "UN C", "C"]), max_size=3, unique=True
).map(tuple)
ENTRIES = st.builds(GlossaryEntry, NAMES, NAMES, NAMES, st.just("mined"), st.just(""))


@given(st.lists(ENTRIES, max_size=8))
def test_merging_keeps_every_name(entries: list[GlossaryEntry]) -> None:
    merged = merge(entries)
    assert len(merged) <= len(entries)
    for before in entries:
        assert any(
            set(before.zh) <= set(after.zh) and set(before.acronyms) <= set(after.acronyms)
            for after in merged
        )


def test_the_shipped_glossary_names_everything_once_in_both_languages() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").split("\n")
    assert lines[0] == HEADER.rstrip("\n")
    assert lines.pop() == ""
    rows = [line.split("\t") for line in lines[1:] if not line.startswith("#")]
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert all(row[0] and row[2] for row in rows)
    names = [name for row in rows for cell in row if cell for name in cell.split("|")]
    assert all(name and name == " ".join(name.split()) for name in names)
    counted = Counter(name.casefold() for name in names)
    assert [name for name, count in counted.items() if count > 1] == []


def test_no_two_lines_of_the_shipped_glossary_are_the_same_concept() -> None:
    entries = read_glossary(SHIPPED)
    assert len(entries) > 700
    assert merge(entries) == entries

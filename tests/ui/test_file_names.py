from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.file_names import LONGEST_NAME, numbered_name, safe_name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\me\\年度报告（终稿）.docx", "年度报告（终稿）.docx"),
        (".hidden.md", "hidden.md"),
        ("~$open.docx", "open.docx"),
        ("a\x00b\r\n\u202ec.txt", "ab c.txt"),
        ("half \ud800.txt", "half.txt"),
        ("", "document.txt"),
        ("...", "document.txt"),
        ("README", "README.txt"),
        ("v1. final", "v1. final.txt"),
        ("what?.csv", "what_.csv"),
        ("e\u0301.md", "\u00e9.md"),
    ],
)
def test_a_name_is_plain(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


@given(st.text(st.characters()))
def test_whatever_it_was_it_is_a_visible_name_of_one_file(given_name: str) -> None:
    name = safe_name(given_name)
    assert PurePosixPath(name).name == name
    assert name[0] not in ".~ "
    assert PurePosixPath(name).suffix
    assert name.isprintable()
    assert len(name.encode()) <= LONGEST_NAME
    assert safe_name(name) == name


def test_another_file_of_the_same_name_has_a_number() -> None:
    assert numbered_name("a.b.md", 1) == "a.b.md"
    assert numbered_name("a.b.md", 2) == "a.b (2).md"

"""Printed labels, one line at a time."""

import pytest

from indexer.numbering import Label, as_letter, heading_style, read_label, read_number


@pytest.mark.parametrize(
    ("line", "style", "printed", "number", "width"),
    [
        ("54. 秘书长", "arabic", "54", 54, 4),
        ("54．秘书长", "arabic", "54", 54, 3),
        ("3、目标", "arabic", "3", 3, 2),
        ("1) item", "arabic-paren", "1)", 1, 3),
        ("（2）项目", "arabic-parens", "（2）", 2, 3),
        ("2.1 Scope", "decimal", "2.1", 0, 4),
        ("一. 引言", "cjk", "一", 1, 3),
        ("二十一、附则", "cjk", "二十一", 21, 4),
        ("(三) 支柱", "cjk-parens", "(三)", 3, 4),
        ("第十二条 适用", "article", "第十二条", 12, 5),
        ("IV. Findings", "roman", "IV", 4, 4),
        ("B. Scope", "letter", "B", 2, 3),
        ("a. item", "lower", "a", 1, 3),
        ("b) item", "lower-paren", "b)", 2, 3),
        ("(c) 措施", "lower-parens", "(c)", 3, 4),
        ("(iv) item", "lower-parens", "(iv)", 4, 5),
        ("¹² See above", "footnote", "¹²", 12, 3),
        ("[^note]: text", "footnote", "^note", 0, 9),
    ],
)
def test_labels_are_read_with_their_number(
    line: str, style: str, printed: str, number: int, width: int
) -> None:
    assert read_label(line) == Label(style, printed, number, width)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "54",
        "3.14 is pi",
        "2016. ",
        "12345. text",
        "A/72/840",
        "word. Next",
        "(see) above",
        "一个国家",
    ],
)
def test_other_lines_have_no_label(line: str) -> None:
    assert read_label(line) is None


def test_a_single_roman_numeral_may_be_a_letter() -> None:
    label = read_label("I. Scope")
    assert label == Label("roman", "I", 1, 3)
    assert as_letter(label) == Label("letter", "I", 9, 3)
    two = read_label("II. Scope")
    assert two is not None
    assert as_letter(two) == two


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Annex II", ("annex", "II")),
        ("ANNEX", ("annex", "")),
        ("附件三", ("annex", "三")),
        ("Pillar IV of the Strategy", ("keyword:pillar", "IV")),
        ("支柱一：措施", ("keyword:支柱", "一")),
        ("Supplementary information: projects", ("prefix:supplementary information", "")),
        ("Introduction", None),
        ("Annexation of land", None),
    ],
)
def test_headings_that_a_word_introduces(text: str, expected: tuple[str, str] | None) -> None:
    assert heading_style(text) == expected


@pytest.mark.parametrize(
    ("text", "roman", "value"),
    [
        ("17", False, 17),
        ("¹⁰", False, 10),
        ("十", False, 10),
        ("十二", False, 12),
        ("二十", False, 20),
        ("一百零五", False, 105),
        ("二〇", False, 20),
        ("xiv", False, 14),
        ("XL", True, 40),
        ("i", True, 1),
        ("i", False, 9),
        ("c", False, 3),
        ("2.1", False, 0),
        ("", False, 0),
        ("词", False, 0),
    ],
)
def test_numerals_have_values(text: str, roman: bool, value: int) -> None:
    assert read_number(text, roman=roman) == value

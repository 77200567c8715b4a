"""Generated documents: numbered, nested, in two languages, broken over pages."""

from dataclasses import dataclass

from hypothesis import strategies as st

_ZH_CLAUSES = (
    "会员国加强了边境管理",
    "秘书处收到了若干意见",
    "该办公室继续提供技术援助",
    "各区域组织交流了良好做法",
    "教育和就业机会仍然不足",
    "第 2396(2017) 号决议提出了新的要求",
)
_EN_WORDS = """
    member states continued to share information on border management with regional partners
    while the office provided technical assistance and training under the strategy
""".split()
_TITLES_ZH = ("引言", "背景", "取得的进展", "今后的步骤")
_TITLES_EN = ("Introduction", "Legal framework", "Progress made", "Next steps")
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Numbered:
    """A document of headings and numbered paragraphs, before it is set in print."""

    language: str
    sections: tuple[tuple[str, ...], ...]
    """The paragraphs of each section, without numbers; each is one or more full sentences."""

    def paragraphs(self) -> list[str]:
        return [paragraph for section in self.sections for paragraph in section]

    def render(self, cut: tuple[int, int] | None = None, between: str = "\n\n") -> str:
        """Return the text; `cut` breaks a paragraph (number, offset) by `between`."""
        titles = _TITLES_ZH if self.language == "zh" else _TITLES_EN
        blocks, number = [], 0
        for index, section in enumerate(self.sections):
            mark = f"{_NUMERALS[index]}. " if self.language == "zh" else f"{'ABCDEFGH'[index]}. "
            blocks.append(mark + titles[index % len(titles)])
            for paragraph in section:
                body = paragraph
                if cut is not None and cut[0] == number:
                    body = body[: cut[1]].rstrip() + between + body[cut[1] :].lstrip()
                number += 1
                blocks.append(f"{number}. {body}")
        return "\n\n".join(blocks) + "\n"


@st.composite
def chinese_paragraphs(draw: st.DrawFn) -> str:
    sentences = draw(
        st.lists(
            st.lists(st.sampled_from(_ZH_CLAUSES), min_size=2, max_size=4), min_size=2, max_size=4
        )
    )
    return "".join("，".join(clauses) + "。" for clauses in sentences)


@st.composite
def english_paragraphs(draw: st.DrawFn) -> str:
    sentences = draw(
        st.lists(
            st.lists(st.sampled_from(_EN_WORDS), min_size=8, max_size=16), min_size=2, max_size=4
        )
    )
    return " ".join(f"The {' '.join(words)} alike." for words in sentences)


@st.composite
def numbered_documents(draw: st.DrawFn) -> Numbered:
    language = draw(st.sampled_from(["zh", "en"]))
    paragraph = chinese_paragraphs() if language == "zh" else english_paragraphs()
    sections = draw(st.lists(st.lists(paragraph, min_size=1, max_size=3), min_size=1, max_size=4))
    return Numbered(language, tuple(tuple(section) for section in sections))


LINES = st.one_of(
    chinese_paragraphs(),
    english_paragraphs(),
    st.sampled_from(
        [
            "",
            "",
            "\t",
            "# Title",
            "## 背景",
            "一. 引言",
            "A. Scope",
            "1. Mandates of the office",
            "12. 而且",
            "(a) first item;",
            "- bullet",
            "* 注释",
            "* item",
            "¹ See above.",
            "Annex IV**Joint report****A. Introduction**",
            "a\tb\tc",
            "\tb\t",
            "| a | b |",
            "|---|---|",
            "```",
            "---",
            "> quoted",
            "3/52",
            "\f",
            "**bold** and *emph* [link \\(2014\\)](#) `code`",
            "\\[escaped\\] <http://example.org/a_b>",
            "](#)",
            "[^1]: note",
            "<!-- comment -->",
            "第一章 总则",
            "支柱一：措施",
            "-",
            "🙂 emoji é",
        ]
    ),
    st.text(max_size=40),
)

MESSY_TEXT = st.tuples(
    st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", "\r"])
).map(lambda pair: pair[1].join(pair[0]))

_PIECES = st.one_of(
    st.integers(0, 999).map(lambda number: f"w{number}"),
    st.sampled_from(
        [
            "*",
            "**bold**",
            "_x_",
            "__init__",
            "`code`",
            "\\",
            "\\*",
            "<b>",
            "</p>",
            "<http://example.org/a_b>",
            "<!-- c -->",
            "[a](b)",
            "![a](b)",
            "[^1]:",
            "(see)",
            "](#)",
            "#",
            "##",
            "|",
            "|---|",
            "~~gone~~",
            "&amp;",
            "会员国",
            "（一）",
            "“引文”",
            "—",
            "\U0001f642",
            "3/52",
        ]
    ),
)

WORDS = st.lists(_PIECES, min_size=1, max_size=8).flatmap(
    lambda pieces: st.sampled_from([" ", "", "  "]).map(lambda between: between.join(pieces))
)
"""Text in which much looks like mark-up, without labels at its start."""

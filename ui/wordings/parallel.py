"""Strings of two documents in parallel."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

PARALLEL: Mapping[str, Wording] = {
    "parallel": Wording("中英对读", "In parallel"),
    "parallel-hint": Wording(
        "与另一种语言的译本逐段并排阅读",
        "Read it beside its translation, paragraph by paragraph",
    ),
    "parallel-beside": Wording("并排文档", "Beside it"),
    "parallel-count": Wording(
        "{rows} 行有对应段落；没有对应段落的：{left} {a} 段，{right} {b} 段",
        "{rows} rows that correspond; paragraphs without a counterpart: {left} {a}, {right} {b}",
    ),
    "parallel-strong": Wording("内容相同", "Says the same"),
    "parallel-fair": Wording("可能相同", "Likely the same"),
    "parallel-weak": Wording("不确定", "Doubtful"),
    "parallel-alone": Wording("没有译本", "There is no translation"),
    "parallel-alone-hint": Wording(
        "另一种语言中没有与此文档内容相近的文档。",
        "No document in the other language is on the subject of this one.",
    ),
    "parallel-not": Wording(
        "这两份文档不是逐段对应的",
        "These documents do not follow each other paragraph by paragraph",
    ),
    "parallel-not-hint": Wording(
        "可以另选一份文档，或者在对照图中查看哪些章节彼此相近。",
        "Choose another document, or see in the map which of their sections are near.",
    ),
}

"""What numbered divisions of documents are called in both languages: pillar and 支柱."""

from typing import Final

DIVISIONS: Final = {
    "支柱": "pillar",
    "部分": "part",
    "目标": "goal",
    "专栏": "box",
    "表": "table",
    "图": "figure",
    "阶段": "phase",
    "步骤": "step",
    "原则": "principle",
    "建议": "recommendation",
    "问题": "question",
    "议题": "topic",
}
"""Words that introduce numbered divisions, Chinese to English. Others are cited as printed."""
DIVISIONS_ZH: Final = {english: chinese for chinese, english in DIVISIONS.items()} | {
    "chapter": "章",
    "section": "节",
    "part": "部分",
}
"""The same from English to Chinese."""


def division_words(word: str) -> tuple[str, ...]:
    """Return what a numbered division (`pillar`, 支柱) is called in both languages."""
    english = DIVISIONS.get(word, word)
    return tuple(dict.fromkeys((word, english, DIVISIONS_ZH.get(english, word))))

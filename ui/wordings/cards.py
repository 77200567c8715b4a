"""Strings on the card of a passage."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

CARDS: Mapping[str, Wording] = {
    # How a passage matched.
    "how-matched": Wording("为什么是这一段？", "Why this?"),
    "channel-passage-meaning": Wording("段落含义", "Meaning of the passage"),
    "channel-sentence-meaning": Wording("最佳句子的含义", "Meaning of its best sentence"),
    "channel-words": Wording("词语", "Words"),
    "score": Wording("{words}（{share}%）", "{words} ({share}%)"),
    "close": Wording("相近", "close"),
    "related": Wording("相关", "related"),
    "distant": Wording("较远", "distant"),
    "many-words": Wording("多", "many"),
    "few-words": Wording("少", "few"),
    "none": Wording("无", "none"),
    "words-same": Wording("与问题中相同的词", "As in the question"),
    "words-across": Wording("跨语言匹配的词", "Across languages"),
    "words-forms": Wording("其他形式或名称", "In another form or under another name"),
    "no-words": Wording("没有词语匹配，仅含义接近。", "No words matched, only the meaning."),
    # Copying.
    "copy": Wording("复制", "Copy"),
    "copy-hint": Wording("复制引文和出处", "Copy the quotation with its citation"),
    "copied": Wording("已复制", "Copied"),
    "copy-by-hand": Wording(
        "浏览器不允许自动复制，请按 Ctrl+C",
        "The browser does not allow copying; press Ctrl+C",
    ),
}

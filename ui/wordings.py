"""Strings of single parts of the page, in Chinese and English side by side."""

from collections.abc import Mapping
from typing import NamedTuple


class Wording(NamedTuple):
    """The same message in both languages, with the same `{placeholders}`."""

    zh: str
    en: str


CARDS: Mapping[str, Wording] = {
    # How a passage matched.
    "how-matched": Wording("匹配情况", "How this passage matched"),
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
    "quotation": Wording("“{text}”（{citation}）", "“{text}” ({citation})"),
}
"""On the card of a passage."""

COMPARISON: Mapping[str, Wording] = {
    "counterparts": Wording("另一种语言中的对应内容：", "In the other language:"),
    "no-counterparts": Wording(
        "另一种语言中没有同一内容", "Nothing in the other language is on this subject"
    ),
    "relation-same-content": Wording("内容相同", "says the same"),
    "relation-summary-of": Wording("此处更详细", "says it in detail"),
    "relation-detail-of": Wording("此处为概述", "sums it up"),
    "relation-same-topic": Wording("同一主题", "same topic"),
    "sentence-pair": Wording("对应句（{percent}%）", "Sentences that match ({percent}%)"),
    # In the page.
    "other-language": Wording("另一种语言", "In the other language"),
    "other-language-hint": Wording(
        "查看另一种语言中的对应内容（↑ ↓ 换到上一段、下一段）",
        "See what the other language says on this (↑ ↓ go to other passages)",
    ),
    "back-to-counterparts": Wording("返回各对应章节", "Back to the counterparts"),
    "compared": Wording("对照的内容", "Compared"),
    "compared-in-zh": Wording("中文中的对应内容", "On the same subject in Chinese"),
    "compared-in-en": Wording("英文中的对应内容", "On the same subject in English"),
    "no-counterparts-hint": Wording(
        "内容最接近的段落也不够接近。", "Even the passage that comes nearest is not near enough."
    ),
    "beside": Wording("并排阅读", "Side by side"),
    "beside-heading": Wording("两节并排", "Two sections side by side"),
    "beside-empty": Wording("这一节没有正文", "This section has no text of its own"),
    "beside-count": Wording(
        "{rows} 行中有 {pairs} 对对应句", "{pairs} matching sentences in {rows} rows"
    ),
    "alone": Wording("{count} 句没有对应句", "{count} sentences without a match"),
    "certainty": Wording("把握 {percent}%", "{percent}% sure"),
    "finding": Wording("仅{side}有的{kind}：", "Only in {side} ({kind}): "),
    "pair-verdict": Wording("这些句子是否对应", "Whether these sentences match"),
    "pair-right": Wording("对应", "Right"),
    "pair-wrong": Wording("不对应", "Wrong"),
    "pair-join": Wording("与下一行合并", "Join with the next row"),
    "pair-split": Wording("拆开", "Split"),
    "pair-confirmed": Wording("已确认", "Confirmed"),
    "pair-storing": Wording("正在保存：{stage}", "Being stored: {stage}"),
    "pair-stored-confirmed": Wording("已保存：这些句子对应。", "Stored: these sentences match."),
    "pair-stored-rejected": Wording(
        "已保存：这些句子不对应。", "Stored: these sentences do not match."
    ),
    "pair-stored-withdrawn": Wording("已撤销原来的确认。", "What was confirmed is taken back."),
    "no-findings": Wording(
        "数字、日期、文号、名称和否定均无出入",
        "No difference in numbers, dates, symbols, names or negations",
    ),
}
"""Of counterparts in the other language; relations are told from the counterpart's side."""

GLOSSARY: Mapping[str, Wording] = {
    "glossary": Wording("术语表", "Glossary"),
    "glossary-hint": Wording(
        "查找时，同一条目中的名称视为相同，中英文之间也是如此。",
        "Searching takes the names of an entry for the same, also from one language to the other.",
    ),
    "close-glossary": Wording("关闭", "Close"),
    "glossary-filter": Wording("筛选", "Filter"),
    "glossary-filter-hint": Wording("输入中文、英文或缩写", "Chinese, English or an acronym"),
    "glossary-count": Wording("共 {total} 条", "{total} entries"),
    "glossary-found": Wording("{total} 条中的 {count} 条", "{count} of {total} entries"),
    "glossary-more": Wording("，显示前 {shown} 条", "; the first {shown} are shown"),
    "from-glossary": Wording("术语表文件第 {line} 行", "Glossary file, line {line}"),
    "from-mined": Wording("文档中的定义：", "Defined in"),
    "from-local": Wording("仅用于此文档：", "In this document only:"),
    "add-entry": Wording("添加条目", "Add an entry"),
    "entry-zh": Wording("中文名称", "Chinese name"),
    "entry-en": Wording("英文名称", "English name"),
    "entry-acronym": Wording("缩写", "Acronym"),
    "add": Wording("添加", "Add"),
    "entry-added": Wording("已添加，索引已更新。", "Added, and the index is up to date."),
    "glossary-updating": Wording("正在更新索引：{stage}", "Bringing the index up to date: {stage}"),
    "entry-needs-chinese": Wording("请填写中文名称", "Give a Chinese name"),
    "entry-needs-english": Wording("请填写英文名称或缩写", "Give an English name or an acronym"),
    "entry-not-chinese": Wording(
        "“{name}”中没有汉字，请填在英文或缩写栏",
        "{name} is not Chinese; it belongs in the other fields",
    ),
    "entry-not-english": Wording(
        "“{name}”中有汉字，请填在中文栏",
        "{name} has Chinese characters; it belongs in the Chinese field",
    ),
    "entry-too-long": Wording(
        "名称过长，最多 {limit} 个字符", "A name is too long; it may have {limit} characters"
    ),
    "entry-known": Wording("术语表中已有此条目", "The glossary has this entry already"),
    "sources-gone": Wording(
        "无法更新索引：找不到原文件 {source}。请在建立索引时所在的文件夹中启动引据。",
        "The index cannot be updated: {source} is not there any more. "
        "Start Yinju in the folder in which the documents were indexed.",
    ),
    "glossary-not-written": Wording(
        "无法写入术语表 {path}（{reason}）", "The glossary {path} cannot be written ({reason})"
    ),
}
"""In the drawer of the glossary."""

MAP: Mapping[str, Wording] = {
    "map-title": Wording("对照图：{a}与{b}", "Map: {a} and {b}"),
    "map-side": Wording("{document}（{name}）", "{document} ({name})"),
    "map-all": Wording("全部文档", "all documents"),
    "map-loose": Wording("无标题部分：{title}", "No heading: {title}"),
    "map-counts": Wording(
        "章节 {sections}，段落 {passages}，有对应内容 {percent}%",
        "sections: {sections}, passages: {passages}, with a counterpart: {percent}%",
    ),
    "map-of": Wording("{side} · {counts}", "{side} · {counts}"),
    "map-rows": Wording("行：{side}", "Rows: {side}"),
    "map-columns": Wording("列：{side}", "Columns: {side}"),
    "map-uncovered": Wording(
        "在{side}中没有对应内容的章节：", "Sections without a counterpart in {side}:"
    ),
    "map-all-covered": Wording(
        "每一节在{side}中都有对应内容", "Every section has a counterpart in {side}"
    ),
    "map-cell": Wording("{a} ↔ {b}：{score}", "{a} ↔ {b}: {score}"),
    "map-share": Wording(
        "{section}：{passages} 段，{percent}% 有对应内容",
        "{section}: passages: {passages}, with a counterpart: {percent}%",
    ),
    "map-legend": Wording("章节内容相近程度", "How near two sections are"),
    "map-usual": Wording("0.5：与通常最相近的段落相当", "0.5: as near as the nearest usually are"),
    "map-mutual": Wording("互为最相近的章节", "Each other's nearest section"),
    "map-bar": Wording("有对应内容的段落所占比例", "Share of passages with a counterpart"),
    "map-table": Wording("以表格显示", "As a table"),
    "map-section": Wording("章节", "Section"),
    "map-coverage": Wording("有对应内容", "With a counterpart"),
    "map-nearest": Wording("最相近的章节", "Nearest sections"),
    "map-nothing": Wording("没有对应内容", "No counterpart"),
    # In the page.
    "map": Wording("对照图", "Map"),
    "map-making": Wording(
        "正在比较全部章节，需要几秒钟；其间可以照常查找。",
        "All sections are being compared, which takes some seconds; you may ask meanwhile.",
    ),
    "map-none": Wording("无法绘制对照图", "There is no map"),
    "map-hint": Wording(
        "选择一格，两节并排显示；选择一个标题，查看其对应章节。",
        "A cell opens its two sections side by side; a heading opens its counterparts.",
    ),
    "back-to-map": Wording("返回对照图", "Back to the map"),
}
"""Of the map of sections in both languages."""

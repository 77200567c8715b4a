"""Strings of counterparts in the other language; relations are told from the counterpart's side."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

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
    "pairs-strong": Wording("内容相同（{strong} 起）", "Says the same (from {strong})"),
    "pairs-fair": Wording("相近（{fair} 起）", "Near (from {fair})"),
    "pairs-weak": Wording("不确定（不足 {fair}）", "Doubtful (below {fair})"),
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

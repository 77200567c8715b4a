"""Strings of explanations, filters of a search, and the history of questions."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

EXPLAINING: Mapping[str, Wording] = {
    "explain-rank": Wording(
        "在 {size} 个段落中排第 {rank}；在 {own_size} 个{name}段落中排第 {own_rank}。",
        "Number {rank} of {size} passages; number {own_rank} of the {own_size} in {name}.",
    ),
    "explain-not-shown": Wording(
        "未列出：只显示前 {top_k} 个段落。", "Not shown: only the first {top_k} passages are."
    ),
    "explain-reranked": Wording(
        "此后由 {name} 对最前面的段落重新排序；这里是重排之前的名次和得分。",
        "After that {name} ranked the best passages anew; ranks and scores are those before.",
    ),
    "explain-excluded": Wording(
        "未列出：被筛选条件排除（{filters}）。以下名次是没有筛选时的名次。",
        "Not shown: filters leave it out ({filters}). The ranks below are those without filters.",
    ),
    "explain-language": Wording("语言", "language"),
    "explain-documents": Wording("文档", "document"),
    "explain-sections": Wording("章节", "section"),
    "explain-kinds": Wording("类型", "kind"),
    "explain-parts": Wording("得分由什么组成", "What makes the score"),
    "explain-dense": Wording("段落含义", "Meaning of the passage"),
    "explain-sentence": Wording("最佳句子的含义", "Meaning of its best sentence"),
    "explain-lexical": Wording("词语", "Words"),
    "explain-level": Wording("语言基准", "Level of its language"),
    "explain-part": Wording(
        "{part}（该语言中第 {rank}）", "{part} (number {rank} in its language)"
    ),
    "explain-level-part": Wording(
        "{part}（该语言最佳段落的平均分，使两种语言可比）",
        "{part} (the mean of the best in its language, so that languages can be compared)",
    ),
    "explain-total": Wording("总分", "Score"),
    "explain-terms": Wording("问题中的词", "The words of the question"),
    "explain-found": Wording("{words} 匹配：占 {share}%", "matched by {words}: {share}%"),
    "explain-headings": Wording("在上级标题中：占 {share}%", "in the headings above it: {share}%"),
    "explain-absent": Wording("没有匹配", "not matched"),
    "explain-nowhere": Wording("所有段落中都没有", "in no passage"),
    "explain-translated": Wording("可译为 {words}", "stands for {words}"),
    "explain-compared": Wording(
        "与第 {rank} 名相比：{citation}", "Beside number {rank}: {citation}"
    ),
    "explain-behind": Wording(
        "落后 {gap}，主要差在{channel}（{value}）。",
        "It is {gap} behind, most of it in: {channel} ({value}).",
    ),
    "explain-ahead": Wording(
        "领先 {gap}，主要胜在{channel}（{value}）。",
        "It is {gap} ahead, most of it in: {channel} ({value}).",
    ),
    "explain-missed": Wording(
        "对方有而此处没有或较少的词：{words}", "Words that count for more there: {words}"
    ),
    "also-both": Wording("两种问法都找到", "Found by both wordings"),
    "also-first": Wording("只有“{question}”找到", "Found only by “{question}”"),
    "also-none": Wording("（无）", "(none)"),
    "why-not-that": Wording("为什么不是这一段？", "Why not this?"),
}

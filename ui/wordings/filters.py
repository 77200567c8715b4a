"""Strings of the filters of a search, and of the history of questions."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

FILTERS: Mapping[str, Wording] = {
    "filters": Wording("筛选", "Filters"),
    "filters-count": Wording("筛选（{count}）", "Filters ({count})"),
    "filters-left": Wording("在 {count} 个段落中查找", "Searching {count} passages"),
    "filters-none-left": Wording(
        "没有同时符合这些筛选条件的段落", "No passage meets all of these filters"
    ),
    "filters-clear": Wording("全部清除", "Clear all"),
    "filters-active": Wording("已选的筛选条件", "Filters in use"),
    "filter-remove": Wording("移除筛选条件：{name}", "Remove the filter {name}"),
    "filter-document": Wording("文档", "Document"),
    "filter-section": Wording("章节", "Section"),
    "filter-kind": Wording("类型", "Kind"),
    "filter-column": Wording("表格列：{name}", "Table column: {name}"),
    "filter-text": Wording("含有的词", "Contains the words"),
    "filters-more": Wording("另有 {count} 项未列出", "and {count} more"),
    "history": Wording("历史", "History"),
    "history-hint": Wording(
        "本次会话提过的问题；只保存在此浏览器标签页中。在空的问题框中按 ↑ 键可取回上一个问题。",
        "The questions of this session, kept in this tab only. "
        "The up arrow in an empty question box brings back the last one.",
    ),
    "history-empty": Wording("还没有提过问题", "No questions yet"),
    "history-clear": Wording("清空历史", "Clear the history"),
    "history-hits": Wording("{count} 个段落", "{count} passages"),
    "history-nothing": Wording("没有找到", "nothing found"),
    "close-history": Wording("关闭", "Close"),
}

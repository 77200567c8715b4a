"""Strings of short answers and of answers from tables."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

ANSWERS: Mapping[str, Wording] = {
    "from-table": Wording("表中的回答", "From the table"),
    "understood": Wording("理解为", "Understood as"),
    "no-filter": Wording("全部行", "All rows"),
    "section-column": Wording("章节", "Section"),
    "rows-count": Wording("{count} 行", "{count} rows"),
    "rows-count-one": Wording("1 行", "1 row"),
    "rows-more": Wording("另有 {count} 行", "{count} more rows"),
    "row-cited": Wording("出处", "Citation"),
    "in-text": Wording("正文中的说法", "What the text says"),
    "grouped-by": Wording("按“{column}”分组", "Grouped by “{column}”"),
    "group": Wording("组", "Group"),
    "group-rows": Wording("行数", "Rows"),
    "sort-by": Wording("按“{column}”排序", "Sort by “{column}”"),
    "download-csv": Wording("下载 CSV", "Download CSV"),
    "download-xlsx": Wording("下载 Excel", "Download Excel"),
    # Conditions.
    "op-is": Wording("{column} = {value}", "{column} = {value}"),
    "op-is not": Wording("{column} ≠ {value}", "{column} ≠ {value}"),
    "op-contains": Wording("{column} 含“{value}”", "{column} contains “{value}”"),
    "op-any of": Wording("{column}：{value} 之一", "{column}: any of {value}"),
    "op-starts in": Wording("{column}：{value} 年开始", "{column}: starts in {value}"),
    "op-starts before": Wording("{column}：{value} 年以前开始", "{column}: starts before {value}"),
    "op-starts after": Wording("{column}：{value} 年以后开始", "{column}: starts after {value}"),
    "op-ends in": Wording("{column}：{value} 年结束", "{column}: ends in {value}"),
    "op-ends before": Wording("{column}：{value} 年以前结束", "{column}: ends before {value}"),
    "op-ends after": Wording("{column}：{value} 年以后结束", "{column}: ends after {value}"),
    "op-covers": Wording("{column}：{value} 年在进行", "{column}: goes on in {value}"),
    "op->": Wording("{column} > {value}", "{column} > {value}"),
    "op->=": Wording("{column} ≥ {value}", "{column} ≥ {value}"),
    "op-<": Wording("{column} < {value}", "{column} < {value}"),
    "op-<=": Wording("{column} ≤ {value}", "{column} ≤ {value}"),
}

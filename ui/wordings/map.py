"""Strings of the map of sections in both languages."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

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
        "正在比较全部章节，可能需要一些时间；其间可以照常查找。",
        "All sections are being compared, which may take a while; you may ask meanwhile.",
    ),
    "map-making-name": Wording("绘制对照图", "The map is being made"),
    "map-waiting": Wording("等待开始", "Waiting for its turn"),
    "map-cancelled": Wording("已取消绘制。", "Making the map was cancelled."),
    "map-make": Wording("绘制对照图", "Make the map"),
    "map-none": Wording("无法绘制对照图", "There is no map"),
    "map-hint": Wording(
        "选择一格，两节并排显示；选择一个标题，查看其对应章节。",
        "A cell opens its two sections side by side; a heading opens its counterparts.",
    ),
    "back-to-map": Wording("返回对照图", "Back to the map"),
}

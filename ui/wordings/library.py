"""Strings of the library: what the collection holds, and what is done to it."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

LIBRARY: Mapping[str, Wording] = {
    "library": Wording("文档库", "Library"),
    "close-library": Wording("关闭", "Close"),
    "library-filter": Wording("筛选文档", "Filter the documents"),
    "library-filter-hint": Wording("标题、文号或文件名", "Title, symbol or file name"),
    # Adding.
    "library-choose": Wording("选择文件", "Choose files"),
    "library-drop": Wording(
        "或者把文件拖到此页面的任意位置。", "or drop them anywhere on this page."
    ),
    "library-formats": Wording(
        "文本、Markdown、HTML、Word（.docx）、PDF、CSV 和 Excel（.xlsx）；"
        "每次最多 {files} 份，每份最大 {size}。",
        "Text, Markdown, HTML, Word (.docx), PDF, CSV and Excel (.xlsx); up to {files} at once, "
        "{size} each.",
    ),
    "library-drop-here": Wording("松开即可添加到文档库", "Let go to add to the library"),
    "library-sending": Wording(
        "正在上传：第 {number} 份，共 {total} 份", "Sending {number} of {total}"
    ),
    "library-too-many": Wording(
        "一次最多添加 {limit} 份文件，请分几次添加",
        "At most {limit} files at once; add them in parts",
    ),
    "library-too-large": Wording(
        "{name}：超过 {limit}，请拆分成较小的文件", "{name}: larger than {limit}; divide it"
    ),
    "library-not-sent": Wording(
        "{name}：上传失败，请检查连接后重试",
        "{name}: could not be sent; check the connection, try again",
    ),
    "library-update": Wording("重新读取文件夹", "Read the folders again"),
    "library-update-hint": Wording(
        "读入所索引的文件夹中新增和改动过的文件，移除已不存在的文件。",
        "Takes in what is new or changed in the indexed folders; what is gone is removed.",
    ),
    # Work that is going on, by `library_work.Kind`.
    "doing-add": Wording("正在添加：{names}", "Adding {names}"),
    "doing-remove": Wording("正在移除：{names}", "Removing {names}"),
    "doing-restore": Wording("正在恢复：{names}", "Bringing back {names}"),
    "doing-update": Wording("正在重新读取文件夹", "Reading the folders again"),
    "names-more": Wording("{first} 等 {count} 份文件", "{first} and {count} others"),
    "step-waiting": Wording("等待前一项操作完成", "Waiting until another change is done"),
    "step": Wording("{stage}：{done} / {total}", "{stage}: {done} of {total}"),
    "cancel-change": Wording("取消", "Cancel"),
    "cancelling": Wording("正在取消……", "Cancelling …"),
    "cancelled": Wording(
        "已取消：{names}。文档库没有改变。", "Cancelled: {names}. The library is as it was."
    ),
    "cancelled-update": Wording(
        "已取消重新读取。文档库没有改变。", "Reading again was cancelled. The library is as it was."
    ),
    "dismiss": Wording("知道了", "Dismiss"),
    "report-added": Wording("已添加 {count} 份文档：", "{count} added:"),
    "report-known": Wording(
        "{name}：已在文档库中（{title}）", "{name}: is there already ({title})"
    ),
    "report-refused": Wording("有 {count} 份文件没有读入：", "{count} not read:"),
    "report-nothing": Wording("没有添加任何文档。", "Nothing was added."),
    "report-remove": Wording("已移除：{names}", "Removed: {names}"),
    "report-restore": Wording("已恢复：{names}", "Brought back: {names}"),
    "report-restore-gone": Wording(
        "{names}：文件已不存在，因此没有恢复", "{names}: its file is not there any more"
    ),
    "report-update": Wording("已重新读取文件夹", "The folders were read again"),
    "report-build": Wording(
        "文件夹中：新增 {added} 份，更新 {changed} 份，移除 {removed} 份。",
        "From the folders: {added} added, {changed} changed, {removed} removed.",
    ),
    "report-no-change": Wording("文件夹没有变化。", "Nothing has changed in them."),
    "report-failed": Wording("没有完成：{names}", "Not done: {names}"),
    "report-failed-update": Wording(
        "没有完成：重新读取文件夹", "Not done: reading the folders again"
    ),
    # What there is.
    "library-holds": Wording(
        "共 {documents} 份文档，{passages} 个段落；{time} 建立索引",
        "{documents} documents, {passages} passages; indexed {time}",
    ),
    "library-holds-one": Wording(
        "共 1 份文档，{passages} 个段落；{time} 建立索引",
        "1 document, {passages} passages; indexed {time}",
    ),
    "documents-count": Wording("共 {total} 份", "{total} in all"),
    "documents-found": Wording("{total} 份中的 {count} 份", "{count} of {total}"),
    "documents-none": Wording("没有这样的文档", "There is no such document"),
    "documents-pages": Wording("文档列表分页", "Pages of the list"),
    "documents-page": Wording("第 {page} 页，共 {last} 页", "Page {page} of {last}"),
    "previous-page": Wording("上一页", "Previous"),
    "next-page": Wording("下一页", "Next"),
    "document-passage": Wording("{count} 个段落", "{count} passage"),
    "document-passages": Wording("{count} 个段落", "{count} passages"),
    "document-pages": Wording("{count} 页", "{count} pages"),
    "document-characters": Wording("{count} 字符", "{count} characters"),
    "document-indexed": Wording("{time} 入库", "indexed {time}"),
    "document-added": Wording("由页面添加", "added here"),
    "show-sections": Wording("章节", "Sections"),
    "hide-sections": Wording("收起章节", "Hide the sections"),
    "remove": Wording("移除", "Remove"),
    "remove-document": Wording("移除：{title}", "Remove: {title}"),
    "sections-of": Wording("章节：{title}", "Sections: {title}"),
    "remove-added": Wording(
        "保存在索引中的副本将被删除，您自己的原文件不受影响。",
        "The copy that is kept with the index is deleted. Your own file is not touched.",
    ),
    "remove-own": Wording(
        "文件留在原处，只是不再被索引；随时可以恢复。",
        "The file stays where it is and is not indexed any more. It can be brought back later.",
    ),
    "remove-now": Wording("移除此文档", "Remove this document"),
    "excluded": Wording("已移除的文档（{count}）", "Removed documents ({count})"),
    "excluded-hint": Wording(
        "这些文件还在原处，重新索引时也不会读入。",
        "Their files are where they were, and are passed over whenever the collection is indexed.",
    ),
    "excluded-since": Wording("{time} 移除", "removed {time}"),
    "restore": Wording("恢复", "Bring back"),
    "restore-document": Wording("恢复：{title}", "Bring back: {title}"),
    # Charts.
    "chart-by-kind": Wording("各类段落", "Passages by kind"),
    "chart-by-section": Wording("各部分的段落", "Passages by section"),
    "chart-kind": Wording("类别", "Kind"),
    "chart-section": Wording("部分", "Section"),
    "chart-total": Wording("合计", "In all"),
    "chart-front": Wording("（标题之前）", "(before the first heading)"),
    "chart-rest": Wording("（其余 {count} 个部分）", "({count} more sections)"),
    # On the command line.
    "documents-hold": Wording("共 {count} 份文档：", "{count} documents:"),
    "excluded-hold": Wording(
        "已移除 {count} 份文档（用 --restore 恢复）：",
        "{count} documents were removed (--restore brings one back):",
    ),
    "left-out": Wording(
        "另有 {count} 份已移除的文档没有读入，用 yinju documents 可查看",
        "{count} documents that were removed stay out; yinju documents lists them",
    ),
}

"""Strings about keeping an index up to date and whole."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

KEEPING: Mapping[str, Wording] = {
    "repaired-from-store": Wording(
        "已重建，依据是索引中完好的文本和段落；损坏的文件：{files}",
        "Rebuilt from the texts and passages in the index, which are whole. Damaged were: {files}",
    ),
    "repaired-from-files": Wording(
        "索引中的文本已损坏，因此重新读取了各份文档并重建；损坏的文件：{files}",
        "The texts in the index were damaged, so the documents were read again. Damaged were: "
        "{files}",
    ),
    "repair-lost": Wording(
        "有 {count} 份文档无法读取，已不在索引中：",
        "{count} documents could not be read and are no longer in the index:",
    ),
    "waiting": Wording(
        "{directory}：另一个进程正在更新此索引；等它完成后继续，按 Ctrl+C 放弃",
        "{directory}: another process is updating this index; waiting for it, Ctrl+C gives up",
    ),
    "waiting-for": Wording(
        "{directory}：进程 {process} 从 {since} 起正在更新此索引；等它完成后继续，按 Ctrl+C 放弃",
        "{directory}: process {process} has been updating this index since {since}; waiting for "
        "it, Ctrl+C gives up",
    ),
    "watching": Wording("正在留意变化；按 Ctrl+C 结束", "Watching for changes; Ctrl+C ends it"),
}

"""Strings of the reader: links, the hits of the results, and finding in a document."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

READING: Mapping[str, Wording] = {
    "passage-gone": Wording(
        "链接所指的段落已不在此文档中；文档从头打开。",
        "The passage of this link is no longer in the document, which is opened at its beginning.",
    ),
    "hits-steps": Wording("查找结果", "Results"),
    "hit-of": Wording("第 {n} 个结果，共 {count} 个", "Hit {n} of {count}"),
    "hits-none": Wording("共 {count} 个结果", "{count} hits"),
    "hit-before": Wording("上一个结果", "Previous hit"),
    "hit-after": Wording("下一个结果", "Next hit"),
    "find": Wording("在文档中查找", "Find in the document"),
    "find-of": Wording("第 {n} 处，共 {count} 处", "{n} of {count}"),
    "find-none": Wording("没有找到", "Not found"),
    "find-most": Wording(
        "第 {n} 处，共 {count} 处；只能依次查看前 {most} 处",
        "{n} of {count}; only the first {most} can be stepped through",
    ),
    "find-before": Wording("上一处", "Previous match"),
    "find-after": Wording("下一处", "Next match"),
    "find-close": Wording("关闭查找", "Close finding"),
}

"""Strings in the drawer of the glossary."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

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

"""Strings about citations that people keep: exports, receipts and the basket."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

CITING: Mapping[str, Wording] = {
    # Exports.
    "quotations": Wording("引文", "Quotations"),
    "cited-documents": Wording("引用的文档", "Documents cited"),
    "document-named": Wording("《{title}》，{symbol}", "{title}, {symbol}"),
    "document-untitled": Wording("《{title}》", "{title}"),
    # Receipts.
    "receipt-verbatim": Wording("原文如此", "Word for word"),
    "receipt-folded": Wording(
        "原文如此，只是字形、全角半角或空格不同",
        "The same words; only forms of characters, widths or spaces differ",
    ),
    "receipt-moved": Wording("已移至：{citation}", "Moved to {citation}"),
    "receipt-gone": Wording("文档中已没有这段话", "Gone from the documents"),
    "receipts-sound": Wording(
        "已核对 {count} 条引文，均仍在原处", "Checked {count}; none has moved or is gone"
    ),
    "receipt-line": Wording("{line}. {citation}——{state}", "{line}. {citation} – {state}"),
    # The menu beside a quotation.
    "cite-as": Wording("引用", "Cite"),
    "cite-as-hint": Wording("其他格式，或放入引文篮", "Other formats, or into the basket"),
    "copy-markdown": Wording("复制 Markdown", "Copy Markdown"),
    "copy-bibtex": Wording("复制 BibTeX", "Copy BibTeX"),
    "copy-ris": Wording("复制 RIS", "Copy RIS"),
    "add-to-basket": Wording("放入引文篮", "Add to basket"),
    "in-basket": Wording("已放入引文篮", "In the basket"),
    # The basket.
    "basket": Wording("引文篮", "Basket"),
    "close-basket": Wording("关闭", "Close"),
    "basket-hint": Wording(
        "引文保存在本浏览器中；每次打开都会与文档核对。",
        "Quotations are kept in this browser, and checked against the documents whenever it opens.",
    ),
    "basket-empty": Wording(
        "还没有引文。在出处旁边点“引用”，即可放入。",
        "No quotations yet. Cite, beside a citation, adds one.",
    ),
    "basket-full": Wording(
        "引文篮最多容纳 {most} 条引文", "A basket holds {most} quotations at most"
    ),
    "basket-unsaved": Wording(
        "浏览器没有空间保存，或不允许保存", "The browser has no room, or does not allow keeping it"
    ),
    "basket-unreadable": Wording("这一条无法读取", "This entry cannot be read"),
    "export-markdown": Wording("导出 Markdown", "Export Markdown"),
    "export-docx": Wording("导出 Word", "Export Word"),
    "note": Wording("备注", "Note"),
    "item-up": Wording("上移", "Up"),
    "item-down": Wording("下移", "Down"),
    "item-remove": Wording("移除", "Remove"),
    "renew-citation": Wording("改用新出处", "Cite it there"),
}

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
}

"""The words of each format, put into inputs by `tests.fuzz.mutation`."""

from typing import Final

TEXT: Final = (
    "会员国加强了边境管理。", "The office met twice a year. ", "。", ". ", "；", ";", "：", ":",
    "，", "# ", "## 背景", "###### ", "一. 引言", "（一）", "第一条 ", "第二章 总则", "A. Scope",
    "I. ", "1. ", "12. 而且", "1.2.3 ", "(a) ", "(iv)", "a) ", "- ", "* ", "+ ", "• ", "> ",
    "    ", "\t", "a\tb\tc", "| a | b |", "|---|---|", "|", "\\|", "```", "~~~", "---", "===",
    "***", "**bold**", "**", "__", "*emph*", "`", "~~", "\\", "\\[", "[", "]", "](", "[a](b)",
    "![a](b)", "](#)", "[^1]", "[^1]: note", "[^", "¹", "¹²", "¹ See above.", "* 注释", "†",
    "<!--", "-->", "<b>", "</p>", "<http://a.b/c_d>", "&amp;", "&#x202e;", "3/52", "Page 3",
    "- 3 -", "\f", "A/72/840", "S/2018/1", "Annex II", "附件二",
    "Annex IV**Joint report****A. Introduction**", "支柱一：措施", "word-\n", "“", "”", "（", "）",
    "(", ")", "e.g. ", "No. 5", "3.5", "1,000", "50 %", "……", "…", "?!", "秘书长", "km²", "10⁹",
)  # fmt: skip
"""Of plain text and of Markdown."""

HTML: Final = (
    "<p>", "</p>", "<div>", "</div>", "<h1>Title</h1>", "<h2>", "</h2>", "<h6>", "<ul>", "</ul>",
    "<ol>", '<ol start="9" type="i">', "<ol reversed>", "</ol>", "<li>", "</li>", '<li value="4">',
    '<ol style="list-style: cjk-ideographic">', "<table>", "</table>", "<tr>", "</tr>", "<td>",
    "</td>", "<th>", '<td rowspan="3">', '<td colspan="99999">', "<caption>c</caption>", "<thead>",
    "<tbody>", "<sup>2</sup>", "<sup>", "</sup>", "10<sup>9</sup>", '<a href="#n1">1</a>',
    '<a id="r1">', "</a>", '<aside id="n1">1 note <a href="#r1">↑</a></aside>',
    '<a href="#n1" role="doc-noteref">[1]</a>', '<li id="n1" class="footnote">',
    '<section class="footnotes">', "</section>", "<br>", "<q>", "</q>",
    "<ruby>漢<rt>kan</rt></ruby>", "<main>", "</main>", '<div role="main">', "<title>", "</title>",
    "<head>", "<body>", "</body>", "</html>", "<script>", "</script>", "<style>", "<!--", "-->",
    "<![CDATA[", "]]>", "<!DOCTYPE html>", '<!DOCTYPE a [<!ENTITY b "c">]>',
    "<?xml version='1.0' encoding='gbk'?>", '<meta charset="big5">', "<meta charset=utf-16>",
    "&amp;", "&#0;", "&#xD800;", "&#x202e;", "&#1114112;", "&nbsp;", "&lt;", "<svg>",
    "<math><mi>x</mi></math>", "<template>", "<noscript>", "<plaintext>", "<select>", "<frameset>",
    "<p hidden>", '<p style="display:none">', '<b aria-hidden="true">', "<", ">", '"', "'", "=",
    "/>", "<x:y>", "<p\0>", "<pre>", "<dl>", "<dt>", "<dd>", "中文", "text ", "\n", "* ", "# ",
    "| ", "[^1]", "`", "\\",
)  # fmt: skip

DELIMITED: Final = (
    ",", ";", "\t", "|", "，", '"', '""', '"a,b"', '"a\nb"', "\n", "\r\n", "\r", "sep=;", "sep=",
    "sep=\t", "序号", "船名", "费用（元）", "Name", "1,2,3", "2024/1/5", "¥1,200.00", "12%", "-3",
    "'", "\\", "a\tb", ",,,,,,,,", "\n\n\n", "TRUE", "http://a.b/c", "*", "|---|", "# ", "[^1]",
    "¹", "\f",
)  # fmt: skip

PDF: Final = (
    "BT", "ET", "Tj", "(text) Tj", "(\\344\\270\\255) Tj", "<4e2d6587> Tj",
    "[(a) -250 (b) 9999 (c)] TJ", "/F1 12 Tf", "/F1 0 Tf", "/F9 1 Tf", "1 0 0 1 70 700 Tm",
    "0 1 -1 0 0 0 Tm", "0 0 0 0 0 0 Tm", "1e30 0 0 1e30 0 0 cm", "70 700 Td", "14 TL", "T*",
    "3 Tr", "5 Ts", "200 Tz", "q", "Q", "q q q q", "0 0 100 100 re S", "0 0 100 0.5 re f",
    "70 600 m 500 600 l S", "70 600 m 70 100 l h S", "W n", "B*", "/Im1 Do", "/Fm1 Do",
    "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "obj", "endobj", "stream", "endstream", "<<", ">>", "[",
    "]", "1 0 R", "2 0 R", "3 0 R", "9 9 R", "/Kids [3 0 R 2 0 R]", "/Count 99999",
    "/Parent 3 0 R", "/Type /Page", "/Type /Pages", "/MediaBox [0 0 0 0]",
    "/MediaBox [0 0 1e9 1e9]", "/MediaBox [600 800 0 0]", "/Rotate 90", "/UserUnit 1000",
    "/Length 99999", "/Length 0", "/Filter /FlateDecode", "/Filter /ASCII85Decode",
    "/Filter [/ASCIIHexDecode /LZWDecode]", "/Contents", "/Resources", "/Font",
    "/Encoding /WinAnsiEncoding", "/Encoding /UniGB-UCS2-H", "/ToUnicode 4 0 R",
    "/Differences [65 /uniD800 /u1F642]", "/Widths [0 -500 1e9]",
    "/PageLabels << /Nums [0 << /S /r >>] >>", "/S /D /P (A-) /St 4294967295", "/Title (x)",
    "/Title <feffd83dde42>", "/Title <feffd800>", "xref", "trailer", "startxref", "%%EOF",
    "/Encrypt 1 0 R", "/Prev 9", "beginbfchar", "<0041> <D800>", "endbfchar", "beginbfrange",
    "<0000> <ffff> <0000>", "endbfrange", "null", "true",
)  # fmt: skip

TABLES: Final = (
    "\t", "‖", "\\‖", "\\", '"', '""', "#", "\n", "\r\n", "zh", "en", "verdict", "confirmed",
    "rejected", "确认", "否决", "ok", "no", "verdict\tzh\ten", "联合国", "United Nations", "UN",
    "(UN)", "；", ";", "|", "term", "acronym", "/", ",", " ", "　",
)  # fmt: skip

WORD: Final = (
    "begin", "separate", "end", "decimal", "lowerRoman", "upperRoman", "chicago",
    "chineseCounting", "chineseLegalSimplified", "ideographDigital", "lowerLetter", "ordinal",
    "bullet", "none", "continue", "restart", "superscript", "heading 1", "Title", "toc 1", "%1.%2",
    "%9、", "（%1）", "0", "off", "true", "FFFFFFFF", "F0B7", "D800", "110000", "paragraph",
    "character", "../document.xml", "document.xml", "styles.xml", "footnote", "中文", "text ",
    "10", "²", "* ", "# ", "| ", "[^1]", "`", "\\", "]", "(", "^",
)  # fmt: skip

SHEET: Final = (
    "A1", "B2", "XFD1048576", "ZZZ9999999", "A0", "A1:C3", "C3:A1", "A1:XFD1048576", "s", "n", "b",
    "e", "str", "inlineStr", "d", "TRUE", "#REF!", "0.00", "#,##0.00_);[Red](#,##0.00)", "0%",
    "0.00E+00", "# ?/?", "yyyy-mm-dd hh:mm:ss.000", "[h]:mm:ss", "yyyy\"年\"m\"月\"d\"日\"", "@",
    "General", ";;;", "[$¥-804]#,##0", "[>=100]0;[<0]\"a\";@", "0,,", "\\", "_x000D_", "_xD800_",
    "_xDC00_", "_x0000_", "1e308", "1e400", "nan", "inf", "-1", "60", "2958466", "45000.5",
    "hidden", "veryHidden", "1904", "true", "中文", "| ", "# ",
)  # fmt: skip

QUESTION: Final = (
    "How many ", "how many", "list ", "which ", "per ", "each ", "most", "after 2015",
    "before 2018", "between", "2014–2016", "in 2017", "and ", "or ", "not ", "no. 2", "(", ")",
    "\"", "“", "”", "项目", "project", "projects", "多少", "哪些", "几个", "每个", "最多", "之后",
    "以前", "至", "第二", "Status", "Ongoing", "Completed", "UNODC", "毒罪办", "Mali", "马里",
    "联合国", "?", "？", "who", "when", "where", "谁", "何时", "why", "document: ", "section: ",
    "kind: table-row", "column: ", "column: Status=", "=", "language: zh", "language: en",
    "projects.md", "museum.zh.md", "历史", "A history", "Years", "Budget", "$1,200", "50 %", "*",
    "\\", "[", "]", "{", "}", ".", "+", "?", "^", "|", "/", "ﷺ", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", "１２",
    "一百二十", "百万", "million", "half", "’s", "-",
)  # fmt: skip

QUOTATION: Final = (
    '"source": ', '"sha256": ', '"passage_id": ', '"spans": ', '"words": ', '"citation": ',
    '"title": ', '"zh": ', '"en": ', '"symbol": ', '"language": ', '"pages": ', '"note": ', "[",
    "]", "{", "}", ",", ":", '""', '" "', '"a"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"',
    '"\\u202e"', "null", "true", "1", "-1", "1e400", "NaN", "[0, 1]", "[[0, 4], [5, 9]]",
    '["a", "b"]', '[""]', "99999999999999999999999", '"zh"', '"en"', '"projects.md"', '"*"',
    '"（"', '"**b**"', '"{"', '"^"', "\\n", "\\t", '"ﬁ"', '"²"', '"İ"',
)  # fmt: skip

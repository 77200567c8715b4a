"""Every string a reader sees, in Chinese and English side by side."""

import errno
import os
from collections.abc import Mapping

from indexer.errors import YinjuError
from indexer.passages import Language
from ui.numbers_and_dates import number
from ui.wordings.access import ACCESS
from ui.wordings.answers import ANSWERS
from ui.wordings.cards import CARDS
from ui.wordings.citing import CITING
from ui.wordings.comparison import COMPARISON
from ui.wordings.explaining import EXPLAINING
from ui.wordings.filters import FILTERS
from ui.wordings.glossary import GLOSSARY
from ui.wordings.keeping import KEEPING
from ui.wordings.library import LIBRARY
from ui.wordings.map import MAP
from ui.wordings.parallel import PARALLEL
from ui.wordings.reading import READING
from ui.wordings.selftest import SELFTEST
from ui.wordings.wording import Wording
from ui.wordings.written import WRITER_ERRORS_ZH, WRITTEN

MESSAGES: Mapping[str, Wording] = {
    # The page.
    "name": Wording("引据", "Yinju"),
    "tagline": Wording(
        "中英文文档检索，句句有出处", "Find it in Chinese and English, with the source"
    ),
    "interface-language": Wording("界面语言", "Interface language"),
    "question": Wording("问题", "Question"),
    "question-hint": Wording(
        "用中文或英文提问，也可以只输入关键词", "Ask in English or Chinese, or type some keywords"
    ),
    "ask": Wording("查找", "Ask"),
    "search-in": Wording("查找范围", "Search in"),
    "filter-all": Wording("全部", "Both"),
    "filter-zh": Wording("中文", "Chinese"),
    "filter-en": Wording("英文", "English"),
    "examples": Wording("例如", "For example"),
    # What was found.
    "answer": Wording("原文中的回答", "In the words of the documents"),
    "passages": Wording("相关段落", "Passages"),
    "nearest-passages": Wording("最接近的段落", "Nearest passages"),
    "nothing-found": Wording(
        "这些文档中没有对此问题的回答", "Nothing in these documents answers this"
    ),
    "nothing-found-hint": Wording(
        "下面是内容最接近的段落，供参考。也可以换一种说法再试。",
        "The passages nearest in meaning are below. Other words may find more.",
    ),
    "no-passages": Wording("没有找到任何段落", "No passages were found"),
    "support": Wording(
        "文档支持程度：{strength}（{percent}%）", "Support: {strength} ({percent}%)"
    ),
    "support-hint": Wording(
        "表示文档内容在多大程度上支持对此问题的回答",
        "How well the documents support an answer to this question",
    ),
    "strong": Wording("高", "strong"),
    "fair": Wording("中", "fair"),
    "weak": Wording("低", "weak"),
    "layout": Wording("显示方式", "Show as"),
    "layout-list": Wording("一个列表", "One list"),
    "layout-columns": Wording("中英并列", "Side by side"),
    "column-zh": Wording("中文段落", "In Chinese"),
    "column-en": Wording("英文段落", "In English"),
    "column-zh-empty": Wording(
        "这些文档中没有中文段落", "These documents have no Chinese passages"
    ),
    "column-en-empty": Wording(
        "这些文档中没有英文段落", "These documents have no English passages"
    ),
    **ANSWERS,
    **CARDS,
    **CITING,
    "section": Wording("所在章节", "Section"),
    "open-citation": Wording("在原文中打开", "Open in the document"),
    "notice": Wording("无法查找", "This cannot be searched"),
    "not-opened": Wording("无法打开文档", "The document cannot be opened"),
    "separator": Wording("、", ", "),
    "colon": Wording("：", ": "),
    "section-separator": Wording(" › ", " › "),
    # Kinds of passages, by `Passage.kind`, and languages.
    "kind-paragraph": Wording("段落", "paragraph"),
    "kind-list-item": Wording("列表项", "list item"),
    "kind-table-row": Wording("表格行", "table row"),
    "kind-footnote": Wording("脚注", "footnote"),
    "kind-heading": Wording("标题", "heading"),
    "language-zh": Wording("中文", "Chinese"),
    "language-en": Wording("英文", "English"),
    # The document reader.
    "reader": Wording("原文", "Document"),
    "reader-hint": Wording(
        "点击出处，即可在此处打开原文并定位到相应段落。",
        "Click a citation to open the document here, at the passage.",
    ),
    "contents": Wording("目录", "Contents"),
    "back-to-results": Wording("回到查找结果", "Back to the results"),
    "documents": Wording("文档", "Documents"),
    "documents-more": Wording("另有 {count} 份文档", "and {count} more"),
    **FILTERS,
    **GLOSSARY,
    **LIBRARY,
    **COMPARISON,
    **EXPLAINING,
    **KEEPING,
    **MAP,
    **PARALLEL,
    **READING,
    **SELFTEST,
    **WRITTEN,
    **ACCESS,
    # The program.
    "serving": Wording(
        "引据已启动：{url}（按 Ctrl+C 停止）", "Yinju is ready at {url} (stop with Ctrl+C)"
    ),
    # The command line.
    "matched-terms": Wording("匹配词：{words}", "Matched terms: {words}"),
    "stage-read": Wording("读取", "Reading"),
    "stage-encode": Wording("编码", "Encoding"),
    "stage-re-encode": Wording("模型已变，全部重新编码", "Another model, encoding all anew"),
    "model-changed": Wording(
        "模型由 {before} 换为 {now}：全部段落已重新编码，其间一直可以检索",
        "The model was {before} and is {now}: all passages were encoded anew, and could be "
        "searched meanwhile.",
    ),
    "stage-write": Wording("写入", "Writing"),
    "stage-test": Wording("自检", "Testing"),
    "stage-load": Wording("载入 Milvus", "Loading into Milvus"),
    "stage-questions": Wording("提问", "Asking"),
    "stage-compare": Wording("对照", "Comparing"),
    "encoded": Wording(
        "{path}：本份共 {texts} 条文字，其中 {encoded} 条为本次编码；用时 {seconds} 秒",
        "{path}: {texts} texts in this share, {encoded} of them encoded now, in {seconds} s",
    ),
    "indexed": Wording(
        "新增 {added} 份文档，更新 {changed} 份，未变 {unchanged} 份，"
        "改名 {renamed} 份，移除 {removed} 份；用时 {seconds} 秒",
        "{added} documents added, {changed} changed, {unchanged} unchanged, "
        "{renamed} renamed, {removed} removed, in {seconds} s",
    ),
    "index-holds": Wording(
        "索引现有 {documents} 份文档；各类段落数：",
        "The index holds {documents} documents. Passages by kind:",
    ),
    "not-read": Wording("有 {count} 份文件没有读入：", "{count} files were not read:"),
    "not-answered": Wording("有 {count} 个问题没有查找：", "{count} questions were not searched:"),
    "glossary-holds": Wording("术语表有 {count} 条：", "{count} entries:"),
    "candidates-hold": Wording(
        "由确认的句对得出的候选术语：{count} 条", "{count} candidates from confirmed sentence pairs"
    ),
    "origin-glossary": Wording("术语表", "glossary"),
    "origin-mined": Wording("文档中的定义", "defined in a document"),
    "origin-local": Wording("仅在该文档中如此", "in this document only"),
    "check-sound": Wording("{directory}：索引完好", "{directory}: the index is sound"),
    "check-findings": Wording(
        "索引有 {count} 处问题：", "{count} things are wrong with the index:"
    ),
    "reranker-not-asked": Wording(
        "重排模型 {name} 分辨不出以下情形的答案，因此不予使用：{directions}",
        "The reranker {name} does not tell answers apart in these directions, and is not asked in "
        "them: {directions}",
    ),
    "interrupted": Wording("已中断，没有丢失任何内容", "interrupted; nothing was lost"),
    "unexpected": Wording(
        "意外错误（{error}）；设置 YINJU_TRACEBACK=1 可查看详情，请报告此问题",
        "unexpected error ({error}); set YINJU_TRACEBACK=1 for details, and please report it",
    ),
    "align-score": Wording("相似度", "Score"),
    "corrections-stored": Wording(
        "已存入 {count} 条改正：{path}", "{count} corrections were stored in {path}"
    ),
    "corrections-none": Wording("没有新的改正", "There is nothing new to store"),
    "diff-none": Wording("没有发现不一致之处", "No differences were found"),
    "diff-count": Wording("发现 {count} 处不一致：", "{count} differences were found:"),
    "diff-nothing": Wording("（对方没有对应内容）", "(nothing on the other side)"),
    "difference-number": Wording("数字", "Number"),
    "difference-date": Wording("日期", "Date"),
    "difference-percentage": Wording("百分比", "Percentage"),
    "difference-symbol": Wording("文号", "Symbol"),
    "difference-name": Wording("名称", "Name"),
    "difference-country": Wording("国家", "Country"),
    "difference-negation": Wording("否定", "Negation"),
    "difference-sentence": Wording("没有对应句", "Sentence without a counterpart"),
    "stopped": Wording("引据已停止", "Yinju has stopped"),
}

ERRORS_ZH: Mapping[str, str] = {
    "YinjuError": "出了点问题，请重试",
    "SourceNotFound": "{source}：找不到该文件或文件夹，请检查路径",
    "NothingToIndex": (
        "{source}：没有可以建立索引的文档；请提供文本、Markdown、HTML、Word（.docx）、PDF、CSV 或 "
        "Excel（.xlsx）文件，或者包含这类文件的文件夹"
    ),
    "UnreadableSource": "{source}：无法读取（{reason}），请检查权限",
    "UnsupportedFormat": "{source}：不支持 {suffix} 文件，请转换为 .docx、.pdf、.html 或 .txt",
    "LegacyFormat": "{source}：不支持 Office 2007 以前的格式，请另存为 {suffix}",
    "BinarySource": (
        "{source}：不是文本文件；请改用与内容相符的扩展名（.pdf、.docx、.xlsx），或者转换为 .txt"
    ),
    "DamagedSource": (
        "{source}：文件已损坏，或者不是 {suffix} 文件（{reason}）；请用原来的程序打开并重新保存"
    ),
    "EncryptedSource": "{source}：有密码保护，请另存一份不带密码的副本",
    "ScannedSource": (
        "{source}：只有扫描图像，没有文字；请先做文字识别（OCR），"
        "例如：ocrmypdf -l chi_sim+eng IN.pdf OUT.pdf"
    ),
    "OversizedSource": "{source}：太大（{size}，最多 {limit}），请分成几个较小的文件",
    "EmptySource": "{source}：文件是空的",
    "UndecodableSource": (
        "{source}：无法识别文件编码（已尝试 UTF-8、UTF-16、GB18030、Big5），请另存为 UTF-8"
    ),
    "IndexNotFound": (
        "{directory}：这里没有索引；请用以下命令建立：yinju index PATH --index {directory}"
    ),
    "ForeignDirectory": "{directory}：此文件夹不是引据的索引，请用 --index 另选一个",
    "IncompatibleIndex": (
        "{directory}：索引格式为 {found}，此版本只能读取格式 {expected}；"
        "请用以下命令重新建立：yinju index PATH --index {directory}"
    ),
    "DamagedIndex": (
        "{directory}：索引已损坏（{detail}）；"
        "请用以下命令重新建立：yinju index PATH --index {directory}"
    ),
    "ModelMismatch": (
        "{directory}：此索引是用模型 {found} 建立的，而不是 {expected}；"
        "请去掉 --model，或者在另一个文件夹中建立索引"
    ),
    "IndexBusy": "{directory}：另一个进程正在建立此索引，请等它完成",
    "IndexNotWritten": (
        "{directory}：无法写入索引（{reason}）；原有索引没有改动，"
        "请腾出一些空间，让文件夹可以写入，或者用 --index 另选文件夹"
    ),
    "SelfTestFailed": (
        "{directory}：新索引没有通过自检：{channel} 通道在 {tried} 个已知段落中只找到 {found} 个"
        "（{language}）；原有索引没有改动。请报告此问题"
    ),
    "EmptyQuestion": "问题是空的，请输入问题或关键词",
    "QuestionTooLong": "问题有 {length} 个字符，最多只能查找 {limit} 个字符，请缩短",
    "NoDocumentCalled": "{name}：没有这份文档；现有文档：{names}",
    "NoSectionCalled": "{name}：没有这个章节；现有章节：{names}",
    "NoColumnCalled": "{name}：表格中没有这一列；现有各列：{names}",
    "NoCellWith": "{value}：{column} 一列中没有这个值；现有：{names}",
    "WhereWithoutValue": "{text}：格式应为 列名=值，例如 Status=Completed；现有各列：{names}",
    "NothingRemains": "没有同时符合这些筛选条件的段落，请去掉其中一个",
    "NoTableAsked": "没有哪个表格能按这种问法回答，因此没有可以更改的条件",
    "NoSuchComparison": "{operator}：{column} 不能这样比较；可以用：{names}",
    "NotANumber": "{value}：{column} 要与数字比较，例如 2018",
    "HeadingNotSearched": "{passage_id}：这是标题；标题不参加查找，请改用它下面的段落",
    "UnknownPassage": "{passage_id}：索引中没有这个段落；yinju passages 可列出所有段落",
    "UnknownSection": "{section_id}：索引中没有这一节；yinju passages 列出的标题就是各节",
    "NoPassageThere": "{source}：[{start}, {end}] 处没有段落；yinju passages 可显示各段落的位置",
    "LastDocument": "{source}：索引中唯一的文档不能移除；请先添加另一份文档",
    "NotRemoved": "{source}：不在已移除的文档之列；用 yinju documents 可查看",
    "OwnFile": (
        "{source}：这是关于文档库的文件，不是文档；请把它放在文档旁边再运行 yinju index，或者改名"
    ),
    "PathGone": (
        "{path}：建立索引时的路径已不存在；请放回原处，或者用 yinju index PATH 重新指定索引的内容"
    ),
    "PathEmptied": (
        "{source}：索引中有 {count} 份来自此处的文档，现在这里一份也没有。请放回文档（接上磁盘），"
        "或者用以下命令将其移出索引：yinju index --allow-empty PATH"
    ),
    "UnknownDocument": "{source}：不在此索引中；请用以下命令加入：yinju index {source}",
    "AmbiguousDocument": "{name}：有几份文档都是这个名称，请给出其中一份的路径：{sources}",
    "OneLanguage": "{source}：全部内容只有一种语言；对照图比较的是中文和英文",
    "MapTooLarge": (
        "{zh} 个中文段落和 {en} 个英文段落太多，无法在页面上绘制对照图；"
        "请用 ?map=文号 打开一份文件的对照图，或运行 yinju map"
    ),
    "TooLongForParallel": (
        "{source} 在一种语言中就有 {passages} 个段落；对读最多显示 {limit} 个。"
        "请逐节对照，或对文件运行 yinju align"
    ),
    "SameLanguage": (
        "{a} 和 {b} 是同一种语言；对照图比较的是中文和英文，请给出中文、英文文档各一份"
    ),
    "NoChineseFont": (
        "{path}：本机没有含汉字的字体；请安装一种（Debian 上为 fonts-noto-cjk），"
        "或者改存为 SVG，由打开它的机器提供字体"
    ),
    "QueriesError": "{source}，第 {line} 行：{reason}",
    "NoJson": "不是 JSON（{reason}）",
    "LineWithoutQuestion": '需要含有 "id" 和 "question" 的对象',
    "LineWithoutId": '需要 "id"',
    "UnreadableLine": (
        '格式应为 {{"id": …, "passage_id": …}} 或 {{"id": …, "source": …, "span": [start, end]}}'
    ),
    "UnreadableReceipt": "格式与 yinju cite --format json 写出的引文不符",
    "RepeatedId": "标识“{id}”出现了两次",
    "GlossaryError": "{source}，第 {line} 行：{reason}",
    "CorrectionsError": "{source}，第 {line} 行：{reason}",
    "WrongHeader": "第一行必须写明各列名称 {columns}，用制表符分隔",
    "UnknownVerdict": "“{verdict}”不是判定，请写“确认”或“否决”",
    "CorrectionWithoutSentences": "没有写明句子；请至少填写一侧，或者删除这一行",
    "RejectedAlone": "只能否决两侧都有的句子；要给一个句子加上对应句，请把对应句的编号写在旁边",
    "UnknownSentence": "{text} 中没有编号为“{number}”的句子；共有 {count} 句，从 0 开始编号",
    "SentencesApart": "第 {numbers} 句不相连，请分行写",
    "SentenceTwice": "{text} 的第 {number} 句在第 {first} 行也有，请只保留一处",
    "SentenceChanged": (
        "文字与 {text} 的第 {numbers} 句不符；如果文件改动过，请重新运行 yinju align"
    ),
    "NotBilingual": "{a} 和 {b} 是同一种语言；改正对齐需要一份中文和一份英文",
    "CorrectionsNotWritten": "{path}：无法写入（{reason}），请用 --corrections 另选文件",
    "OutputNotWritten": "{path}：无法写入（{reason}），请另选文件",
    "AddressInUse": "无法在 {host}:{port} 上提供服务（{reason}），请用 --port 另选端口",
    "PasswordNeeded": (
        "其他机器可以访问 {host}，因此需要密码：请设置 YINJU_AUTH=用户名:密码；"
        "只在本机使用时，请去掉 --host"
    ),
    "UnreadablePasswords": "YINJU_AUTH 第 {line} 行：请写成“用户名:密码”，每行一个用户",
    "BadParameter": "{name}：应为 {expected}",
    "BadStoreAddress": (
        "{value}：无法识别；请写成 milvus:http://主机:端口（不是默认数据库时，再加 /数据库名），"
        "或 local；"
        "令牌请写入环境变量 YINJU_MILVUS_TOKEN"
    ),
    "StoreUnreachable": (
        "{uri}：Milvus 没有响应（{reason}）；请启动它，或检查地址和环境变量 YINJU_MILVUS_TOKEN"
    ),
    "StoreRefused": (
        "{uri}：Milvus 拒绝了请求（{reason}）；请用 yinju check 检查索引，"
        "用 yinju check --repair 重新载入"
    ),
    "EncodedFileUnreadable": "{path}：无法读取（{reason}），请给出 yinju encode 写出的文件",
    "EncodedFileNotWritten": (
        "{path}：无法写入（{reason}）；请腾出空间或另选文件，再运行 yinju encode，"
        "已编码的内容仍然保留"
    ),
    "EncodedFileBusy": "{path}：另一个进程正在向此文件编码，请用 --output 另选文件",
    "NoEncodedFile": "{path}：不是 yinju encode 写出的文件，请另选文件",
    "EncodedOtherwise": (
        "{path}：不是由本版引据用模型 {model} 编码的；index 和 encode 请使用相同的 --model，"
        "或者编码到另一个文件"
    ),
    "StoreIncomplete": (
        "{uri}：载入后，Milvus 中的 {what} 只有 {found} 条，应有 {expected} 条；"
        "旧索引未受影响，请再试一次"
    ),
    "ExtraNotInstalled": "{feature} 需要额外的软件包，请安装：pip install 'yinju[{extra}]'",
    "ModelUnavailable": (
        "无法加载模型 {model}（{reason}）；请指定本地文件夹，把 HF_ENDPOINT 设为可用的镜像，"
        "或者去掉 --model 以使用内置模型"
    ),
    "RerankerUnavailable": (
        "无法使用重排模型 {model}（{reason}）；请指定一个交叉编码器：本地文件夹，或者模型库中的名称"
        "（可将 HF_ENDPOINT 设为镜像），或者去掉 --reranker"
    ),
    **WRITER_ERRORS_ZH,
}
"""Chinese wording of the errors by their `code`; the English one is the class's own."""

_REASONS_ZH: Mapping[str, str] = {
    os.strerror(errno.ENOSPC): "磁盘空间不足",
    os.strerror(errno.EDQUOT): "磁盘配额已用完",
    os.strerror(errno.EFBIG): "文件超出大小限制",
    os.strerror(errno.EROFS): "磁盘是只读的",
    os.strerror(errno.EACCES): "没有权限",
    os.strerror(errno.EPERM): "不允许此操作",
    os.strerror(errno.EIO): "磁盘读写出错",
}
"""Chinese wording of what the system says where it refuses to read or write."""

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "A/72/840": (
        "有多少位领导人在大会上强调改善国际反恐合作？",
        "突尼斯有哪些打击资助恐怖主义的项目？",
        "How often do the heads of UNOCT and CTED meet?",
        "Why are young people drawn to terrorist groups?",
    ),
}
"""Questions to try, by the symbol of the document that answers them."""

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


def message(key: str, language: Language, **values: object) -> str:
    """Return a message in a language, with `values` in the place of its placeholders.

    Whole numbers are written as people do, with their thousands set apart.

    Raises
    ------
    KeyError
        There is no such message, or a value is missing.
    """
    wording = MESSAGES[key]
    shown = {name: _shown(value) for name, value in values.items()}
    return (wording.zh if language == "zh" else wording.en).format(**shown)


def _shown(value: object) -> object:
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def error_message(error: YinjuError, language: Language) -> str:
    """Return what an error says in a language; in English where Chinese has no wording.

    An error among its values is said in the language as well, and so is what the system said.
    """
    template = ERRORS_ZH.get(error.code)
    if language == "en" or template is None:
        return str(error)
    values = {
        name: error_message(value, language) if isinstance(value, YinjuError) else value
        for name, value in error.values.items()
    }
    if "reason" in values:
        values["reason"] = _REASONS_ZH.get(str(values["reason"]), values["reason"])
    return template.format(**values)


def preferred_language(environment: Mapping[str, str]) -> Language:
    """Return the language that the variables of a shell ask for; the first one set decides."""
    chosen = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name))), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def accepted_language(header: str) -> Language:
    """Return the language that an `Accept-Language` header ranks higher, English by default."""
    weights: dict[Language, float] = {"zh": 0.0, "en": 0.0}
    for choice in header.split(","):
        tag, *parameters = (part.strip() for part in choice.lower().split(";"))
        language: Language | None = "zh" if tag[:2] == "zh" else "en" if tag[:2] == "en" else None
        if language is not None:
            weights[language] = max(weights[language], _weight(parameters))
    return "zh" if weights["zh"] > weights["en"] else "en"


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0

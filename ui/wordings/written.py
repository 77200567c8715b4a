"""Strings of answers that a language model writes, and of why a sentence is struck out."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

WRITTEN: Mapping[str, Wording] = {
    "written": Wording("模型撰写的回答", "Answer written by a model"),
    "written-by": Wording(
        "由 {host} 的 {model} 根据找到的段落撰写；每句话都与所引段落核对过",
        "By {model} at {host}, from the passages found; each sentence was checked against what it "
        "cites",
    ),
    "written-under-way": Wording("正在撰写和核对……", "Writing and checking…"),
    "written-stop": Wording("停止", "Stop"),
    "written-stopped": Wording("已停止", "Stopped"),
    "written-all-hold": Wording("各句均有依据", "Every sentence is supported"),
    "written-some-struck": Wording(
        "{count} 句中有 {struck} 句没有依据，已划去",
        "{struck} of {count} sentences are not supported and were struck out",
    ),
    "written-silent": Wording(
        "模型在这些段落中没有找到答案", "The model found no answer in these passages"
    ),
    "written-not-asked-table": Wording(
        "表格已作回答，没有询问模型", "A table answers; the model was not asked"
    ),
    "written-not-asked-none": Wording(
        "没有段落支持回答，没有询问模型", "No passage supports an answer; the model was not asked"
    ),
    "written-unsupported": Wording("所引段落不支持这句话", "Not supported by the cited passage"),
    "written-uncited": Wording("这句话没有注明出处", "Cites no passage"),
    "reason-separator": Wording("；", "; "),
    "reason-citation": Wording("没有段落 {words}", "there is no passage {words}"),
    "reason-number": Wording("其中没有数字“{words}”", "it does not have the number “{words}”"),
    "reason-percentage": Wording("其中没有“{words}”", "it does not have the share “{words}”"),
    "reason-date": Wording("其中没有日期“{words}”", "it does not have the date “{words}”"),
    "reason-symbol": Wording("其中没有文号“{words}”", "it does not have the symbol “{words}”"),
    "reason-name": Wording("其中没有名称“{words}”", "it does not name “{words}”"),
    "reason-country": Wording("其中没有提到“{words}”", "it does not name “{words}”"),
    "reason-frequency": Wording("其中没有“{words}”", "it does not say “{words}”"),
    "reason-quotation": Wording(
        "其中没有“{words}”这样的原话", "the words “{words}” do not stand there"
    ),
    "reason-negation": Wording(
        "这里的“{words}”否定了其中的说法", "it does not deny what is denied here (“{words}”)"
    ),
    "reason-denied": Wording("其中否定了这里的说法", "it denies what is said here"),
    "reason-opposite": Wording("其中的说法与“{words}”相反", "it says the opposite of “{words}”"),
    "reason-meaning": Wording("其中说的不是这件事", "it does not say this"),
}

WRITER_ERRORS_ZH: Mapping[str, str] = {
    "WriterAddress": (
        "语言模型的地址无法使用；请在 --llm 或 YINJU_LLM_URL 中给出类似 "
        "http://127.0.0.1:11434/v1 的地址，不要带密码"
    ),
    "WriterUnnamed": "没有指定语言模型；请在 --model 或 YINJU_LLM_MODEL 中给出模型名称",
    "WriterKey": "YINJU_LLM_KEY 中的密钥应为一串普通字符，请重新复制",
    "WriterNotReached": "无法连接 {host} 的语言模型；请检查它是否在运行，地址是否正确",
    "WriterRefused": "{host} 的语言模型不接受密钥（{status}）；请检查 YINJU_LLM_KEY",
    "WriterNotFound": (
        "{url} 没有模型 {model}（{detail}）；请检查模型名称，以及地址的结尾是否与服务的说明"
        "一致（多为 /v1）"
    ),
    "WriterBusy": "{host} 的语言模型暂时不接受更多请求（{detail}）；请稍候再问",
    "WriterFailed": "{host} 的语言模型出错：{detail}；请查看其服务的日志",
    "WriterTooSlow": "{host} 的语言模型用时过长；请重试，或者换用较小的模型",
    "WriterUnreadable": (
        "{host} 的回复不是对话补全（chat completions）的数据流；请检查地址，多以 /v1 结尾"
    ),
    "WriterCutOff": "语言模型的回答中断了；已显示的内容都核对过，要看其余部分请重新提问",
    "WriterOversized": "语言模型写了超过 {limit} 个字符，已停止接收；请换用别的模型",
    "WriterSilent": "语言模型 {model} 什么也没有写；请重试，或者换用别的模型",
}
"""Chinese wording of what keeps a model from writing, by the `code` of the error."""

"""Strings of the self-test of a collection."""

from collections.abc import Mapping

from ui.wordings.wording import Wording

SELFTEST: Mapping[str, Wording] = {
    "selftest-asked": Wording(
        "用 {passages} 个段落中的句子、标题和术语做了 {count} 次提问（抽样，每次相同），"
        "看答案是否在前 {within} 个段落之内：",
        "{count} probes were made from the sentences, headings and names of {passages} passages "
        "(a sample, the same each time). Found among the first {within} passages:",
    ),
    "selftest-direction": Wording("{asked}提问 → {wanted}段落", "{asked} → {wanted} passages"),
    "selftest-all": Wording("合计", "all"),
    "selftest-sentence": Wording("句子", "sentences"),
    "selftest-heading": Wording("标题", "headings"),
    "selftest-name": Wording("术语", "names"),
    "selftest-channels": Wording(
        "仅用一个通道时找到的句子：", "Sentences found by one channel alone:"
    ),
    "selftest-channel-dense": Wording("段落含义", "passage"),
    "selftest-channel-sentence": Wording("最佳句子", "best sentence"),
    "selftest-channel-lexical": Wording("词语", "words"),
    "selftest-cited": Wording(
        "出处：在原文中核对了 {tried} 处引文，{found} 处逐字相符。",
        "Citations: {tried} were read in the stored source, {found} are there letter by letter.",
    ),
    "selftest-none": Wording(
        "没有{name}段落，因此没有查找。", "There are no passages in {name}, so none were asked for."
    ),
    "selftest-sound": Wording("没有发现问题。", "Nothing is broken."),
    "selftest-broken": Wording("发现 {count} 处问题：", "What is broken ({count}):"),
    "selftest-dead-meaning": Wording(
        "{channel}通道在索引中的 {tried} 个{name}句子里只找到 {found} 个："
        "请运行 yinju check --repair；如果索引完好，就是模型 {model} 不适合{name}，"
        "请换一个模型，或者不加 --model 重新建立索引",
        "the channel {channel} finds {found} of {tried} {name} sentences that are in the index: "
        "run yinju check --repair; if the index is sound, the model {model} does not serve {name}: "
        "index with another one, or without --model",
    ),
    "selftest-dead-words": Wording(
        "{channel}通道在索引中的 {tried} 个{name}句子里只找到 {found} 个："
        "请运行 yinju check --repair；如果索引完好，请报告此问题",
        "the channel {channel} finds {found} of {tried} {name} sentences that are in the index: "
        "run yinju check --repair; if the index is sound, please report it",
    ),
    "selftest-apart-meaning": Wording(
        "用{asked}提问时，{channel}通道在 {tried} 个{name}句子里只找到 {found} 个："
        "模型 {model} 不能跨语言，请换一个多语言模型，或者不加 --model 重新建立索引",
        "asked in {asked}, the channel {channel} finds {found} of {tried} {name} sentences: the "
        "model {model} does not carry over from one language to the other; index with a "
        "multilingual one, or without --model",
    ),
    "selftest-apart-words": Wording(
        "用{asked}提问时，{channel}通道在 {tried} 个{name}句子里只找到 {found} 个："
        "索引中的词语对译有问题，请运行 yinju check --repair",
        "asked in {asked}, the channel {channel} finds {found} of {tried} {name} sentences: the "
        "translations of the index are broken, run yinju check --repair",
    ),
    "selftest-inexact": Wording(
        "{count} 个段落的文字与原文中的位置不符（{names}）：请在运行 yinju index 的文件夹中运行 "
        "yinju check --repair；如果仍有问题，请在另一个文件夹中重新建立索引",
        "the words of {count} passages do not stand in the source where they are cited ({names}): "
        "run yinju check --repair where yinju index was run; if that does not help, index into "
        "another folder",
    ),
    "stage-probes": Wording("自测", "Probing"),
}

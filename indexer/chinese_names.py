"""Where a Chinese name begins that ends where a text does.

Chinese has neither spaces nor capitals to tell; words that hardly ever stand in a name do, and
so do the characters of a short form.
"""

import re
from collections.abc import Sequence
from typing import Final

from indexer.jieba_segmenter import find_words
from indexer.languages import HAN

QUOTED: Final = re.compile(r"[“「『《\"]([^“”「」『』《》\"]{2,60})[”」』》\"]$")
HAN_NAME: Final = re.compile(rf"[{HAN}·]+")
_HAN_RUN = re.compile(rf"[{HAN}·、]+$")
_MAX_RUN: Final = 40
_NAME_LENGTH = range(3, 31)
_MAX_WORDS: Final = 4
"""Words up to which a Chinese name is believed that neither quotes nor its short form bound."""
_FIRST_WORDS: Final = ("联合国", "国际", "世界", "全球", "全国", "中华人民共和国")
"""How names of bodies begin; these may stand before what the short form keeps."""
_ORGANIZATION: Final = "联合国"
_CONJUNCTIONS: Final = frozenset("和 与 及 或 以及 及其 或者 、".split())
_NO_NAME: Final = frozenset(
    # Words that stand before a name in a sentence and hardly ever in one.
    "的 了 由 向 在 对 为 以 把 被 将 请 经 从 于 给 让 使 令 按 据 如 像 是 有 等 该 这 那 "
    "其 各 某 此 并 而 且 但 也 还 又 都 就 已 已经 曾 正 正在 则 即 指 称 叫 叫做 名为 称为 "
    "作为 成为 属于 包括 包含 例如 比如 诸如 其中 以及 根据 按照 依照 通过 经由 关于 对于 "
    "至于 鉴于 自从 由于 因为 为了 随着 除了 除 同 跟 比 至 到 会同 连同 一个 一种 一些 这个 "
    "这种 这些 那些 某个 所有 每个 该项 本 我们 他们 你 我 他 它 你们 它们 自己 需要 可以 "
    "能够 应 应当 必须 可能 不 没有 不是 未 所 所谓 使用 利用 运用 采用 邀请 要求 呼吁 敦促 "
    "鼓励 设立 成立 创建 组建 加入 参加 参与 签署 提供 提交 开展 继续 担任 代表 涉及 制定 "
    "制订 发布 公布 宣布 通知 访问 接受 接收 批准 通报 隶属 下设 下属 来自 得到 获得 用 看 见 "
    "参见 查阅 选择 添加 编写 启用 运行 遵循 遵守 考虑 了解 看到 知道 提出 强调 重申 确认 "
    "承认 规定 指出 表示 认为 希望 期待 同时 此外 目前 现在 现任 前 原 新 设在 位于 授权 委托 "
    "授予 指示 召开 举行 主持 引用 做 写 会 要 能 想 说 找 当 当作 标记 进行 提到 涵盖 面临 "
    "导致 造成 增加 减少 改善 存在 没 很 最 更 较 非常 一般 通常 简称".split()
)
_DOUBTFUL: Final = frozenset(
    # Words with which a name may begin, or a sentence about it.
    "执行 实施 落实 管理 协调 领导 监督 审查 审议 支持 促进 加强 打击 防止 预防 制止 推动 "
    "推进 主管 负责 应对 报告 建立 援助 协助 帮助 消除 反对 控制".split()
)
_COMPLETE: Final = tuple("室署局厅处所") + tuple(
    "委员会 理事会 大会 组织 机构 系统 实体 会员国".split()
)
"""How names end, so that what follows an `和` is another one."""


def find_full_name(before: str, short: str) -> str | None:
    """Return the name at the end of a text that a short form stands for.

    It begins with the word that gives the first character, or with one of `_FIRST_WORDS`, and
    before it is nothing or a word that no name goes on from.
    """
    if (quoted := QUOTED.search(before)) is not None:
        return quoted[1] if _abbreviates(short, quoted[1]) else None
    words = _last_words(before)
    for number in reversed(range(len(words))):
        first = words[number]
        if not first.startswith((short[0], *_FIRST_WORDS)):
            continue
        name = "".join(words[number:])
        if not _abbreviates(short, name):
            continue
        while number and words[number - 1] in _FIRST_WORDS:
            number -= 1
        if number == 0 or words[number - 1] in _NO_NAME | _CONJUNCTIONS:
            return "".join(words[number:])
    return None


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether a short form has the characters of a name in order, to its last word."""
    if len(name) not in _NAME_LENGTH or len(short) >= len(name):
        return False
    rest = iter(name)
    if not all(character in rest for character in short):
        return False
    if short in name and not name.endswith(short):
        return False
    *_, last = _words(name)
    return short[-1] in last


def is_common_word(short: str, name: str) -> bool:
    """Tell whether a short form is but a word of the name: 公司, 工作队."""
    return short in name and len(_words(short)) == 1


def find_name_before(before: str) -> str | None:
    """Return the Chinese name at the end of a text, None where its beginning is in doubt."""
    if (quoted := QUOTED.search(before)) is not None:
        return quoted[1] if HAN_NAME.match(quoted[1]) else None
    words = _last_words(before)
    for number in reversed(range(len(words))):
        if words[number] in _NO_NAME:
            words = words[number + 1 :]
            break
    words = _after_conjunction(words)
    name = "".join(words)
    if len(name) not in _NAME_LENGTH or words[0] in _DOUBTFUL:
        return None
    if words[0].startswith(_FIRST_WORDS):
        return name
    # A single character inside is a verb more often than part of a name: 喜欢|吃|苹果.
    has_verb = any(len(word) == 1 and word not in _CONJUNCTIONS for word in words[1:-1])
    return None if has_verb or len(words) > _MAX_WORDS else name


def _after_conjunction(words: Sequence[str]) -> list[str]:
    """Return the words of a name; it has an `和` in it only if it begins as a body's does."""
    for number in reversed(range(len(words))):
        if words[number] not in _CONJUNCTIONS:
            continue
        rest = words[number + 1 :]
        if rest and rest[0].startswith(_FIRST_WORDS):
            return list(rest)
        if number and words[number - 1].endswith(_COMPLETE):
            return list(rest)
        if not words[0].startswith(_ORGANIZATION):
            return []
    return list(words)


def is_name(text: str) -> bool:
    """Tell whether a text can be a Chinese name, and nothing else."""
    if HAN_NAME.fullmatch(text) is None or len(text) not in range(2, _NAME_LENGTH.stop):
        return False
    words = _words(text)
    return not any(word in _NO_NAME for word in words)


def _last_words(before: str) -> list[str]:
    """Return the Chinese words at the end of a text, back to the next mark of punctuation."""
    run = _HAN_RUN.search(before[-_MAX_RUN:])
    return [] if run is None else _words(run[0])


def _words(text: str) -> list[str]:
    """Return a Chinese text cut into its longest words."""
    words: list[str] = []
    position = 0
    found = sorted(find_words(text), key=lambda word: (word.start, -word.end))
    for word, start, end in found:
        if start >= position:
            words.append(word)
            position = end
    return words

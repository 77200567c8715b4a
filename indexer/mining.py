"""What documents define in brackets: short names, acronyms, names in the other language.

Each rule of `_RULES` looks at one bracket, what is in it and what stands before it, and gives the
names that it defines, or none. A wrong name does more harm than a missing one, so a rule says
nothing where it cannot tell where the name before the bracket begins.

Acronyms are matched with the words before them from the right, as in Schwartz and Hearst (2003),
"A simple algorithm for identifying abbreviation definitions in biomedical text", but word by
word: every word that is not small has to have its letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from indexer.glossary_entries import GlossaryEntry
from indexer.jieba_segmenter import find_words
from indexer.languages import HAN
from indexer.passages import Language, Passage

MINING: Final = "brackets/1"
"""Names these rules; counted up whenever they find other definitions than before."""

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,120})[)）\]]")
_BEFORE: Final = 160
"""Characters before a bracket that are looked at; no name is longer."""
_OPENING, _CLOSING = "“「『《‘\"'", "”」』》’\"'"
_QUOTED = re.compile(r"[“「『《\"]([^“”「」『』《》\"]{2,60})[”」』》\"]$")
_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_PART_END = re.compile(r"[,，;；]\s*(?=[^,，;；]+$)")

# Chinese.
_HAN_NAME = re.compile(rf"[{HAN}·]+")
_HAN_RUN = re.compile(rf"[{HAN}·、]+$")
_MAX_RUN: Final = 40
_SHORT_LENGTH = range(2, 13)
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

# English.
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z][A-Za-z&./-]{1,14}")
_FIRM_ACRONYM = re.compile(r"[A-Z](?:[A-Z]|-(?=[A-Z])){1,9}")
_ACRONYM_BEFORE = re.compile(r"(?:^|[\s(（“\"/—–、，。])([A-Z](?:[A-Z]|-(?=[A-Z])){1,9})s?$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JOINT = re.compile(r"[\s'’“”\"*_-]*|\s*,\s*|\s*/\s*|\s*&\s*")
"""What may stand between two words of a name."""
_COMPOUND = re.compile(r"(?i:counter|cyber|trans|multi|anti)(?=[a-z]{4})")
_SMALL: Final = frozenset(
    "a an and against at by de des du el for from in into la le les of on or the to under upon "
    "while with".split()
)
_SKIPPING: Final = 4
"""Letters an acronym must have to leave out a word (UNICRI has no J for Justice)."""
_SHUFFLED: Final = 3
"""Letters an acronym must have that come in another order than the words."""
_PREFIX: Final = 3
"""Letters that one word may give (GCED: Global Citizenship Education)."""
_PHRASE = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’&,. -]{1,80}")
_MAX_PHRASE: Final = 12
_NO_PHRASE: Final = frozenset(
    "also and any as at but by cf e.g eg especially etc except for from hereafter hereinafter i.e "
    "if ie in including like more not note now of on only or other previously see since such than "
    "the to under up usually video when where which who with".split()
)
_CAPITALIZED = re.compile(r"[A-Z][\w'’]*(?:[-/][\w'’]+)*")
_TOKEN_BEFORE = re.compile(r"(?:^|(?<=[\s“\"(]))([\w'’/-]+)$")
_HEREAFTER = re.compile(
    r"(?:(?:hereinafter|hereafter|henceforth)\b(?:,?\s*(?:also\s+)?(?:referred\s+to\s+as|called))?,?"
    r"\s*(?:the\s+)?[“\"‘']?\s*(?:the\s+)?|(?:the\s+)?[“\"]\s*(?:the\s+)?)"
    r"([A-Z][\w&-]*(?:[ -][\w&-]+){0,5}?)\s*[”\"’']?",
)
_CALLED = re.compile(
    r"(?:(?:以下|下文|下面|下|此后)\s*(?:统|合|均)?\s*(?:简)?称|简称|又称|亦称)\s*(?:为|作)?\s*[:：]?\s*"
    r"[“「『《\"]?([^“”「」『』《》\"]{2,20})[”」』》\"]?"
)


class _Bracket(NamedTuple):
    """A bracket in a text."""

    before: str
    """What stands before it, up to its place, without white space at the end."""
    content: str
    """What is in it, without white space around."""
    language: Language
    """That of the passage."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a bracket defines."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    local: bool = False
    """Whether the short name is a common word (`工作队`, `the Office`)."""


_Rule: TypeAlias = Callable[[_Bracket], _Names | None]


def mine_definitions(passages: Iterable[Passage]) -> tuple[GlossaryEntry, ...]:
    """Return what the texts of passages define in brackets, each once, in reading order.

    An entry has only the names that the bracket connects: Chinese ones, or English ones and an
    acronym, or one in each language. `indexer.glossary.merge` brings together what belongs
    together. The origin is `local` where the short name is a common word (`工作队`, `the Office`)
    and means this in its document only, else `mined`.
    """
    found: dict[tuple[str, ...], GlossaryEntry] = {}
    for passage in passages:
        for names in _definitions(passage.text, passage.language):
            key = tuple(name.casefold() for name in (*names.zh, *names.en, *names.acronyms))
            origin = "local" if names.local else "mined"
            entry = GlossaryEntry(names.zh, names.en, names.acronyms, origin, passage.id)
            found.setdefault(key, entry)
    return tuple(found.values())


def _definitions(text: str, language: Language) -> Iterator[_Names]:
    for match in _BRACKETS.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()].rstrip()
        # 反恐怖主义办公室（反恐办）（UNOCT）: both say something of the same name.
        while bracketed := _BRACKETED.search(before):
            before = before[: bracketed.start()].rstrip()
        for content in _contents(match[1].strip()):
            bracket = _Bracket(before, content, language)
            names = next((names for rule in _RULES if (names := rule(bracket))), None)
            if names is not None:
                yield names


def _contents(content: str) -> Iterator[str]:
    """Yield what a bracket holds, in parts where it names twice (`反恐办，UNOCT`)."""
    first, *rest = _PART_END.split(content)
    last = rest[0].strip() if rest else ""
    if _ACRONYM.fullmatch(last) or _CALLED.fullmatch(last) or _HEREAFTER.fullmatch(last):
        yield from (first.strip(), last)
    else:
        yield content


# Rules: a bracket in, names or nothing out. The first that gives names is taken.


def _hereafter(bracket: _Bracket) -> _Names | None:
    """Take `the Global Compact (hereinafter the “Compact”)`; the words are those of the name."""
    match = _HEREAFTER.fullmatch(bracket.content)
    if match is None:
        return None
    short = match[1]
    if _FIRM_ACRONYM.fullmatch(short):
        return _acronym_of_words(bracket._replace(content=short))
    name = _capitalized_before(bracket.before)
    if name is None or name == short:
        return None
    words = {word.lower() for word in _WORD.findall(name)}
    if not all(word.lower() in words for word in _WORD.findall(short)):
        return None
    return _Names(en=(name, short), local=len(short.split()) == 1)


def _called(bracket: _Bracket) -> _Names | None:
    """Take `联合国反恐怖主义办公室(下称“反恐办”)`."""
    match = _CALLED.fullmatch(bracket.content)
    if match is None:
        return None
    inner = bracket._replace(content=match[1].strip())
    names = _short_chinese(inner) or _acronym_of_chinese(inner)
    if names is not None or _HAN_NAME.fullmatch(inner.content) is None:
        return names
    name = _chinese_before(bracket.before)
    if name is None or name == inner.content:
        return None
    return _Names(zh=(name, inner.content), local=_is_common(inner.content, name))


def _acronym_of_words(bracket: _Bracket) -> _Names | None:
    """Take `Office of Counter-Terrorism (UNOCT)`."""
    acronym = _unquoted(bracket.content)
    if _ACRONYM.fullmatch(acronym) is None:
        return None
    acronym = _singular(acronym)
    start = _expansion_start(bracket.before, acronym)
    if start is None:
        return None
    return _Names(en=(_tidy(bracket.before[start:]),), acronyms=(acronym,))


def _words_of_acronym(bracket: _Bracket) -> _Names | None:
    """Take `UNOCT (United Nations Office of Counter-Terrorism)`."""
    match = _ACRONYM_BEFORE.search(bracket.before)
    if match is None or _PHRASE.fullmatch(bracket.content) is None:
        return None
    start = _expansion_start(bracket.content, match[1])
    if start is None or _tidy(bracket.content[:start]).lower() not in ("", "the"):
        return None
    return _Names(en=(_tidy(bracket.content[start:]),), acronyms=(match[1],))


def _short_chinese(bracket: _Bracket) -> _Names | None:
    """Take `联合国开发计划署(开发署)`: characters of the name in their order."""
    short = _unquoted(bracket.content)
    if _HAN_NAME.fullmatch(short) is None or len(short) not in _SHORT_LENGTH:
        return None
    name = _chinese_name_of(bracket.before, short)
    return None if name is None else _Names(zh=(name, short), local=_is_common(short, name))


def _acronym_of_chinese(bracket: _Bracket) -> _Names | None:
    """Take `反恐怖主义办公室(UNOCT)`."""
    acronym = _singular(_unquoted(bracket.content))
    if _FIRM_ACRONYM.fullmatch(acronym) is None:
        return None
    name = _chinese_before(bracket.before)
    return None if name is None else _Names(zh=(name,), acronyms=(acronym,))


def _english_of_chinese(bracket: _Bracket) -> _Names | None:
    """Take `“博科圣地”(Boko Haram)`; unquoted, every word of the English name has a capital."""
    phrase = _unquoted(bracket.content)
    if not _is_phrase(phrase):
        return None
    if not _QUOTED.search(bracket.before) and not _is_capitalized(phrase):
        return None
    name = _chinese_before(bracket.before)
    return None if name is None else _Names(zh=(name,), en=(_tidy(phrase),))


def _chinese_of_english(bracket: _Bracket) -> _Names | None:
    """Take `Boko Haram (博科圣地)`, in English text: in Chinese such a bracket may explain."""
    name = _unquoted(bracket.content)
    if bracket.language != "en" or not _is_chinese_name(name):
        return None
    match = _QUOTED.search(bracket.before)
    phrase = match[1].strip() if match else _capitalized_before(bracket.before)
    if phrase is None or not _is_phrase(phrase):
        return None
    if _FIRM_ACRONYM.fullmatch(phrase):
        return _Names(zh=(name,), acronyms=(phrase,))
    return _Names(zh=(name,), en=(phrase,))


_RULES: tuple[_Rule, ...] = (
    _hereafter,
    _called,
    _acronym_of_words,
    _words_of_acronym,
    _short_chinese,
    _acronym_of_chinese,
    _english_of_chinese,
    _chinese_of_english,
)


# Chinese names.


def _chinese_name_of(before: str, short: str) -> str | None:
    """Return the name at the end of a text that a short form stands for.

    It begins with the word that gives the first character, or with one of `_FIRST_WORDS`, and
    before it is nothing or a word that no name goes on from.
    """
    if (quoted := _QUOTED.search(before)) is not None:
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


def _is_common(short: str, name: str) -> bool:
    """Tell whether a short form is but a word of the name: 公司, 工作队."""
    return short in name and len(_words(short)) == 1


def _chinese_before(before: str) -> str | None:
    """Return the Chinese name at the end of a text, None where its beginning is in doubt."""
    if (quoted := _QUOTED.search(before)) is not None:
        return quoted[1] if _HAN_NAME.match(quoted[1]) else None
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


def _is_chinese_name(text: str) -> bool:
    if _HAN_NAME.fullmatch(text) is None or len(text) not in range(2, _NAME_LENGTH.stop):
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


# English names.


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def _expansion_start(text: str, acronym: str) -> int | None:
    """Return where the words begin at the end of a text whose initials an acronym is."""
    letters = re.sub(r"[^A-Z]", "", acronym.upper())
    words = _words_before(text, limit=2 * len(letters) + 4)
    # Counterterrorism gives C or CT, transport only T.
    divided = [part for word in words for part in _parts(word)]
    for initials, tokens in product((letters, letters.removeprefix("UN")), (words, divided)):
        if len(initials) < 2 or not tokens:
            continue
        number = _match_initials(tokens, initials)
        if number is None:
            continue
        start = tokens[_with_united_nations(tokens, number)].start
        return None if re.search(r"[\w-]$", text[:start]) else start
    return None


def _parts(word: _Token) -> tuple[_Token, ...]:
    match = _COMPOUND.match(word.text)
    if match is None:
        return (word,)
    middle = word.start + match.end()
    return (
        _Token(match[0], word.start, middle),
        _Token(word.text[match.end() :], middle, word.end),
    )


def _words_before(text: str, *, limit: int) -> list[_Token]:
    """Return the last words of a text that nothing but spaces, hyphens and commas divide."""
    tokens: list[_Token] = []
    end = len(text)
    for match in reversed(list(_WORD.finditer(text))):
        if len(tokens) >= limit or _JOINT.fullmatch(text[match.end() : end]) is None:
            break
        end = match.start()
        tokens.append(_Token(match[0], *match.span()))
    return tokens[::-1]


def _match_initials(words: Sequence[_Token], letters: str) -> int | None:
    """Return the number of the word with which the words for all letters begin."""
    for prefix, skips in _LENIENCE:
        if (prefix > 1 and len(letters) < _PREFIX + 1) or (skips and len(letters) < _SKIPPING):
            continue
        number = _match_from(tuple(words), len(words) - 1, letters, prefix, skips)
        if number is not None and len(words) - number > 1:
            return number
    return _match_shuffled(words, letters)


def _match_shuffled(words: Sequence[_Token], letters: str) -> int | None:
    """Return as `_match_initials` where the letters are those of the words in any order.

    UNCCT is the United Nations Counter-Terrorism Centre.
    """
    large = [number for number, word in enumerate(words) if word.text.lower() not in _SMALL]
    chosen = large[-len(letters) :]
    initials = sorted(words[number].text[0].upper() for number in chosen)
    if len(letters) < _SHUFFLED or initials != sorted(letters) or chosen[-1] != len(words) - 1:
        return None
    return chosen[0]


_LENIENCE: Final = ((1, 0), (_PREFIX, 0), (1, 1))
"""How a match is tried: letters that a word may give, words that may be left out."""


# Remembered, because it comes to the same words and letters on many ways.
@lru_cache(maxsize=10_000)
def _match_from(
    words: tuple[_Token, ...], number: int, letters: str, prefix: int, skips: int
) -> int | None:
    """Return as `_match_initials`, for the words up to `number`, right to left."""
    if number < 0:
        return None
    word = words[number].text
    for part in _initials(word, prefix):
        if not letters.endswith(part):
            continue
        if len(part) == len(letters):
            if word.lower() in _SMALL:
                continue
            return number
        found = _match_from(words, number - 1, letters[: -len(part)], prefix, skips)
        if found is not None:
            return found
    if number == len(words) - 1:
        return None
    if word.lower() in _SMALL:
        return _match_from(words, number - 1, letters, prefix, skips)
    return _match_from(words, number - 1, letters, prefix, skips - 1) if skips else None


def _initials(word: str, prefix: int) -> list[str]:
    """Return what a word may give: its first letters, or all of an acronym (UN)."""
    upper = word.upper()
    parts = [upper[:length] for length in range(1, min(prefix, len(word)) + 1)]
    return [upper, *parts] if word.isupper() and len(word) > 1 else parts


def _with_united_nations(words: Sequence[_Token], number: int) -> int:
    before = [word.text for word in words[max(0, number - 2) : number]]
    if before == ["United", "Nations"]:
        return number - 2
    return number - 1 if before[-1:] == ["UN"] else number


def _capitalized_before(before: str) -> str | None:
    """Return the words with capitals at the end of a text, with the small ones between them."""
    before = before.rstrip("”\"’'* ")
    end, start, rest = len(before), len(before), before
    while (match := _TOKEN_BEFORE.search(rest)) is not None:
        token = match[1]
        if _CAPITALIZED.fullmatch(token):
            start = match.start(1)
        elif start == end or token not in _SMALL:
            break
        # `and the` begins another name.
        if token == "the" and rest[: match.start(1)].rstrip().endswith(" and"):
            break
        rest = before[: match.start(1)]
        if not rest.endswith(" "):
            break
        rest = rest[:-1]
    name = re.sub(r"^(?:The|An?|In|On|By|For|This|That|These|Its?)\s+", "", before[start:end])
    return name if len(name) > 1 else None


def _is_phrase(text: str) -> bool:
    """Tell whether what is in a bracket is a name in English, not a remark."""
    if _PHRASE.fullmatch(text) is None:
        return False
    words = text.split()
    return len(words) <= _MAX_PHRASE and words[0].strip(",").lower() not in _NO_PHRASE


def _is_capitalized(phrase: str) -> bool:
    words = [word for word in phrase.split() if word.lower() not in _SMALL]
    return len(words) > 1 and all(word[0].isupper() and not word.isupper() for word in words)


def _singular(acronym: str) -> str:
    """Return an acronym without the s of the plural (FTFs)."""
    return acronym[:-1] if acronym[-1:] == "s" and acronym[:-1].isupper() else acronym


def _unquoted(text: str) -> str:
    return text.strip().strip(_OPENING + _CLOSING).strip()


def _tidy(text: str) -> str:
    """Return words with single spaces and without quotes or an article around them."""
    text = re.sub(r"[*_]", "", " ".join(text.split())).strip(_OPENING + _CLOSING + " ,")
    return re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)

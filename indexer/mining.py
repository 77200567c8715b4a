"""What documents define in brackets: short names, acronyms, names in the other language.

Each rule of `_RULES` looks at one bracket, what is in it and what stands before it, and gives the
names that it defines, or none. A wrong name does more harm than a missing one, so a rule says
nothing where it cannot tell where the name before the bracket begins.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from indexer.acronyms import SMALL_WORDS, WORD, find_expansion, to_singular
from indexer.chinese_names import (
    HAN_NAME,
    QUOTED,
    find_full_name,
    find_name_before,
    is_common_word,
    is_name,
)
from indexer.glossary_entries import GlossaryEntry
from indexer.passages import Language, Passage

MINING: Final = "brackets/1"
"""Names these rules; counted up whenever they find other definitions than before."""

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,120})[)）\]]")
_BEFORE: Final = 160
"""Characters before a bracket that are looked at; no name is longer."""
_OPENING, _CLOSING = "“「『《‘\"'", "”」』》’\"'"
_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_PART_END = re.compile(r"[,，;；]\s*(?=[^,，;；]+$)")
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z][A-Za-z&./-]{1,14}")
_FIRM_ACRONYM = re.compile(r"[A-Z](?:[A-Z]|-(?=[A-Z])){1,9}")
_ACRONYM_BEFORE = re.compile(r"(?:^|[\s(（“\"/—–、，。])([A-Z](?:[A-Z]|-(?=[A-Z])){1,9})s?$")
_SHORT_LENGTH = range(2, 13)
"""Characters of a short form in Chinese."""
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
    words = {word.lower() for word in WORD.findall(name)}
    if not all(word.lower() in words for word in WORD.findall(short)):
        return None
    return _Names(en=(name, short), local=len(short.split()) == 1)


def _called(bracket: _Bracket) -> _Names | None:
    """Take `联合国反恐怖主义办公室(下称“反恐办”)`."""
    match = _CALLED.fullmatch(bracket.content)
    if match is None:
        return None
    inner = bracket._replace(content=match[1].strip())
    names = _short_chinese(inner) or _acronym_of_chinese(inner)
    if names is not None or HAN_NAME.fullmatch(inner.content) is None:
        return names
    name = find_name_before(bracket.before)
    if name is None or name == inner.content:
        return None
    return _Names(zh=(name, inner.content), local=is_common_word(inner.content, name))


def _acronym_of_words(bracket: _Bracket) -> _Names | None:
    """Take `Office of Counter-Terrorism (UNOCT)`."""
    acronym = _unquoted(bracket.content)
    if _ACRONYM.fullmatch(acronym) is None:
        return None
    acronym = to_singular(acronym)
    start = find_expansion(bracket.before, acronym)
    if start is None:
        return None
    return _Names(en=(_tidy(bracket.before[start:]),), acronyms=(acronym,))


def _words_of_acronym(bracket: _Bracket) -> _Names | None:
    """Take `UNOCT (United Nations Office of Counter-Terrorism)`."""
    match = _ACRONYM_BEFORE.search(bracket.before)
    if match is None or _PHRASE.fullmatch(bracket.content) is None:
        return None
    start = find_expansion(bracket.content, match[1])
    if start is None or _tidy(bracket.content[:start]).lower() not in ("", "the"):
        return None
    return _Names(en=(_tidy(bracket.content[start:]),), acronyms=(match[1],))


def _short_chinese(bracket: _Bracket) -> _Names | None:
    """Take `联合国开发计划署(开发署)`: characters of the name in their order."""
    short = _unquoted(bracket.content)
    if HAN_NAME.fullmatch(short) is None or len(short) not in _SHORT_LENGTH:
        return None
    name = find_full_name(bracket.before, short)
    return None if name is None else _Names(zh=(name, short), local=is_common_word(short, name))


def _acronym_of_chinese(bracket: _Bracket) -> _Names | None:
    """Take `反恐怖主义办公室(UNOCT)`."""
    acronym = to_singular(_unquoted(bracket.content))
    if _FIRM_ACRONYM.fullmatch(acronym) is None:
        return None
    name = find_name_before(bracket.before)
    return None if name is None else _Names(zh=(name,), acronyms=(acronym,))


def _english_of_chinese(bracket: _Bracket) -> _Names | None:
    """Take `“博科圣地”(Boko Haram)`; unquoted, every word of the English name has a capital."""
    phrase = _unquoted(bracket.content)
    if not _is_phrase(phrase):
        return None
    if not QUOTED.search(bracket.before) and not _is_capitalized(phrase):
        return None
    name = find_name_before(bracket.before)
    return None if name is None else _Names(zh=(name,), en=(_tidy(phrase),))


def _chinese_of_english(bracket: _Bracket) -> _Names | None:
    """Take `Boko Haram (博科圣地)`, in English text: in Chinese such a bracket may explain."""
    name = _unquoted(bracket.content)
    if bracket.language != "en" or not is_name(name):
        return None
    match = QUOTED.search(bracket.before)
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


def _capitalized_before(before: str) -> str | None:
    """Return the words with capitals at the end of a text, with the small ones between them."""
    before = before.rstrip("”\"’'* ")
    end, start, rest = len(before), len(before), before
    while (match := _TOKEN_BEFORE.search(rest)) is not None:
        token = match[1]
        if _CAPITALIZED.fullmatch(token):
            start = match.start(1)
        elif start == end or token not in SMALL_WORDS:
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
    words = [word for word in phrase.split() if word.lower() not in SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() and not word.isupper() for word in words)


def _unquoted(text: str) -> str:
    return text.strip().strip(_OPENING + _CLOSING).strip()


def _tidy(text: str) -> str:
    """Return words with single spaces and without quotes or an article around them."""
    text = re.sub(r"[*_]", "", " ".join(text.split())).strip(_OPENING + _CLOSING + " ,")
    return re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)

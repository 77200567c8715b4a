"""Bytes to text: UTF-8, UTF-16, GB18030 (so GBK, GB 2312), Big5, Windows-1252.

A byte order mark or valid UTF-8 settles it. Else every encoding that can decode all the bytes is
tried, and the one that explains them with the fewest bits is taken: a frequent Chinese character
is cheap, a rare one dear, what hardly stands in any text (private use, Yi, half-width kana) dearer
still. Because all explain the same bytes, the sums can be compared although the texts differ in
length. This is the minimum description length (Rissanen 1978) with a very small model.
"""

import codecs
import re
from collections import Counter
from functools import cache

from indexer.errors import BinarySource, EmptySource, UndecodableSource

_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
"""What bytes without a mark that are not UTF-8 may be; of equals the first is taken."""

_BROADER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
"""What is meant by the name of an encoding that another contains, as browsers have it."""
_MULTI_BYTE = re.compile(r"utf-8|gb|big5|cp950|euc|shift_jis|hz")
_SINGLE_BYTE = re.compile(r"cp125|iso8859|koi8|mac")

_MAGIC = re.compile(
    rb"%PDF-|PK\x03\x04|\x89PNG\r\n|GIF8[79]a|\xff\xd8\xff|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ"
    rb"|7z\xbc\xaf|Rar!\x1a|\x7fELF|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|SQLite format 3|II\*\x00"
    rb"|MM\x00\*|RIFF....WEBP|ID3[\x02-\x04]|OggS\x00|\{\\rtf1",
    re.DOTALL,
)
"""How files begin that are not plain text, some of which would pass for it."""

_CONTROLS = re.compile(r"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
"""Characters that text does not hold; bell, backspace, end of file and escape do turn up in it."""
_CONTROLS_ALLOWED = 0.01
"""Share of control characters up to which text is text. A stray NUL then stays where it is, so
that offsets are those of the file; nothing is taken out."""

_BLANK = re.compile(r"[\s\ufeff\u200b\x1a]*")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_VALID_UTF8 = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)

_FREQUENT = frozenset(
    # The 400 most frequent characters of jieba's dictionary, then Traditional forms of them.
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自"
    "之对得主长可过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同"
    "北定开产前其军还然起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西"
    "没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武"
    "使次二向治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气"
    "汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给"
    "打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五京河接条规式县白"
    "它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边据集"
    "联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连"
    "调感转笑"
    "國爲這個來會時學說們於後發對長過業裏經門動進區開產軍還種現機體與當兩實麼關從內沒將員東頭"
    "間無見戰點場數樣問並萬級應資務氣漢總電聲設義統處馬兒領隊計別權話報給變書幾華議稱決張導術"
    "結師達題條規縣風運組聽濟黨論強黃選記卻職號類傳帶幹農邊據聯廣質陽難歷專認車臺遊舉線團備爭"
    "衆連調轉為裡眾著"
    "。，、；：？！“”‘’「」『』（）《》〈〉【】—…－～‧·　％０１２３４５６７８９"
)
_LATIN = frozenset("éèêëàâäáãåçñíìîïóòôöõøúùûüßæœ’‘“”–—…•§©®°£€«»·\xa0ÉÀÄÖÜÇÑ½")

_UNUSUAL = re.compile(
    r"[^\W\d_\u0250-\U0010ffff]|[\u2460-\u2473\u2500-\u257f\u3000-\u3029\uff01-\uff5e]"
)
"""Latin letters, circled numbers, lines of boxes, CJK punctuation, full-width forms."""
_RARE = re.compile(r"[\u2010-\u266f\u0370-\u04ff\u3041-\u30ff]")
"""Symbols, Greek, Cyrillic, kana."""

# Rounded costs in bits. What matters is their order and that two bytes of ASCII or of Latin-1
# cost more than one frequent Chinese character and less than one rare.
_ASCII_BITS = 7
_FREQUENT_BITS = 9
_LATIN_BITS = 9
_COMMON_BITS = 12
_UNUSUAL_BITS = 14
_RARE_BITS = 17
_ODD_BITS = 22

_SWITCHES = re.compile(r"[A-Za-z](?=[\u4e00-\u9fff])|[\u4e00-\u9fff](?=[A-Za-z])")
_SWITCH_BITS = 3
"""A new script within a word: in Latin text that is read as GB18030, at each accented letter."""

_KINDRED = re.compile(r"[\u3041-\u30ff](?=[\u3041-\u30ff])|[\u2500-\u257f](?=[\u2500-\u257f])")
_KINDRED_BITS = -7
"""Kana and the lines of boxes come in runs; one alone is more likely half of something else."""

_PLAUSIBLE_BITS = 13.5
"""What a character outside ASCII may cost on average in text that is believed."""
_LATIN_SHARE = 0.3
"""Share of characters outside ASCII up to which bytes are taken for Latin text."""


def decode(content: bytes, source: str, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file, without byte order mark, and its encoding as Python names it.

    Line ends stay as they are. No character is ever replaced or left out: the text encodes to
    the same bytes again, but for the mark.

    Parameters
    ----------
    content
        The bytes of the file.
    source
        What errors call it.
    declared
        The encoding that the file itself names. It holds where it explains the bytes, but not
        against valid UTF-8 where it is a single-byte encoding, which explains anything.

    Raises
    ------
    EmptySource
        Nothing but white space.
    BinarySource
        The bytes are those of another kind of file, or hold many control characters.
    UndecodableSource
        No encoding explains the bytes, or they are UTF-8 with broken sequences.
    """
    if _MAGIC.match(content):
        raise BinarySource(source=source)
    found = (
        _decode_marked(content)
        or _decode_declared(content, declared)
        or _decode_utf8(content)
        or _most_plausible(content)
    )
    if found is None:
        if _has_many_controls(content.decode("latin-1")):
            raise BinarySource(source=source)
        raise UndecodableSource(source=source)
    if _BLANK.fullmatch(found[0]):
        raise EmptySource(source=source)
    if _has_many_controls(found[0]):
        raise BinarySource(source=source)
    return found


def _decode_marked(content: bytes) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _try(content[len(mark) :], encoding)
            if text is not None:
                return text, encoding
    return None


def _decode_declared(content: bytes, declared: str | None) -> tuple[str, str] | None:
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    name = _BROADER.get(name, name)
    # Not UTF-16: the declaration could not have been read.
    if not (_MULTI_BYTE.match(name) or _SINGLE_BYTE.match(name)):
        return None
    if _SINGLE_BYTE.match(name) and (found := _decode_utf8(content)):
        return found
    text = _try(content, name)
    return None if text is None or _has_many_controls(text) else (text, name)


def _decode_utf8(content: bytes) -> tuple[str, str] | None:
    text = _try(content, "utf-8")
    # English in UTF-16 without a mark is valid UTF-8 in which every other byte is NUL.
    return None if text is None or _has_many_controls(text) else (text, "utf-8")


def _most_plausible(content: bytes) -> tuple[str, str] | None:
    """Return the decoding that costs the fewest bits, None where none is believed."""
    if _is_broken_utf8(content):
        return None
    decoded = [(text, name) for name in _UNMARKED if (text := _try(content, name)) is not None]
    candidates = [found for found in decoded if not _has_many_controls(found[0])]
    best = min(candidates, key=lambda found: _cost(found[0]), default=None)
    return best if best is not None and _is_plausible(*best) else None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_many_controls(text: str) -> bool:
    return len(_CONTROLS.findall(text)) > _CONTROLS_ALLOWED * len(text)


def _is_broken_utf8(content: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 must have been, but for a few.

    Other encodings make valid sequences now and then, never mostly. GB18030 would explain damaged
    UTF-8 too, as rare characters.
    """
    high = len(content) - len(content.translate(None, _HIGH_BYTES))
    return high > 0 and sum(map(len, _VALID_UTF8.findall(content))) > 0.8 * high


def _is_plausible(text: str, encoding: str) -> bool:
    foreign = {char: count for char, count in Counter(text).items() if char > "\x7f"}
    total = sum(foreign.values())
    if encoding == "cp1252" and total > _LATIN_SHARE * len(text):
        return False
    return sum(count * _bits(char) for char, count in foreign.items()) <= _PLAUSIBLE_BITS * total


def _cost(text: str) -> int:
    """Return how many bits a text takes."""
    bits = sum(count * _bits(char) for char, count in Counter(text).items())
    bits += _SWITCH_BITS * len(_SWITCHES.findall(text))
    return bits + _KINDRED_BITS * len(_KINDRED.findall(text))


@cache
def _bits(char: str) -> int:
    """Return how many bits a character takes; `_FREQUENT_BITS` and the like are the classes."""
    if char <= "\x7f":
        return _ASCII_BITS
    if char in _FREQUENT:
        return _FREQUENT_BITS
    if char in _LATIN:
        return _LATIN_BITS
    if "\u4e00" <= char <= "\u9fff":
        return _COMMON_BITS if _is_common(char) else _RARE_BITS
    if _UNUSUAL.match(char):
        return _UNUSUAL_BITS
    return _RARE_BITS if _RARE.match(char) else _ODD_BITS


def _is_common(char: str) -> bool:
    """Tell whether a character is of level 1, the frequent half, in GB 2312 or in Big5."""
    simplified = char.encode("gb2312", "ignore")
    traditional = char.encode("big5", "ignore")
    return b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"

"""Words that say the opposite of each other, in both languages.

Vectors hardly tell `more than` from `less than`: what stands in such a pair is looked up.
"""

import re
from typing import Final, NamedTuple

_N = r"(?:\d|[一二三四五六七八九十百千万]|one|two|three|four|five|six|seven|eight|nine|ten|half)"

_PAIRS: Final = (
    # Which way something goes.
    (
        r"\b(?:increas|grow|grew|ris(?:e[sn]?|ing)|rose|improv|strengthen|expand|enlarg|better)\w*"
        r"|提高|增加|增长|增多|上升|升到|升至|增至|改善|加强|扩大|好转|越来越多",
        r"\b(?:decreas|declin|deteriorat|worsen|weaken|reduc|shr[aiu]nk|diminish|fall(?:s|ing|en)?\b|fell\b|drop)\w*"
        r"|减少|下降|降低|降到|降至|减至|恶化|削弱|缩小|缩减",
    ),
    # On which side of a number.
    (
        rf"\b(?:more than|over|above|at least|no fewer than|exceed\w*)\s+{_N}"
        r"|超过|多于|至少|不少于|以上",
        rf"\b(?:less than|fewer than|under|below|at most|no more than|not quite)\s+{_N}"
        r"|不到|少于|至多|不超过|不足|(?:岁|年|月|日|人|项|个|%|元)以下",
    ),
    # The whole or a part.
    (
        r"\b(?:fully|entirely|wholly|exclusively|completely)\b|全部|完全|全额",
        r"\b(?:partly|partially|in part|only some)\b|部分",
    ),
    # How far something is.
    (
        r"\b(?:completed|finished|concluded|has ended|is over)\b|已经?完成|已经?结束|\bCompleted\b",
        r"\b(?:ongoing|on-going|under way|underway|in progress|in development|planned)\b"
        r"|正在进行|进行中|拟订中|计划中",
    ),
    # How much.
    (
        r"\b(?:a great deal|a lot|very much|very well|extensive\w*)\b"
        r"|很多|大量|深入|十分了解|非常了解",
        r"\b(?:(?:very |so )little|hardly|scarcely|barely)\b|甚少|极少|很少|不了解|不大了解",
    ),
    # What comes of it.
    (r"\b(?:succeed\w*|success\w*)\b|成功|获得通过", r"\b(?:fail\w*|failure)\b|失败|未能|没能"),
    (r"\b(?:most|majority)\b|大多数|多数|大多", r"\b(?:minority|only a few)\b|少数"),
    (
        r"\b(?:support|endorse|accept|approv|welcom)\w*|支持|赞成|接受|欢迎|批准",
        r"\b(?:oppos|reject|refus|condemn)\w*|反对|拒绝|谴责",
    ),
    # Who must and who may.
    (
        r"\b(?:must|shall|has to|have to|required to|obliged to)\b|必须|务必|有义务",
        r"\b(?:where possible|where appropriate|may|might|as appropriate)\b"
        r"|尽可能|酌情|可以|可酌情",
    ),
)


class _Pair(NamedTuple):
    one: re.Pattern[str]
    other: re.Pattern[str]


_OPPOSITES: Final = tuple(
    _Pair(re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE)) for one, other in _PAIRS
)


def find_opposite(sentence: str, cited: str) -> str | None:
    """Return the words of a sentence of which what it cites says the opposite, and not the same.

    Parameters
    ----------
    sentence, cited
        In either language, folded.
    """
    for pair in _OPPOSITES:
        for here, there in (pair, (pair.other, pair.one)):
            said = here.search(sentence)
            if (
                said
                and not there.search(sentence)
                and there.search(cited)
                and not here.search(cited)
            ):
                return said[0]
    return None

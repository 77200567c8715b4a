"""What a question asks for: a number, a date, how often, a country, a body, a resolution.

Read from its wording alone, in both languages; the first rule that fits decides, so that `which
year` is a date before `which` is anything else.
"""

import re
from typing import Final, Literal, TypeAlias

from indexer.normalization import fold

Wanted: TypeAlias = Literal[
    "number", "share", "date", "frequency", "duration", "country", "body", "symbol"
]

_PLACE = r"(?:countr(?:y|ies)|states?|nations?|places?|regions?|governments?|cit(?:y|ies))"
_BODY = (
    r"(?:(?:united nations|un|labour|police|customs|aviation|maritime|lead)\s+)*"
    r"(?:bod(?:y|ies)|agenc(?:y|ies)|entit(?:y|ies)|organi[sz]ations?|offices?|committees?|departments?"
    r"|institut(?:e|es|ions?)|missions?|groups?|partners?|univers(?:ity|ities)|cent(?:re|er)s?|funds?|banks?"
    r"|compan(?:y|ies)|ministr(?:y|ies)|councils?|union)"
)
_COUNTING = "个名位项次种份届国家人年天月条件所类场处期"

_RULES: Final[tuple[tuple[Wanted, str], ...]] = (
    ("frequency", r"\bhow (?:often|frequently|regularly)\b|\bhow many times (?:a|per"
                  r"|each) (?:year|month|week)\b"
                  r"|多久.{0,8}?(?:一次|一回|碰|开|召开|举行)|每隔?多久|多长时间.{0,6}一次|[几多]少?(?:年|个月|天|周).{0,12}一[次回]"),
    ("duration", r"\bhow long\b|\b(?:for|over) (?:how many|what) (?:years?|months?|period)\b"
                 r"|多长时间|多久|多少年(?!代)|[续延]了?几年"
                 r"|为期(?:多久|几年|多少)|(?:几|多少)(?:年|个月|天|周)(?:期|的任期|时间)"),
    ("share", r"\b(?:what|which) (?:share|percentage|per ?cent|proportion|fraction)\b|百分之几"
              r"|百分之多少|比例|占比|百分比|几成"),
    ("date", r"^when\b|\bwhen\s+(?:did|was|were|is|are|will|does|do|has|have|should|can|and)\b"
             r"|\b(?:which|what|in what|on what) (?:years?|dates?|days?|months?)\b|\b(?:since"
             r"|until|by) when\b"
             r"|何时|什么时候|什么时间|啥时候|几时|哪[一几]?[年天日月]|哪个月|几月|几号|什么日期|多会儿|哪一[年天日]"),
    ("symbol", r"\b(?:which|what|in which|in what)(?: security council| general assembly"
               r"|,? \w+)? resolutions?\b"
               r"|(?:哪|什么)(?:[一个项些几])?(?:\w{0,6}?)决议"),
    ("number", r"\bhow many\b|\bhow much\b|\bwhat (?:is |was )?(?:the )?(?:total )?number\b"
               r"|\bnumber of\b|\bhow (?:large|big|old|high)\b"
               rf"|多少|(?<!哪)几(?=[{_COUNTING}])|数目|数量|总数|人数|共?有几"),
    ("country", rf"\b(?:which|what|in which|from which|in what)(?:\s+(?:two|three|four|five|six"
                rf"|seven|\d+))?(?:\s+(?:african|asian|european|arab|"
                rf"latin american|other|neighbou?ring))?\s+{_PLACE}\b|\bwhere\b"
                r"|哪[个些一两几三四五六]?个?(?:\w{0,4}?)(?:国家|国(?!际)|地区|地方|城市|区域)|什么地方|哪里|哪儿|在哪(?=$|[？?呀啊呢]|座)|何处|哪国"),
    ("body", rf"\bwho\b|\bwhom\b|\bwhose\b|\b(?:which|what)(?:\s+(?:two|three|four"
             rf"|\w+))?\s+{_BODY}\b"
             r"|谁|哪[个些一几两家]?个?(?:\w{0,6}?)(?:机构|组织|单位|部门|机关|委员会|办公室|实体|工作队|特派团|大学|中心|公司|基金)"
             r"|什么(?:机构|组织|单位|部门)|何(?:机构|组织)|由哪"),
)  # fmt: skip
_PATTERNS: Final = tuple((wanted, re.compile(rule, re.IGNORECASE)) for wanted, rule in _RULES)


def find_wanted(question: str) -> Wanted | None:
    """Return what a question asks for first, None where it is nothing that is short."""
    text = fold(question).text
    # Where it asks for several things, the first is what its answer begins with.
    places = [
        (match.start(), number)
        for number, (_, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(text))
    ]
    if not places:
        return None
    first = min(places)[0]
    near = min(number for start, number in places if start <= first + 3)
    return _PATTERNS[near][0]

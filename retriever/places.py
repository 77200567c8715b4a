"""Countries and regions that a text names, lists of them as one place."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from indexer.languages import language_of
from indexer.passages import Language, Span
from retriever.countries import find_countries

_MORE: Final = """\
阿尔巴尼亚 Albania|安哥拉 Angola|亚美尼亚 Armenia|阿塞拜疆 Azerbaijan|巴林 Bahrain|白俄罗斯 Belarus
不丹 Bhutan|博茨瓦纳 Botswana|文莱 Brunei|布隆迪 Burundi|佛得角 Cape_Verde|佛得角 Cabo_Verde
中非共和国 Central_African_Republic|科摩罗 Comoros|刚果民主共和国 Democratic_Republic_of_the_Congo
刚果 Congo|科特迪瓦 Côte_d'Ivoire|科特迪瓦 Cote_d'Ivoire|塞浦路斯 Cyprus|吉布提 Djibouti
多米尼加共和国 Dominican_Republic
萨尔瓦多 El_Salvador|赤道几内亚 Equatorial_Guinea|厄立特里亚 Eritrea
斐济 Fiji|加蓬 Gabon|冈比亚 Gambia|格鲁吉亚 Georgia|危地马拉 Guatemala|几内亚比绍 Guinea-Bissau
几内亚比绍 Guinea_Bissau|几内亚 Guinea|圭亚那 Guyana|海地 Haiti|洪都拉斯 Honduras|冰岛 Iceland
牙买加 Jamaica|莱索托 Lesotho|利比里亚 Liberia|拉脱维亚 Latvia|立陶宛 Lithuania|卢森堡 Luxembourg
马达加斯加 Madagascar|马拉维 Malawi|马尔代夫 Maldives|马耳他 Malta|毛里求斯 Mauritius
摩尔多瓦 Moldova|黑山 Montenegro|纳米比亚 Namibia|尼加拉瓜 Nicaragua|巴拿马 Panama|巴拉圭 Paraguay
卢旺达 Rwanda|塞舌尔 Seychelles|塞拉利昂 Sierra_Leone|斯洛伐克 Slovakia|斯洛文尼亚 Slovenia
苏里南 Suriname|东帝汶 Timor-Leste|多哥 Togo|特立尼达和多巴哥 Trinidad_and_Tobago|乌拉圭 Uruguay
津巴布韦 Zimbabwe|梵蒂冈 Vatican|香港 Hong_Kong|澳门 Macao|叙利亚 Syrian_Arab_Republic
阿拉伯叙利亚共和国 Syrian_Arab_Republic|俄罗斯联邦 Russian_Federation|欧洲联盟 European_Union"""
_DIRECTION = (
    r"(?:North|South|East|West|Central|Southern|Northern|Eastern|Western|Sub-Saharan|Latin|Middle)"
)
_REGIONS: Final[dict[Language, str]] = {
    "en": rf"\b(?:the\s+)?(?:(?:{_DIRECTION}[- ]?)*(?:{_DIRECTION}(?:ern)?[- "
          rf"](?:and\s+{_DIRECTION}[- ])?)"
          r"(?:Africa|Asia|America|Europe|East|Mediterranean|Indian Ocean|Pacific)"
          r"|Africa|Asia|Europe|Sahel|Maghreb|Caribbean|Balkans|Horn of Africa|Lake Chad Basin"
          r"|Gulf of Guinea"
          r"|Southeast Asia|Middle East)\b",
    "zh": r"(?:(?:撒哈拉以南|[东西南北中]{1,2}部?)(?:非洲?|亚洲?|欧洲?|美洲?|太平洋|印度洋)"
          r"|非洲之角|非洲|亚洲|欧洲"
          r"|拉丁美洲|萨赫勒|马格里布|中东|加勒比|巴尔干|乍得湖流域|几内亚湾)(?:地区|区域|南部|北部)?",
}  # fmt: skip
_BETWEEN: Final = re.compile(
    r"\s*(?:\(\d{4}\)|（\d{4}）)?\s*(?:,|、|，|;|和|与|以及|及|and|或|or)?\s*(?:and|in)?\s*(?:the\s+)?(?:southern\s+|northern\s+)?"
)


def find_places(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield where a folded text names countries and regions, those that it lists as one.

    With each stretch come the countries and regions in it, countries by their Chinese names.
    """
    language = language_of(text)
    found: list[tuple[int, int, str]] = [
        (country.start, country.end, country.key)
        for country in find_countries(text, language)
        if not country.weak
    ]
    for match in _pattern(language).finditer(text):
        if not any(match.start() < end and start < match.end() for start, end, _ in found):
            found.append((*match.span(), match[0].lower()))
    start, end = -1, -1
    keys: list[str] = []
    for low, high, key in sorted(found):
        if keys and _BETWEEN.fullmatch(text[end:low]):
            end = high
            keys.append(key)
            continue
        if keys:
            yield (start, end), tuple(keys)
        start, end, keys = low, high, [key]
    if keys:
        yield (start, end), tuple(keys)


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    names: set[str] = set()
    for entry in _MORE.replace("\n", "|").split("|"):
        chinese, english = entry.split()
        names.add(chinese if language == "zh" else english.replace("_", " "))
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    countries = choices if language == "zh" else rf"\b(?:the\s+)?(?:{choices})\b"
    return re.compile(f"{countries}|{_REGIONS[language]}")

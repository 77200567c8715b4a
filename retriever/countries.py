"""Names of countries in Chinese and English, to be found in sentences."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from indexer.passages import Language

_TABLE: Final = """\
阿富汗 Afghanistan Afghan|阿尔及利亚 Algeria Algerian|阿根廷 Argentina Argentine
澳大利亚 Australia Australian|奥地利 Austria Austrian|孟加拉国 Bangladesh Bangladeshi
比利时 Belgium Belgian|贝宁 Benin|玻利维亚 Bolivia|波斯尼亚 Bosnia|巴西 Brazil Brazilian
保加利亚 Bulgaria Bulgarian|布基纳法索 Burkina_Faso|柬埔寨 Cambodia Cambodian
喀麦隆 Cameroon|加拿大 Canada Canadian|乍得 Chad|智利 Chile Chilean|中国 China Chinese
哥伦比亚 Colombia Colombian|哥斯达黎加 Costa_Rica|克罗地亚 Croatia|古巴 Cuba Cuban
捷克 Czech|丹麦 Denmark Danish|厄瓜多尔 Ecuador|埃及 Egypt Egyptian|爱沙尼亚 Estonia
埃塞俄比亚 Ethiopia Ethiopian|芬兰 Finland Finnish|法国 France French|加纳 Ghana
德国 Germany German|希腊 Greece Greek|匈牙利 Hungary Hungarian|印度 India Indian
印度尼西亚 Indonesia Indonesian|伊朗 Iran Iranian|伊拉克 Iraq Iraqi|爱尔兰 Ireland Irish
以色列 Israel Israeli|意大利 Italy Italian|日本 Japan Japanese|约旦 Jordan Jordanian
哈萨克斯坦 Kazakhstan|肯尼亚 Kenya Kenyan|科威特 Kuwait|吉尔吉斯斯坦 Kyrgyzstan
老挝 Lao Laos|黎巴嫩 Lebanon Lebanese|利比亚 Libya Libyan|马来西亚 Malaysia Malaysian
马里 Mali|毛里塔尼亚 Mauritania|墨西哥 Mexico Mexican|蒙古 Mongolia Mongolian
摩洛哥 Morocco Moroccan|莫桑比克 Mozambique|缅甸 Myanmar|尼泊尔 Nepal
荷兰 Netherlands Dutch|新西兰 New_Zealand|尼日尔 Niger|尼日利亚 Nigeria Nigerian
挪威 Norway Norwegian|阿曼 Oman|巴基斯坦 Pakistan Pakistani|秘鲁 Peru
菲律宾 Philippines Philippine|波兰 Poland Polish|葡萄牙 Portugal Portuguese|卡塔尔 Qatar
大韩民国 Republic_of_Korea|韩国 South_Korea Korean|罗马尼亚 Romania|俄罗斯 Russia Russian
沙特阿拉伯 Saudi_Arabia Saudi|塞内加尔 Senegal|塞尔维亚 Serbia|新加坡 Singapore
索马里 Somalia Somali|南非 South_Africa|南苏丹 South_Sudan|西班牙 Spain Spanish
斯里兰卡 Sri_Lanka|苏丹 Sudan Sudanese|瑞典 Sweden Swedish|瑞士 Switzerland Swiss
叙利亚 Syria Syrian|塔吉克斯坦 Tajikistan|坦桑尼亚 Tanzania|泰国 Thailand Thai
突尼斯 Tunisia Tunisian|土耳其 Turkey Turkish Türkiye|土库曼斯坦 Turkmenistan|乌干达 Uganda
乌克兰 Ukraine Ukrainian|阿拉伯联合酋长国 United_Arab_Emirates|联合王国 United_Kingdom
英国 Britain British|美国 United_States American America|乌兹别克斯坦 Uzbekistan
委内瑞拉 Venezuela|越南 Vietnam Viet_Nam Vietnamese|也门 Yemen|赞比亚 Zambia"""
_SAME: Final = {"英国": "联合王国", "韩国": "大韩民国"}


class Country(NamedTuple):
    """A country that a text names."""

    key: str
    """Its Chinese name."""
    start: int
    end: int
    weak: bool
    """Named by an adjective, which may speak of a language or a people."""


def find_countries(text: str, language: Language) -> Iterator[Country]:
    """Yield the countries that a folded text names, the longest name where several match."""
    pattern, names = _names(language)
    for match in pattern.finditer(text):
        key, weak = names[match[0]]
        yield Country(key, *match.span(), weak=weak)


@cache
def _names(language: Language) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    names: dict[str, tuple[str, bool]] = {}
    for entry in _TABLE.replace("\n", "|").split("|"):
        chinese, *english = entry.split()
        key = _SAME.get(chinese, chinese)
        if language == "zh":
            names[chinese] = (key, False)
        else:
            for place, name in enumerate(english):
                names[name.replace("_", " ")] = (key, place > 0)
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(choices if language == "zh" else rf"\b(?:{choices})\b"), names

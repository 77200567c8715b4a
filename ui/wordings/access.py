"""Strings for whoever is not let in, or sends what is not taken."""

from collections.abc import Mapping
from typing import Final

from ui.wordings.wording import Wording

ACCESS: Final[Mapping[str, Wording]] = {
    "refused-host": Wording(
        "此地址不是引据的地址；请打开启动时显示的网址。通过其他名称提供服务时，请设置 YINJU_AUTH",
        "This is not the address of Yinju; open the one that it printed when it started. To serve "
        "it under another name, set YINJU_AUTH",
    ),
    "refused-origin": Wording(
        "不接受来自其他网站的请求", "Requests that come from other sites are not answered"
    ),
    "refused-password": Wording("需要用户名和密码", "A user name and password are needed"),
    "refused-guessing": Wording(
        "密码错误次数过多，请在 {seconds} 秒后再试",
        "Too many wrong passwords; try again in {seconds} s",
    ),
    "refused-route": Wording("这里没有内容", "There is nothing here"),
    "refused-size": Wording(
        "内容太大，最多 {limit} MB", "This is too large; {limit} MB can be sent at most"
    ),
}

"""Which language model writes answers: its address and name, and its key from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from ui.errors import WriterAddress, WriterKey, WriterUnnamed

URL_VARIABLE: Final = "YINJU_LLM_URL"
MODEL_VARIABLE: Final = "YINJU_LLM_MODEL"
KEY_VARIABLE: Final = "YINJU_LLM_KEY"
"""A variable and no option: the arguments of a program are seen by all."""

_PATH: Final = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model behind an address that speaks chat completions."""

    url: str
    """That requests are sent to."""
    model: str
    key: str | None = field(default=None, repr=False)
    connect_seconds: float = 10.0
    """How long may pass until it is connected."""
    read_seconds: float = 120.0
    """How long it may be silent: a model on a desk reads thousands of tokens before it writes."""
    whole_seconds: float = 600.0
    """How long its reply may take."""

    @property
    def host(self) -> str:
        """The machine that it runs on, as the address has it."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_here(self) -> bool:
        """Whether that is this machine."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_writer(
    environment: Mapping[str, str], url: str | None = None, model: str | None = None
) -> Writer | None:
    """Return the model that is named, None where none is.

    Parameters
    ----------
    url, model
        As the command line has them; they go before the variables.

    Raises
    ------
    WriterAddress
        The address is none of http or https, or has a name and password in it.
    WriterUnnamed
        There is an address and no name of a model.
    WriterKey
        The key is not of the form that a header may have.
    """
    url = (url or environment.get(URL_VARIABLE, "")).strip()
    if not url:
        return None
    model = (model or environment.get(MODEL_VARIABLE, "")).strip()
    if not model:
        raise WriterUnnamed()
    key = environment.get(KEY_VARIABLE, "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise WriterKey()
    return Writer(_complete(url), model, key or None)


def _complete(url: str) -> str:
    """Return the address that requests go to, of what people call the address of a model."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    # What is wrong with it is not repeated: it may be a password.
    if not usable or parts.username is not None or parts.query or parts.fragment:
        raise WriterAddress()
    path = parts.path.rstrip("/") or "/v1"
    return parts._replace(path=path if path.endswith(_PATH) else path + _PATH).geturl()

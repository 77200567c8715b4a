"""Who may use the pages: names with passwords, and a slow-down for whoever guesses them."""

import base64
import binascii
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ui.errors import UnreadablePasswords

VARIABLE: Final = "YINJU_AUTH"
"""`user:password`, one user a line; a variable, for the arguments of a program are seen by all."""

FREE_GUESSES: Final = 5
"""Wrong passwords in a row after which an address has to wait."""
LONGEST_WAIT: Final = 60.0
"""Seconds; the wait doubles from one with each further guess. Never more: others may share the
address of whoever guesses."""
FORGOTTEN: Final = 900.0
"""Seconds after its last wrong guess in which an address starts anew."""
REMEMBERED: Final = 10_000
"""Addresses, at most."""


class Passwords:
    """Names and passwords, held against what a request brings."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        # Under a key of this run: what is compared has one length, whatever is sent.
        self._key = secrets.token_bytes(32)
        self._known = [self._seal(f"{name}:{word}".encode()) for name, word in passwords.items()]

    def admits(self, authorization: str) -> bool:
        """Tell whether a header of HTTP's basic scheme has one of the names with its password.

        It takes as long for one as for another.
        """
        sealed = self._seal(_basic(authorization))
        # subtle: a sum, so that every one is compared, not those up to the first that fits.
        return sum(hmac.compare_digest(sealed, known) for known in self._known) > 0

    def _seal(self, pair: bytes) -> bytes:
        return hmac.digest(self._key, pair, "sha256")


def read_passwords(environment: Mapping[str, str]) -> Passwords | None:
    """Return what `YINJU_AUTH` says, or None where it is not set or blank.

    Raises
    ------
    UnreadablePasswords
        A line has no colon, or nothing on one side of it.
    """
    passwords: dict[str, str] = {}
    for number, line in enumerate(environment.get(VARIABLE, "").splitlines(), start=1):
        if not line.strip():
            continue
        name, _, password = line.strip().partition(":")
        if not name or not password:
            raise UnreadablePasswords(line=number)
        passwords[name] = password
    return Passwords(passwords) if passwords else None


@dataclass(slots=True)
class _Guesses:
    count: int
    last: float


class SlowDown:
    """Makes addresses wait that send wrong passwords.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guesses: dict[str, _Guesses] = {}

    def wait(self, address: str) -> float:
        """Return for how many seconds nothing that an address sends is looked at."""
        guesses = self._guesses.get(_network(address))
        if guesses is None or guesses.count < FREE_GUESSES:
            return 0.0
        waiting = min(LONGEST_WAIT, 2.0 ** (guesses.count - FREE_GUESSES))
        return max(0.0, guesses.last + waiting - self._clock())

    def wrong(self, address: str) -> None:
        """Count a wrong password."""
        now = self._clock()
        # Taken out and put in again: the dictionary is in the order of the last guesses.
        guesses = self._guesses.pop(_network(address), None)
        if guesses is None or guesses.last + FORGOTTEN < now:
            guesses = _Guesses(0, now)
        self._guesses[_network(address)] = _Guesses(guesses.count + 1, now)
        if len(self._guesses) > REMEMBERED:
            del self._guesses[next(iter(self._guesses))]

    def right(self, address: str) -> None:
        """Forget what an address sent before."""
        self._guesses.pop(_network(address), None)


def _network(address: str) -> str:
    """Return who is counted as one: an address, in IPv6 the network that one customer has."""
    try:
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f"{address.split('%')[0]}/64", strict=False))
    except ValueError:
        pass
    return address


def _basic(authorization: str) -> bytes:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""

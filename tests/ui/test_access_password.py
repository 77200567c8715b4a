import base64

import pytest

from tests.ui.command_line import one_line, run, speak_english
from ui.access_password import FORGOTTEN, LONGEST_WAIT, SlowDown, read_passwords
from ui.errors import UnreadablePasswords


def basic(pair: str) -> str:
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_the_variable_there_are_no_passwords() -> None:
    assert read_passwords({}) is None
    assert read_passwords({"YINJU_AUTH": " \n"}) is None


def test_a_user_stands_in_a_line_and_a_password_may_have_colons() -> None:
    passwords = read_passwords({"YINJU_AUTH": "a:b:c\n\nd:e"})
    assert passwords is not None
    assert passwords.admits(basic("a:b:c"))
    assert passwords.admits(basic("d:e").replace("Basic", "basic"))
    assert not passwords.admits(basic("a:b"))


@pytest.mark.parametrize("text", ["a", "a:", ":b", "a:b\nc"])
def test_a_line_that_is_no_user_with_a_password_is_an_error(text: str) -> None:
    with pytest.raises(UnreadablePasswords) as caught:
        read_passwords({"YINJU_AUTH": text})
    assert caught.value.values["line"] == len(text.splitlines())


def test_the_wait_doubles_up_to_a_minute_and_a_right_password_ends_it() -> None:
    clock = Clock()
    slow_down = SlowDown(clock)
    waits = []
    for _ in range(15):
        slow_down.wrong("192.0.2.1")
        waits.append(slow_down.wait("192.0.2.1"))
        clock.now += waits[-1]
        assert slow_down.wait("192.0.2.1") == 0
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, *[LONGEST_WAIT] * 5]
    assert slow_down.wait("192.0.2.2") == 0
    slow_down.right("192.0.2.1")
    slow_down.wrong("192.0.2.1")
    assert slow_down.wait("192.0.2.1") == 0


def test_guesses_are_forgotten_after_a_while() -> None:
    clock = Clock()
    slow_down = SlowDown(clock)
    for _ in range(6):
        slow_down.wrong("192.0.2.1")
    clock.now += FORGOTTEN + 1
    slow_down.wrong("192.0.2.1")
    assert slow_down.wait("192.0.2.1") == 0


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    slow_down = SlowDown(Clock())
    for number in range(6):
        slow_down.wrong(f"2001:db8::{number}")
    assert slow_down.wait("2001:db8::ffff") > 0
    assert slow_down.wait("2001:db8:0:1::") == 0


def test_no_more_addresses_are_remembered_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.access_password.REMEMBERED", 3)
    slow_down = SlowDown(Clock())
    for number in range(5):
        for _ in range(6):
            slow_down.wrong(f"192.0.2.{number}")
    assert [slow_down.wait(f"192.0.2.{number}") > 0 for number in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_others_are_not_served_without_a_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    speak_english(monkeypatch)
    monkeypatch.delenv("YINJU_AUTH", raising=False)
    status, out, err = run(capsys, "serve", "--host", host)
    assert (status, out) == (1, "")
    assert "YINJU_AUTH=user:password" in one_line(err)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "因此需要密码" in run(capsys, "serve", "--host", host)[2]


def test_passwords_that_cannot_be_read_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_english(monkeypatch)
    monkeypatch.setenv("YINJU_AUTH", "secret")
    status, _, err = run(capsys, "serve")
    assert status == 1
    assert "YINJU_AUTH, line 1" in one_line(err)
    assert "secret" not in err

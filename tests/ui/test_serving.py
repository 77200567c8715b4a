import os
import socket

import pytest

from indexer.errors import AddressInUse
from ui.serving import POLICY, free_port, stay_on_this_machine


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUse) as caught:
            free_port("127.0.0.1", port)
    assert caught.value.values["port"] == port


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressInUse):
        free_port("192.0.2.1", 7860)


def test_port_0_is_any_free_one() -> None:
    assert free_port("127.0.0.1", 0) > 0


def test_a_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "GRADIO_ANALYTICS_ENABLED", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "example.org")
    stay_on_this_machine("127.0.0.1")
    assert os.environ["NO_PROXY"].split(",")[:2] == ["example.org", "127.0.0.1"]
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"


def test_the_browser_may_fetch_from_nowhere_else() -> None:
    assert "http" not in POLICY
    assert "*" not in POLICY

import os
import socket
from pathlib import Path

import pytest

from ui.access_headers import POLICY
from ui.errors import AddressInUse
from ui.serving import listen, private_files, url_of


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUse) as caught:
            listen("127.0.0.1", port)
    assert caught.value.values["port"] == port


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressInUse):
        listen("192.0.2.1", 7860)


def test_port_0_is_any_free_one() -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert port > 0
        assert url_of(listening) == f"http://127.0.0.1:{port}/"


def test_files_of_readers_stand_in_a_folder_of_this_run_that_nobody_else_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("GRADIO_TEMP_DIR", "GRADIO_EXAMPLES_CACHE"):
        monkeypatch.setenv(name, "before")
    with private_files():
        folder = Path(os.environ["GRADIO_TEMP_DIR"])
        assert folder.stat().st_mode & 0o077 == 0
        assert Path(os.environ["GRADIO_EXAMPLES_CACHE"]).parent == folder
    assert not folder.exists()


def test_the_browser_may_fetch_from_nowhere_else() -> None:
    assert "http" not in POLICY
    assert "*" not in POLICY

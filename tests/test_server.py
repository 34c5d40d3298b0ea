"""What installing the course sets for the JupyterLab of the same environment."""
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from helpers import server

FILES = Path(__file__).parents[1] / "jupyter"


@pytest.mark.parametrize("file", sorted(path.relative_to(FILES) for path in FILES.rglob("*.json")))
def test_the_settings_are_installed(file):
    assert (Path(sys.prefix) / file).read_bytes() == (FILES / file).read_bytes()


def test_jupyterlab_knows_the_extension():
    command = [sys.executable, "-m", "jupyter", "server", "extension", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    listed = re.sub(r"\x1b\[\d+m", "", said.stdout + said.stderr)
    assert re.search(r"helpers\.server +enabled", listed)
    assert re.search(r"helpers\.server +OK", listed)


def test_only_the_servers_own_kind_of_connection_is_replaced():
    for before, after in ((ZMQChannelsWebsocketConnection, server.PromptConnection),
                          ("a gateway's", "a gateway's")):
        started = SimpleNamespace(web_app=SimpleNamespace(settings={server.SETTING: before}))
        server._load_jupyter_server_extension(started)
        assert started.web_app.settings[server.SETTING] == after


def test_messages_do_not_wait_once_a_browser_connects(monkeypatch):
    said = []

    class Connection(server.PromptConnection):
        websocket_handler = SimpleNamespace(set_nodelay=said.append)

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: "connected")
    assert Connection.__new__(Connection).connect() == "connected" and said == [True]

"""The simulator as the console starts it."""

import json
from pathlib import Path

from console.app.embedded import EmbeddedServer
from console.app.simulator import Simulator
from tests.server.simulator.little_city import write_little_city


def test_a_simulator_beside_the_embedded_server_says_where_its_page_is(qtbot, tmp_path: Path) -> None:
    heard: list[str] = []
    pages: list[str] = []
    server = EmbeddedServer(str(write_little_city(tmp_path / "city")), tmp_path / "data", None)
    server.ready.connect(heard.append)
    server.failed.connect(heard.append)
    server.start()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    simulator = Simulator(server)
    simulator.ready.connect(pages.append)
    simulator.start(heard[0], server.enrol_simulator, None)
    qtbot.waitUntil(lambda: bool(pages), timeout=60_000)
    simulator.stop()
    server.stop()
    assert pages[0].startswith("http://127.0.0.1:")


def test_lines_that_are_no_address_are_the_users(qtbot, capsys) -> None:
    pages: list[str] = []
    simulator = Simulator(None)
    simulator.ready.connect(pages.append)
    for line in (b"{", json.dumps({"simulator": {}}).encode(), b'{"simulator": {"url": "http://x/"}}'):
        simulator._know(line)
    assert pages == ["http://x/"]

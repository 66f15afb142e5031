"""The simulator as the console starts it."""

import json
from pathlib import Path

import requests

from console.app.simulator import Simulator
from tests.console.app.running import running
from tests.server.simulator.little_city import write_little_city


def test_a_simulator_beside_the_embedded_server_leaves_a_taken_role_to_people_after_a_restart(
    qtbot, tmp_path: Path
) -> None:
    server, address = running(qtbot, write_little_city(tmp_path / "city"), tmp_path / "data")
    taken: list[list[str]] = []
    for login in ("u410102", ""):  # the second one has no token to enrol with: it is the first one's workstation
        pages: list[str] = []
        simulator = Simulator(tmp_path / "simulator")
        simulator.ready.connect(pages.append)
        simulator.start(address, server.enrol_simulator if login else "", None)
        qtbot.waitUntil(lambda pages=pages: bool(pages), timeout=60_000)
        with requests.Session() as http:
            http.trust_env = False
            if login:
                assert http.post(f"{pages[0]}take/{login}", timeout=10, allow_redirects=False).status_code == 303
            taken.append(http.get(f"{pages[0]}state", timeout=10).json()["taken"])
        simulator.stop()
    server.stop()
    assert "u410102" in taken[0]
    assert taken[1] == taken[0]


def test_lines_that_are_no_address_are_the_users(qtbot, capsys, tmp_path: Path) -> None:
    pages: list[str] = []
    simulator = Simulator(tmp_path)
    simulator.ready.connect(pages.append)
    for line in (b"{", json.dumps({"simulator": {}}).encode(), b'{"simulator": {"url": "http://x/"}}'):
        simulator._know(line)
    assert pages == ["http://x/"]

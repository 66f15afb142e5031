"""The simulator as the console starts it."""

import json
import os
import signal
from pathlib import Path

import pytest
import requests

from console.app import again
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


def answers(page: str) -> bool:
    """Whether the control page is there."""
    with requests.Session() as http:
        http.trust_env = False
        try:
            return http.get(f"{page}state", timeout=10).status_code == 200
        except requests.ConnectionError:
            return False


def test_one_that_is_killed_is_started_again_and_goes_on_with_the_same_roles(qtbot, tmp_path: Path) -> None:
    server, address = running(qtbot, write_little_city(tmp_path / "city"), tmp_path / "data")
    pages: list[str] = []
    failed: list[str] = []
    simulator = Simulator(tmp_path / "simulator")
    simulator.ready.connect(pages.append)
    simulator.failed.connect(failed.append)
    simulator.start(address, server.enrol_simulator, None)
    for times in (1, 2, 3):
        qtbot.waitUntil(lambda times=times: len(pages) == times, timeout=60_000)
        qtbot.waitUntil(lambda: answers(pages[-1]), timeout=30_000)
        if times < 3:
            os.kill(simulator.pid, signal.SIGKILL)
    simulator.stop()
    server.stop()
    assert failed == []
    assert not answers(pages[-1])


def test_one_that_dies_again_and_again_is_given_up_with_its_last_words(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "AGAIN", (10, 10))
    pages: list[str] = []
    failed: list[str] = []
    simulator = Simulator(tmp_path / "simulator")
    simulator.ready.connect(pages.append)
    simulator.failed.connect(failed.append)
    server, address = running(qtbot, write_little_city(tmp_path / "city"), tmp_path / "data")
    simulator.start(address, server.enrol_simulator, None)
    for times in (1, 2, 3):
        qtbot.waitUntil(lambda times=times: len(pages) == times, timeout=60_000)
        assert failed == []
        (tmp_path / "simulator" / "simulator.log").write_text("one line\nthe last words\n\n", encoding="utf-8")
        os.kill(simulator.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(failed), timeout=60_000)
    assert failed == ["the last words"]
    simulator.stop()
    server.stop()


def test_an_end_that_was_asked_for_is_no_death(qtbot, tmp_path: Path) -> None:
    failed: list[str] = []
    simulator = Simulator(tmp_path / "simulator")
    simulator.failed.connect(failed.append)
    simulator.start("http://127.0.0.1:9/", "once", None)
    simulator.stop()
    assert (simulator.pid, failed) == (0, [])

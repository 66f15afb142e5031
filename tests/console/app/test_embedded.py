"""The embedded server as the console starts it."""

import os
import signal
from pathlib import Path

import pytest
import requests
from pytestqt.qtbot import QtBot

from console.app import again
from console.app.embedded import EmbeddedServer
from tests.console.app.running import running
from tests.server.city.small_folder import write_small_city


def test_a_one_time_token_may_begin_with_a_dash_and_a_city_is_new_once(qtbot: QtBot, tmp_path: Path) -> None:
    city, data = write_small_city(tmp_path / "city"), tmp_path / "data"
    assert EmbeddedServer(str(city), data, None).is_new
    server, _ = running(qtbot, city, data, enrol="-hRq2")
    server.stop()
    assert not server.is_new


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/v1/hello", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def test_a_killed_server_is_started_again_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    server, address = running(qtbot, write_small_city(tmp_path / "city"), tmp_path / "data")
    told: list[str] = []
    server.ended.connect(lambda: told.append("ended"))
    server.ready.connect(told.append)
    server.failed.connect(told.append)
    for times in (1, 2):
        os.kill(server.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda times=times: told == ["ended"] * times)
        qtbot.waitUntil(lambda: answers(address), timeout=30_000)
    server.stop()
    assert told == ["ended"] * 2  # whoever asked for the address has it still, and nothing was given up
    assert not answers(address)


def test_one_that_cannot_be_started_again_is_given_up_with_its_last_words(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "AGAIN", (10, 10))
    server, _ = running(qtbot, write_small_city(tmp_path / "city"), tmp_path / "data")
    failed: list[str] = []
    ended: list[int] = []
    server.failed.connect(failed.append)
    server.ended.connect(lambda: ended.append(1))
    database = tmp_path / "data" / "griddesk.db"
    os.kill(server.pid, signal.SIGKILL)
    for file in (tmp_path / "data").glob("griddesk.db*"):
        file.unlink()
    database.mkdir()
    qtbot.waitUntil(lambda: bool(failed), timeout=60_000)
    assert len(ended) == 2
    assert "unable to open database file" in failed[0]

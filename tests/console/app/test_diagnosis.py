"""What `--diagnosis` writes down: the instants of the start, and events that had to wait."""

import json
import time
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from console.app.diagnosis import Diagnosis
from console.board import Board
from console.facts import DESK, Line, LinkState, Pending, Recorded, Sending


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_instants_are_written_as_they_come(qtbot: QtBot, tmp_path: Path) -> None:
    board = Board(lambda: 0)
    diagnosis = Diagnosis(tmp_path / "trace", board)
    diagnosis.painted(time.monotonic_ns() / 1e6)
    board.take_loaded()
    board.do("desk", "note", "c1")
    board.take_recorded(Recorded("w1", Pending("cmd-1", 1, "note", "c1", "wang", DESK, 0, Sending.QUEUED)))
    diagnosis.stop()
    written = lines(tmp_path / "trace")
    instants = [line for line in written if "instant" in line]
    assert [line["instant"] for line in instants] == ["painted", "cases", "asked", "recorded"]
    assert [line["at"] for line in instants] == sorted(line["at"] for line in instants)


def test_the_line_is_told_when_it_comes_and_when_nothing_waits_any_more(qtbot: QtBot, tmp_path: Path) -> None:
    board = Board(lambda: 0)
    diagnosis = Diagnosis(tmp_path / "trace", board)
    for link in (
        LinkState(Line.OFFLINE, as_of=1, unsent=2),
        LinkState(Line.ONLINE, as_of=1, unsent=2),
        LinkState(Line.ONLINE, as_of=2, behind=7),
        LinkState(Line.ONLINE, as_of=3),
        LinkState(Line.ONLINE, as_of=4),
        LinkState(Line.OFFLINE, as_of=4),
        LinkState(Line.ONLINE),  # nothing was heard yet: who knows what waits there
    ):
        board.take_link(link)
    diagnosis.stop()
    instants = [line["instant"] for line in lines(tmp_path / "trace") if "instant" in line]
    assert instants == ["online", "even", "online"]


def test_an_event_that_had_to_wait_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    diagnosis = Diagnosis(tmp_path / "trace", Board(lambda: 0))
    qtbot.wait(100)  # the heart beats
    time.sleep(0.08)  # nobody looks at events
    qtbot.wait(50)
    diagnosis.stop()
    waits = [wait for line in lines(tmp_path / "trace") for wait in line["waits"]]
    assert max(waits) > 60

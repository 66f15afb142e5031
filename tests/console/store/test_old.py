"""A desk that comes back after a night without a line: old commands wait for one word, then go once each."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.facts import DESK
from console.store import room
from rules.case import Stage
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, a_case

Start = Callable[..., Console]
HOUR = 3_600_000


def after_a_night(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    """Three dispatches were made without a line; thirteen hours later the desk starts again, and the line is back."""
    server.book.has(a_case(1), a_case(2), a_case(3))
    evening = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: len(evening.stages()) == 3 and evening.board.link.online)
    server.unplug()
    evening.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: [bool(pending.last_error) for pending in evening.board.outbox] == [True])
    for case_id in ("case-2", "case-3"):
        evening.board.do(DESK, "dispatch", case_id, body={"unit": "west"})
    qtbot.waitUntil(lambda: len(evening.board.outbox) == 3)
    evening.close()
    server.book.now = lambda: NOW + 13 * HOUR
    morning = start(now=server.book.now)
    server.plug_in()
    return morning.connect(server)


def test_old_commands_wait_for_one_word_and_then_go_once_each(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = after_a_night(qtbot, start, server)
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)  # it was offered: nobody is asked
    qtbot.waitUntil(lambda: [pending.case_id for pending in console.board.old] == ["case-2", "case-3"])
    assert {case_id: case.stage.value for case_id, case in server.book.cases.items()} == {
        "case-1": "with_units", "case-2": "to_dispatch", "case-3": "to_dispatch"
    }  # fmt: skip

    console.board.confirm_old([pending.id for pending in console.board.old], "send")

    qtbot.waitUntil(lambda: console.board.outbox == ())
    assert [len(server.book.events[f"case-{number}"]) for number in (1, 2, 3)] == [2, 2, 2]  # dispatched, delivered


def test_what_is_dropped_never_reaches_the_server(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = after_a_night(qtbot, start, server)
    qtbot.waitUntil(lambda: len(console.board.old) == 2)
    sent, dropped = console.board.old
    console.board.confirm_old([dropped.id], "drop")
    qtbot.waitUntil(lambda: [pending.id for pending in console.board.outbox] == [sent.id])
    qtbot.waitUntil(lambda: console.stages()["case-3"] == "to_dispatch")
    console.board.confirm_old([sent.id], "send")
    qtbot.waitUntil(lambda: console.board.outbox == ())
    assert dropped.id not in server.book.outcomes


def test_many_that_change_at_once_are_shown_slice_by_slice(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_SLICE", 1)
    console = after_a_night(qtbot, start, server)
    qtbot.waitUntil(lambda: len(console.board.old) == 2)
    told: list[set[str]] = []
    console.board.cases_changed.connect(lambda delta: told.append({shown.id for shown in delta.changed}))

    console.board.confirm_old([pending.id for pending in console.board.old], "drop")

    qtbot.waitUntil(lambda: console.board.outbox == () and {"case-2"} in told and {"case-3"} in told)
    assert {"case-2", "case-3"} not in told

"""A console without a line is unlocked by who signed in here before; the server takes the commands later."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.app.core import Server
from console.facts import DESK, REVIEW, Answer, Ask, Denied, Line, Unreachable
from console.models.shifts import Record, sealed
from console.store import sealing
from console.sync.client import Client
from rules.case import Stage
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import PASSWORD, a_case

Start = Callable[..., Console]


@pytest.fixture
def alone(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    """Wang has worked here; the program was started again after the line had gone."""
    server.book.has(a_case(1))
    before = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in before.stages() and before.board.link.online)
    before.close()
    server.unplug()
    console = start()
    console.core.connect_to(Server(server.base, Client))
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE and "case-1" in console.stages())
    return console


def test_nobody_waits_while_a_password_seals_what_may_be_done_without_a_line(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(*told: Any) -> Record | None:
        go_on.wait(10)
        return sealed(*told)

    monkeypatch.setattr(sealing, "sealed", slowly)
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    threading.Timer(0.1, go_on.set).start()
    answer = ask(console, PASSWORD)
    assert isinstance(answer, Answer)
    assert answer.from_cache


def ask(console: Console, password: str, login: str = "wang", seat: str = DESK) -> object:
    """The answer to a sign-in."""
    return console.ask(Ask.SIGN_IN, seat=seat, args={"login": login, "password": password})


def test_who_unlocks_dispatches_under_the_own_name_and_it_arrives_once(
    qtbot: QtBot, alone: Console, server: FakeServer
) -> None:
    assert alone.board.seats[DESK].unlockable
    answer = ask(alone, PASSWORD)
    assert isinstance(answer, Answer)
    assert answer.from_cache
    qtbot.waitUntil(lambda: alone.board.seats[DESK].signed_in and "notice.unlocked_here" in alone.said)
    alone.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: alone.board.link.unsent == 1)

    server.plug_in()

    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS and alone.board.outbox == ())
    pushed = {each.command.id: each.command for push in server.book.pushes for each in push.cmds}
    assert [(command.actor, command.session) for command in pushed.values()] == [("wang", "offline-wang")]
    assert len(server.book.cases["case-1"].legs) == 1


def test_a_wrong_password_stays_out_and_a_fifth_one_waits(alone: Console) -> None:
    rules = [answer.rule for answer in (ask(alone, "wrong") for _ in range(5)) if isinstance(answer, Denied)]
    assert rules == ["rule.sign_in_wrong"] * 4 + ["rule.shift_locked"]
    locked = ask(alone, PASSWORD)
    assert isinstance(locked, Denied)
    assert locked.rule == "rule.shift_locked"
    assert 0 < int(locked.details["seconds"]) <= 60
    assert not alone.board.seats[DESK].signed_in


def test_who_never_signed_in_here_is_told_that_there_is_no_line(alone: Console) -> None:
    assert isinstance(ask(alone, PASSWORD, "liu", REVIEW), Unreachable)
    assert "notice.unlocked_here" not in alone.said


def test_after_a_sign_out_without_a_line_the_same_person_unlocks_again(qtbot: QtBot, alone: Console) -> None:
    ask(alone, PASSWORD)
    qtbot.waitUntil(lambda: alone.board.seats[DESK].signed_in)
    alone.core.enquiries.ask(Ask.SIGN_OUT, seat=DESK)
    qtbot.waitUntil(lambda: not alone.board.seats[DESK].signed_in)
    assert alone.board.seats[DESK].unlockable
    ask(alone, PASSWORD)
    qtbot.waitUntil(lambda: alone.board.seats[DESK].signed_in)

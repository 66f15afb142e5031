"""A console that is started again in an outage tells since when the server was not heard, not since its own start."""

import shutil
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.app.core import Server
from console.facts import Ask, Line, LinkState
from console.facts.shift import ShiftFacts
from console.sync.client import Client
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, a_case

LONG = 60_000
MINUTE = 60_000
Start = Callable[..., Console]


class Time:
    """The wall clock of the machine and of the server, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock(server: FakeServer) -> Time:
    time = Time()
    server.book.now = time
    server.book.has(a_case(1))
    return time


def heard(qtbot: QtBot, console: Console, server: FakeServer) -> None:
    """It talks to the server."""
    console.connect(server)
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.heard_at > 0, timeout=LONG)


def without_line(qtbot: QtBot, console: Console, server: FakeServer) -> LinkState:
    """The line as a console tells it that was started in the outage."""
    console.core.connect_to(Server(server.base, Client))
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE, timeout=LONG)
    return console.board.link


def test_after_an_end_in_order_it_counts_from_when_the_server_was_heard_last(
    qtbot: QtBot, start: Start, server: FakeServer, clock: Time
) -> None:
    first = start(now=clock)
    heard(qtbot, first, server)
    last = first.board.link.heard_at
    first.close()
    server.unplug()
    clock.now = NOW + 25 * MINUTE

    link = without_line(qtbot, start(now=clock), server)
    assert last <= link.since < NOW + MINUTE
    assert link.heard_at == 0


def test_a_second_restart_without_a_line_forgets_nothing(
    qtbot: QtBot, start: Start, server: FakeServer, clock: Time
) -> None:
    first = start(now=clock)
    heard(qtbot, first, server)
    first.close()
    server.unplug()
    for minutes in (25, 50):
        clock.now = NOW + minutes * MINUTE
        console = start(now=clock)
        assert without_line(qtbot, console, server).since < NOW + MINUTE
        console.close()


def test_it_is_kept_while_the_outage_lasts_for_a_program_that_is_killed(
    qtbot: QtBot, start: Start, server: FakeServer, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.store.shift.LASTS", 0)
    console = start(now=clock)
    heard(qtbot, console, server)
    server.unplug()
    qtbot.waitUntil(lambda: bool(outages(console)), timeout=LONG)
    (began,) = outages(console)
    shutil.copytree(console.folder, console.folder.with_name("killed"))  # as it lay there when the power went
    clock.now = NOW + 25 * MINUTE

    assert without_line(qtbot, start("killed", now=clock), server).since == began


def outages(console: Console) -> list[int]:
    """When the outages began that the hand-over tells of."""
    facts = console.ask(Ask.SHIFT).content
    assert isinstance(facts, ShiftFacts)
    return [each.began for each in facts.outages]


def test_the_hand_over_tells_of_no_outage_while_the_program_was_off(
    qtbot: QtBot, start: Start, server: FakeServer, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(now=clock)
    heard(qtbot, first, server)
    first.close()
    monkeypatch.setattr("console.store.shift.LASTS", 0)  # only now: a blip as the first one ends is no outage
    server.unplug()
    clock.now = NOW + 25 * MINUTE
    console = start(now=clock)
    without_line(qtbot, console, server)
    qtbot.waitUntil(lambda: bool(outages(console)), timeout=LONG)
    assert outages(console)[0] >= NOW + 25 * MINUTE

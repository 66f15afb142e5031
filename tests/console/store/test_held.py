"""Held commands through store and line: sent by themselves, at an orderly end, or at the next start."""

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.facts import DESK, Line
from rules.pack import decode_city, encode_city
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import CITY, NOW, a_case

Start = Callable[..., Console]
UNTIL = NOW + 86_400_000


def ready(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    return console


def suspend(qtbot: QtBot, console: Console) -> None:
    console.board.do(DESK, "suspend", "case-1", body={"reason": "等材料", "until": UNTIL})
    qtbot.waitUntil(lambda: len(console.board.outbox) == 1)


def is_suspended(server: FakeServer) -> bool:
    return bool(server.book.cases["case-1"].suspended_until)


def with_recall(server: FakeServer, seconds: int) -> None:
    """The city takes deeds back for so many seconds."""
    pack = encode_city(replace(CITY, policies=replace(CITY.policies, recall_seconds=seconds)))
    server.book.city = decode_city(pack)
    server.book.packs[server.book.city.version] = pack


def test_a_held_command_is_no_outage_and_goes_by_itself(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    with_recall(server, 1)
    console = ready(qtbot, start, server)
    suspend(qtbot, console)
    assert [pending.held for pending in console.board.outbox] == [True]
    assert (console.board.unsent, console.board.link.unsent, console.board.link.line) == ((), 0, Line.ONLINE)
    assert "suspended" in console.board.case("case-1").lists
    qtbot.waitUntil(lambda: is_suspended(server) and console.board.outbox == ())


def test_u_takes_it_back_before_the_server_hears_of_it(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    suspend(qtbot, console)
    console.board.recall_last(DESK)
    qtbot.waitUntil(lambda: console.board.outbox == () and "suspended" not in console.board.case("case-1").lists)
    assert ("notice.recalled" in console.said, server.book.pushes) == (True, [])


def test_an_orderly_end_sends_it(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    suspend(qtbot, console)
    console.close()
    assert is_suspended(server)


def test_without_a_line_it_waits_as_everything_else_and_goes_after_the_next_start(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    suspend(qtbot, console)
    assert [pending.verb for pending in console.board.unsent] == ["suspend"]
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    console.close()
    assert not is_suspended(server)
    server.plug_in()
    again = start().connect(server)
    qtbot.waitUntil(lambda: is_suspended(server) and again.board.outbox == ())


def test_a_dispatch_is_not_held(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage.value == "with_units")

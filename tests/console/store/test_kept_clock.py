"""A console that is started again without a line dates commands by the server's clock as it was heard last."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from console.app.core import Server
from console.facts import DESK, Ask, Line
from console.sync.client import Client
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, PASSWORD, a_case

LONG = 60_000
AHEAD = 10 * 60_000  # the server's clock before this machine's


def test_commands_of_a_start_without_a_line_bear_the_servers_time(
    qtbot: QtBot, start: Callable[..., Console], server: FakeServer
) -> None:
    server.book.now = lambda: NOW + AHEAD
    server.book.has(a_case(1))
    before = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in before.stages() and before.board.now() >= NOW + AHEAD, timeout=LONG)
    before.close()
    server.unplug()

    console = start()
    console.core.connect_to(Server(server.base, Client))
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE and "case-1" in console.stages(), timeout=LONG)
    console.core.enquiries.ask(Ask.SIGN_IN, seat=DESK, args={"login": "wang", "password": PASSWORD})
    qtbot.waitUntil(lambda: console.board.seats[DESK].signed_in, timeout=LONG)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1, timeout=LONG)

    assert NOW + AHEAD <= console.board.outbox[0].issued_at < NOW + AHEAD + LONG

"""A desk that the server does not know any more is enrolled again while it runs, and what waited is sent once."""

import socket
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from console.facts import DESK, Answer, Ask, Denied, Line, Unreachable
from rules.case import Stage
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import a_case

Start = Callable[..., Console]


def unknown(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    """Two cases are here; the workstation was ended while Wang sat there, and one was dispatched since."""
    server.book.has(a_case(1), a_case(2))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-2" in console.stages() and console.board.link.online)
    server.book.token, server.book.codes = "another", {"new"}
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.line is Line.SIGN_IN)
    return console


def test_with_a_new_code_it_goes_on_at_once_and_nothing_is_lost(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = unknown(qtbot, start, server)
    name = console.core.store.room.desk.files.outbox.identity.console_id
    link = console.board.link
    assert server.base in {link.reason_details["address"], link.address}
    assert server.book.cases["case-1"].stage is Stage.TO_DISPATCH
    answer = console.ask(Ask.ENROL, args={"code": "new"})
    assert (type(answer), answer.content) == (Answer, None)
    assert server.book.enrolled[-1] == {"enrol": "new", "name": socket.gethostname(), "console_id": name}
    qtbot.waitUntil(lambda: console.board.link.online and console.board.outbox == ())
    assert len(server.book.cases["case-1"].legs) == 1
    assert "notice.enrolled" in console.said
    console.board.do(DESK, "dispatch", "case-2", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-2"].stage is Stage.WITH_UNITS)
    console.close()
    again = start()
    again.connect(server, once="")
    qtbot.waitUntil(lambda: again.board.link.online)


def test_a_code_that_is_not_known_changes_nothing(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = unknown(qtbot, start, server)
    answer = console.ask(Ask.ENROL, args={"code": "used"})
    assert (type(answer), answer.rule) == (Denied, "rule.enrolment_unknown")
    assert console.board.link.line is Line.SIGN_IN
    assert [pending.case_id for pending in console.board.outbox] == ["case-1"]


def test_without_a_line_it_is_told_where_the_code_was_typed(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = unknown(qtbot, start, server)
    server.unplug()
    assert isinstance(console.ask(Ask.ENROL, args={"code": "new"}), Unreachable)


def test_the_token_is_told_to_no_view(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = unknown(qtbot, start, server)
    console.ask(Ask.ENROL, args={"code": "new"})
    qtbot.waitUntil(lambda: console.board.link.online)
    assert not [answer for answer in console.answers if "another" in str(answer)]

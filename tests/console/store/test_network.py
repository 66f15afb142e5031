"""Ways to the server that meet what nobody expected, a busy server, several addresses, and the end of the program."""

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.app.core import Server
from console.facts import DESK, Ask, Line, Question, Unreachable
from console.store import awaited
from console.sync import client as client_module
from console.sync import poll
from console.sync import rounds as rounds_module
from console.sync.client import Client
from console.sync.errors import ServerUnreachable
from console.sync.questions import Questions
from rules.case import Stage
from rules.protocol import PushAnswer
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.odd_server import OddServer
from tests.console.small_city import PASSWORD, a_case
from tests.fixtures.line import Line as TcpLine

Start = Callable[..., Console]


@pytest.fixture
def other() -> Iterator[FakeServer]:
    running = FakeServer()
    yield running
    running.close()


def ready(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    return console


def fails_once(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    """The next call meets an error that nobody expected."""
    whole = getattr(owner, name)

    def stumble(*args: object, **more: object) -> object:
        monkeypatch.setattr(owner, name, whole)
        raise RuntimeError("a mistake in the program")

    monkeypatch.setattr(owner, name, stumble)


def test_a_push_that_met_an_unexpected_error_is_sent_again(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)
    with qtbot.captureExceptions() as caught:
        fails_once(monkeypatch, rounds_module, "push")
        console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
        qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    assert [error[0] for error in caught] == [RuntimeError]


def test_what_was_made_behind_a_push_that_fails_stays_here_and_goes_with_it(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.book.has(a_case(2))
    console = ready(qtbot, start, server)
    whole, on_the_line, cut = rounds_module.push, threading.Event(), threading.Event()

    def fail(*_: object) -> PushAnswer:
        monkeypatch.setattr(rounds_module, "push", whole)
        on_the_line.set()
        cut.wait(5)
        raise ServerUnreachable("link.cut")

    made = list[bool]()  # what left the store, and whether it follows
    console.core.store.sending.push.connect(lambda _push, follows: made.append(follows))
    monkeypatch.setattr(rounds_module, "push", fail)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(on_the_line.is_set)
    console.board.do(DESK, "dispatch", "case-2", body={"unit": "west"})
    qtbot.waitUntil(lambda: made == [False, True])
    cut.set()
    qtbot.waitUntil(lambda: not console.board.outbox)
    assert [[each.n for each in push.cmds] for push in server.book.pushes] == [[1, 2]]


def test_a_poll_that_met_an_unexpected_error_goes_on(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)
    with qtbot.captureExceptions() as caught:
        fails_once(monkeypatch, poll, "changes")
        server.book.has(a_case(2))
        qtbot.waitUntil(lambda: "case-2" in console.stages())
        server.book.has(a_case(3))
        qtbot.waitUntil(lambda: "case-3" in console.stages())
    assert [error[0] for error in caught] == [RuntimeError]


def test_a_question_that_met_an_unexpected_error_is_answered_all_the_same(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)
    console.answers.clear()
    with qtbot.captureExceptions() as caught:
        fails_once(monkeypatch, Questions, "answer")
        console.core.enquiries.ask(Ask.HISTORY)
        qtbot.waitUntil(lambda: len(console.answers) == 1)
    answer = console.answers[0]
    assert isinstance(answer, Unreachable)
    assert answer.reason == "link.program"
    assert [error[0] for error in caught] == [RuntimeError]


def test_heartbeats_do_not_shorten_the_wait_that_a_busy_server_asks_for(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    lines: list[Line] = []
    console.board.link_changed.connect(lambda link: lines.append(link.line))
    server.book.retry_after, server.book.busy = "60", True
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.reason == "link.busy")
    asked = server.book.turned_away
    for number in (2, 3, 4):
        server.book.has(a_case(number))
        qtbot.waitUntil(lambda number=number: f"case-{number}" in console.stages())
    assert (asked, server.book.turned_away) == (1, 1)
    assert set(lines) == {Line.ONLINE}
    assert console.board.link.unsent == 1


def connected(console: Console, first: FakeServer, *others: FakeServer) -> Console:
    """Talk to the first of several addresses, and wait until it answers."""
    console.core.connect_to(Server(first.base, Client, "once", tuple(each.base for each in others)))
    console.qtbot.waitUntil(lambda: console.board.link.as_of > 0 and console.board.link.online)
    return console


def test_another_address_takes_over_with_all_ways(
    qtbot: QtBot, start: Start, server: FakeServer, other: FakeServer
) -> None:
    for each in (server, other):
        each.book.has(a_case(1))
    console = connected(start(), server, other).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    assert console.board.link.address == server.base
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.address == other.base and console.board.link.online)
    qtbot.waitUntil(lambda: other.book.cases["case-1"].stage is Stage.WITH_UNITS)
    assert "notice.moved" in console.said
    assert server.book.cases["case-1"].stage is Stage.TO_DISPATCH


def test_a_server_that_lives_and_tells_nothing_new_is_left(
    qtbot: QtBot, start: Start, server: FakeServer, other: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaited, "PATIENCE", 300)
    for each in (server, other):
        each.book.has(a_case(1))
    console = connected(start(), server, other).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.book.frozen = True
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.address == other.base and console.board.link.online)
    assert "notice.moved" in console.said


def test_a_question_without_a_line_is_answered_at_once_and_asks_nobody(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    asked: list[Question] = []
    whole = Questions.answer
    monkeypatch.setattr(Questions, "answer", lambda self, question: asked.append(question) or whole(self, question))
    console.answers.clear()
    console.core.enquiries.ask(Ask.HISTORY)
    console.core.enquiries.ask(Ask.SIGN_IN, args={"login": "liu", "password": "x"})  # not known at this desk
    qtbot.waitUntil(lambda: len(console.answers) == 2)
    assert [type(answer) for answer in console.answers] == [Unreachable, Unreachable]
    assert [question.kind for question in asked] == [Ask.SIGN_IN]


def test_a_line_that_falls_silent_is_lost_the_work_goes_on_and_the_program_ends(
    qtbot: QtBot, start: Start, server: FakeServer, line: Callable[[int], TcpLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "POLL_READ", 1.0)
    server.book.has(a_case(1))
    between = line(int(server.base.rpartition(":")[2]))
    console = start()
    console.core.connect_to(Server(between.url, Client, "once"))
    console.sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    between.fall_silent()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    assert console.board.link.reason == "link.timeout"
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.stages() == {"case-1": "with_units"})
    assert console.core.close()


def test_a_copied_folder_enrols_itself_anew_with_the_token_that_the_server_gives(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    ready(qtbot, start, server).close()
    console = start()
    name = console.core.store.room.desk.files.outbox.identity.console_id
    server.book.last_n[name], server.book.renewal = 7, "once"
    console.connect(server, once="").sign_in()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: "notice.forked" in console.said)
    server.book.has(a_case(2))  # ends the poll that waits under the old name
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: console.board.outbox == ())
    assert server.book.pushes[-1].console_id != name


def test_the_program_ends_although_the_server_says_nothing(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    silent = OddServer()
    console.close()
    again = start()
    again.core.connect_to(Server(silent.base, Client, "once"))
    assert silent.asked.wait(10)
    assert again.core.close()  # all threads ended by themselves, within their second
    silent.close()


def test_a_sign_in_that_takes_its_time_holds_up_no_city(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_over, whole = threading.Event(), Questions._sign_in

    def slow(questions: Questions, question: Question) -> object:
        is_over.wait(60)
        return whole(questions, question)

    monkeypatch.setattr(Questions, "_sign_in", slow)
    server.book.has(a_case(1))
    console = start()
    console.core.connect_to(Server(server.base, Client, "once"))
    console.core.enquiries.ask(Ask.SIGN_IN, seat=DESK, args={"login": "wang", "password": PASSWORD})
    qtbot.waitUntil(lambda: "case-1" in console.stages())  # which needs the city
    assert not console.board.seats[DESK].signed_in
    is_over.set()
    qtbot.waitUntil(lambda: console.board.seats[DESK].signed_in)

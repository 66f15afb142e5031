"""Board, store and network together, against a small server: way (b) of the architecture with the line cut."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from console.facts import DESK, Line
from rules.commands import Command, Role
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, WANG, a_case

Start = Callable[..., Console]


def test_cases_of_the_server_are_shown(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1), a_case(2))
    console = start().connect(server)
    qtbot.waitUntil(lambda: console.stages() == {"case-1": "to_dispatch", "case-2": "to_dispatch"})
    assert console.board.case("case-1").proposal.unit == "west"
    assert console.board.counts()["to_dispatch"].total == 2
    qtbot.waitUntil(lambda: console.board.link.line is Line.ONLINE)
    server.book.has(a_case(3))
    qtbot.waitUntil(lambda: "case-3" in console.stages())


def test_a_dispatch_reaches_the_server_and_settles(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage == "with_units")
    qtbot.waitUntil(lambda: console.board.case("case-1").case.legs[0].stage == "delivered")
    qtbot.waitUntil(lambda: console.board.case("case-1").pending == () and console.board.outbox == ())


def test_offline_dispatch_is_shown_at_once_and_sent_later(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.stages() == {"case-1": "with_units"})
    shown = console.board.case("case-1")
    assert shown.unsent
    assert shown.case.legs[0].stage == "sent"
    assert "undelivered" in shown.lists
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE and console.board.link.unsent == 1)
    assert server.book.cases["case-1"].stage == "to_dispatch"
    server.plug_in()
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage == "with_units")
    qtbot.waitUntil(lambda: console.board.link.unsent == 0 and console.board.link.online)
    qtbot.waitUntil(lambda: not console.board.case("case-1").unsent)


def test_a_lost_answer_does_nothing_twice(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.book.lose_answers = True
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: len(server.book.pushes) >= 2)
    server.book.lose_answers = False
    qtbot.waitUntil(lambda: console.board.outbox == () and not console.board.case("case-1").unsent)
    assert verbs(server) == ["dispatch", "delivered"]
    assert {push.cmds[0].n for push in server.book.pushes} == {1}


def test_commands_made_offline_survive_the_end_of_the_program(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    first = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in first.stages())
    server.unplug()
    first.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    first.board.do(DESK, "note", "case-1", body={"text": "电话已打"})
    qtbot.waitUntil(lambda: len(first.board.outbox) == 2)
    first.close()
    again = start()
    assert again.stages() == {"case-1": "with_units"}
    assert [pending.verb for pending in again.board.outbox] == ["dispatch", "note"]
    assert not again.board.seats[DESK].signed_in
    again.board.do(DESK, "note", "case-1", body={"text": "x"})
    qtbot.waitUntil(lambda: again.refusals == ["rule.not_signed_in"])
    server.plug_in()
    again.connect(server)
    qtbot.waitUntil(lambda: verbs(server) == ["dispatch", "delivered", "note"])
    qtbot.waitUntil(lambda: again.board.outbox == ())


def test_a_conflict_is_kept_until_it_is_dropped(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    elsewhere(server, "east")
    server.plug_in()
    qtbot.waitUntil(lambda: len(console.board.conflicts) == 1 and console.board.conflicts[0].meanwhile != ())
    conflict = console.board.conflicts[0]
    assert conflict.outcome.state == "superseded"
    assert conflict.before.stage == "to_dispatch"
    assert conflict.mine.legs[0].unit == "west"
    assert conflict.now.legs[0].unit == "east"
    assert [event.verb for event in conflict.meanwhile] == ["dispatch", "delivered"]
    assert "notice.conflict" in console.said
    assert console.board.case("case-1").conflict == conflict.id
    console.board.resolve(conflict.id, "drop")
    qtbot.waitUntil(lambda: console.board.conflicts == () and console.board.case("case-1").conflict == "")
    assert console.board.case("case-1").case.legs[0].unit == "east"


def test_a_conflict_is_applied_on_top(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    elsewhere(server, "east")
    elsewhere(server, "", "recall")
    server.plug_in()
    qtbot.waitUntil(lambda: [conflict.now.version for conflict in console.board.conflicts] == [5])
    console.board.resolve(console.board.conflicts[0].id, "on_top")
    qtbot.waitUntil(lambda: server.book.cases["case-1"].legs[-1].unit == "west")
    qtbot.waitUntil(lambda: console.board.conflicts == () and console.board.outbox == ())
    assert server.book.pushes[-1].cmds[-1].command.supersedes == server.book.pushes[-2].cmds[-1].command.id


def elsewhere(server: FakeServer, unit: str, verb: str = "dispatch") -> None:
    """The other desk acts on case-1."""
    case = server.book.cases["case-1"]
    body: dict[str, object] = {"unit": unit} if unit else {}
    command = Command(
        f"other-{verb}-{case.version}",
        verb,
        "case-1",
        "wang",
        Role.DISPATCHER,
        NOW,
        body=body,
        base_version=case.version,
    )
    assert server.book.do(command, WANG).state == "accepted"


def verbs(server: FakeServer) -> list[str]:
    """What happened to case-1 at the server."""
    return [event.verb for event in server.book.events.get("case-1", [])]

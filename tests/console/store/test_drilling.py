"""An outage drill: the line is held back, work goes on, and it ends by itself: in time, at once where it must."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from console.facts import DESK, REVIEW, Ask, Changes, Line, Unreachable
from console.facts.drills import DrillRecord, DrillRefusal, read_record
from console.store import arrivals, drilling
from rules.case import Stage
from rules.protocol import ChangesHead, ChangesTail, FeedSpan, Mark
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, PASSWORD, a_case

Start = Callable[..., Console]


class Poll(QObject):
    """A poll that brings what a test says."""

    changes = Signal(object)


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Wait long: a machine that does much else is no fault."""
    qtbot.waitUntil(holds, timeout=60_000)


def ready(qtbot: QtBot, start: Start, server: FakeServer, *cases: object) -> Console:
    """Wang at the desk, Liu, who leads the shift, beside."""
    server.book.has(*(cases or (a_case(1),)))  # type: ignore[arg-type]
    console = start().connect(server).sign_in().sign_in("liu", REVIEW)
    until(qtbot, lambda: "case-1" in console.stages() and console.board.link.online)
    return console


def drill(console: Console, minutes: int = 5) -> None:
    console.board.drills.begin(REVIEW, minutes)
    until(console.qtbot, lambda: console.board.link.drill_until > 0)


def refusals(console: Console) -> list[str]:
    """The rules of drills that do not begin, filled as they come."""
    told: list[str] = []
    console.board.drills.refused.connect(lambda rule, _: told.append(rule))
    return told


def records(console: Console) -> list[DrillRecord]:
    folder = Path(console.folder, "drills")
    return [read_record(file.read_bytes()) for file in sorted(folder.glob("*.json"))]


def dispatch(console: Console, case_id: str = "case-1") -> None:
    waiting = console.board.link.unsent
    console.board.do(DESK, "dispatch", case_id, body={"unit": "west"})
    until(console.qtbot, lambda: console.board.link.unsent == waiting + 1)


def test_in_a_drill_nothing_goes_out_and_after_it_everything_does(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    link = console.board.link
    assert (link.line, link.reason) == (Line.OFFLINE, "link.drill")
    dispatch(console)
    server.book.has(a_case(2))
    qtbot.wait(300)  # time in which it would have come and gone
    assert (server.book.pushes, list(console.stages())) == ([], ["case-1"])

    console.board.drills.end()

    until(qtbot, lambda: console.board.outbox == () and server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    until(qtbot, lambda: "case-2" in console.stages() and bool(records(console)))
    (record,) = records(console)
    assert (record.by, record.why, record.left, record.commands) == ("刘志强", "button", 0, {"dispatch": 1})
    assert (record.city, record.zone) == ("小城", "Asia/Shanghai")
    assert all(abs(at - NOW) < 600_000 for at in (record.began, record.ended, record.drained_at))
    assert [said for said in console.said if "drill" in said] == ["notice.drill_began", "notice.drill_button"]
    assert len(server.book.cases["case-1"].legs) == 1


def test_rows_of_a_drill_come_after_it_without_a_gap_and_live_ones_follow(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    for number in range(2, 7):
        server.book.has(a_case(number))
        qtbot.wait(60)
    console.board.drills.end()
    until(qtbot, lambda: len(console.stages()) == 6)
    server.book.has(a_case(7))
    until(qtbot, lambda: "case-7" in console.stages())
    assert "notice.snapshot" not in console.said


def test_a_real_urgent_case_ends_the_drill_at_once(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    dispatch(console)
    server.book.has(a_case(2))
    server.book.has(a_case(3, urgent=True))
    until(qtbot, lambda: console.board.link.online and "case-3" in console.stages())
    assert "notice.drill_urgent" in console.said
    until(qtbot, lambda: bool(records(console)))
    (record,) = records(console)
    assert (record.why, record.number) == ("urgent", "15042200003")


def test_an_urgent_case_that_is_known_already_ends_no_drill(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    known = a_case(2, Stage.TO_CONFIRM, urgent=True)
    console = ready(qtbot, start, server, a_case(1), known)
    drill(console)
    server.book.has(a_case(2, Stage.TO_VERIFY, urgent=True, version=4))
    server.book.has(a_case(4, Stage.CLOSED, urgent=True))
    qtbot.wait(400)
    assert console.board.link.drill_until


def test_a_drill_ends_itself(qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drilling, "MINUTE", 60)
    console = ready(qtbot, start, server)
    drill(console)
    dispatch(console)
    until(qtbot, lambda: console.board.link.online and console.board.outbox == ())
    until(qtbot, lambda: [record.why for record in records(console)] == ["time"])


def test_a_line_that_is_lost_in_earnest_ends_it_and_shows(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    server.unplug()
    until(qtbot, lambda: console.board.link.drill_until == 0)
    assert console.board.link.line is Line.OFFLINE
    assert console.board.link.reason != "link.drill"
    until(qtbot, lambda: [record.why for record in records(console)] == ["line"])
    dispatch(console)
    server.plug_in()
    until(qtbot, lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)


def test_another_epoch_ends_it(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    server.book.new_epoch()
    server.book.has(a_case(2))
    until(qtbot, lambda: console.board.link.online and "case-2" in console.stages())
    assert "notice.drill_snapshot" in console.said


def test_the_end_of_the_program_ends_it_and_sends_what_waits(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    dispatch(console)
    console.close()
    assert [record.why for record in records(console)] == ["program"]
    again = start().connect(server)
    until(qtbot, lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    assert again.board.link.drill_until == 0
    assert len(server.book.cases["case-1"].legs) == 1


def test_the_record_counts_forms_that_were_sent_back(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    for _ in range(2):
        console.board.do(DESK, "unknown", "case-1")
    until(qtbot, lambda: len(console.refusals) == 2)
    console.board.drills.end()
    until(qtbot, lambda: bool(records(console)))
    (record,) = records(console)
    assert record.refused == (DrillRefusal("unknown", "rule.unknown_verb", 2, {"verb": "unknown"}),)


def test_questions_are_answered_as_without_a_line(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    for kind, args in ((Ask.HISTORY, {}), (Ask.SIGN_IN, {"login": "stranger", "password": PASSWORD})):
        answer = console.ask(kind, args=args)
        assert isinstance(answer, Unreachable)
        assert answer.reason == "link.drill"


@pytest.mark.parametrize(
    ("seat", "minutes", "rule"),
    [(DESK, 5, "rule.drill_right"), (REVIEW, 4, "rule.drill_minutes"), (REVIEW, 31, "rule.drill_minutes")],
)
def test_who_may_begin_and_for_how_long(
    qtbot: QtBot, start: Start, server: FakeServer, seat: str, minutes: int, rule: str
) -> None:
    console = ready(qtbot, start, server)
    told = refusals(console)
    console.board.drills.begin(seat, minutes)
    until(qtbot, lambda: told == [rule])
    assert console.board.link.drill_until == 0


@pytest.mark.parametrize(
    "case", [a_case(2, urgent=True), a_case(2, Stage.REPORTED, urgent=True)], ids=["to dispatch", "reported"]
)
def test_no_drill_while_an_urgent_case_waits(qtbot: QtBot, start: Start, server: FakeServer, case: object) -> None:
    console = ready(qtbot, start, server, a_case(1), case)
    told = refusals(console)
    console.board.drills.begin(REVIEW, 5)
    until(qtbot, lambda: told == ["rule.drill_urgent"])


def test_no_drill_without_a_line_and_none_while_commands_wait(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    told = refusals(console)
    drill(console)
    console.board.drills.begin(REVIEW, 5)
    until(qtbot, lambda: told == ["rule.drill_on"])
    server.book.busy = True
    dispatch(console)
    console.board.drills.end()
    until(qtbot, lambda: console.board.link.online)
    console.board.drills.begin(REVIEW, 5)
    until(qtbot, lambda: told == ["rule.drill_on", "rule.drill_unsent"])
    server.unplug()
    until(qtbot, lambda: not console.board.link.online)
    console.board.drills.begin(REVIEW, 5)
    until(qtbot, lambda: told[2:] == ["rule.drill_line"])


def test_the_server_is_told_when_it_begins_and_what_came_of_it(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    drill(console)
    until(qtbot, lambda: len(server.book.drills) == 1)
    console.board.drills.end()
    until(qtbot, lambda: len(server.book.drills) == 2)
    first, last = (read_record(body) for body in server.book.drills)
    assert (first.id, first.ended, last.why) == (last.id, 0, "button")
    assert last.ended > 0


def test_rows_that_begin_beyond_what_is_here_are_not_taken(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_PATIENCE", 100)
    console = ready(qtbot, start, server)
    here = console.core.store.room.desk.cursor()
    ((feed, mark),) = here.marks.items()
    beyond = FeedSpan(mark.seq + 5, mark.seq + 6, mark.seq + 6)
    head = ChangesHead(1, here.epoch, {feed: beyond}, "", NOW)
    odd = Changes(head, (), ChangesTail({feed: Mark(mark.seq + 6, "x")}))
    poll = Poll()
    poll.changes.connect(console.core.store.arrivals.take_changes)
    poll.changes.emit(odd)
    server.book.has(a_case(2))
    until(qtbot, lambda: "case-2" in console.stages())
    assert console.core.store.room.desk.cursor().marks[feed].seq == mark.seq + 1

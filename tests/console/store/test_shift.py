"""Which outages are kept, and who takes the desk over."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Denied, Line
from console.facts.shift import ShiftFacts
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import a_case

PATIENCE = 30_000  # ms: a busy machine is no failure
Start = Callable[..., Console]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each loss of the line is an outage."""
    monkeypatch.setattr("console.store.shift.LASTS", 0)


@pytest.fixture
def console(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    server.book.has(a_case(1))
    made = start().connect(server)
    qtbot.waitUntil(lambda: "case-1" in made.stages() and made.board.link.online, timeout=PATIENCE)
    return made


def ask(console: Console, **args: str) -> object:
    return console.ask(Ask.SHIFT, args=args)


def facts(console: Console, **args: str) -> ShiftFacts:
    answer = ask(console, **args)
    assert isinstance(answer, Answer)
    assert isinstance(answer.content, ShiftFacts)
    return answer.content


def test_an_outage_is_told_while_it_lasts_and_after_it(qtbot: QtBot, console: Console, server: FakeServer) -> None:
    assert facts(console).outages == ()
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(facts(console).outages) == 1, timeout=PATIENCE)
    assert facts(console).outages[0].ended == 0
    assert facts(console).outages[0].reason.startswith("link.")
    server.plug_in()
    qtbot.waitUntil(lambda: console.board.link.online, timeout=PATIENCE)
    qtbot.waitUntil(lambda: facts(console).outages[0].ended > 0, timeout=PATIENCE)
    assert len(facts(console).outages) == 1


def test_an_outage_in_which_the_program_ended_in_order_ends_with_it(
    qtbot: QtBot, console: Console, server: FakeServer, start: Start
) -> None:
    server.unplug()
    qtbot.waitUntil(lambda: bool(facts(console).outages), timeout=PATIENCE)
    console.close()
    outages = facts(start()).outages
    assert [each.ended > 0 for each in outages] == [True]


def test_nobody_takes_a_desk_over_at_which_nobody_sits(console: Console) -> None:
    answer = ask(console, take="1")
    assert isinstance(answer, Denied)
    assert answer.rule == "rule.not_signed_in"


def test_who_takes_it_over_is_known_from_then_on(qtbot: QtBot, console: Console) -> None:
    console.sign_in()
    qtbot.waitUntil(lambda: console.board.seats["desk"].signed_in, timeout=PATIENCE)
    assert facts(console).by == ""
    assert facts(console, take="1").by == "wang"
    assert facts(console).by == "wang"

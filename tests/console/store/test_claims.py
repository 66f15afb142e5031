"""Claims over a real wire: taken and shown, renewed by the polls, ended with the stage, lost to another, let go."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.facts import DESK, Answer, Ask, Denied, Notice, Unreachable
from rules.case import Stage
from rules.commands import Command
from rules.frozen import changed
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import a_case

Start = Callable[..., Console]
LONG = 30_000  # ms; a machine that has much else to do is no failure


class Desk:
    """Wang's console beside a server, and what was said there."""

    def __init__(self, console: Console, server: FakeServer) -> None:
        self.console, self.server = console, server
        self.notices: list[Notice] = []
        console.board.notice.connect(self.notices.append)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait."""
        self.console.qtbot.waitUntil(holds, timeout=LONG)

    def ask(self, how: str, **more: str) -> object:
        """Ask the server for case 1 in this way; its answer."""
        return self.console.ask(Ask.CLAIM, "case-1", DESK, {"how": how, **more})

    def claim(self) -> tuple[str, bool] | None:
        """Who has case 1 by what is shown, and whether it is this desk."""
        claim = self.console.board.cases()["case-1"].claim
        return (claim.actor, claim.here) if claim else None

    def take(self) -> None:
        """`K`, and the next poll has said that it is held."""
        self.ask("take")
        self.until(lambda: any("case-1:" in renewed for renewed in self.server.book.renewed))

    def pushed(self) -> list[Command]:
        """What the server got."""
        return [each.command for push in self.server.book.pushes for each in push.cmds]


@pytest.fixture
def desk(qtbot: QtBot, start: Start, server: FakeServer) -> Desk:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online, timeout=LONG)
    return Desk(console, server)


def test_a_claim_is_shown_renewed_and_carried_and_ends_with_the_dispatch(desk: Desk) -> None:
    desk.take()
    assert desk.claim() == ("wang", True)
    token = desk.server.book.claims["case-1"].token

    desk.console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    desk.until(lambda: desk.server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    desk.until(lambda: desk.claim() is None and desk.server.book.claims == {})

    command = desk.pushed()[-1]
    assert (command.claim, command.over, command.quality) == (token, "", "corrected")
    assert [notice.key for notice in desk.notices if "claim" in notice.key] == []


def test_a_claim_ends_when_somebody_else_sends_the_case(desk: Desk) -> None:
    desk.take()

    desk.server.book.has(changed(a_case(1), version=9, events=9, stage=Stage.WITH_UNITS))

    desk.until(lambda: desk.console.stages()["case-1"] == "with_units" and desk.server.book.claims == {})
    desk.until(lambda: desk.claim() is None)


def test_anothers_claim_shows_at_once_and_is_not_given(desk: Desk) -> None:
    desk.server.book.give("case-1", "liu")
    desk.until(lambda: desk.claim() == ("liu", False))

    answer = desk.ask("take")

    assert isinstance(answer, Denied)
    assert (answer.rule, answer.details["by"]) == ("rule.claimed_by", "liu")
    assert desk.claim() == ("liu", False)


def test_who_loses_a_claim_is_told_to_whom(desk: Desk) -> None:
    desk.take()

    desk.server.book.give("case-1", "liu")

    desk.until(lambda: desk.claim() == ("liu", False))
    lost = next(notice for notice in desk.notices if notice.key == "notice.claim_passed_on")
    assert (lost.details["by"], lost.seat, lost.kind) == ("liu", DESK, "alert")


def test_a_claim_that_ran_out_is_told_too(desk: Desk) -> None:
    desk.take()

    desk.server.book.take_back("case-1")

    desk.until(lambda: "notice.claim_ended" in desk.console.said)
    assert desk.claim() is None


def test_who_takes_over_has_it(desk: Desk) -> None:
    desk.server.book.give("case-1", "liu")
    desk.until(lambda: desk.claim() == ("liu", False))

    assert isinstance(desk.ask("take_over", reason="他去吃饭了"), Answer)

    assert desk.claim() == ("wang", True)


def test_what_is_let_go_is_nobodys_and_what_is_signed_out_of_too(desk: Desk) -> None:
    desk.take()
    desk.ask("release", token=str(desk.server.book.claims["case-1"].token))
    assert (desk.claim(), desk.server.book.claims) == (None, {})

    desk.take()
    desk.console.core.enquiries.ask(Ask.SIGN_OUT)
    desk.until(lambda: not desk.console.board.seats[DESK].signed_in)
    desk.until(lambda: desk.claim() is None and desk.server.book.claims == {})


def test_without_a_line_nothing_is_claimed_and_the_dispatch_goes_on(desk: Desk) -> None:
    desk.server.book.give("case-1", "liu")
    desk.until(lambda: desk.claim() == ("liu", False))
    desk.server.unplug()
    desk.until(lambda: not desk.console.board.link.online)

    assert isinstance(desk.ask("take"), Unreachable)
    desk.console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    desk.until(lambda: desk.console.stages()["case-1"] == "with_units")
    desk.server.plug_in()

    desk.until(lambda: desk.server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    command = desk.pushed()[-1]
    assert (command.quality, command.claim, command.over) == ("offline", 0, "")


def test_a_claim_that_was_insisted_on_going_past_is_named_in_what_follows(desk: Desk) -> None:
    desk.server.book.give("case-1", "liu")
    desk.until(lambda: desk.claim() == ("liu", False))
    board = desk.console.board
    assert board.claims.in_the_way("case-1", "wang", "dispatch") is not None
    assert board.claims.in_the_way("case-1", "liu", "dispatch") is None
    assert board.claims.in_the_way("case-1", "wang", "note") is None

    board.claims.insist("case-1")
    board.do(DESK, "dispatch", "case-1", body={"unit": "west"})

    assert board.claims.in_the_way("case-1", "wang", "dispatch") is None
    desk.until(lambda: [command.over for command in desk.pushed()] == ["second_enter"])

"""Claims between two consoles and a real server: seen in both, taken over, run out, and never in the way offline."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.core import Core, Server
from console.board import Board
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock, TestClock
from console.enquiries import Enquiries
from console.facts import DESK, Answer, Ask, Denied, Notice, Unreachable
from console.store.store import Store
from console.sync.client import Client
from rules.case import Stage
from tests.fixtures.line import Line
from tests.together.conftest import MakeLine, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.clock import TownClock
from tests.together.harness.newspaper import cover
from tests.together.harness.person import PASSWORD

LONG = 60_000  # ms; a machine that has much else to do is no failure


class Seat:
    """A console without windows with somebody at its desk; its line can be cut."""

    def __init__(self, qtbot: QtBot, folder: Path, clock_file: Path, line: Line) -> None:
        self._qtbot, self.line = qtbot, line
        clock = Clock(test=TestClock(clock_file))
        self.board, self._enquiries = Board(clock.now), Enquiries()
        self._core = Core(self.board, self._enquiries, Store(lambda: Desk(open_files(folder, "test", None), clock)))
        self.answers: dict[str, Answer | Denied | Unreachable] = {}
        self.notices: list[Notice] = []
        self._enquiries.answered.connect(lambda reply: self.answers.update({reply.question.id: reply}))
        self.board.notice.connect(self.notices.append)
        self._core.start()

    def begin(self, once: str, login: str) -> None:
        """Enrol, sign in, and be online."""
        self._core.connect_to(Server(self.line.url, Client, once))
        self.until(lambda: self.board.city is not None and self.board.link.online)
        self._enquiries.ask(Ask.SIGN_IN, args={"login": login, "password": PASSWORD})
        self.until(lambda: self.board.seats[DESK].signed_in)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait."""
        self._qtbot.waitUntil(holds, timeout=LONG)

    def ask(self, case_id: str, how: str, **more: str) -> object:
        """`K` and its like; what the server says."""
        question = self._enquiries.ask(Ask.CLAIM, case_id, DESK, {"how": how, **more})
        self.until(lambda: question.id in self.answers)
        return self.answers[question.id]

    def claim(self, case_id: str) -> tuple[str, bool] | None:
        """Who has the case, and whether it is this desk."""
        shown = self.board.case(case_id)
        return (shown.claim.actor, shown.claim.here) if shown and shown.claim else None

    def waits_with(self, case_id: str) -> None:
        """Wait until the case waits for its dispatch here: a claim that was taken before that ends with its stage."""
        self.until(lambda: (shown := self.board.case(case_id)) is not None and shown.case.stage is Stage.TO_DISPATCH)

    def sees(self, case_id: str, claim: tuple[str, bool] | None) -> None:
        """Wait until it is shown so."""
        self.until(lambda: self.board.case(case_id) is not None and self.claim(case_id) == claim)

    def close(self) -> None:
        """The end of the program."""
        self._core.close()


@pytest.fixture
def seats(qtbot: QtBot, city: City, clock: TownClock, line: MakeLine, tmp_path: Path) -> Iterator[tuple[Seat, Seat]]:
    """Wang at one console, Li at another."""
    both = tuple(Seat(qtbot, tmp_path / name, clock.file, line(city.port)) for name in ("a", "b"))
    for seat, once, login in zip(both, ("desk-a", "desk-b"), ("wang", "li"), strict=True):
        seat.begin(once, login)
    yield both[0], both[1]
    for seat in both:
        seat.close()


@postgresql_when_long
def test_who_claims_is_seen_by_the_other_who_goes_past_it_only_on_purpose(city: City, seats: tuple[Seat, Seat]) -> None:
    case_id, (wang, li) = cover(city), seats
    for seat in seats:
        seat.waits_with(case_id)
    assert isinstance(wang.ask(case_id, "take"), Answer)
    wang.sees(case_id, ("wang", True))
    li.sees(case_id, ("wang", False))

    refused = li.ask(case_id, "take")
    assert isinstance(refused, Denied)
    assert (refused.rule, refused.details["by"]) == ("rule.claimed_by", "wang")

    li.board.do(DESK, "dispatch", case_id, body={"unit": "410102"})
    li.until(lambda: [conflict.outcome.rule for conflict in li.board.conflicts] == ["rule.claimed_by"])
    assert city.person("wang").case(case_id)["stage"] == "to_dispatch"

    li.board.resolve(li.board.conflicts[0].id, "on_top")
    city.wait_for_stage(case_id, "with_units")
    li.until(lambda: li.board.conflicts == () and li.board.outbox == ())
    wang.sees(case_id, None)  # with the stage the claim has ended, by itself
    li.sees(case_id, None)


@postgresql_when_long
def test_a_take_over_is_told_to_who_lost_it_and_stands_in_the_history(city: City, seats: tuple[Seat, Seat]) -> None:
    case_id, (wang, li) = cover(city), seats
    for seat in seats:
        seat.waits_with(case_id)
    wang.ask(case_id, "take")
    li.sees(case_id, ("wang", False))

    assert isinstance(li.ask(case_id, "take_over", reason="王晓燕在开会"), Answer)

    li.sees(case_id, ("li", True))
    wang.sees(case_id, ("li", False))
    lost = next(notice for notice in wang.notices if notice.key == "notice.claim_passed_on")
    assert lost.details["by"] == "li"
    event = next(event for event in city.person("wang").events(case_id) if event["verb"] == "take_over")
    assert (event["actor"], event["reason"]) == ("li", "王晓燕在开会")


@postgresql_when_long
def test_offline_nothing_is_in_the_way_and_the_version_decides(city: City, seats: tuple[Seat, Seat]) -> None:
    case_id, (wang, li) = cover(city), seats
    for seat in seats:
        seat.waits_with(case_id)
    wang.ask(case_id, "take")
    li.sees(case_id, ("wang", False))
    li.line.cut()
    li.until(lambda: not li.board.link.online)

    li.board.do(DESK, "dispatch", case_id, body={"unit": "410102"})
    li.until(lambda: li.board.link.unsent == 1)
    li.line.mend()

    city.wait_for_stage(case_id, "with_units")
    li.until(lambda: li.board.outbox == () and li.board.conflicts == ())
    assert [leg["sent_by"] for leg in city.person("wang").case(case_id)["legs"]] == ["li"]
    wang.sees(case_id, None)

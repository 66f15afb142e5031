"""Commands that bind and cannot be recalled by the rules: shown and durable at once, sent when their recall is over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.facts import Pending, Wish
from rules.case import Stage
from rules.commands import NotAllowed
from tests.console.makers import Feed, changes, signed
from tests.console.small_city import CITY, NOW, a_case

SECONDS = 1000


class Room:
    """A desk in the small city; `pass_time` moves both of its clocks."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.gone, self.feed = folder, 0, Feed()
        self.desk = self._open()
        cases = (a_case(1), a_case(2), a_case(3, Stage.REPORTED), a_case(4, Stage.TO_VERIFY, round=1))
        self.desk.take(changes(self.feed, *(self.feed.row("case", case) for case in cases)))

    def _open(self) -> Desk:
        clock = Clock(wall=lambda: NOW + self.gone, mono=lambda: self.gone)
        desk = Desk(open_files(self.folder, "test", None), clock)
        desk.use_city(CITY)
        list(desk.load())
        desk.seats.sign_in(signed("wang"))
        desk.seats.sign_in(signed("liu", "review"))
        return desk

    def restart(self) -> None:
        self.desk.files.close()
        self.desk = self._open()

    def pass_time(self, span: int) -> None:
        self.gone += span

    def suspend(self, number: int = 1) -> Pending:
        body: dict[str, object] = {"reason": "等材料", "until": NOW + 86_400_000}
        return self.desk.do(Wish("w", "desk", "suspend", f"case-{number}", body=body))

    def do(self, verb: str, number: int, seat: str = "desk", **body: object) -> Pending:
        return self.desk.do(Wish("w", seat, verb, f"case-{number}", body=body))

    def stage(self, number: int) -> str:
        return self.desk.delta((f"case-{number}",)).changed[0].case.stage.value

    def offered(self) -> list[str]:
        push = self.desk.next_push("epoch-1")
        return [each.command.verb for each in push.cmds] if push else []

    def held(self) -> list[str]:
        return [pending.verb for pending in self.desk.outbox() if pending.held]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.desk.files.close()


def test_a_dispatch_goes_at_once(room: Room) -> None:
    assert room.do("dispatch", 1, unit="west").held is False
    assert room.offered() == ["dispatch"]


def test_a_decision_is_shown_at_once_and_offered_when_its_recall_is_over(room: Room) -> None:
    assert room.suspend().held is True
    assert "suspended" in room.desk.delta(("case-1",)).changed[0].lists
    assert (room.desk.held_for(), room.offered()) == (10 * SECONDS, [])
    room.pass_time(9 * SECONDS)
    assert (room.desk.release_due(), room.offered()) == (frozenset(), [])
    room.pass_time(1 * SECONDS)
    assert room.desk.release_due() == {"case-1"}
    assert (room.desk.held_for(), room.held(), room.offered()) == (None, [], ["suspend"])


def test_it_is_no_unsent_command_of_an_outage_while_it_is_held(room: Room) -> None:
    room.suspend()
    assert room.desk.delta(("case-1",)).changed[0].unsent is False
    room.desk.release_all()
    assert room.desk.delta(("case-1",)).changed[0].unsent is True


def test_it_can_be_withdrawn_without_a_trace_at_the_server(room: Room) -> None:
    room.suspend()
    assert room.desk.recall_last("desk") == {"case-1"}
    room.pass_time(60 * SECONDS)
    room.desk.release_due()
    assert (room.desk.outbox(), room.offered(), room.stage(1)) == ((), [], "to_dispatch")


def test_once_it_was_offered_it_cannot_be_taken_back_any_more(room: Room) -> None:
    room.suspend()
    room.pass_time(11 * SECONDS)
    room.desk.release_due()
    room.offered()
    with pytest.raises(NotAllowed) as caught:
        room.desk.recall_last("desk")
    assert caught.value.rule == "rule.nothing_to_recall"


def test_a_following_command_on_the_case_releases_it_and_goes_behind_it(room: Room) -> None:
    room.suspend(1)
    room.suspend(2)
    room.do("note", 1, text="已电话")
    assert room.held() == ["suspend"]  # that of the other case
    assert room.offered() == ["suspend", "note"]


def test_of_two_held_ones_on_a_case_the_first_goes_and_the_second_is_held(room: Room) -> None:
    room.suspend()
    room.pass_time(2 * SECONDS)
    room.do("resume", 1)
    assert (room.held(), room.offered()) == (["resume"], ["suspend"])


def test_what_one_key_gave_is_held_and_taken_back_together(room: Room) -> None:
    room.do("verify_pass", 4, "review", reason="现场清楚")
    room.do("close", 4, "review", closing=["清理干净"])
    assert (room.held(), room.offered(), room.stage(4)) == (["verify_pass", "close"], [], "closed")
    assert room.desk.recall_last("review") == {"case-4"}
    assert (room.desk.outbox(), room.stage(4)) == ((), "to_verify")


def test_a_closing_that_follows_later_is_a_deed_of_its_own(room: Room) -> None:
    room.do("verify_pass", 4, "review", reason="现场清楚")
    room.pass_time(3 * SECONDS)
    room.do("close", 4, "review", closing=["清理干净"])
    assert (room.held(), room.offered()) == (["close"], ["verify_pass"])
    room.desk.recall_last("review")
    assert room.stage(4) == "to_close"


def test_an_orderly_end_lets_everything_go(room: Room) -> None:
    room.suspend(1)
    room.suspend(2)
    assert room.desk.release_all() == {"case-1", "case-2"}
    assert room.offered() == ["suspend", "suspend"]


def test_after_a_crash_nothing_is_lost_and_nothing_is_held(room: Room) -> None:
    room.suspend()
    room.restart()
    assert (room.held(), room.offered()) == ([], ["suspend"])


def test_an_acceptance_is_held_too_but_not_a_filing(room: Room) -> None:
    assert room.do("accept", 3, "review", category="event-01-10").held is True
    assert room.do("file", 3, "review", condition="event-01-10-4").held is False
    assert room.offered() == ["accept", "file"]

"""Answers on their way back, cases that somebody waits to hear of, and who called before."""

import pytest
from sqlalchemy import select

from rules.case import Case
from rules.citizens import actor_of
from rules.commands import Actor, Command, Grant, NotAllowed, Role
from rules.replies import Reply
from server import tables
from server.answering import Answering, CannotCarry, ShownToCitizens
from server.callers import Callers
from server.timers import Timers
from tests.server.small_city import MINUTE, NOW, Hands

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
CHEN, UNIT = Actor("chen", grants=(Grant(Role.ACCEPTOR),)), Actor("u-west", unit="west", grants=(Grant(Role.UNIT),))
ORDER = {"words": "路灯不亮", "external_number": "12345-7", "external_due": NOW + DAY}


class Post:
    """A carrier of hotline orders that can be out of order."""

    def __init__(self) -> None:
        self.brought: list[tuple[str, str]] = []
        self.broken = False

    def carries(self, case: Case) -> bool:
        """Orders with a number."""
        return bool(case.external_number)

    def carry(self, case: Case, reply: Reply) -> None:
        """Note it."""
        if self.broken:
            raise CannotCarry("line cut")
        self.brought.append((case.external_number, reply.text))


@pytest.fixture
def hands(casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def waiting(database) -> list:
    with database.read() as connection:
        return connection.execute(select(tables.answers_out)).all()


def answered(hands: Hands) -> None:
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body=dict(ORDER))
    outcome = hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已报供电公司"})
    assert outcome.state == "accepted", outcome


def test_an_answer_goes_back_once_with_the_orders_own_number(hands: Hands, database, clock) -> None:
    answered(hands)
    post = Post()
    answering = Answering(database, clock, (ShownToCitizens(), post))
    assert answering.tick() == 1
    assert answering.tick() == 0
    assert post.brought == [("12345-7", "已报供电公司")]


def test_what_did_not_arrive_is_tried_again_later(hands: Hands, database, clock) -> None:
    answered(hands)
    post = Post()
    post.broken = True
    answering = Answering(database, clock, (post,))
    answering.tick()
    assert answering.tick() == 0
    (row,) = waiting(database)
    assert (row.tries, row.why) == (1, "line cut")

    post.broken = False
    clock.at += 30_000
    assert answering.tick() == 1
    assert post.brought == [("12345-7", "已报供电公司")]


def test_without_a_carrier_it_waits_and_says_why(hands: Hands, database, clock) -> None:
    answered(hands)
    Answering(database, clock).tick()
    (row,) = waiting(database)
    assert row.why == "no carrier for this source"
    assert row.next_at > clock.now()


def test_to_a_citizens_page_nothing_is_brought(hands: Hands, casebook, database, clock) -> None:
    page = actor_of("page")
    body = {"words": "路灯不亮", "wants_answer": True}
    casebook.do(Command("p-1", "report", "case-1", page.id, Role.PUBLIC, NOW, body=body), page)
    hands.do("chen", Role.ACCEPTOR, "decline", "case-1", body={"reason": "重复", "answer": "已有同件在办"})
    hands.do("zhao", Role.SHIFT_LEADER, "uphold_decline", "case-1")
    Answering(database, clock).tick()
    assert [(row.next_at, row.why) for row in waiting(database)] == [(0, "")]


def test_a_phone_call_brings_nothing(hands: Hands, database) -> None:
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "路灯不亮", "wants_answer": True})
    hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已说明"})
    assert waiting(database) == []


def test_what_somebody_waits_to_hear_of_stays_in_sight(hands: Hands, database, clock, cities, feeds, casebook) -> None:
    timers = Timers(database, clock, cities, feeds, casebook)
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "路灯不亮", "wants_answer": True})
    hands.do("chen", Role.ACCEPTOR, "decline", "case-1", body={"reason": "重复"})
    hands.do("zhao", Role.SHIFT_LEADER, "uphold_decline", "case-1")
    clock.at = NOW + 2 * DAY
    assert timers.retire() == 0

    hands.do("chen", Role.ACCEPTOR, "answer_reporter", "case-1", body={"how": "phone", "text": "已有同件"})
    assert timers.retire() == 1


def test_nobody_is_waited_for_for_ever(hands: Hands, database, clock, cities, feeds, casebook) -> None:
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "路灯不亮", "wants_answer": True})
    hands.do("chen", Role.ACCEPTOR, "decline", "case-1", body={"reason": "重复"})
    hands.do("zhao", Role.SHIFT_LEADER, "uphold_decline", "case-1")
    clock.at = NOW + 32 * DAY
    assert Timers(database, clock, cities, feeds, casebook).retire() == 1


def called(casebook, case_id: str, phone: str) -> None:
    body = {"words": "路灯不亮", "personal": f"person-{case_id}"}
    command = Command(f"r-{case_id}", "report", case_id, CHEN.id, Role.ACCEPTOR, NOW, body=body)
    assert casebook.do(command, CHEN, {"name": "张三", "phone": phone}).state == "accepted"


def test_earlier_reports_of_a_number_are_found_and_the_look_is_kept(casebook, database, clock, cities) -> None:
    called(casebook, "case-1", "138-0000-0000")
    called(casebook, "case-2", "13900000000")
    found = Callers(database, clock, cities).cases_of("+86 138 0000 0000", CHEN)
    assert [case.id for case in found] == ["case-1"]
    with database.read() as connection:
        (look,) = connection.execute(select(tables.personal_audit)).all()
    assert (look.case_id, look.actor, look.reason) == ("case-1", "chen", "caller")


def test_only_who_takes_calls_may_look_and_only_for_a_number(casebook, database, clock, cities) -> None:
    callers = Callers(database, clock, cities)
    with pytest.raises(NotAllowed, match="personal_right"):
        callers.cases_of("13800000000", UNIT)
    with pytest.raises(NotAllowed, match="field"):
        callers.cases_of("1", CHEN)

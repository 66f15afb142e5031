"""Notices from a rule of the city to a way out: once, in time, again where it failed, to nobody where it is no news."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rules.city import City
from rules.commands import Actor, Command, Grant, Role
from rules.notices import Contact, NoticeRule, NoticeRules, NoticeTemplate, On
from server import tables
from server.answering import Answering, ShownToCitizens
from server.cities import Cities
from server.cli.common import Told
from server.cli.notices import line_of
from server.notices.adapter import CannotSend, Message
from server.notices.carrier import NoticeCarrier
from server.notices.finding import Finding
from server.notices.queue import Notices
from server.notices.sending import FIRST_MS, TRIES, Sending
from server.speech import Speech
from tests.server.small_city import MINUTE, NOW, Hands, small_city

WORDS = NoticeTemplate("{number}", "{urgent}{matter} {unit} {due} {reason}{answer}", "{number}", "{matter} for {unit}")
STREET = "0371-0001"


def rules_of(*rules: NoticeRule, **more: object) -> NoticeRules:
    contacts = (Contact("west", "sms", "139-1"), Contact("role:shift_leader", "mail", "desk@city.example", "en"))
    return NoticeRules(rules, {"words": WORDS}, contacts, ("sms",), **more)  # type: ignore[arg-type]


BOTH = ("sms", "mail")
UNDELIVERED = NoticeRule("undelivered", On.UNDELIVERED, ("unit",), BOTH, "words", after_minutes=2, quiet=False)
UNSIGNED = NoticeRule("unsigned", On.UNSIGNED, ("unit", "role:shift_leader"), BOTH, "words", after_minutes=30)
OVER = NoticeRule("over", On.DEADLINE_OVER, ("unit",), ("sms",), "words")
URGED = NoticeRule("urged", On.SUPERVISION, ("unit",), ("sms",), "words")
ANSWER = NoticeRule("answer", On.ANSWER, ("reporter",), ("sms", "mail"), "words", quiet=False)


class Way:
    """An adapter that can be out of order."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.fault: Exception | None = None

    def send(self, message: Message) -> None:
        if self.fault is not None:
            raise self.fault
        self.sent.append(message)


class House:
    """The queue with both its workers, over a city with these rules."""

    def __init__(self, database, clock, cities_folder, casebook, rules: NoticeRules) -> None:
        self.city: City = replace(small_city(), notices=rules)
        self.cities = Cities(database, cities_folder, lambda _: self.city)
        self.clock, self.database, self.hands = clock, database, Hands(casebook)
        self.sms, self.mail = Way(), Way()
        self.ways = {"sms": self.sms, "mail": self.mail}
        self.queue = Notices(database, clock)
        self.finding = Finding(database, clock, self.cities, self.queue, lambda: self.ways)
        speech = Speech(lambda: self.cities.current)
        self.sending = Sending(database, clock, self.cities, speech, self.queue, lambda: self.ways)

    def pass_minutes(self, minutes: float) -> int:
        self.clock.at += int(minutes * MINUTE)
        self.hands.at = self.clock.at
        self.finding.look()
        return self.sending.tick()

    def states(self) -> list[str]:
        return sorted(notice.state for notice in self.queue.all())


@pytest.fixture
def house(database, clock, cities_folder, casebook):
    """Makes a house with the rules that a test names."""

    def make(*rules: NoticeRule, **more: object) -> House:
        return House(database, clock, cities_folder, casebook, rules_of(*rules, **more))

    return make


def test_what_nobody_fetched_is_told_once(house) -> None:
    one = house(UNDELIVERED)
    one.hands.dispatched("case-1")
    assert one.pass_minutes(1) == 0
    assert one.pass_minutes(1.5) == 1
    assert one.pass_minutes(10) == 0
    (message,) = one.sms.sent
    assert (message.to, message.language, message.text) == ("139-1", "zh_CN", "暴露垃圾 西区 04-22 15:00")
    assert one.mail.sent == []  # the unit has no address there


def test_what_was_fetched_meanwhile_is_told_to_nobody(house) -> None:
    one = house(UNDELIVERED)
    one.hands.dispatched("case-1")
    one.clock.at += 3 * MINUTE
    one.finding.look()
    actor = Actor("u-west", unit="west", grants=(Grant(Role.UNIT, "west"),))
    with one.database.read() as connection:
        leg = connection.scalar(select(tables.assignments.c.id))
    command = Command("f-1", "fetched", "case-1", actor.id, Role.UNIT, one.clock.at, leg)
    assert one.hands.casebook.do(command, actor).state == "accepted"
    assert one.sending.tick() == 1
    assert one.sms.sent == []
    assert one.states() == ["dropped"]


def test_every_few_minutes_as_often_as_the_rule_says(house) -> None:
    one = house(replace(UNDELIVERED, every_minutes=5, times=3))
    one.hands.dispatched("case-1")
    for _ in range(40):
        one.pass_minutes(1)
    assert len(one.sms.sent) == 3
    assert len({message.id for message in one.sms.sent}) == 3


def test_a_role_is_told_in_its_own_language_and_a_unit_at_the_duty_phone_of_the_hour(house) -> None:
    one = house(UNSIGNED)
    one.hands.dispatched("case-1", "west-street")
    one.pass_minutes(31)
    assert [message.to for message in one.sms.sent] == [STREET]
    assert [(message.to, message.text) for message in one.mail.sent] == [
        ("desk@city.example", "Exposed refuse for West Street")
    ]
    (waiting,) = [notice for notice in one.queue.all() if notice.way == "sms"]
    assert waiting.address == ""  # who has the phone is looked up when it goes out


def test_the_quiet_hours_are_kept_but_by_urgent_rules(house) -> None:
    one = house(UNDELIVERED, replace(UNSIGNED, to=("unit",), after_minutes=0), quiet_from=8 * 60, quiet_to=11 * 60)
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    assert len(one.sms.sent) == 1
    one.pass_minutes(60)
    assert len(one.sms.sent) == 1
    one.pass_minutes(60)  # 11:03
    assert len(one.sms.sent) == 2


def test_a_supervision_is_told_with_its_reason(house) -> None:
    one = house(URGED)
    one.hands.dispatched("case-1")
    outcome = one.hands.do("zhao", Role.SHIFT_LEADER, "urge", "case-1", body={"reason": "领导关注"})
    assert outcome.state == "accepted", outcome
    one.pass_minutes(1)
    assert ["领导关注" in message.text for message in one.sms.sent] == [True]
    one.pass_minutes(1)
    assert len(one.sms.sent) == 1


def test_a_deadline_that_passed_while_nobody_looked_for_days_is_no_news(house) -> None:
    one = house(OVER)
    one.hands.dispatched("case-1")
    one.pass_minutes(6 * 60 + 1)
    assert len(one.sms.sent) == 1
    one.hands.dispatched("case-2")
    one.pass_minutes(4 * 24 * 60)
    assert len(one.sms.sent) == 1


def test_without_a_way_out_nothing_is_queued(house) -> None:
    one = house(UNDELIVERED)
    one.ways.clear()
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    assert one.states() == []


def test_what_failed_is_tried_later_and_later_and_given_up_in_the_end(house) -> None:
    one = house(UNDELIVERED)
    one.sms.fault = CannotSend("gateway down")
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    (waiting,) = one.queue.all()
    assert (waiting.tries, waiting.next_at, waiting.why) == (1, one.clock.at + FIRST_MS, "gateway down")
    assert one.sending.tick() == 0
    assert one.queue.all()[0].tries == 1
    for _ in range(TRIES):
        one.clock.at += 3_600_000
        one.sending.tick()
    assert one.states() == ["dead"]
    one.sms.fault = None
    assert one.queue.send_again("all") == 1
    assert one.sending.tick() == 1
    assert one.states() == ["sent"]
    with pytest.raises(LookupError):
        one.queue.send_again("all")


def test_what_is_final_is_given_up_at_once_and_can_be_discarded(house) -> None:
    one = house(UNDELIVERED)
    one.sms.fault = CannotSend("550 no such number", is_final=True)
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    (dead,) = one.queue.all("dead")
    assert (dead.tries, dead.why) == (1, "550 no such number")
    assert one.queue.discard(dead.id[:8]) == 1
    assert one.states() == ["dropped"]
    assert one.queue.counts() == {"waiting": 0, "sent": 0, "dead": 0, "dropped": 1}
    one.pass_minutes(5)
    assert one.states() == ["dropped"]  # it is not queued anew


def test_a_way_that_fails_holds_up_no_other_one_and_a_fault_of_an_adapter_stops_nothing(house) -> None:
    one = house(replace(UNSIGNED, after_minutes=0))
    one.sms.fault = RuntimeError("their fault")
    one.hands.dispatched("case-1")
    one.hands.dispatched("case-2")
    one.pass_minutes(1)
    assert len(one.mail.sent) == 2
    assert [notice.why for notice in one.queue.all() if notice.why] == ["RuntimeError: their fault"]
    one.sms.fault = None
    one.pass_minutes(1)
    assert len(one.sms.sent) == 2


def reported(one: House, **personal: str) -> None:
    body = {"words": "路灯不亮", "external_number": "12345-7", "external_due": NOW + 86_400_000, "personal": "p-1"}
    chen = Actor("chen", grants=(Grant(Role.ACCEPTOR),))
    command = Command("r-1", "report", "case-1", "chen", Role.ACCEPTOR, NOW, body=body)
    assert one.hands.casebook.do(command, chen, personal).state == "accepted"
    assert one.hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已报供电公司"}).state == "accepted"


def test_an_answer_goes_to_who_reported_by_the_same_queue(house) -> None:
    one = house(ANSWER)
    reported(one, name="张三", phone="138-1")
    carrier = NoticeCarrier(one.database, one.cities, one.queue, lambda: one.ways)
    answering = Answering(one.database, one.clock, (carrier, ShownToCitizens()))
    answering.tick()
    answering.tick()
    one.pass_minutes(1)
    (message,) = one.sms.sent
    assert (message.to, "已报供电公司" in message.text, "张三" in message.text) == ("138-1", True, False)
    with one.database.read() as connection:
        (row,) = connection.execute(select(tables.notices)).all()
        (look,) = connection.execute(select(tables.personal_audit)).all()
    assert "138-1" not in repr(tuple(row))
    assert (look.case_id, look.actor, look.reason) == ("case-1", "system", f"notice {row.id}")


def test_without_a_number_left_the_answer_waits_for_another_carrier(house) -> None:
    one = house(ANSWER)
    reported(one, name="张三")
    carrier = NoticeCarrier(one.database, one.cities, one.queue, lambda: one.ways)
    Answering(one.database, one.clock, (carrier, ShownToCitizens())).tick()
    assert one.states() == []
    with one.database.read() as connection:
        assert connection.scalar(select(tables.answers_out.c.why)) == "no carrier for this source"


def test_what_is_done_with_is_forgotten_after_a_while(house) -> None:
    one = house(UNDELIVERED)
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    one.clock.at += 91 * 86_400_000
    one.queue.forget()
    assert one.states() == []


def test_a_line_of_the_list_says_who_what_when_and_why(house) -> None:
    one = house(UNDELIVERED)
    one.sms.fault = CannotSend("550 no such number", is_final=True)
    one.hands.dispatched("case-1")
    one.pass_minutes(3)
    (dead,) = one.queue.all()
    told = Told(one.database, Speech(lambda: one.city).texts("en"), one.city.zone, {})
    parts = line_of(dead, told).split("\t")
    assert parts[1:] == [
        "given up", "undelivered", "case-1", "unit:west 139-1", "sms", "2015-04-22 09:03:00", "1", "–",
        "550 no such number",
    ]  # fmt: skip
    assert dead.id.startswith(parts[0])

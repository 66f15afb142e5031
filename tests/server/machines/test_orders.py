"""Orders of a hotline: own number and deadline, one case however often they come, an answer that goes back, a call."""

import json

import pytest

from rules.commands import Role
from rules.lists import lists_of
from tests.server.machines.conftest import LAT, LON, Room, signature
from tests.server.small_city import MINUTE, NOW

DAY = 24 * 60 * MINUTE
ORDER = {
    "number": "ZZ12345-7",
    "words": "小区门口垃圾堆了两天",
    "address": "陇海路1号",
    "lon": LON,
    "lat": LAT,
    "category": "event-01-10",
    "due": "2015-04-24T18:00:00",
    "caller": {"name": "张三", "phone": "13800000000"},
}


def order(room: Room, **said: object) -> str:
    answer = room.send("hotline", "orders", ORDER | said)
    assert answer.status_code == 200, answer.text
    return answer.json()["case"]


def test_an_order_is_a_case_with_its_number_and_the_deadline_of_its_house(room: Room) -> None:
    case = room.case(order(room))
    assert (case.external_number, case.external_due) == ("ZZ12345-7", NOW + 2 * DAY + 9 * 60 * MINUTE)
    assert (case.number, case.words, case.wants_answer) == ("15042200001", ORDER["words"], True)
    assert case.personal
    assert "张三" not in repr(case)
    assert "intake" in lists_of(case, NOW, room.parts.cities.current)


def test_sent_three_times_it_is_one_case_and_what_it_says_anew_is_noted(room: Room) -> None:
    case_id = order(room)
    assert order(room) == case_id
    assert room.case(case_id).events == 1
    assert order(room, words="小区门口垃圾堆了三天", due="2015-04-23T18:00:00") == case_id
    assert order(room, words="小区门口垃圾堆了三天", due="2015-04-23T18:00:00") == case_id
    assert len(room.cases()) == 1
    events = room.parts.queries.events(case_id, _system())
    assert [each.verb for each in events] == ["report", "note"]
    assert events[-1].text == "工单 ZZ12345-7 再次来文：小区门口垃圾堆了三天 · 2015-04-23 18:00"


def test_it_is_the_same_case_when_all_marks_of_it_were_forgotten(room: Room) -> None:
    case_id = order(room)
    room.clock.at += 40 * DAY
    from server.citizens.house import citizens_of

    citizens_of(room.parts).intake.reports.forget(30)
    assert order(room) == case_id


def test_the_answer_goes_back_signed_with_the_orders_own_number(room: Room) -> None:
    case_id = order(room)
    room.hands.do("chen", Role.ACCEPTOR, "answer", case_id, body={"answer": "已通知物业清运"})
    room.house.why = "status 503"
    room.parts.timers.tick()
    assert room.house.got == []
    room.house.why = ""
    room.clock.at += MINUTE
    room.parts.timers.tick()
    room.parts.timers.tick()
    ((url, said, body),) = room.house.got
    told = json.loads(body)
    assert url == "https://12345.example/answers"
    assert (told["number"], told["text"], told["stage"], told["on_time"]) == (
        "ZZ12345-7",
        "已通知物业清运",
        "answered",
        True,
    )
    right = signature(room.secrets["hotline"], said["webhook-id"], said["webhook-timestamp"], body)
    assert said["webhook-signature"] == right
    assert "张三" not in body.decode()


def test_after_closing_the_caller_is_called_back_and_the_outcome_is_kept(room: Room) -> None:
    case_id, hands, city = order(room), room.hands, room.parts.cities.current
    hands.do("chen", Role.ACCEPTOR, "accept", case_id)
    hands.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})
    hands.do("zhao", Role.SHIFT_LEADER, "force_close", case_id, body={"reason": "已清运"})
    assert lists_of(room.case(case_id), room.clock.at, city) >= {"to_answer", "to_follow_up"}
    hands.do("chen", Role.ACCEPTOR, "answer_reporter", case_id, body={"how": "back", "text": "已清运完毕"})
    hands.do("chen", Role.ACCEPTOR, "follow_up", case_id, body={"result": "unreached"})
    assert "to_follow_up" in lists_of(room.case(case_id), room.clock.at, city)
    hands.do("chen", Role.ACCEPTOR, "follow_up", case_id, body={"result": "dissatisfied", "text": "又有了"})
    case = room.case(case_id)
    assert [each.result for each in case.follow_ups] == ["unreached", "dissatisfied"]
    assert lists_of(case, room.clock.at, city) >= {"not_content"}
    assert not lists_of(case, room.clock.at, city) & {"to_follow_up", "to_answer"}
    room.parts.timers.tick()
    assert [json.loads(body)["text"] for _, _, body in room.house.got] == ["已清运完毕"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"number": ""}, "body"),
        ({"number": 7}, "body"),
        ({"words": ""}, "body"),
        ({"category": "none"}, "category"),
        ({"due": "Friday"}, "due"),
        ({"due": -1}, "due"),
        ({"due": 2**62}, "due"),
        ({"due": 2**70}, "due"),
        ({"lat": None}, "lat"),
        ({"caller": {"name": ["x"]}}, "body"),
        ({"caller": {"name": "x" * 401}}, "name"),
        ({"caller": {f"n{n}": "x" for n in range(21)}}, "personal"),
        ({"words": "a\0"}, "words"),
    ],
)
def test_an_odd_order_is_refused_whole(room: Room, said: dict, field: str) -> None:
    answer = room.send("hotline", "orders", ORDER | said)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field
    assert room.cases() == ()
    assert order(room)


def test_a_source_that_ended_gets_no_answer_and_it_waits(room: Room) -> None:
    case_id = order(room)
    room.hands.do("chen", Role.ACCEPTOR, "answer", case_id, body={"answer": "已通知"})
    room.sources.end("hotline")
    room.parts.timers.tick()
    assert room.house.got == []


def _system():
    from server.access.accounts import SYSTEM

    return SYSTEM


def test_an_order_is_not_published_to_everybody(room: Room) -> None:
    order(room)
    key = room.parts.keys.issue("city app")[1]
    answer = room.client.get(f"/open311/v2/requests.json?api_key={key}")
    assert (answer.status_code, answer.json()) == (200, [])

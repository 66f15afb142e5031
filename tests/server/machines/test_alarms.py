"""Alarms: what is likely enough is looked at first; the same alarm again adds to its row."""

import pytest

from rules.commands import Role
from rules.lists import lists_of
from tests.server.machines.conftest import LON, Room, a_frame
from tests.server.small_city import MINUTE, NOW


def test_an_alarm_stands_in_the_review_list_with_model_confidence_and_frame(room: Room) -> None:
    answer = room.alarm(at="2015-04-22T08:59:00+08:00", frame=a_frame())
    assert (answer.status_code, answer.json()["state"]) == (200, "new"), answer.text
    case = room.case(answer.json()["case"])
    assert case.alarm
    assert (case.alarm.kind, case.alarm.model, case.alarm.device, case.alarm.confidence) == (
        "refuse_heap",
        "yolo-9",
        "cam-7",
        871,
    )
    assert case.alarm.first_at == NOW - MINUTE
    assert (case.words, case.category, case.number, len(case.photos)) == ("视频识别：暴露垃圾", "event-01-10", "", 1)
    assert case.draft_number.startswith("AL-")
    assert "alarms" in lists_of(case, NOW, room.parts.cities.current)
    assert room.parts.queries.names(room.parts.speech.texts("en"))[case.reported_by] == "视频智能"


def test_an_accepted_alarm_gets_its_number_and_goes_on_like_any_report(room: Room) -> None:
    case_id = room.alarm().json()["case"]
    room.hands.do("chen", Role.ACCEPTOR, "accept_alarm", case_id)
    case = room.case(case_id)
    assert case.number == "15042200001"
    assert "intake" in lists_of(case, NOW, room.parts.cities.current)
    room.hands.do("chen", Role.ACCEPTOR, "accept", case_id)
    outcome = room.hands.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})
    assert outcome.state == "accepted", outcome


def test_the_same_alarm_again_adds_to_its_row(room: Room) -> None:
    case_id = room.alarm(frame=a_frame()).json()["case"]
    again = room.alarm(confidence=0.93, frame=a_frame("blue"))
    near = room.alarm(device="cam-8", lon=LON + 0.0002)  # another camera, some 18 m beside
    assert [each.json() for each in (again, near)] == [{"state": "again", "case": case_id}] * 2
    alarm = room.case(case_id).alarm
    assert alarm
    assert alarm.count == 1  # not told yet: not each time
    room.clock.at += MINUTE
    room.tick()
    case = room.case(case_id)
    assert case.alarm
    assert (case.alarm.count, case.alarm.confidence, len(case.photos)) == (3, 930, 2)
    assert len(room.cases()) == 1
    room.tick()
    assert room.case(case_id).version == case.version


def test_another_place_or_kind_or_time_is_another_alarm(room: Room) -> None:
    first = room.alarm().json()["case"]
    far = room.alarm(device="cam-8", lon=LON + 0.001).json()["case"]
    kind = room.alarm(kind="cover_tilt").json()["case"]
    room.clock.at += 61 * MINUTE
    later = room.alarm().json()["case"]
    assert len({first, far, kind, later}) == 4


def test_a_rejected_alarm_stays_silent_for_a_while(room: Room) -> None:
    case_id = room.alarm().json()["case"]
    room.hands.do("chen", Role.ACCEPTOR, "reject_alarm", case_id, body={"reason": "光影"})
    assert room.alarm().json() == {"state": "rejected", "case": case_id}
    room.clock.at += 121 * MINUTE
    assert room.alarm().json()["state"] == "new"


def test_while_its_case_is_open_an_alarm_counts_there(room: Room) -> None:
    case_id = room.alarm().json()["case"]
    room.hands.do("chen", Role.ACCEPTOR, "accept_alarm", case_id)
    room.clock.at += MINUTE
    assert room.alarm().json() == {"state": "again", "case": case_id}
    room.tick()
    alarm = room.case(case_id).alarm
    assert alarm
    assert alarm.count == 2


def test_what_is_unlikely_is_dropped_and_what_is_certain_needs_no_review(room: Room) -> None:
    assert room.alarm(confidence=0.599).json() == {"state": "unlikely", "case": ""}
    assert room.cases() == ()
    case = room.case(room.alarm(confidence=0.97).json()["case"])
    assert case.number
    assert "intake" in lists_of(case, NOW, room.parts.cities.current)


def test_a_sensor_that_says_its_address_alone_is_taken(room: Room) -> None:
    body = {"kind": "cover_tilt", "address": "陇海路与秦岭路交会处"}
    answer = room.send("video-ai", "alarms", body)
    case = room.case(answer.json()["case"])
    assert (case.address, case.located, case.urgent) == ("陇海路与秦岭路交会处", False, True)


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"kind": "rain"}, 422, "kind"),
        ({"confidence": 1.5}, 422, "body"),
        ({"confidence": "high"}, 422, "body"),
        ({"kind": None}, 422, "body"),
        ({"device": "x" * 81}, 422, "body"),
        ({"lon": 200.0}, 422, "lon, lat"),
        ({"lat": None}, 422, "lat"),
        ({"lon": None, "lat": None}, 422, "lon, lat"),
        ({"datum": "mars"}, 422, "datum"),
        ({"at": "yesterday"}, 422, "at"),
        ({"frame": "§§"}, 422, "frame"),
        ({"frame": "aGVsbG8="}, 422, ""),
        ({"words": "a\0b"}, 422, "words"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(room: Room, said: dict, status: int, field: str) -> None:
    answer = room.alarm(**said)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["detail"]
    assert told.get("field", "") == field, told
    assert room.cases() == ()
    assert room.alarm().json()["state"] == "new"  # nothing of it is in the way


@pytest.mark.parametrize("city_rules", [{"alarms": {}, "unknown_alarms": True}])
def test_a_city_may_take_kinds_that_it_did_not_list(room: Room) -> None:
    case = room.case(room.alarm(kind="fire lane").json()["case"])
    assert case.alarm
    assert (case.alarm.kind, case.words) == ("fire lane", "fire lane")

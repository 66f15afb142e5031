"""The door of signed messages: forged, replayed, too old, too large, of a wrong type: refused with a reason."""

import json
import runpy
from pathlib import Path

import pytest

from tests.server.machines.conftest import LAT, LON, Room
from tests.server.small_city import MINUTE

HEAP = {"kind": "refuse_heap", "confidence": 0.9, "lon": LON, "lat": LAT}


def refused(answer, status: int, rule: str) -> dict:
    """The problem that was told."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    told = answer.json()
    assert (told["rule"], told["status"]) == (rule, status)
    assert told["detail"]
    return told


def test_a_forged_message_is_refused(room: Room) -> None:
    refused(room.send("video-ai", "alarms", HEAP, secret="whsec_QUJD"), 401, "machine.signature")
    refused(room.send("video-ai", "alarms", HEAP, signature="v1,§"), 401, "machine.signature")
    refused(room.send("nobody", "alarms", HEAP), 401, "machine.signature")
    refused(room.send("hotline", "alarms", HEAP, secret=room.secrets["video-ai"]), 401, "machine.signature")
    assert room.cases() == ()


@pytest.mark.parametrize(
    ("over", "header"),
    [
        ({"id": ""}, "webhook-id"),
        ({"id": "x" * 201}, "webhook-id"),
        ({"stamp": "soon"}, "webhook-timestamp"),
        ({"stamp": "-1"}, "webhook-timestamp"),
        ({"signature": ""}, "webhook-signature"),
        ({"signature": "v0,abc"}, "webhook-signature"),
    ],
)
def test_a_header_that_is_missing_or_odd_is_named(room: Room, over: dict, header: str) -> None:
    assert refused(room.send("video-ai", "alarms", HEAP, **over), 400, "machine.header")["field"] == header


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_was_signed_too_long_ago_or_in_the_future_is_refused(room: Room, minutes: int) -> None:
    stamp = (room.clock.at + minutes * MINUTE) // 1000
    refused(room.send("video-ai", "alarms", HEAP, stamp=stamp), 401, "machine.too_old")


def test_a_replayed_message_is_refused_and_one_sent_again_is_answered(room: Room) -> None:
    first = room.send("video-ai", "alarms", HEAP, id="m-1")
    told = refused(room.send("video-ai", "alarms", HEAP, id="m-1"), 409, "machine.replayed")
    assert told["details"]["case"] == first.json()["case"]
    room.clock.at += 10_000
    again = room.send("video-ai", "alarms", HEAP, id="m-1")
    assert again.json() == {"state": "again", "case": first.json()["case"]}
    room.clock.at += MINUTE
    room.tick()
    alarm = room.case(first.json()["case"]).alarm
    assert alarm
    assert alarm.count == 1  # it was the same message each time


def test_an_id_stands_for_one_content(room: Room) -> None:
    room.send("video-ai", "alarms", HEAP, id="m-1")
    refused(room.send("video-ai", "alarms", HEAP | {"model": "b"}, id="m-1"), 409, "machine.other_content")


def test_what_was_refused_may_come_again_in_a_better_form(room: Room) -> None:
    refused(room.send("video-ai", "alarms", HEAP | {"kind": "rain"}, id="m-1"), 422, "rule.form")
    assert room.send("video-ai", "alarms", HEAP, id="m-1").json()["state"] == "new"


def test_a_renewed_secret_holds_beside_the_old_one_for_its_hours(room: Room) -> None:
    _, fresh = room.sources.rotate("video-ai", 1)
    assert room.send("video-ai", "alarms", HEAP).status_code == 200
    assert room.send("video-ai", "alarms", HEAP, secret=fresh).status_code == 200
    room.clock.at += 61 * MINUTE
    refused(room.send("video-ai", "alarms", HEAP), 401, "machine.signature")
    assert room.send("video-ai", "alarms", HEAP, secret=fresh).status_code == 200
    room.sources.end("video-ai")
    refused(room.send("video-ai", "alarms", HEAP, secret=fresh), 401, "machine.signature")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"kind": 7}', b'{"kind": "a", "lon": 1e999}'],
)
def test_what_is_no_message_is_refused(room: Room, body: bytes) -> None:
    answer = room.send("video-ai", "alarms", body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_type_or_too_much_is_refused(room: Room) -> None:
    refused(room.send("video-ai", "alarms", HEAP, type="text/xml"), 415, "machine.no_json")
    order = json.dumps({"number": "1", "words": "x" * 70_000}).encode()
    refused(room.send("hotline", "orders", order), 413, "rule.too_large")
    frame = json.dumps(HEAP | {"frame": "A" * 8_000_000}).encode()
    refused(room.send("video-ai", "alarms", frame), 413, "rule.too_large")


@pytest.mark.parametrize("city_rules", [{"source_minute": 2}])
def test_a_source_that_sends_without_end_is_slowed_down(room: Room) -> None:
    for _ in range(2):
        assert room.send("video-ai", "alarms", HEAP).status_code == 200
    answer = room.send("video-ai", "alarms", HEAP)
    refused(answer, 429, "citizen.key_too_often")
    assert int(answer.headers["retry-after"]) > 0


def test_words_of_sql_and_html_stay_words(room: Room) -> None:
    words = "'; DROP TABLE cases; -- <script>alert(1)</script> =1+1"
    case_id = room.send("video-ai", "alarms", HEAP | {"words": words}).json()["case"]
    assert room.case(case_id).words == words


def test_the_example_for_other_programs_sends_what_is_taken(
    room: Room, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(__file__).parents[3] / "examples" / "machines" / "send.py"
    send = runpy.run_path(str(file))["main"]
    monkeypatch.setattr("time.time", lambda: room.clock.at / 1000)
    assert send(room.client.url, "video-ai", room.secrets["video-ai"], "alarms", json.dumps(HEAP)) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "new"
    assert send(room.client.url, "video-ai", "whsec_QUJD", "alarms", json.dumps(HEAP)) == 1
    assert "401" in capsys.readouterr().out

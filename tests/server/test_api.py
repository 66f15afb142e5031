"""The HTTP interface, by a real client against the real application."""

import hashlib
import io
import json
import zlib

import pytest
from PIL import Image

from rules.commands import Command, Role
from rules.protocol import Push, Pushed
from rules.wire import canonical, command_hash
from server.access.sessions import mac_of
from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import NOW, PACK, Hands

ZH, EN = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}, {"Accept-Language": "en-GB,en"}


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city."""
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def client(parts: Parts):
    """A client of the running application."""
    with serving(create_app(parts)) as client:
        yield client


def sign_in(client: Client, login: str = "chen") -> dict:
    """The answer to a sign-in."""
    answer = client.post("/v1/session", json={"login": login, "password": "right-horse", "seat": "desk"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def bearer(token: str) -> dict[str, str]:
    """The header of a credential."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def chen(client: Client) -> dict[str, str]:
    """The acceptor's bearer header."""
    return bearer(sign_in(client)["token"])


@pytest.fixture
def station(client: Client, parts: Parts) -> dict[str, str]:
    """An enrolled workstation's bearer header."""
    parts.access.offer_enrolment("once")
    answer = client.post("/v1/workstations", json={"enrol": "once", "name": "desk 1", "console_id": "console-1"})
    return bearer(answer.json()["token"])


def lines(answer) -> list[dict]:
    """The lines of an NDJSON answer, heartbeats left out."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines() if line]


def picture(kind: str = "JPEG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "orange").save(out, kind)
    return out.getvalue()


def test_hello_says_who_and_where(client: Client, parts: Parts) -> None:
    said = client.get("/v1/hello").json()
    assert (said["name"], said["proto"], said["server_time"]) == ("griddesk", "sync/1", NOW)
    assert said["city"] == {"version": "small-1", "name": "小城", "name_en": "Small City", "synthetic": True}
    assert (said["epoch_no"], said["epoch_id"]) == (1, parts.feeds.epoch.id)


def test_the_city_pack_is_served_by_its_version_to_consoles_and_staff(client: Client, chen, station) -> None:
    version = hashlib.sha256(PACK).hexdigest()[:16]
    for who in (chen, station):
        assert client.get(f"/v1/city/{version}", headers=who).content == PACK
        assert client.get("/v1/city/0000", headers=who).json()["rule"] == "error.not_found"
    assert client.get(f"/v1/city/{version}").status_code == 401  # names and phones of duty officers stand in it


def test_signing_in_gives_actor_key_and_token(client: Client) -> None:
    said = sign_in(client)
    assert (said["actor"]["id"], said["actor"]["name"], said["actor"]["name_en"]) == ("chen", "陈志远", "Chen")
    assert said["actor"]["grants"] == [{"role": "acceptor", "unit": "", "since": 0, "until": 0}]
    assert len(bytes.fromhex(said["key"])) == 32
    assert said["expires_at"] == NOW + 12 * 3_600_000


def test_a_wrong_password_is_refused_in_the_users_language(client: Client) -> None:
    wrong = {"login": "chen", "password": "wrong"}
    said = client.post("/v1/session", json=wrong, headers=ZH)
    assert (said.status_code, said.json()["rule"]) == (401, "rule.sign_in_wrong")
    assert "密码" in said.json()["text"]
    said = client.post("/v1/session", json=wrong | {"login": "nobody"}, headers=EN)
    assert (said.status_code, said.json()["rule"]) == (401, "rule.sign_in_wrong")
    assert "password" in said.json()["text"]


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(client: Client, clock) -> None:
    right = {"login": "chen", "password": "right-horse"}
    rules = [client.post("/v1/session", json=right | {"password": "no"}).json()["rule"] for _ in range(5)]
    assert rules == ["rule.sign_in_wrong"] * 4 + ["rule.sign_in_locked"]
    assert client.post("/v1/session", json=right).json()["rule"] == "rule.sign_in_locked"
    clock.at += 15 * 60_000
    assert client.post("/v1/session", json=right).status_code == 200


def test_signing_out_ends_the_session(client: Client, chen) -> None:
    assert client.get("/v1/ask/lists", headers=chen).status_code == 200
    assert client.delete("/v1/session", headers=chen).status_code == 204
    assert client.get("/v1/ask/lists", headers=chen).json()["rule"] == "rule.session_ended"


def test_a_session_ends_by_itself(client: Client, chen, clock) -> None:
    clock.at += 12 * 3_600_000
    assert client.get("/v1/ask/lists", headers=chen).status_code == 401


def test_an_enrolment_token_serves_once(client: Client, station) -> None:
    again = client.post("/v1/workstations", json={"enrol": "once", "name": "desk 2", "console_id": "console-2"})
    assert (again.status_code, again.json()["rule"]) == (401, "rule.enrolment_unknown")


def test_a_command_is_done_and_refused_by_its_rule(client: Client, chen) -> None:
    do = {"id": "form-1", "verb": "report", "case_id": "case-1", "body": {"words": "有暴露垃圾"}}
    done = client.post("/v1/commands", json=do, headers=chen)
    assert (done.status_code, done.json()["outcome"]["state"]) == (200, "accepted")
    assert client.post("/v1/commands", json=do, headers=chen).json() == done.json()
    wang = bearer(sign_in(client, "wang")["token"])
    refused = client.post("/v1/commands", json=do | {"id": "form-2", "verb": "accept", "body": {}}, headers=wang)
    assert (refused.status_code, refused.json()["rule"]) == (403, "rule.role")
    early = client.post("/v1/commands", json=do | {"id": "form-3", "verb": "close", "body": {}}, headers=chen)
    assert (early.status_code, early.json()["rule"]) == (409, "rule.stage")
    nothing = client.post(
        "/v1/commands", json=do | {"id": "form-4", "case_id": "case-9", "verb": "accept"}, headers=chen
    )
    assert (nothing.status_code, nothing.json()["rule"]) == (404, "rule.unknown_case")


def test_a_bad_form_names_field_and_what_was_expected(client: Client, chen) -> None:
    do = {"id": "form-1", "verb": "report", "case_id": "case-1", "body": {"category": "no such"}}
    said = client.post("/v1/commands", json=do, headers=chen)
    assert (said.status_code, said.json()["rule"]) == (422, "rule.field")
    assert (said.json()["field"], said.json()["expected"]) == ("category", "category")
    said = client.post("/v1/commands", json={"id": "form-1"}, headers=chen)
    assert (said.status_code, said.json()["rule"], said.json()["field"]) == (422, "rule.form", "verb")


FORMS = {  # a path with its faulty form → field, expected, the texts in Chinese and English
    ("/v1/commands", b'{"id": "form-1"}'): ("verb", "missing", "应为：填写此项", "expected: this to be filled in"),
    ("/v1/commands", b'{"id": 7, "verb": "sign"}'): ("id", "string_type", "应为：文字", "expected: a text"),
    ("/v1/commands", b'{"id": '): ("body", "json_invalid", "应为：JSON 格式", "expected: well-formed JSON"),
    ("/v1/ask/history?page=x", b""): ("page", "int_parsing", "应为：整数", "expected: a whole number"),
    ("/v1/ask/history?page=0", b""): ("page", "greater_than_equal", "应为：更大的数", "expected: a greater number"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_faulty_form_is_told_in_the_language_asked_for(client: Client, chen, form: tuple[str, bytes]) -> None:
    path, body = form
    field, expected, *texts = FORMS[form]
    for language, words in zip((ZH, EN), texts, strict=True):
        headers = {**chen, **language, "Content-Type": "application/json"}
        said = client.post(path, data=body, headers=headers) if body else client.get(path, headers=headers)
        told = said.json()
        assert (said.status_code, told["rule"], told["field"], told["expected"]) == (422, "rule.form", field, expected)
        assert told["text"].endswith(words)


def test_a_report_of_another_system_becomes_a_case_once(client: Client, chen) -> None:
    report = {
        "id": "order-7",
        "words": "井盖松动",
        "source": "12345",
        "external_number": "HL-7",
        "personal": {"phone": "1370"},
    }
    first = client.post("/v1/reports", json=report, headers=chen).json()
    assert first["number"] == "15042200001"
    assert client.post("/v1/reports", json=report, headers=chen).json() == first
    case = client.get(f"/v1/ask/case/{first['case_id']}", headers=chen).json()["case"]
    assert (case["words"], case["external_number"]) == ("井盖松动", "HL-7")


def test_personal_data_are_shown_with_right_and_reason_and_the_look_is_kept(client: Client, chen, database) -> None:
    from sqlalchemy import select

    from server import tables

    report = {"id": "order-7", "words": "井盖松动", "personal": {"phone": "13700000000"}}
    case_id = client.post("/v1/reports", json=report, headers=chen).json()["case_id"]
    path = f"/v1/ask/personal/{case_id}"
    assert client.post(path, json={"reason": " "}, headers=chen).json()["rule"] == "rule.reason"
    shown = client.post(path, json={"reason": "回访"}, headers=chen).json()
    assert shown["data"] == {"phone": "13700000000"}
    west = bearer(sign_in(client, "u-west")["token"])
    assert client.post(path, json={"reason": "回访"}, headers=west).json()["rule"] == "rule.personal_right"
    with database.read() as connection:
        looks = connection.execute(select(tables.personal_audit.c.actor, tables.personal_audit.c.reason)).all()
    assert [tuple(look) for look in looks] == [("chen", "回访")]


def test_an_export_names_people_in_the_language_asked_for(client: Client, chen, parts: Parts) -> None:
    Hands(parts.casebook).dispatched("case-1", "west")
    said = {}
    for lang in ("zh_CN", "en"):
        told = client.get(f"/v1/ask/export/case-1?lang={lang}", headers=chen).json()
        said[lang] = [event["actor"] for event in told["events"]]
        assert told["steps"][2]["actor"] == {"zh_CN": "王晓燕", "en": "Wang"}[lang]
    assert said["zh_CN"] == ["陈志远", "陈志远", "赵建军", "王晓燕", "系统"]
    assert said["en"] == ["Chen", "Chen", "Zhao", "Wang", "system"]


def test_a_unit_sees_its_own_cases_only(client: Client, parts: Parts) -> None:
    hands = Hands(parts.casebook)
    hands.dispatched("case-1", "west")
    hands.dispatched("case-2", "east")
    west = bearer(sign_in(client, "u-west")["token"])
    found = client.get("/v1/ask/history", headers=west).json()
    assert [case["id"] for case in found["cases"]] == ["case-1"]
    assert client.get("/v1/ask/case/case-2", headers=west).status_code == 404
    wang = bearer(sign_in(client, "wang")["token"])
    assert client.get("/v1/ask/history?q=15042200002", headers=wang).json()["cases"][0]["id"] == "case-2"
    assert client.get("/v1/ask/lists", headers=wang).json()["lists"]["dispatched"] == 2
    assert client.get("/v1/ask/history?list=dispatched&unit=east", headers=wang).json()["total"] == 1


def test_a_case_is_found_by_the_number_that_a_desk_gave_it_first(client: Client, parts: Parts) -> None:
    hands = Hands(parts.casebook)
    body = {"words": "有暴露垃圾", "category": "event-01-10", "draft_number": "临A1-7"}
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body=body)
    hands.report("case-2")
    wang = bearer(sign_in(client, "wang")["token"])
    found = client.get("/v1/ask/history?q=临A1-7", headers=wang).json()["cases"]
    assert [(case["id"], case["number"]) for case in found] == [("case-1", "15042200001")]


def test_people_are_told_to_the_centre_only(client: Client, chen) -> None:
    told = client.get("/v1/ask/people?role=dispatcher", headers=chen).json()["people"]
    assert [person["id"] for person in told] == ["li", "wang"]  # "gone" has no grant in force
    west = bearer(sign_in(client, "u-west")["token"])
    assert client.get("/v1/ask/people?role=dispatcher", headers=west).json()["people"] == []


# -------------------------------------------------------------------------------------------------------- sync/1


def cursor(header: dict) -> str:
    """The cursor that an `as_of` or `to` gives."""
    return ",".join(f"{feed}:{mark['seq']}:{mark['chain']}" for feed, mark in sorted(header.items()))


def test_a_push_over_http_is_settled_and_seen_in_the_changes(client: Client, station) -> None:
    signed = sign_in(client)
    command = Command(
        "c-1", "report", "case-1", "chen", Role.ACCEPTOR, NOW, body={"words": "x"}, session=signed["session"]
    )
    hash_ = command_hash(command)
    push = Push("console-1", 1, "", (Pushed(1, command, hash_, mac_of(bytes.fromhex(signed["key"]), hash_)),))
    answer = client.post("/v1/push", data=canonical(push), headers=station | {"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"][0]["outcome"]["state"] == "accepted"
    epoch = client.get("/v1/hello").json()["epoch_id"]
    raw = client.get(f"/v1/changes?epoch={epoch}", headers=station)
    head, row, tail = lines(raw)
    assert (row["feed"], row["seq"], row["cmd"], row["image"]["words"]) == ("city", 1, "c-1", "x")
    digest = hashlib.sha256(canonical(row["image"])).hexdigest()[:16]
    assert (head["last_n"], head["feeds"]["city"]) == (1, {"digest": digest, "head": 1, "since": 0, "to": 1})
    assert tail["to"]["city"] == {"seq": 1, "chain": row["chain"]}
    assert tail["crc"] == zlib.crc32(raw.content.splitlines(keepends=True)[1])


def test_changes_go_on_from_a_vector_cursor_in_parts(client: Client, station, parts: Parts) -> None:
    Hands(parts.casebook).dispatched("case-1", "west")
    path = f"/v1/changes?epoch={parts.feeds.epoch.id}&limit=2"
    kinds, at = [], ""
    for _ in range(4):
        head, *rows, tail = lines(client.get(f"{path}&cursor={at}", headers=station))
        kinds += [(row["feed"], row["kind"]) for row in rows]
        at = cursor(tail["to"])
    assert kinds == [("410102", "case"), *[("city", "case")] * 3, ("city", "left")]
    assert not head.get("more")
    assert rows == []


def test_a_cursor_of_another_epoch_is_gone_and_the_answer_names_the_epoch(
    client: Client, station, parts: Parts
) -> None:
    said = client.get("/v1/changes?epoch=other", headers=station)
    assert (said.status_code, said.json()["rule"], said.json()["epoch"]) == (410, "snapshot", parts.feeds.epoch.id)


def test_a_poll_that_waits_ends_with_the_first_row(client: Client, station, parts: Parts) -> None:
    import threading

    hands = Hands(parts.casebook)
    threading.Timer(0.3, hands.report, ["case-1"]).start()
    _, row, _ = lines(client.get(f"/v1/changes?epoch={parts.feeds.epoch.id}&wait=25", headers=station))
    assert row["case_id"] == "case-1"


def test_the_snapshot_is_the_live_scope_in_pages(client: Client, station, parts: Parts) -> None:
    hands = Hands(parts.casebook)
    for number in range(5):
        hands.report(f"case-{number}")
    found, after, done = [], "", False
    while not done:
        head, *cases, tail = lines(client.get(f"/v1/snapshot?limit=2&after={after}", headers=station))
        found += [(line["feed"], line["image"]["id"]) for line in cases]
        after, done = tail.get("next", ""), tail.get("done", False)
    assert found == [("city", f"case-{number}") for number in range(5)]
    assert (head["count"], head["as_of"]["city"]["seq"]) == (5, 5)
    _, *rows, _ = lines(
        client.get(f"/v1/changes?epoch={head['epoch_id']}&cursor={cursor(head['as_of'])}", headers=station)
    )
    assert rows == []


def test_a_district_workstation_sees_its_own_feed_only(client: Client, parts: Parts) -> None:
    parts.access.offer_enrolment("west", scope="410102")
    token = client.post("/v1/workstations", json={"enrol": "west", "name": "w", "console_id": "w"}).json()["token"]
    hands = Hands(parts.casebook)
    hands.dispatched("case-1", "west")
    hands.dispatched("case-2", "east")
    _, *rows, tail = lines(client.get(f"/v1/changes?epoch={parts.feeds.epoch.id}", headers=bearer(token)))
    assert ({row["feed"] for row in rows}, set(tail["to"])) == ({"410102"}, {"410102"})
    _, *cases, _ = lines(client.get("/v1/snapshot", headers=bearer(token)))
    assert [line["image"]["id"] for line in cases] == ["case-1"]
    asked = client.get(f"/v1/changes?epoch={parts.feeds.epoch.id}&cursor=410103:0:00", headers=bearer(token))
    assert (asked.status_code, asked.json()["rule"]) == (403, "rule.feed_scope")


def test_a_cursor_that_is_none_is_told(client: Client, station, parts: Parts) -> None:
    path = f"/v1/changes?epoch={parts.feeds.epoch.id}&cursor="
    for odd in ("city", "city:x:00", "city:²:00", "city:-1:00", "city:99999999999999999999:00"):
        said = client.get(path + odd, headers=station)
        assert (said.status_code, said.json()["rule"], said.json()["field"]) == (422, "rule.form", "cursor"), odd
    ahead = client.get(path + "city:999:zz", headers=station)
    assert (ahead.status_code, ahead.json()["rule"]) == (410, "snapshot")
    assert client.get("/v1/snapshot?after=%00&limit=-1", headers=station).status_code in {200, 422}


def test_another_version_of_the_protocol_is_told_to_update(client: Client, station) -> None:
    push = {"console_id": "console-1", "incarnation": 1, "epoch": "", "cmds": [], "proto": "sync/9"}
    assert client.post("/v1/push", json=push, headers=station).status_code == 426


# -------------------------------------------------------------------------------------------------------- photos


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_by_its_content(client: Client, chen, kind: str) -> None:
    data = picture(kind)
    sha256 = hashlib.sha256(data).hexdigest()
    for _ in range(2):
        kept = client.put(f"/v1/blobs/{sha256}", data=data, headers=chen)
        assert (kept.status_code, kept.json()["mime"]) == (200, f"image/{kind.lower()}")
    assert client.get(f"/v1/blobs/{sha256}", headers=chen).content == data
    assert client.head(f"/v1/blobs/{sha256}", headers=chen).status_code == 200
    thumb = client.get(f"/v1/blobs/{sha256}?size=thumb", headers=chen)
    assert Image.open(io.BytesIO(thumb.content)).size == (320, 240)


@pytest.mark.parametrize(
    ("data", "status", "rule"),
    [
        (b"no picture at all", 422, "rule.photo_unreadable"),
        (picture()[:3000], 422, "rule.photo_unreadable"),
        (picture("GIF"), 422, "rule.photo_unreadable"),
        (bytes(50 * 1024 * 1024), 413, "rule.photo_too_large"),
    ],
    ids=["text", "cut", "gif", "50 MB"],
)
def test_what_is_no_photo_is_refused_and_not_kept(client: Client, chen, data: bytes, status: int, rule: str) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    said = client.put(f"/v1/blobs/{sha256}", data=data, headers=chen | EN)
    assert (said.status_code, said.json()["rule"]) == (status, rule)
    assert client.head(f"/v1/blobs/{sha256}", headers=chen).status_code == 404


def test_a_photo_under_another_name_is_refused(client: Client, chen) -> None:
    said = client.put(f"/v1/blobs/{'0' * 64}", data=picture(), headers=chen)
    assert (said.status_code, said.json()["rule"]) == (422, "rule.photo_hash")


def test_without_a_credential_nothing_is_told(client: Client) -> None:
    for path in ("/v1/changes?epoch=x", "/v1/snapshot", "/v1/ask/history", "/v1/ask/people", f"/v1/blobs/{'0' * 64}"):
        assert client.get(path).status_code == 401, path

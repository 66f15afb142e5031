"""A foreign case, photo or paper is not there: leaks that the matrix found, each as its own test."""

import hashlib
import zlib

import pytest
from sqlalchemy import select

from rules.commands import Actor, Grant, NotAllowed, Role
from rules.protocol import Push, Pushed
from rules.wire import command_hash
from server import tables
from server.__main__ import main
from server.access.accounts import Account, save
from server.access.sessions import Access, mac_of
from server.app import create_app
from server.callers import MOST, Callers
from server.parts import Parts, put_together
from server.personal import Personal
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.conftest import PASSWORD_HASH
from tests.server.small_city import Hands, small_city
from tests.server.test_api import bearer, picture, sign_in

BOTH = Actor("both", grants=(Grant(Role.UNIT, "west"), Grant(Role.DISPATCHER, "east")))


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    with database.write() as connection:
        save(connection, [Account("desk-east", "东", "East", "", PASSWORD_HASH, (Grant(Role.DISPATCHER, "east"),))])
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def client(parts: Parts):
    with serving(create_app(parts)) as client:
        yield client


def who(client: Client, login: str) -> dict[str, str]:
    return bearer(sign_in(client, login)["token"])


def test_a_refusal_does_not_tell_the_version_of_a_foreign_case(client: Client, parts: Parts) -> None:
    """A pushed command got the version of the case in its outcome, and so told that there is one."""
    Hands(parts.casebook).dispatched("case-1", "west")
    station = parts.access.enrol(_offered(parts), "desk", "console-1")
    signed = parts.access.sign_in("u-east", "right-horse", "desk")[0]
    told = []
    for n, case_id in enumerate(("case-1", "case-9"), 1):
        command = Hands(parts.casebook).command(
            "u-east", Role.UNIT, "note", case_id, id=f"c{n}", body={"text": "x"}, session=signed.id
        )
        digest = command_hash(command)
        push = Push("console-1", 1, "", (Pushed(n, command, digest, mac_of(signed.key, digest)),))
        outcome = parts.casebook.push(push, parts.access.workstation(station).id, "console-1").results[0].outcome
        told.append((outcome.state, outcome.rule, outcome.version))
    assert told == [("refused", "rule.unknown_case", 0)] * 2


def _offered(parts: Parts) -> str:
    parts.access.offer_enrolment("once")
    return "once"


def test_a_photo_of_a_foreign_case_is_not_there(client: Client, parts: Parts) -> None:
    data = picture()
    sha = hashlib.sha256(data).hexdigest()
    west, east = who(client, "u-west"), who(client, "u-east")
    assert client.put(f"/v1/blobs/{sha}", data=data, headers=west).status_code == 200
    assert client.get(f"/v1/blobs/{sha}", headers=west).content == data
    assert client.get(f"/v1/blobs/{sha}", headers=east).status_code == 404
    assert client.head(f"/v1/blobs/{sha}", headers=east).status_code == 404


def test_what_somebody_else_sent_may_be_sent_as_if_nobody_had(client: Client) -> None:
    data = picture("PNG")
    sha = hashlib.sha256(data).hexdigest()
    west, east = who(client, "u-west"), who(client, "u-east")
    client.put(f"/v1/blobs/{sha}", data=data, headers=west)
    begun = client.post(f"/v1/blobs/{sha}", json={"size": len(data)}, headers=east).json()
    assert (begun["offset"], begun["done"]) == (0, False)
    piece = east | {"Upload-Offset": "0", "Upload-Crc32": f"{zlib.crc32(data):x}"}
    assert client.send("PATCH", f"/v1/blobs/{sha}", data=data, headers=piece).json()["done"] is True
    assert client.get(f"/v1/blobs/{sha}", headers=east).content == data


def test_who_names_a_foreign_photo_in_a_case_of_their_own_does_not_see_it(client: Client, parts: Parts) -> None:
    data = picture("WEBP")
    sha = hashlib.sha256(data).hexdigest()
    client.put(f"/v1/blobs/{sha}", data=data, headers=who(client, "u-west"))
    photo = {"sha256": sha, "mime": "image/webp", "size": len(data), "kind": "overview"}
    hands = Hands(parts.casebook)
    body = {"words": "井盖", "source": "collector", "photos": [photo]}
    done = hands.do("c1", Role.COLLECTOR, "report", "case-2", body=body)
    assert done.state == "accepted"
    assert client.get(f"/v1/blobs/{sha}", headers=who(client, "c1")).status_code == 404


def test_a_duty_elsewhere_reveals_nobody(parts: Parts, database, clock, cities) -> None:
    """A unit of the west that dispatches in the east was shown reporters of the west."""
    hands = Hands(parts.casebook)
    body = {"words": "井盖", "personal": "p-1", "category": "event-01-10"}
    command = hands.command("chen", Role.ACCEPTOR, "report", "case-3", body=body)
    parts.casebook.do(command, Actor("chen"), {"name": "张三", "phone": "13800001234"})
    hands.do("chen", Role.ACCEPTOR, "accept", "case-3")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-3", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-3", body={"unit": "west"})
    personal = Personal(database, clock, cities)
    with pytest.raises(NotAllowed, match="personal_right"):
        personal.reveal("case-3", BOTH, "call back")
    with pytest.raises(NotAllowed, match="unknown_case"):
        personal.reveal("case-3", Actor("e", grants=(Grant(Role.DISPATCHER, "east"),)), "call back")
    with database.read() as connection:
        assert connection.scalars(select(tables.personal_audit.c.id)).all() == []
    west = Actor("w", grants=(Grant(Role.DISPATCHER, "west"),))
    assert personal.reveal("case-3", west, "call back").data["name"] == "张三"
    with database.read() as connection:
        looks = connection.execute(select(tables.personal_audit.c.actor, tables.personal_audit.c.reason)).all()
    assert [tuple(look) for look in looks] == [("w", "call back")]


def test_masked_is_what_there_is_without_a_reason(client: Client, parts: Parts, database) -> None:
    hands = Hands(parts.casebook)
    command = hands.command("chen", Role.ACCEPTOR, "report", "case-4", body={"words": "井盖", "personal": "p-4"})
    parts.casebook.do(command, Actor("chen"), {"name": "张三", "phone": "13800001234"})
    told = client.get("/v1/ask/personal/case-4", headers=who(client, "wang")).json()
    assert told["data"] == {"name": "张**", "phone": "138****1234"}
    assert client.get("/v1/ask/personal/case-4", headers=who(client, "u-west")).json()["rule"] == "rule.personal_right"
    assert client.get("/v1/ask/personal/case-9", headers=who(client, "wang")).status_code == 404
    with database.read() as connection:
        assert connection.scalars(select(tables.personal_audit.c.id)).all() == []


def test_foreign_cases_of_a_caller_take_no_place_among_the_own(parts: Parts, database, clock, cities) -> None:
    """The newest twenty were looked for first, and only then those that the acceptor sees."""
    hands = Hands(parts.casebook)
    mine = Actor("mine", grants=(Grant(Role.ACCEPTOR, "west"),))
    for case_id in ("case-99", *(f"case-{n:02}" for n in range(MOST))):
        body = {"words": "井盖", "personal": f"p-{case_id}", "category": "event-01-10"}
        command = hands.command("chen", Role.ACCEPTOR, "report", case_id, body=body)
        parts.casebook.do(command, Actor("chen"), {"phone": "13800001234"})
        clock.at += 1
    hands.do("chen", Role.ACCEPTOR, "accept", "case-99")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-99", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-99", body={"unit": "west"})
    assert [case.id for case in Callers(database, clock, cities).cases_of("13800001234", mine)] == ["case-99"]


def test_a_unit_is_told_neither_who_waits_nor_what_was_answered(client: Client, parts: Parts) -> None:
    hands = Hands(parts.casebook)
    body = {"words": "井盖", "personal": "p-9", "wants_answer": True, "category": "event-01-10"}
    parts.casebook.do(hands.command("chen", Role.ACCEPTOR, "report", "case-5", body=body), Actor("chen"), {"name": "x"})
    hands.do("chen", Role.ACCEPTOR, "accept", "case-5")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-5", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-5", body={"unit": "west"})
    told = client.get("/v1/ask/case/case-5", headers=who(client, "u-west")).json()["case"]
    assert (told["personal"], told["wants_answer"], told["dispatchers"]) == ("", False, [])
    assert told["words"] == "井盖"
    whole = client.get("/v1/ask/case/case-5", headers=who(client, "wang")).json()["case"]
    assert (whole["personal"], whole["wants_answer"], whole["dispatchers"]) == ("p-9", True, ["wang"])


def test_an_export_says_who_took_it_and_when(client: Client, parts: Parts) -> None:
    Hands(parts.casebook).dispatched("case-1", "west")
    told = client.get("/v1/ask/export/case-1?lang=en", headers=who(client, "wang")).json()
    assert told["exported"] == "Taken out by Wang wang, 2015-04-22 09:00"


def test_nobody_sits_at_a_desk_that_shows_more_than_they_may_see(client: Client, parts: Parts) -> None:
    """A desk of the whole city showed all of it to whoever signed in there."""
    asked = {"login": "desk-east", "password": "right-horse", "seat": "desk"}
    told = {}
    for name, feeds in (("all", "*"), ("east", "410103"), ("west", "410102"), ("both", "410102 410103")):
        parts.access.offer_enrolment(f"code {name}", feeds)
        token = parts.access.enrol(f"code {name}", name, name)
        told[name] = client.post("/v1/session", json=asked, headers=bearer(token))
    assert {name: answer.status_code for name, answer in told.items()} == {
        "all": 403,
        "east": 200,
        "west": 403,
        "both": 403,
    }
    assert told["all"].json()["rule"] == "rule.desk_scope"
    wang = client.post("/v1/session", json=asked | {"login": "wang"}, headers=bearer(token))
    assert wang.status_code == 200  # a dispatcher of the whole city sits anywhere
    assert client.post("/v1/session", json=asked).status_code == 200  # a page shows what its person sees


def test_a_desk_of_some_districts_is_enrolled_at_the_command_line(
    database, cities, tmp_path, capsys, clock, monkeypatch
) -> None:
    monkeypatch.setattr("server.cli.common.decode_city", lambda _: small_city())
    data = ["--data", str(tmp_path), "--database", database.url]
    assert main(["workstations", "enrol", "--feeds", "410102", "city", *data]) == 0
    code = capsys.readouterr().out.strip()
    access = Access(database, clock)
    assert access.workstation(access.enrol(code, "desk", "console-9")).scope == frozenset({"410102", "city"})
    assert main(["workstations", "enrol", "--feeds", "moon", *data]) == 2
    assert "410103" in capsys.readouterr().err

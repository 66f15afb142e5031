"""The consoles' way in over HTTP: who is copied, who is late, who asks too much, and a database that is away."""

import asyncio
import hashlib
import io
import json
import socket
import threading
import zlib
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request
from PIL import Image
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool
from starlette.types import Message

from rules.commands import Command, Role
from rules.protocol import BlobState, Push, Pushed
from rules.wire import canonical, command_hash, decode
from server.access.sessions import mac_of
from server.api.errors import Refusals
from server.api.measure import limited
from server.app import create_app
from server.database import Database
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import NOW

HOUR = 3_600_000
EN = {"Accept-Language": "en"}


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city."""
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def client(parts: Parts):
    """A client of the running application."""
    with serving(create_app(parts)) as client:
        yield client


class Desk:
    """A signed-in acceptor with a workstation's token, which another one may have too."""

    def __init__(self, client: Client, console_id: str, token: str) -> None:
        signed = client.post("/v1/session", json={"login": "chen", "password": "right-horse", "seat": "desk"}).json()
        self.client, self.console_id, self.token = client, console_id, token
        self.key, self.session = bytes.fromhex(signed["key"]), signed["session"]

    @property
    def header(self) -> dict[str, str]:
        """The workstation's credential."""
        return {"Authorization": f"Bearer {self.token}"}

    def report(self, n: int, name: str = "") -> Pushed:
        """A new report under a number."""
        name = name or f"{self.console_id}-{n}"
        said = (name, "report", f"case-{name}", "chen", Role.ACCEPTOR, NOW)
        command = Command(*said, body={"words": "有暴露垃圾"}, session=self.session)
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self.key, hash_))

    def push(self, *commands: Pushed, epoch: str = ""):
        """Send them."""
        return self.send(canonical(Push(self.console_id, 1, epoch, commands)))

    def send(self, body: bytes):
        """Send these bytes as a push."""
        headers = self.header | EN | {"Content-Type": "application/json"}
        return self.client.post("/v1/push", data=body, headers=headers)


def enrol(client: Client, token: str, console_id: str) -> str:
    """A workstation's token, "" when the one-time token does not serve."""
    asked = {"enrol": token, "name": "desk", "console_id": console_id}
    answer = client.post("/v1/workstations", json=asked)
    return answer.json()["token"] if answer.status_code == 200 else ""


@pytest.fixture
def desk(client: Client, parts: Parts) -> Desk:
    """A desk with a workstation of its own."""
    parts.access.offer_enrolment("once")
    return Desk(client, "console-1", enrol(client, "once", "console-1"))


def states(answer) -> list[tuple[int, str, str]]:
    """What came of each command."""
    assert answer.status_code == 200, answer.text
    told = answer.json()["results"]
    return [(each["n"], each["outcome"]["state"], each["outcome"].get("rule", "")) for each in told]


# ---------------------------------------------------------------------------------------------- what cannot be read


def test_one_odd_command_does_not_hold_up_the_others(desk: Desk) -> None:
    odd = json.loads(canonical(Push("console-1", 1, "", (desk.report(1), desk.report(2)))))
    odd["cmds"][0]["command"]["role"] = "astronaut"
    assert states(desk.send(json.dumps(odd).encode())) == [(1, "refused", "rule.unreadable"), (2, "accepted", "")]


def test_a_note_of_ten_megabytes_is_refused_under_its_number(desk: Desk) -> None:
    large = desk.report(1)
    large = replace(large, command=replace(large.command, body={"words": "x" * 10_000_000}))
    assert states(desk.push(large)) == [(1, "refused", "rule.too_large")]
    assert states(desk.push(desk.report(2))) == [(2, "accepted", "")]


def test_a_push_larger_than_any_is_told_to_be_halved(desk: Desk) -> None:
    part = replace(desk.report(1), personal={"words": "x" * 700_000})
    answer = desk.push(part, replace(part, n=2))
    assert (answer.status_code, answer.json()["rule"]) == (413, "rule.too_large")


def test_nothing_is_read_of_who_is_not_known(client: Client) -> None:
    """The answer comes although not one byte of the body was ever sent."""
    place = urlsplit(client.url)
    with socket.create_connection((place.hostname, place.port), timeout=30) as line:
        line.sendall(b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize("length", [b"Content-Length: 50000000", b"Transfer-Encoding: chunked"])
def test_words_without_measure_are_not_read(client: Client, length: bytes) -> None:
    """Nobody need be known for a sign-in: a body that never ends would fill the memory."""
    place = urlsplit(client.url)
    with socket.create_connection((place.hostname, place.port), timeout=30) as line:
        line.sendall(b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + length)
        line.sendall(b"\r\n\r\n")
        if b"chunked" in length:
            for _ in range(17):  # a little more than 1 MB
                line.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 413")
    assert client.get("/v1/hello").status_code == 200


def test_an_upload_that_fell_silent_gives_its_place_to_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.api.measure.IDLE_S", 0.05)
    place = urlsplit(desk.client.url)
    head = (
        f"PUT /v1/blobs/{NAME} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\nContent-Length: 99\r\n\r\n"
    )
    lines = [socket.create_connection((place.hostname, place.port), timeout=30) for _ in range(3)]
    for line in lines:
        line.sendall(head.encode() + b"a few bytes")
        assert line.recv(65536)[:12] == b"HTTP/1.1 408"
        line.close()


# ------------------------------------------------------------------------------------------------ copies, old data


def test_a_console_that_has_seen_more_than_this_database_is_sent_away(desk: Desk, parts: Parts) -> None:
    answer = desk.push(desk.report(1), epoch="seen elsewhere")
    assert (answer.status_code, answer.json()["rule"]) == (409, "error.zombie")
    assert "out of date" in answer.json()["text"]
    assert parts.casebook.last_settled("console-1") == (0, "")
    assert states(desk.push(desk.report(1), epoch=parts.feeds.epoch.id)) == [(1, "accepted", "")]


def test_of_two_copies_one_goes_on_and_the_other_enrols_itself_anew(client: Client, desk: Desk) -> None:
    copy = Desk(client, desk.console_id, desk.token)
    assert states(desk.push(desk.report(1), desk.report(2))) == [(1, "accepted", ""), (2, "accepted", "")]
    forked = copy.push(copy.report(1, "of the copy"))
    assert (forked.status_code, forked.json()["rule"], forked.json()["details"]["last_n"]) == (409, "fork", "2")
    copy.console_id, copy.token = "console-2", enrol(client, forked.json()["details"]["renewal"], "console-2")
    assert states(copy.push(copy.report(1, "of the copy"))) == [(1, "accepted", "")]
    assert states(desk.push(desk.report(3))) == [(3, "accepted", "")]


def test_a_renewed_desk_sees_what_the_one_before_saw(client: Client, parts: Parts) -> None:
    parts.access.offer_enrolment("district", "410102")
    desk = Desk(client, "console-1", enrol(client, "district", "console-1"))
    desk.push(desk.report(1))
    renewal = desk.push(desk.report(1, "other")).json()["details"]["renewal"]
    assert parts.access.workstation(enrol(client, renewal, "console-2")).scope == frozenset({"410102"})


def test_a_desk_is_renewed_once_a_day(client: Client, desk: Desk, clock) -> None:
    desk.push(desk.report(1))
    offered = [desk.push(desk.report(1, "other")).json()["details"]["renewal"] for _ in range(2)]
    assert [bool(enrol(client, token, "console-2")) for token in offered] == [False, True]  # the first answer was lost
    assert "renewal" not in desk.push(desk.report(1, "other")).json()["details"]
    clock.at += 25 * HOUR
    assert enrol(client, desk.push(desk.report(1, "other")).json()["details"]["renewal"], "console-3")


def test_who_did_not_hear_of_its_enrolment_asks_again(client: Client, parts: Parts) -> None:
    parts.access.offer_enrolment("once")
    lost = enrol(client, "once", "console-1")
    token = enrol(client, "once", "console-1")
    assert token not in {"", lost}
    assert enrol(client, "once", "console-2") == ""
    desk = Desk(client, "console-1", token)
    assert states(desk.push(desk.report(1))) == [(1, "accepted", "")]
    assert enrol(client, "once", "console-1") == ""  # it works: whoever asks now is somebody else
    assert Desk(client, "console-1", lost).push().status_code == 401


# ----------------------------------------------------------------------------------------------------- too much


def test_too_many_pushes_are_told_to_come_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.api.pressure.PUSHES_AT_ONCE", 0.5)
    monkeypatch.setattr("server.api.pressure.CALM", -1)  # as if others waited
    answer = desk.push(desk.report(1))
    assert (answer.status_code, answer.json()["rule"]) == (429, "error.too_many")
    assert 1 <= int(answer.headers["Retry-After"]) <= 6


def test_not_all_who_found_it_busy_come_again_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.lane.MAX_WAITING", 0)
    answers = [desk.push(desk.report(1)) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {503}
    assert len({answer.headers["Retry-After"] for answer in answers}) > 1


def test_a_third_poll_ends_the_first_one(client: Client, desk: Desk, parts: Parts, monkeypatch) -> None:
    monkeypatch.setattr("server.api.sync.HEARTBEAT_S", 0.05)
    ended: list[int] = []
    began = threading.Semaphore(0)

    def poll(number: int) -> None:
        path = f"{client.url}/v1/changes?epoch={parts.feeds.epoch.id}&wait=25"
        other = Client(client.url)
        with other._session.get(path, headers=desk.header, stream=True, timeout=30) as answer:
            lines = answer.iter_lines()
            next(lines)  # a heartbeat: it waits
            began.release()
            for _ in lines:
                pass
        ended.append(number)
        other.close()

    threads = [threading.Thread(target=poll, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
        began.acquire(timeout=30)
    threads[0].join(timeout=30)
    assert ended == [0]
    desk.push(desk.report(1))  # a row for the others
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ended) == [0, 1, 2]


# --------------------------------------------------------------------------------------------- the database away


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_is_away_is_no_error_of_ours(client: Client, desk: Desk, database_url: str) -> None:
    url = make_url(database_url)
    assert client.get("/v1/hello").status_code == 200  # the server has seen its city
    beside = create_engine(url.set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with beside.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(ending), {"name": url.database})
        try:
            asked = client.get("/v1/ask/lists", headers=desk.header | EN)
            pushed = desk.push(desk.report(1))
            signing = client.post("/v1/session", json={"login": "chen", "password": "right-horse", "seat": "desk"})
        finally:
            connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    assert {answer.status_code for answer in (asked, pushed, signing)} == {503}
    assert {answer.json()["rule"] for answer in (asked, pushed, signing)} == {"error.database_away"}
    assert int(pushed.headers["Retry-After"]) >= 1
    again = (desk.push(desk.report(1)) for _ in range(20))  # the same: connections that died are found one by one
    assert states(next(answer for answer in again if answer.status_code == 200)) == [(1, "accepted", "")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_a_commit_waits_for_a_standby_that_is_said(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Database, "committing_s", lambda _: 11.0)
        pushed = desk.push(desk.report(1))
        signing = client.post("/v1/session", json={"login": "chen", "password": "right-horse", "seat": "desk"})
        assert client.get("/v1/snapshot?scope=live", headers=desk.header).status_code == 200
    assert {answer.status_code for answer in (pushed, signing)} == {503}
    assert {answer.json()["rule"] for answer in (pushed, signing)} == {"error.commit_waits"}
    assert states(desk.push(desk.report(1))) == [(1, "accepted", "")]


# ------------------------------------------------------------------------------------------- photos by pieces


def noise() -> bytes:
    """A picture of some ten kilobytes."""
    out = io.BytesIO()
    Image.effect_noise((120, 120), 90).save(out, "PNG")
    return out.getvalue()


PHOTO = noise()
NAME = hashlib.sha256(PHOTO).hexdigest()
HALF = len(PHOTO) // 2


def piece(desk: Desk, offset: int, data: bytes, **headers: str):
    """Send one piece."""
    told = {"Upload-Offset": str(offset), "Upload-Crc32": f"{zlib.crc32(data):08x}"} | headers
    return desk.client.send("PATCH", f"/v1/blobs/{NAME}", data=data, headers=desk.header | EN | told)


def test_a_photo_goes_up_in_pieces_over_a_bad_line(desk: Desk) -> None:
    path = f"/v1/blobs/{NAME}"
    assert piece(desk, 0, PHOTO).status_code == 404
    begun = desk.client.post(path, json={"size": len(PHOTO)}, headers=desk.header)
    assert decode(BlobState, begun.content) == BlobState(NAME, 0, len(PHOTO), done=False)
    damaged = piece(desk, 0, PHOTO[:HALF], **{"Upload-Crc32": "00000000"})
    assert (damaged.status_code, damaged.json()["rule"]) == (422, "error.blob_crc")
    assert decode(BlobState, piece(desk, 0, PHOTO[:HALF]).content).offset == HALF
    again = piece(desk, 0, PHOTO[:HALF])
    assert (again.status_code, again.json()["rule"]) == (409, "error.blob_offset")
    assert again.json()["details"]["offset"] == str(HALF)
    asked = desk.client.head(path, headers=desk.header)
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (204, str(HALF))
    assert asked.headers["Upload-Complete"] == "?0"
    assert decode(BlobState, piece(desk, HALF, PHOTO[HALF:]).content).done
    kept = desk.client.head(path, headers=desk.header)
    assert (kept.status_code, kept.headers["Upload-Complete"]) == (200, "?1")
    assert desk.client.get(path, headers=desk.header).content == PHOTO


@pytest.mark.parametrize(
    "headers",
    [{"Upload-Offset": ""}, {"Upload-Offset": "-1"}, {"Upload-Offset": "9" * 20}, {"Upload-Crc32": "xyz"}],
    ids=str,
)
def test_a_piece_says_where_it_belongs(desk: Desk, headers: dict[str, str]) -> None:
    desk.client.post(f"/v1/blobs/{NAME}", json={"size": len(PHOTO)}, headers=desk.header)
    answer = piece(desk, 0, PHOTO, **headers)
    assert (answer.status_code, answer.json()["rule"]) == (422, "rule.form")


def test_a_piece_has_a_measure(desk: Desk) -> None:
    desk.client.post(f"/v1/blobs/{NAME}", json={"size": 2_000_000}, headers=desk.header)
    for data in (b"", bytes(1024 * 1024 + 1)):
        answer = piece(desk, 0, data)
        assert (answer.status_code, answer.json()["rule"]) == (422, "rule.form")


def test_a_part_of_a_photo_is_told(desk: Desk) -> None:
    path = f"/v1/blobs/{NAME}"
    desk.client.put(path, data=PHOTO, headers=desk.header)
    part = desk.client.get(path, headers=desk.header | {"Range": f"bytes={HALF}-"})
    assert (part.status_code, part.content) == (206, PHOTO[HALF:])
    assert part.headers["Content-Range"] == f"bytes {HALF}-{len(PHOTO) - 1}/{len(PHOTO)}"
    beyond = desk.client.get(path, headers=desk.header | {"Range": f"bytes={len(PHOTO)}-"})
    assert beyond.status_code == 416


def test_a_line_cut_in_the_middle_of_a_body_is_no_error_of_the_program(parts: Parts) -> None:
    app = FastAPI()
    Refusals(parts.speech, frozenset()).install(app)

    @app.post("/half")
    async def half(request: Request) -> None:
        await limited(request, 100)

    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    head = {"type": "http", "method": "POST", "path": "/half", "query_string": b"", "headers": []}
    asyncio.run(app(head, receive, send))  # raises what would be written to the log as an error
    assert told[0]["status"] == 400

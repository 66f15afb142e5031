"""Whatever a request says, and however long: who asks is known first, and what cannot be is refused in words."""

import json
from collections.abc import Iterator

import pytest
import requests

from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import Hands

LONG = "x" * 40_000
TEXTS = (LONG, "a\0b", "\ud800", " ")
HUGE = "a number of 5000 digits"  # more than Python reads; put into the body as digits
NUMBERS = (-1, 1.5, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**30)
ODD = (*TEXTS, *NUMBERS, None, True, [], {}, float("inf"), float("nan"), HUGE)
ODD_WORDS = (LONG, "a%00b", "%ff%fe", "%ED%A0%80", "-1", "1.5", str(2**63), "9" * 5000, "0" * 5000, "nan", "true")

DO = {
    "id": "u-1", "verb": "note", "case_id": "case-1", "target": "", "body": {"text": "看过"}, "base_version": 0,
    "role": "", "over": "", "personal": {},
}  # fmt: skip
REPORT = {
    "words": "井盖缺失", "id": "r-1", "address": "中心路", "lon": 1145000000, "lat": 380000000, "datum": "cgcs2000",
    "category": "", "source": "", "external_number": "", "external_due": 0, "wants_answer": False,
    "personal": {"name": "某人"},
}  # fmt: skip
DRILL = {
    "began": 1, "until": 2, "ended": 3, "why": "time", "number": "", "commands": {"note": 1},
    "urgent": [], "drained_at": 0, "left": 0,
}  # fmt: skip
COMMAND = {
    "id": "p-1", "verb": "note", "case_id": "case-1", "actor": "wang", "role": "dispatcher", "issued_at": 1,
    "target": "", "body": {"text": "看过"}, "base_version": 0, "claim": 0, "over": "", "session": "s", "verb_v": 1,
    "after_id": "", "supersedes": "", "city_version": "", "quality": "", "from_stage": "",
}  # fmt: skip
PUSHED = {"n": 1, "command": COMMAND, "hash": "aa", "mac": "bb", "withdrawn": False, "personal": {}}
PUSH = {"proto": "sync/1", "console_id": "console-1", "incarnation": 1, "epoch": "", "cmds": [PUSHED], "after": ""}
SIGN_IN = {"login": "wang", "password": "right-horse", "seat": "desk"}

# who asks, the way, what it says
DOORS = {
    "session": ("nobody", "POST", "/v1/session", SIGN_IN),
    "workstations": ("nobody", "POST", "/v1/workstations", {"enrol": "twice", "name": "desk", "console_id": "c-9"}),
    "claims": ("seat", "POST", "/v1/claims", {"case_id": "case-1", "how": "take", "token": 1, "reason": "换班"}),
    "claims taken over": ("seat", "POST", "/v1/claims", {"case_id": "case-1", "how": "take_over", "reason": "换班"}),
    "claims given back": ("seat", "POST", "/v1/claims", {"case_id": "case-1", "how": "release", "token": 1}),
    "commands": ("seat", "POST", "/v1/commands", DO),
    "reports": ("acceptor", "POST", "/v1/reports", REPORT),
    "personal": ("acceptor", "POST", "/v1/ask/personal/case-1", {"reason": "回访"}),
    "staff": ("acceptor", "POST", "/v1/ask/staff/S1", {"reason": "失联"}),
    "drills": ("leader", "PUT", "/v1/drills/drill-1", DRILL),
    "blobs": ("station", "POST", "/v1/blobs/" + "ab" * 32, {"size": 10}),
    "replies": ("seat", "POST", "/v1/replies", {"handover": "", "deeds": []}),
    "push": ("station", "POST", "/v1/push", PUSH),
}
# who asks, the path, what its query says; a value of the path stands in it as {}
QUESTIONS = {
    "changes": ("station", "/v1/changes", ("epoch", "cursor", "limit", "wait", "claims_no", "claims")),
    "snapshot": ("station", "/v1/snapshot", ("scope", "after", "limit", "events", "feed", "buckets")),
    "digests": ("station", "/v1/digests", ("feed",)),
    "history": ("seat", "/v1/ask/history", ("q", "from", "to", "unit", "list", "page")),
    "people": ("seat", "/v1/ask/people", ("role",)),
    "evaluation": ("seat", "/v1/ask/evaluation", ("from", "to")),
    "case": ("seat", "/v1/ask/case/{}", ()),
    "export": ("seat", "/v1/ask/export/{}", ("lang",)),
    "city": ("station", "/v1/city/{}", ()),
    "blob": ("station", "/v1/blobs/{}", ("size",)),
}


@pytest.fixture
def client(database, clock, cities, tmp_path) -> Iterator[Client]:
    """A client of the running application over the small city, with one case."""
    parts: Parts = put_together(Settings(tmp_path), database, clock, cities)
    Hands(parts.casebook).filed("case-1")
    parts.access.offer_enrolment("once")
    with serving(create_app(parts)) as client:
        yield client


@pytest.fixture
def bearers(client: Client) -> dict[str, dict[str, str]]:
    """The headers of who may ask."""
    asked = {"enrol": "once", "name": "desk 1", "console_id": "console-1"}
    station = _bearer(client.post("/v1/workstations", json=asked).json()["token"])

    def seat(login: str) -> dict[str, str]:
        return _bearer(client.post("/v1/session", json=SIGN_IN | {"login": login}, headers=station).json()["token"])

    return {"nobody": {}, "station": station, "seat": seat("wang"), "acceptor": seat("chen"), "leader": seat("zhao")}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _spoilt(told: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Each field of it odd in each way, by turns; inside of what it holds as well."""
    for name, value in told.items():
        for odd in ODD:
            yield f"{name}={str(odd)[:20]!a}", told | {name: odd}
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            for path, odd in _spoilt(inner):
                yield f"{name}.{path}", told | {name: [odd] if isinstance(value, list) else odd}


def _is_plain(answer: requests.Response) -> bool:
    """Whether it is an answer, or a refusal in words."""
    if answer.status_code < 400:
        return True
    said = answer.json()
    return answer.status_code < 500 and bool(said["rule"]) and bool(said["text"])


@pytest.mark.parametrize("door", DOORS)
def test_a_body_with_something_odd_is_answered_in_words(client: Client, bearers, door: str) -> None:
    who, method, path, told = DOORS[door]
    wrong = []
    for what, spoilt in _spoilt(told):
        body = json.dumps(spoilt).replace(f'"{HUGE}"', "9" * 5000)
        answer = client.send(method, path, data=body, headers=bearers[who] | {"Content-Type": "application/json"})
        if not _is_plain(answer):
            wrong.append((what, answer.status_code, answer.text[:100]))
    assert wrong == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_with_something_odd_is_answered_in_words(client: Client, bearers, question: str) -> None:
    who, path, names = QUESTIONS[question]
    wrong = []
    needed = {"changes": "epoch=", "digests": "feed=north", "evaluation": "from=0&to=1"}.get(question, "")
    for odd in ODD_WORDS:
        asked = [f"{path.format('case-1')}?{needed}&{name}={odd}" for name in names]
        for way in asked + ([path.format(odd)] if "{}" in path else []):
            answer = client.get(way, headers=bearers[who])
            if not _is_plain(answer):
                wrong.append((way[:60], odd[:10], answer.status_code, answer.text[:100]))
    assert wrong == []


@pytest.mark.parametrize(
    "claims",
    [
        f"case-1:{'0' * 5000}",
        f"case-1:{'0' * 16}9",
        f"case-1:{'9' * 16}",
        f"{LONG}:1",
        "case-1:1.5",
        "case-1:-1",
        "a%00b:1",
    ],
    ids=lambda claims: f"{claims[:9]}-{len(claims)}",
)
def test_claims_that_cannot_be_are_refused_to_who_may_ask_and_not_read_for_who_may_not(
    client: Client, bearers, claims: str
) -> None:
    path = f"/v1/changes?epoch=&claims={claims}"
    assert client.get(path).json()["rule"] == "rule.workstation_unknown"
    said = client.get(path, headers=bearers["station"])
    assert (said.status_code, said.json()["field"]) == (422, "claims")


@pytest.mark.parametrize("word", [LONG, "\xff\xfe", "9" * 5000, "%00"], ids=lambda word: f"{word[:4]!a}-{len(word)}")
def test_a_credential_that_cannot_be_is_none(client: Client, word: str) -> None:
    bearer = {"Authorization": f"Bearer {word}"}
    for path in ("/v1/changes?epoch=", "/v1/ask/lists", "/v1/snapshot", "/v1/blobs/" + "ab" * 32):
        assert client.get(path, headers=bearer).status_code == 401, path
    assert client.delete("/v1/session", headers=bearer).status_code == 204


@pytest.mark.parametrize("name", ["x", LONG, "%00", "%ff", "AB" * 32, "..%2f..%2fserver.db"], ids=lambda name: name[:9])
def test_a_photo_of_a_name_that_cannot_be_is_refused(client: Client, bearers, name: str) -> None:
    path, station = f"/v1/blobs/{name}", bearers["station"]
    piece = station | {"Upload-Offset": "0", "Upload-Crc32": "00000000"}
    assert client.get(path, headers=station).status_code in {404, 422}  # 422: a text that no database can look for
    assert client.head(path, headers=station).status_code in {404, 422}
    assert client.put(path, data=b"x", headers=station).status_code in {404, 422}
    assert client.post(path, json={"size": 10}, headers=station).status_code in {404, 422}
    assert client.send("PATCH", path, data=b"x", headers=piece).status_code in {404, 422}


@pytest.mark.parametrize("offset", ["-1", "1.5", "9" * 15, "9" * 5000, "0x1", "\xb2", ""], ids=lambda word: word[:9])
def test_a_piece_from_an_offset_that_cannot_be_is_refused(client: Client, bearers, offset: str) -> None:
    path, piece = "/v1/blobs/" + "ab" * 32, {"Upload-Offset": offset, "Upload-Crc32": "00000000"}
    client.post(path, json={"size": 10}, headers=bearers["station"])
    said = client.send("PATCH", path, data=b"x", headers=bearers["station"] | piece)
    assert said.status_code in {409, 422}, said.text


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[" * 100_000, b'"\\ud800"', b"9" * 5000, b"null", b"NaN"], ids=lambda b: b[:9]
)
def test_a_body_that_is_no_form_is_refused_at_every_door(client: Client, bearers, body: bytes) -> None:
    for who, method, path, _ in DOORS.values():
        said = client.send(method, path, data=body, headers=bearers[who] | {"Content-Type": "application/json"})
        assert said.status_code in {400, 409, 422}, (path, said.text)  # 409: a reply file is words of its own
        assert said.json()["text"], path

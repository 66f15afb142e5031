"""Claims over HTTP: a seat claims, the polls of all consoles tell it and let it live on."""

import json
import threading

import pytest

from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import NOW, Hands

MINUTE = 60_000


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city, with a case that waits for dispatch."""
    parts = put_together(Settings(tmp_path), database, clock, cities)
    Hands(parts.casebook).filed("case-1")
    return parts


class Console:
    """A console with a person at its seat."""

    def __init__(self, client: Client, parts: Parts, name: str, login: str) -> None:
        self._client, self._parts = client, parts
        parts.access.offer_enrolment(f"once-{name}")
        asked = {"enrol": f"once-{name}", "name": name, "console_id": name}
        self._station = _bearer(client.post("/v1/workstations", json=asked).json()["token"])
        told = client.post("/v1/session", json={"login": login, "password": "right-horse"}, headers=self._station)
        self._seat = _bearer(told.json()["token"])

    def claim(self, how: str, case_id: str = "case-1", **more: object):
        """One request at the door."""
        return self._client.post("/v1/claims", json={"case_id": case_id, "how": how, **more}, headers=self._seat)

    def poll(self, wait: int = 0, **claims: object):
        """One poll from the present on."""
        heads = self._parts.feeds.heads
        marks = ",".join(f"{feed}:{head.seq}:{head.chain}" for feed, head in heads.items())
        query = {"epoch": self._parts.feeds.epoch.id, "cursor": marks, "wait": wait, **claims}
        return self._client.get("/v1/changes", params=query, headers=self._station)

    def head(self, **query) -> dict:
        """The first line of a poll."""
        said = self.poll(**query)
        assert said.status_code == 200, said.text
        return json.loads(said.content.split()[0])


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def client(parts: Parts):
    """A client of the running application."""
    with serving(create_app(parts)) as client:
        yield client


@pytest.fixture
def ours(client: Client, parts: Parts) -> Console:
    """Li's console."""
    return Console(client, parts, "console-2", "li")


@pytest.fixture
def theirs(client: Client, parts: Parts) -> Console:
    """Wang's console."""
    return Console(client, parts, "console-1", "wang")


def test_a_claim_is_told_to_every_console_that_asks_for_claims(ours: Console, theirs: Console) -> None:
    before = theirs.head(claims_no=0)
    assert before["claims"] == []
    said = ours.claim("take").json()
    claim = said["claim"]
    assert (claim["actor"], claim["console_id"], claim["since"], said["server_time"]) == ("li", "console-2", NOW, NOW)
    after = theirs.head(claims_no=before["claims_no"])
    assert after["claims"] == [claim]
    known = theirs.head(claims_no=after["claims_no"])
    assert (known["claims_no"], "claims" in known) == (after["claims_no"], False)
    assert "claims" not in theirs.head()


def test_a_poll_that_waits_wakes_when_somebody_claims(ours: Console, theirs: Console) -> None:
    known = theirs.head(claims_no=0)["claims_no"]
    told: list[dict] = []
    waiting = threading.Thread(target=lambda: told.append(theirs.head(wait=25, claims_no=known)))
    waiting.start()
    ours.claim("take")
    waiting.join()
    assert [claim["actor"] for claim in told[0]["claims"]] == ["li"]


def test_who_comes_second_is_refused_and_takes_it_over_with_a_reason(ours: Console, theirs: Console, parts) -> None:
    first = ours.claim("take").json()["claim"]
    refused = theirs.claim("take")
    assert (refused.status_code, refused.json()["rule"]) == (409, "rule.claimed_by")
    assert refused.json()["details"] == {"by": "li", "since": str(NOW)}
    assert (theirs.claim("take_over", reason=" ").status_code, theirs.claim("steal").status_code) == (422, 422)
    second = theirs.claim("take_over", reason="换班").json()["claim"]
    assert (second["actor"], second["token"] > first["token"]) == ("wang", True)
    late = ours.claim("release", token=first["token"])  # it is not theirs any more
    assert (late.status_code, late.json()["claim"]) == (200, None)
    assert [claim["actor"] for claim in ours.head(claims_no=0)["claims"]] == ["wang"]
    with parts.database.read():
        history = parts.queries.events("case-1", parts.access.sign_in("li", "right-horse", "page")[0].actor)
    assert (history[-1].verb, history[-1].actor, history[-1].reason) == ("take_over", "wang", "换班")


def test_a_program_is_refused_too_unless_it_says_why(client: Client, ours: Console, parts: Parts) -> None:
    ours.claim("take")
    bearer = _bearer(client.post("/v1/session", json={"login": "wang", "password": "right-horse"}).json()["token"])
    asked = {"id": "p-1", "verb": "dispatch", "case_id": "case-1", "body": {"unit": "west"}}
    refused = client.post("/v1/commands", json=asked, headers=bearer)
    assert (refused.status_code, refused.json()["rule"]) == (409, "rule.claimed_by")
    meant = client.post("/v1/commands", json=asked | {"id": "p-2", "over": "agreed by phone"}, headers=bearer)
    assert meant.json()["outcome"]["state"] == "accepted", meant.text


def test_it_is_given_back_at_once(ours: Console, theirs: Console) -> None:
    token = ours.claim("take").json()["claim"]["token"]
    ours.claim("release", token=token)
    assert theirs.head(claims_no=0)["claims"] == []
    assert theirs.claim("take").json()["claim"]["token"] > token


def test_the_poll_lets_it_live_on_also_when_it_had_lapsed(ours: Console, parts: Parts, clock) -> None:
    token = ours.claim("take").json()["claim"]["token"]
    clock.at = NOW + MINUTE
    parts.claiming.tick()
    assert parts.claiming.told(None)[1] == ()
    head = ours.head(wait=25, claims_no=1, claims=f"case-1:{token}")
    assert [(claim["token"], claim["until"]) for claim in head["claims"]] == [(token, clock.at + 45_000)]


def test_what_nobody_can_claim_is_refused(ours: Console, client: Client) -> None:
    assert ours.claim("take", "no-such-case").status_code == 404
    assert ours.claim("release", token=-1).status_code == 422
    assert ours.claim("take", "x" * 129).status_code == 422
    assert client.post("/v1/claims", json={"case_id": "case-1", "how": "take"}).status_code == 401
    for claims in ("case-1", "case-1:x", ":5", ",".join(f"case-{n}:1" for n in range(201)), f"case-1:{2**70}"):
        assert ours.poll(claims=claims).status_code == 422, claims
    assert ours.poll(claims="a:b:7").status_code == 200

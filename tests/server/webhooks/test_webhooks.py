"""Units' own systems: told in order, signed, again until they answer; what is given up is listed and sent again."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

import pytest

from rules.commands import Role
from server.__main__ import main
from server.access.accounts import SYSTEM
from server.queries import Queries
from server.webhooks.hooks import Hooks, WrongAddress
from server.webhooks.queueing import Queueing
from server.webhooks.sending import TRIES, Sending
from tests.server.small_city import Hands

URL = "https://west.example/cases"


class Receiver:
    """A unit's system; while `why` says something, it does not answer."""

    def __init__(self) -> None:
        self.why = ""
        self.got: list[tuple[str, Mapping[str, str], bytes]] = []

    def __call__(self, url: str, said: Mapping[str, str], body: bytes) -> str:
        if not self.why:
            self.got.append((url, said, body))
        return self.why

    def bodies(self) -> list[dict]:
        return [json.loads(body) for _, _, body in self.got]


class House:
    """The hooks with both their workers."""

    def __init__(self, database, clock, cities, casebook) -> None:
        self.receiver, self.clock = Receiver(), clock
        self.hooks, self.hands = Hooks(database, clock), Hands(casebook)
        self.queueing = Queueing(database, cities, clock)
        self.sending = Sending(database, casebook, clock, self.receiver)
        self.queries = Queries(database, cities, clock)

    def tick(self) -> int:
        self.queueing.tick()
        return self.sending.tick()


@pytest.fixture
def house(database, clock, cities, casebook) -> House:
    return House(database, clock, cities, casebook)


def test_a_unit_is_told_of_its_cases_alone_and_what_it_took_is_fetched(house: House) -> None:
    _, secret = house.hooks.add("west", URL)
    house.hands.dispatched("case-e", "east")
    house.hands.dispatched("case-w", "west")
    assert house.tick() == 1
    (url, said, body), (told,) = house.receiver.got[0], house.receiver.bodies()
    assert url == URL
    assert (told["unit"], told["case"]["id"], told["case"]["words"]) == ("west", "case-w", "有暴露垃圾")
    assert [leg["unit"] for leg in told["case"]["legs"]] == ["west"]
    assert [event["verb"] for event in told["events"]][-2:] == ["dispatch", "delivered"]
    signed = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert said["webhook-signature"] == f"v1,{right}"
    assert b"chen" not in body  # nobody is named
    case = house.queries.case("case-w", SYSTEM)
    assert case
    assert case.legs[0].fetched_at == house.clock.at


def test_what_the_unit_does_not_see_at_its_terminal_its_system_is_not_told(house: House) -> None:
    """The centre's coordination ledger went out with the events."""
    house.hooks.add("west", URL)
    house.hands.dispatched("case-1")
    body = {"matter": "duty", "text": "与东区协商"}
    assert house.hands.do("wang", Role.DISPATCHER, "open_ledger", "case-1", body=body).state == "accepted"
    house.tick()
    assert house.receiver.got
    assert all("与东区协商".encode() not in body and b"open_ledger" not in body for _, _, body in house.receiver.got)


def test_a_street_below_is_told_to_the_district_too_and_events_come_once(house: House) -> None:
    house.hooks.add("west", URL)
    house.hands.dispatched("case-1")
    house.tick()
    leg = house.queries.case("case-1", SYSTEM).legs[0].id  # type: ignore[union-attr]
    house.hands.do("u-west", Role.UNIT, "sign", "case-1", target=leg)
    house.tick()
    house.tick()
    numbers = [event["n"] for told in house.receiver.bodies() for event in told["events"]]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert "sign" in [event["verb"] for told in house.receiver.bodies() for event in told["events"]]


def test_what_is_not_taken_waits_its_turn_longer_each_time_and_keeps_the_order(house: House) -> None:
    house.hooks.add("west", URL)
    house.receiver.why = "status 503"
    house.hands.dispatched("case-1")
    assert house.tick() == 0
    house.hands.dispatched("case-2")
    house.receiver.why = ""
    assert house.tick() == 0  # the first is tried again after 5 s, and the second waits for it
    house.clock.at += 5_000
    assert house.tick() == 2
    assert [told["case"]["id"] for told in house.receiver.bodies()][:2] == ["case-1", "case-2"]


def test_what_is_given_up_is_a_dead_letter_and_can_be_sent_again(house: House) -> None:
    hook, _ = house.hooks.add("west", URL)
    house.hands.dispatched("case-1")
    house.receiver.why = "ConnectionError"
    for _ in range(TRIES):
        house.tick()
        house.clock.at += 3_600_000
    (dead,) = house.hooks.dead()
    assert (dead.case_id, dead.tries, dead.why) == ("case-1", TRIES, "ConnectionError")
    assert (house.hooks.all()[0].waiting, house.hooks.all()[0].dead) == (0, 1)
    house.receiver.why = ""
    assert house.tick() == 0
    assert house.hooks.send_again(dead.id[:8]) == 1
    assert house.tick() == 1
    assert house.receiver.got[0][1]["webhook-id"] == dead.id
    assert house.hooks.dead() == ()
    with pytest.raises(LookupError):
        house.hooks.send_again("all")
    house.hooks.end(hook.id)
    house.hands.dispatched("case-2")
    assert house.tick() == 0


@pytest.mark.parametrize(
    "url", ["", "west", "ftp://west/", "https://", "http://me:word@west/", "https://we st/", "http://[1"]
)
def test_what_is_no_address_is_refused(house: House, url: str) -> None:
    with pytest.raises(WrongAddress):
        house.hooks.add("west", url)


def test_the_command_line_says_what_is_wrong(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["hooks", "again", "all", "--data", str(tmp_path)]) == 2
    capsys.readouterr()

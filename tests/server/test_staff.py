"""Private numbers of staff, who is in charge of a place, and to whom a check goes: on the server and its pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from rules.case import Event
from rules.check import Check
from rules.commands import Actor, Grant, NotAllowed, Role
from rules.wire import decode_case, decode_event
from server import tables
from server.app import create_app
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.collector.tasks import own_shift
from server.database import Database
from server.feeds.service import Feeds
from server.parts import put_together
from server.settings import Settings
from server.speech import catalogue_texts
from server.staff_phones import StaffPhones, keep_numbers
from tests.server.client import Client, serving
from tests.server.organised_city import HOUR, IN_PARK, OUTSIDE_PARK, town
from tests.server.small_city import NOW, Hands, small_city

CHEN = Actor("chen", "陈志远", (Grant(Role.ACCEPTOR),))


@pytest.fixture
def cities(database: Database, cities_folder: Any) -> Cities:
    return Cities(database, cities_folder, lambda _: town())


@pytest.fixture
def hands(database: Database, cities: Cities, feeds: Feeds, clock: Any) -> Hands:
    return Hands(Casebook(database, clock, cities, feeds, Judge()))


@pytest.fixture
def phones(database: Database, cities: Cities, clock: Any) -> StaffPhones:
    with database.write() as connection:
        keep_numbers(connection, {"S1": "199-0000-0001", "S2": "199-0000-0002", "gone": "199-0000-0009"}, NOW)
    return StaffPhones(database, cities, clock)


def looks(database: Database) -> list[tuple[str, str, str]]:
    audit = tables.personal_audit.c
    with database.read() as connection:
        rows = connection.execute(select(audit.personal, audit.actor, audit.reason).order_by(audit.personal)).all()
    return [(row[0], row[1], row[2]) for row in rows]


def kept(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(tables.staff_phones.c.staff)))


# --- private numbers


def test_a_number_is_shown_with_a_reason_and_the_look_is_kept(phones: StaffPhones, database: Database) -> None:
    shown = phones.reveal("S1", CHEN, "核查失联")
    assert (shown.staff, shown.phone, shown.at) == ("S1", "199-0000-0001", NOW)
    assert looks(database) == [("staff:S1", "chen", "核查失联")]


def test_of_a_district_are_those_with_a_post_there(phones: StaffPhones) -> None:
    assert phones.reveal("S2", Actor("d", "西区", (Grant(Role.DISPATCHER, "410102"),)), "急").phone == "199-0000-0002"


@pytest.mark.parametrize(
    ("staff", "actor", "reason", "rule"),
    [
        ("S1", CHEN, "  ", "rule.reason"),
        ("S1", Actor("u-west", "西区", (Grant(Role.UNIT, "west"),)), "急", "rule.personal_right"),
        ("S1", Actor("c1", "采集员", (Grant(Role.COLLECTOR, "d1"),)), "急", "rule.personal_right"),
        ("S2", Actor("l", "领导", (Grant(Role.LEADER),)), "急", "rule.personal_right"),
        ("S2", Actor("d", "东区", (Grant(Role.DISPATCHER, "410103"),)), "急", "rule.personal_none"),
        ("S3", CHEN, "急", "rule.personal_none"),
        ("nobody", CHEN, "急", "rule.personal_none"),
        ("gone", CHEN, "急", "rule.personal_none"),
    ],
)
def test_otherwise_it_is_not_shown_and_no_look_is_kept(
    phones: StaffPhones, database: Database, staff: str, actor: Actor, reason: str, rule: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        phones.reveal(staff, actor, reason)
    assert refused.value.rule == rule
    assert looks(database) == []


def test_numbers_go_with_who_left(phones: StaffPhones, database: Database, clock: Any) -> None:
    assert phones.forget() == 1
    assert kept(database) == ["S1", "S2"]
    clock.at = NOW + 48 * HOUR
    assert phones.forget() == 1
    assert kept(database) == ["S1"]
    assert [(name, actor) for name, actor, _ in looks(database)] == [("staff:S2", "system"), ("staff:gone", "system")]
    assert phones.forget() == 0


def test_an_import_replaces_all_numbers(phones: StaffPhones, database: Database) -> None:
    with database.write() as connection:
        keep_numbers(connection, {"S2": "1"}, NOW)
    assert kept(database) == ["S2"]


# --- where a check goes


def sent(hands: Hands, database: Database, at: int, point: dict[str, int], **body: object) -> tuple[Check, Event]:
    """The check of a report at a point that was sent at this instant, and the event that tells of it."""
    hands.at = at
    report = {"words": "有暴露垃圾", "category": "event-01-10", "source": "hotline"} | point
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body=report)
    done = hands.do("chen", Role.ACCEPTOR, "send_check", "case-1", body=body)
    assert done.state == "accepted", done
    with database.read() as connection:
        case = decode_case(bytes(connection.scalar(select(tables.cases.c.image))))
        body = connection.scalar(select(tables.events.c.body).where(tables.events.c.verb == "send_check"))
    return case.checks[-1], decode_event(bytes(body))


@pytest.mark.parametrize(
    ("at", "point", "collector", "why"),
    [
        (NOW, OUTSIDE_PARK, "c1", "on_shift"),
        (NOW, IN_PARK, "x1", "on_shift"),
        (NOW + 4 * HOUR, IN_PARK, "c1", "stand_in"),
        (NOW + 14 * HOUR, OUTSIDE_PARK, "n1", "stand_in"),
        (NOW + 11 * HOUR, OUTSIDE_PARK, "n1", "next_shift"),
    ],
)
def test_a_check_goes_to_who_is_on_shift_else_to_the_next_one(
    hands: Hands, database: Database, clock: Any, at: int, point: dict[str, int], collector: str, why: str
) -> None:
    clock.at = at
    check, event = sent(hands, database, at, point)
    assert (check.collector, dict(event.data)["why"]) == (collector, why)


def test_the_acceptor_may_choose_somebody_else(hands: Hands, database: Database) -> None:
    check, event = sent(hands, database, NOW, OUTSIDE_PARK, collector="n1")
    assert (check.collector, dict(event.data)["why"]) == ("n1", "chosen")


def test_where_nobody_is_laid_down_it_goes_to_the_grid(hands: Hands, database: Database) -> None:
    east = {"lon": OUTSIDE_PARK["lon"] + 200_000, "lat": OUTSIDE_PARK["lat"]}
    check, event = sent(hands, database, NOW, east)
    assert check.collector == "d2"
    assert "why" not in dict(event.data)


# --- over HTTP


@pytest.fixture
def client(database: Database, clock: Any, cities: Cities, tmp_path: Any, phones: StaffPhones) -> Iterator[Client]:
    with serving(create_app(put_together(Settings(tmp_path), database, clock, cities))) as client:
        yield client


def bearer(client: Client, login: str) -> dict[str, str]:
    told = client.post("/v1/session", json={"login": login, "password": "right-horse"}).json()
    return {"Authorization": f"Bearer {told['token']}"}


def test_the_door_of_private_numbers(client: Client) -> None:
    chen, west = bearer(client, "chen"), bearer(client, "u-west")
    path = "/v1/ask/staff/S1"
    assert client.post(path, json={"reason": "急"}, headers=chen).json() == {
        "staff": "S1", "phone": "199-0000-0001", "at": NOW,
    }  # fmt: skip
    refused = client.post(path, json={"reason": "急"}, headers=west)
    assert (refused.status_code, refused.json()["rule"]) == (403, "rule.personal_right")
    assert client.post(path, json={"reason": "急"}).status_code == 401
    assert client.post(path, json={}, headers=chen).status_code == 422
    odd = client.post("/v1/ask/staff/%00%ff..", json={"reason": "急"}, headers=chen)
    assert 400 <= odd.status_code < 500
    assert odd.json()["rule"]


def test_the_answer_of_who_is_responsible_names_the_people(client: Client) -> None:
    chen = bearer(client, "chen")
    path = "/v1/responsibility?lon=113.502&lat=34.702&category=event-01-10"
    told = client.get(f"{path}&lang=en", headers=chen).json()
    assert told["checker"] == "x1"
    assert told["check"] == "Check goes to Park warden: People's Park, on shift until 2015-04-22 12:00"
    assert [(each["duty"], each["name"], each["place"], each["on_shift"]) for each in told["people"]] == [
        ("grid_leader", "Head of the street", "d1", True),
        ("collector", "Park warden", "Z1", True),
        ("collector", "Collector", "d1", True),
        ("collector", "Night", "410102", False),
    ]
    assert [each["private"] for each in told["people"]] == [False, False, True, True]
    night = client.get(f"{path}&at={NOW + 14 * HOUR}", headers=chen).json()
    assert night["check"] == "现场任务派给西区的夜班，当班至 2015-04-23 06:00；人民公园无人当班"
    outside = client.get("/v1/responsibility?lon=113.6&lat=34.9", headers=chen).json()
    assert (outside["people"], outside["checker"], outside["check"]) == ([], "", "此处无人核查，现场任务发不出去")


def test_a_collector_is_told_the_own_shift() -> None:
    texts, city = catalogue_texts("en"), town()
    collector = Actor("c1", "采集员", (Grant(Role.COLLECTOR, "d1"),))
    night = Actor("n1", "夜班", (Grant(Role.COLLECTOR, "410102"),))

    def at(instant: int) -> str:
        return city.calendar.local(instant).strftime("%H:%M")

    assert own_shift(collector, city, texts, NOW, at) == "Grid one · on shift until 18:00"
    assert own_shift(night, city, texts, NOW, at) == "West · on shift from 22:00"
    assert own_shift(CHEN, city, texts, NOW, at) == "No shift of your own is laid down"
    assert own_shift(collector, small_city(), texts, NOW, at) == ""

"""The session for commands made without a line: a workstation's alone, no sign-out ends it, it counts for its days."""

from dataclasses import replace

import pytest

from rules.commands import Command, Role
from rules.protocol import Push, Pushed
from rules.wire import command_hash
from server.access.errors import NotSignedIn
from server.access.sessions import Access, Session, mac_of
from server.app import create_app
from server.casebook.book import Casebook
from server.cities import Cities
from server.parts import put_together
from server.settings import Settings
from tests.server.client import serving
from tests.server.small_city import NOW, small_city

DAYS = 3
UNTIL = NOW + DAYS * 24 * 3_600_000


@pytest.fixture
def access(database, clock) -> Access:
    """The door."""
    return Access(database, clock)


def pushed(session: Session, n: int, issued_at: int) -> Pushed:
    """A report made in this session."""
    command = Command(
        f"c-{n}", "report", f"case-{n}", "chen", Role.ACCEPTOR, issued_at, body={"words": "x"}, session=session.id
    )
    hash_ = command_hash(command)
    return Pushed(n, command, hash_, mac_of(session.key, hash_))


def test_its_commands_are_taken_after_a_sign_out_and_for_its_days_alone(
    access: Access, casebook: Casebook, clock
) -> None:
    session, token = access.sign_in("chen", "right-horse", "desk", "station")
    offline = access.open_offline(session, "station", DAYS)
    access.sign_out(token)
    clock.at = UNTIL + 2
    batch = (pushed(offline, 1, UNTIL), pushed(offline, 2, UNTIL + 1), pushed(session, 3, NOW + 1))
    results = casebook.push(Push("console-1", 1, "", batch), "station", "console-1", ()).results
    assert [(result.outcome.state, result.outcome.rule) for result in results] == [
        ("accepted", ""),
        ("refused", "rule.session_ended"),
        ("refused", "rule.session_ended"),
    ]
    assert offline.expires_at == UNTIL


def test_it_opens_nothing(access: Access) -> None:
    session, _ = access.sign_in("chen", "right-horse", "desk", "station")
    offline = access.open_offline(session, "station", DAYS)
    assert offline.id != session.id
    assert offline.key != session.key
    for token in ("", offline.id):
        access.sign_out(token)
        with pytest.raises(NotSignedIn):
            access.session(token)


def test_only_a_workstation_is_given_one_for_the_days_of_its_city(database, clock, cities_folder, tmp_path) -> None:
    usual = small_city()
    city = replace(usual, policies=replace(usual.policies, offline_days=DAYS))
    cities = Cities(database, cities_folder, lambda _: city)
    parts = put_together(Settings(tmp_path), database, clock, cities)
    asked = {"login": "chen", "password": "right-horse", "seat": "desk"}
    with serving(create_app(parts)) as client:
        parts.access.offer_enrolment("once")
        told = client.post("/v1/workstations", json={"enrol": "once", "name": "desk 1", "console_id": "console-1"})
        station = {"Authorization": f"Bearer {told.json()['token']}"}
        assert client.post("/v1/session", json=asked).json().get("offline") is None
        offline = client.post("/v1/session", json=asked, headers=station).json()["offline"]
    assert offline["until"] == UNTIL
    assert len(bytes.fromhex(offline["key"])) == 32


def test_a_desk_whose_clock_is_a_year_ahead_loses_no_command(access: Access, casebook: Casebook, clock) -> None:
    session, _ = access.sign_in("chen", "right-horse", "desk", "station")
    offline = access.open_offline(session, "station", DAYS)
    year = 365 * 24 * 3_600_000
    batch = (pushed(offline, 1, NOW + year),)
    (taken,) = casebook.push(Push("console-1", 1, "", batch), "station", "console-1", ()).results
    assert taken.outcome.state == "accepted"
    clock.at = UNTIL + 1
    batch = (pushed(offline, 2, NOW + year),)
    (late,) = casebook.push(Push("console-1", 1, "", batch), "station", "console-1", ()).results
    assert late.outcome.rule == "rule.session_ended"

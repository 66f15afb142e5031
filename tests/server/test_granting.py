"""Duties given and ended by hand: with dates, a reason and a log; an import of people.csv leaves them as they are."""

import pytest

from rules.commands import Actor, Grant, NotAllowed, Role
from rules.powers import Data
from server.__main__ import main
from server.access.accounts import actor, save
from server.granting import Given, Granting
from server.staff import Staff
from tests.server.conftest import PEOPLE
from tests.server.small_city import MINUTE, NOW, small_city

DAY = 86_400_000
LI = Given("li", "acceptor", "410102", NOW + DAY, NOW + 3 * DAY)


@pytest.fixture
def granting(database, cities, clock) -> Granting:
    return Granting(database, cities, clock)


def held(database, login: str) -> set[Grant]:
    with database.read() as connection:
        found = actor(connection, login)
    assert found is not None
    return set(found.grants)


def test_a_duty_is_given_for_a_place_and_a_time_and_logged(granting: Granting, database) -> None:
    granting.give(LI, "liu", "接替休假")
    assert held(database, "li") == {Grant(Role.DISPATCHER), Grant(Role.ACCEPTOR, "410102", NOW + DAY, NOW + 3 * DAY)}
    (line,) = granting.log()
    assert (line.at, line.by, line.deed, line.why) == (NOW, "liu", "given", "接替休假")
    assert [(g.role, g.by) for g in granting.all("li")] == [("dispatcher", ""), ("acceptor", "liu")]


def test_given_again_it_has_another_end(granting: Granting, database) -> None:
    granting.give(LI, "liu", "x")
    granting.give(Given("li", "acceptor", "410102", NOW + DAY, NOW + 9 * DAY), "liu", "longer")
    assert Grant(Role.ACCEPTOR, "410102", NOW + DAY, NOW + 9 * DAY) in held(database, "li")
    assert len(granting.all("li")) == 2


def test_an_ended_duty_holds_no_more_and_one_to_come_goes(granting: Granting, database, clock) -> None:
    granting.give(LI, "liu", "x")
    assert granting.end("li", "acceptor", "410102", "liu", "not needed") == 1
    assert held(database, "li") == {Grant(Role.DISPATCHER)}
    clock.at += MINUTE
    assert granting.end("li", "dispatcher", "", "liu", "moved") == 1
    assert held(database, "li") == {Grant(Role.DISPATCHER, "", 0, NOW + MINUTE)}
    assert granting.end("li", "dispatcher", "", "liu", "again") == 0


def test_an_import_leaves_what_was_given_and_ended_by_hand(granting: Granting, database) -> None:
    granting.give(LI, "liu", "x")
    granting.end("wang", "dispatcher", "", "liu", "moved")
    with database.write() as connection:
        save(connection, PEOPLE)
    assert Grant(Role.ACCEPTOR, "410102", NOW + DAY, NOW + 3 * DAY) in held(database, "li")
    assert held(database, "wang") == {Grant(Role.DISPATCHER, "", 0, NOW)}


@pytest.mark.parametrize(
    ("given", "why", "field"),
    [
        (Given("nobody", "acceptor"), "x", "account"),
        (Given("li", "king"), "x", "role"),
        (Given("li", "system"), "x", "role"),
        (Given("li", "acceptor", "moon"), "x", "place"),
        (Given("li", "unit"), "x", "place"),
        (Given("li", "acceptor", "", NOW, NOW), "x", "until"),
        (Given("li", "acceptor"), " ", "why"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(granting: Granting, given: Given, why: str, field: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        granting.give(given, "liu", why)
    assert refused.value.details["field"] == field
    assert (granting.log(), len(granting.all("li"))) == ((), 1)


def test_only_the_administrators_of_security_and_audit_see_them(granting: Granting) -> None:
    for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        granting.insist(Actor("a", grants=(Grant(role),)), Data.GRANTS)
    granting.insist(Actor("a", grants=(Grant(Role.AUDIT_ADMIN),)), Data.AUDIT)
    for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.SHIFT_LEADER):
        with pytest.raises(NotAllowed, match="grant_right"):
            granting.insist(Actor("a", grants=(Grant(role),)), Data.AUDIT)


def test_staff_are_told_within_the_own_place(database, cities, clock, granting: Granting) -> None:
    granting.give(Given("li", "inspector", "east"), "liu", "x")
    granting.give(Given("chen", "leader", "west"), "liu", "x")
    staff = Staff(database, cities, clock)
    of_west = staff.seen_by(Actor("w", grants=(Grant(Role.DISPATCHER, "west"),)))
    told = {(each.id, each.role, each.unit) for each in of_west}
    assert ("chen", "leader", "west") in told
    assert ("u-west", "unit", "west") in told
    assert ("wang", "dispatcher", "") in told  # of the whole city: theirs, too
    assert not [each for each in told if each[2] == "east"]
    assert staff.seen_by(Actor("u", grants=(Grant(Role.UNIT, "west"),))) == ()
    assert len(staff.seen_by(Actor("a", grants=(Grant(Role.ACCEPTOR),)))) == len(staff.all())


def test_the_command_line_gives_lists_and_ends(database, cities, cities_folder, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    url = database.url
    data = ["--data", str(tmp_path), "--database", url]
    monkeypatch.setattr("server.cli.common.decode_city", lambda _: small_city())
    days = ["--from", "2099-03-01", "--until", "2099-03-31"]
    assert main(["grants", "give", "li", "inspector", "--place", "west", *days, "--why", "holiday", *data]) == 0
    assert main(["grants", "list", "li", *data]) == 0
    told = capsys.readouterr().out
    assert "given: li inspector west" in told
    assert "inspector\twest\t2099-03-01 00:00:00\t2099-04-01 00:00:00\tserver" in told
    assert main(["grants", "end", "li", "inspector", "--place", "west", "--why", "back", *data]) == 0
    assert main(["grants", "log", *data]) == 0
    assert [line.split("\t")[2] for line in capsys.readouterr().out.splitlines()[-2:]] == ["ended", "given"]
    assert main(["grants", "looks", *data]) == 0
    assert main(["grants", "end", "li", "inspector", "--why", "back", *data]) == 2
    assert main(["grants", "give", "li", "king", "--why", "x", *data]) == 2
    assert main(["grants", "give", "li", "inspector", "--from", "1.3.2026", "--why", "x", *data]) == 2
    assert "expected YYYY-MM-DD" in capsys.readouterr().err

"""Outage drills as the desks tell of them: kept once, by who leads, whatever order they come in; and read again."""

import pytest

from rules.commands import Actor, Grant, NotAllowed, Role
from rules.texts import Texts
from server.app import create_app
from server.cli.drills import line_of
from server.database import Database
from server.drills import Call, Drill, Drills, Figures
from server.parts import put_together
from server.settings import Settings
from server.speech import Speech
from tests.server.client import serving
from tests.server.small_city import MINUTE, NOW, small_city

ZHAO = Actor("zhao", "赵建军", (Grant(Role.SHIFT_LEADER),))
LEADER = Actor("leader", "领导", (Grant(Role.LEADER),))
WANG = Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),))
BEGUN = Figures(NOW, NOW + 10 * MINUTE)
CALLS = (Call("1", "west", NOW, NOW + 40_000), Call("2", "east", NOW))
OVER = Figures(NOW, NOW + 10 * MINUTE, NOW + 4 * MINUTE, "urgent", "15042200003", {"dispatch": 3}, CALLS, NOW, 1)


@pytest.fixture
def drills(database: Database) -> Drills:
    return Drills(database)


def test_a_drill_is_kept_as_it_was_told_last(drills: Drills) -> None:
    drills.keep("d-1", ZHAO, BEGUN, small_city(), NOW)
    drills.keep("d-1", ZHAO, BEGUN, small_city(), NOW)
    assert drills.all() == (Drill("d-1", "zhao", BEGUN),)
    drills.keep("d-1", ZHAO, OVER, small_city(), NOW)
    assert drills.all() == (Drill("d-1", "zhao", OVER),)


def test_a_beginning_that_comes_late_changes_nothing_of_an_end(drills: Drills) -> None:
    drills.keep("d-1", ZHAO, OVER, small_city(), NOW)
    drills.keep("d-1", ZHAO, BEGUN, small_city(), NOW)
    assert drills.all() == (Drill("d-1", "zhao", OVER),)


def test_the_latest_stands_first(drills: Drills) -> None:
    drills.keep("d-1", ZHAO, BEGUN, small_city(), NOW)
    drills.keep("d-2", LEADER, Figures(NOW + MINUTE, NOW + 6 * MINUTE), small_city(), NOW)
    assert [each.id for each in drills.all()] == ["d-2", "d-1"]


def test_nobody_else_may_tell_of_a_drill_or_change_one(drills: Drills) -> None:
    with pytest.raises(NotAllowed, match="drill_right"):
        drills.keep("d-1", WANG, BEGUN, small_city(), NOW)
    drills.keep("d-1", ZHAO, BEGUN, small_city(), NOW)
    with pytest.raises(NotAllowed, match="drill_right"):
        drills.keep("d-1", LEADER, OVER, small_city(), NOW)
    assert drills.all() == (Drill("d-1", "zhao", BEGUN),)


def test_a_line_of_the_command_says_it_in_words() -> None:
    texts = Speech(small_city).texts("zh_CN")
    assert _line(Drill("d", "zhao", OVER), texts) == [
        "2015-04-22 09:00", "赵建军", "4", "有真实紧急案卷 15042200003", "3", "2", "1", "1",
    ]  # fmt: skip
    assert _line(Drill("d", "gone", BEGUN), texts)[1:4] == ["gone", "–", "进行中，或该席位尚未再联系"]


def _line(drill: Drill, texts: Texts) -> list[str]:
    return line_of(drill, texts, "Asia/Shanghai", {"zhao": "赵建军"}).split("\t")


def test_over_http_they_who_lead_tell_and_read_and_a_record_of_another_form_is_refused(
    database: Database, clock: object, cities: object, tmp_path: object
) -> None:
    parts = put_together(Settings(tmp_path), database, clock, cities)  # type: ignore[arg-type]
    with serving(create_app(parts)) as client:
        seats = {}
        for login in ("zhao", "wang"):
            told = client.post("/v1/session", json={"login": login, "password": "right-horse"}).json()
            seats[login] = {"Authorization": f"Bearer {told['token']}"}
        record = {"id": "d-1", "by": "赵建军", "began": NOW, "until": NOW + MINUTE, "zone": "Asia/Shanghai"}
        put = client.put("/v1/drills/d-1", json=record, headers=seats["zhao"])
        assert (put.status_code, put.content) == (204, b"")
        (kept,) = client.get("/v1/drills", headers=seats["zhao"]).json()
        assert (kept["id"], kept["actor"], kept["began"], kept["ended"]) == ("d-1", "zhao", NOW, 0)
        assert client.get("/v1/drills", headers=seats["wang"]).status_code == 403
        assert client.put("/v1/drills/d-2", json=record, headers=seats["wang"]).status_code == 403
        assert client.put("/v1/drills/d-2", json=record).status_code == 401
        for wrong in ({}, [], record | {"began": -1}, record | {"why": "x"}, record | {"until": 2**60}):
            assert client.put("/v1/drills/d-3", json=wrong, headers=seats["zhao"]).status_code == 422, wrong
        much = record | {"number": "x" * 300_000}
        assert client.put("/v1/drills/d-3", json=much, headers=seats["zhao"]).status_code == 413

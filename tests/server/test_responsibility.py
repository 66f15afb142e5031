"""Who is responsible, laid down at the centre: checked, tried on last month's cases, put in force; rulings follow."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import select

from rules.amending import amended, amendment
from rules.city import City, Duty
from rules.commands import Actor, Grant, NotAllowed, Role
from rules.duties import DutyArea, DutyLayer, Ruling, Watch
from rules.duty_edits import Edit, Edits, InForce, Trial
from rules.grid import build, flatten
from rules.pack import decode_city, encode_city, version_of
from rules.wire import canonical, decode, decode_case, decode_row
from server import tables
from server.amendments import read_amendments
from server.app import create_app
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.feeds.service import Feeds
from server.installer import BadAmendment, Installer
from server.parts import put_together
from server.responsibility.book import EditsRefused, Responsibilities
from server.settings import Settings
from tests.server.client import serving
from tests.server.small_city import MINUTE, NOW, Hands, small_city

WEST, SOUTH = 1_135_000_000, 347_000_000
ZHAO = Actor("zhao", "赵建军", (Grant(Role.SHIFT_LEADER),))
WANG = Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),))
ROWS = (Duty("W", "west", place="410102"), Duty("E", "east", place="410103"))
NIGHT = Duty("N", "bureau", "event-01-*", layer=10, place="strip")
DAY = 24 * 60 * MINUTE


def box(x: int, y: int, side: int) -> tuple[tuple[int, int], ...]:
    west, south = WEST + x, SOUTH + y
    return (west, south), (west + side, south), (west + side, south + side), (west, south + side)


PLACES = {"410102": ("西区", "West"), "410103": ("东区", "East")}
STRIP = DutyArea("strip", "河道带", rings=(box(50_000, 50_000, 50_000),))
INSIDE = {"lon": WEST + 60_000, "lat": SOUTH + 60_000}
_SQUARES = flatten([shapely.box(113.5 + n * 0.02, 34.7, 113.52 + n * 0.02, 34.72) for n in (0, 1)])
GRIDS = build(_SQUARES, ["a", "b"], {"district": ["410102", "410103"]}, {})


def town() -> City:
    """The small city with two squares of ground, each its district's."""
    return replace(small_city(), grids=GRIDS, sketch=GRIDS.sketch(30), duties=ROWS, places=PLACES)


@pytest.fixture
def cities(database: Database, cities_folder: Path) -> Cities:
    return Cities(database, cities_folder, lambda pack: town() if pack.startswith(b"the pack") else decode_city(pack))


@pytest.fixture
def book(database: Database, cities: Cities, feeds: Feeds, clock: Any) -> Responsibilities:
    return Responsibilities(database, cities, feeds, clock)


@pytest.fixture
def hands(database: Database, cities: Cities, feeds: Feeds, clock: Any) -> Hands:
    return Hands(Casebook(database, clock, cities, feeds, Judge()))


def filed(hands: Hands, case_id: str, **point: int) -> None:
    body = {"words": "有暴露垃圾", "category": "event-01-10", "source": "hotline"} | point
    for who, role, verb, said in (
        ("chen", Role.ACCEPTOR, "report", body),
        ("chen", Role.ACCEPTOR, "accept", {}),
        ("zhao", Role.SHIFT_LEADER, "file", {"condition": "event-01-10-1"}),
    ):
        done = hands.do(who, role, verb, case_id, body=said)
        assert done.state == "accepted", done


def edits(*values: Any, reason: str = "河长制调整", base: str = "") -> Edits:
    kinds = {DutyLayer: "layer", Duty: "row", DutyArea: "area", Ruling: "ruling", Watch: "watch"}
    found = [(kinds[type(value)], value) for value in values]
    made = tuple(Edit(kind, amendment(kind, value).code, **{kind: value}) for kind, value in found)  # type: ignore[arg-type]
    return Edits(made, reason, base)


# --- trial


def test_a_trial_tells_which_cases_another_unit_would_have_had(
    book: Responsibilities, hands: Hands, clock: Any
) -> None:
    filed(hands, "in", **INSIDE)
    filed(hands, "out", lon=WEST + 150_000, lat=SOUTH + 150_000)
    clock.at = NOW + DAY
    found = book.try_out(edits(STRIP, NIGHT), ZHAO)
    assert (found.faults, found.total, found.looked, found.changed) == ((), 1, 1, 1)
    (move,) = found.moves
    assert (move.case_id, move.before, move.after, move.ground_after) == ("in", "west", "bureau", "duty_list")
    assert move.number


def test_a_trial_asks_each_case_at_its_own_hour_for_rows_that_begin_later(
    book: Responsibilities, hands: Hands, clock: Any
) -> None:
    filed(hands, "morning", **INSIDE)
    clock.at = NOW + DAY
    later = replace(NIGHT, since=NOW + 10 * DAY)
    by_night = replace(later, from_minute=22 * 60, to_minute=6 * 60)
    assert book.try_out(edits(STRIP, later), ZHAO).changed == 1
    assert book.try_out(edits(STRIP, by_night), ZHAO).changed == 0


def test_cases_of_longer_ago_are_not_asked(book: Responsibilities, hands: Hands, clock: Any) -> None:
    filed(hands, "in", **INSIDE)
    clock.at = NOW + 31 * DAY
    assert book.try_out(edits(STRIP, NIGHT), ZHAO).total == 0


def test_taking_a_row_out_is_tried_too(book: Responsibilities, hands: Hands, clock: Any) -> None:
    filed(hands, "in", **INSIDE)
    clock.at = NOW + DAY
    (move,) = book.try_out(Edits((Edit("row", "W"),)), ZHAO).moves
    assert (move.before, move.after, move.ground_after) == ("west", "", "no_duty")


# --- faults


def faults(book: Responsibilities, *values: Any) -> list[tuple[str, str]]:
    return [(fault.part, fault.rule) for fault in book.try_out(edits(*values), ZHAO).faults]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (replace(NIGHT, place="", unit="nobody"), ("unit", "edit_unit")),
        (replace(NIGHT, place="", category="event-99-*"), ("category", "unknown_category")),
        (replace(NIGHT, place="", condition="x"), ("condition", "edit_choice")),
        (replace(NIGHT, place="nowhere"), ("place", "unknown_place")),
        (replace(NIGHT, place="", road="中原路"), ("road", "unknown_road")),
        (replace(NIGHT, place="", days=("feast",)), ("days", "edit_choice")),
        (replace(NIGHT, place="", from_minute=1441), ("from_minute", "out_of_range")),
        (replace(NIGHT, place="", since=5, until=5), ("until", "out_of_range")),
        (replace(NIGHT, place="", from_day=1140, to_day=315), ("from_day", "out_of_range")),
        (replace(NIGHT, place="", from_day=1101), ("to_day", "out_of_range")),
        (replace(NIGHT, place="", since=2**60), ("since", "out_of_range")),
        (replace(NIGHT, place="", owner="x" * 81), ("owner", "too_long")),
        (replace(NIGHT, place="", owner="\0"), ("owner", "too_long")),
        (replace(NIGHT, place="", no=" "), ("no", "empty")),
        (DutyLayer(10, ""), ("name", "empty")),
        (DutyLayer(10, "夜间", kind="night"), ("kind", "edit_choice")),
        (Watch("1", "west", "王", ""), ("phone", "empty")),
        (replace(STRIP, rings=()), ("rings", "edit_corners")),
        (replace(STRIP, rings=(box(0, 0, 10)[:2],)), ("rings", "edit_corners")),
        (replace(STRIP, rings=(((0, 0), (10, 0), (10, 10)),)), ("rings", "edit_outside")),
        (replace(STRIP, rings=((*box(0, 0, 10_000)[:2], *box(0, 0, 10_000)[:1:-1]),)), ("rings", "edit_crossed")),
        (replace(STRIP, code="road:x"), ("code", "edit_taken")),
        (Ruling("R-1", "west", rings=STRIP.rings), ("no", "edit_ruling")),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_field(book: Responsibilities, value: Any, fault: tuple[str, str]) -> None:
    assert faults(book, value) == [fault]


def test_rows_that_contradict_each_other_are_told_with_both(book: Responsibilities) -> None:
    (fault,) = book.try_out(edits(Duty("W2", "bureau", place="410102")), ZHAO).faults
    assert (fault.rule, fault.code) == ("contradicts_row", "W2")
    assert fault.details == {"no": "W2", "unit": "bureau", "other": "W", "other_unit": "west"}


def test_areas_of_one_layer_that_share_ground_contradict_each_other(book: Responsibilities) -> None:
    beside = replace(STRIP, code="bank", rings=(box(90_000, 90_000, 50_000),))
    rows = NIGHT, replace(NIGHT, no="N2", unit="east", place="bank")
    assert faults(book, STRIP, beside, *rows) == [("unit", "contradicts_row")]
    apart = replace(beside, rings=(box(100_000, 50_000, 50_000),))
    assert faults(book, STRIP, apart, *rows) == []


def test_an_edit_that_says_two_things_is_refused(book: Responsibilities) -> None:
    strange = Edit("row", "N", row=NIGHT, area=STRIP), Edit("row", "M", row=replace(NIGHT, place=""))
    assert [fault.rule for fault in book.try_out(Edits(strange), ZHAO).faults] == ["edit_shape", "edit_shape"]


# --- in force


def test_what_is_put_in_force_is_a_new_version_that_every_feed_tells(
    book: Responsibilities, cities: Cities, feeds: Feeds, database: Database
) -> None:
    done = book.put_in_force(edits(STRIP, NIGHT), ZHAO)
    assert cities.current.version == done.version != "small-1"
    assert [duty.no for duty in cities.current.duties] == ["W", "E", "N"]
    assert decode_city(cities.pack(done.version)).areas == (STRIP,)
    for feed in ("city", "410102"):
        assert decode_row(feeds.after(feed, 0, 100)[-1].line).note == done.version
    with database.read() as connection:
        kept = connection.execute(select(tables.amendments)).all()
    assert {(row.kind, row.code, row.by, row.reason) for row in kept} == {
        ("area", "strip", "zhao", "河长制调整"), ("row", "N", "zhao", "河长制调整"),
    }  # fmt: skip
    assert not book.follow()


def test_nothing_is_kept_of_edits_with_faults_or_by_who_may_not(book: Responsibilities, database: Database) -> None:
    with pytest.raises(EditsRefused):
        book.put_in_force(edits(replace(NIGHT, unit="nobody")), ZHAO)
    with pytest.raises(NotAllowed, match="duty_right"):
        book.put_in_force(edits(STRIP), WANG)
    with pytest.raises(NotAllowed, match="duty_right"):
        book.put_in_force(edits(STRIP), Actor("zhao", grants=(Grant(Role.SHIFT_LEADER, "410102"),)))
    with pytest.raises(NotAllowed, match="reason"):
        book.put_in_force(edits(STRIP, reason=" "), ZHAO)
    with pytest.raises(NotAllowed, match="city_moved"):
        book.put_in_force(edits(STRIP, base="another"), ZHAO)
    with pytest.raises(NotAllowed, match="form"):
        book.put_in_force(Edits((), "x"), ZHAO)
    with database.read() as connection:
        assert read_amendments(connection) == ()


def test_an_import_of_the_folder_keeps_what_was_laid_down(
    book: Responsibilities, database: Database, cities: Cities, clock: Any
) -> None:
    book.put_in_force(edits(STRIP, NIGHT, replace(ROWS[0], unit="bureau")), ZHAO)
    anew = replace(town(), name="小城新版")
    pack = encode_city(anew)
    installed = Installer(database, cities, clock).install(pack, replace(anew, version=version_of(pack)))
    assert installed.is_new
    assert cities.current.name == "小城新版"
    assert [(duty.no, duty.unit) for duty in cities.current.duties] == [("W", "bureau"), ("E", "east"), ("N", "bureau")]
    assert not Installer(database, cities, clock).install(pack, anew).is_new  # the same again


def test_an_import_that_contradicts_what_was_laid_down_is_refused_with_both_rows(
    book: Responsibilities, database: Database, cities: Cities, clock: Any
) -> None:
    book.put_in_force(edits(STRIP, NIGHT), ZHAO)
    other = replace(town(), duties=(*ROWS, Duty("F", "east", "event-01-*", layer=10, place="strip")))
    with pytest.raises(BadAmendment) as refused:
        Installer(database, cities, clock).install(encode_city(other), other)
    assert {refused.value.one.no, refused.value.other.no} == {"F", "N"}
    assert [duty.no for duty in cities.current.duties] == ["W", "E", "N"]


def test_amendments_applied_twice_change_nothing_more() -> None:
    found = (amendment("row", NIGHT), amendment("area", STRIP), amendment("row", replace(NIGHT, unit="east")))
    once = amended(town(), found, 3)
    assert amended(once, found, 3) == once
    assert [duty.unit for duty in once.duties] == ["west", "east", "east"]


# --- rulings


def test_a_ruling_on_a_case_holds_for_the_next_case_there(
    book: Responsibilities, hands: Hands, cities: Cities, clock: Any, database: Database
) -> None:
    filed(hands, "case-1", **INSIDE)
    body = {"unit": "east", "until": NOW + 365 * DAY, "reason": "现场勘定", "metres": 20}
    ruled = hands.do("zhao", Role.SHIFT_LEADER, "ruling", "case-1", body=body)
    assert ruled.state == "accepted", ruled
    assert book.follow()
    assert not book.follow()
    (ruling,) = cities.current.rulings
    with database.read() as connection:
        case = decode_case(bytes(connection.scalar(select(tables.cases.c.image))))
    assert (ruling.no, ruling.unit, ruling.case_id) == (case.ruling, "east", "case-1")
    clock.at = NOW + DAY
    filed(hands, "case-2", lon=INSIDE["lon"] + 800, lat=INSIDE["lat"])  # 8 m away
    sent = hands.do("wang", Role.DISPATCHER, "dispatch", "case-2", body={"unit": "east"})
    assert sent.state == "accepted", sent
    with database.read() as connection:
        image = connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == "case-2"))
    second = decode_case(bytes(image))
    assert (second.ruling, second.ruled_unit) == (ruling.no, "east")
    assert dict(second.legs[-1].why)["no"] == ruling.no


def test_a_refused_ruling_leaves_no_trace(hands: Hands, database: Database) -> None:
    filed(hands, "case-1", **INSIDE)
    body = {"unit": "east", "until": NOW - 1, "reason": "x"}
    assert hands.do("zhao", Role.SHIFT_LEADER, "ruling", "case-1", body=body).state == "refused"
    with database.read() as connection:
        assert read_amendments(connection) == ()


def test_the_end_of_a_ruling_is_moved_by_an_edit(book: Responsibilities, hands: Hands, cities: Cities) -> None:
    filed(hands, "case-1", **INSIDE)
    body = {"unit": "east", "until": NOW + 365 * DAY, "reason": "现场勘定"}
    hands.do("zhao", Role.SHIFT_LEADER, "ruling", "case-1", body=body)
    book.follow()
    (ruling,) = cities.current.rulings
    book.put_in_force(edits(replace(ruling, until=NOW + DAY)), ZHAO)
    assert [each.until for each in cities.current.rulings] == [NOW + DAY]


# --- over HTTP


def test_over_http(database: Database, clock: object, cities: Cities, tmp_path: Path, hands: Hands) -> None:
    filed(hands, "case-1", **INSIDE)
    parts = put_together(Settings(tmp_path), database, clock, cities)  # type: ignore[arg-type]
    with serving(create_app(parts)) as client:
        seats = {}
        for login in ("zhao", "wang", "u-west"):
            told = client.post("/v1/session", json={"login": login, "password": "right-horse"}).json()
            seats[login] = {"Authorization": f"Bearer {told['token']}", "Accept-Language": "en"}
        asked = "/v1/responsibility?lon=113.506&lat=34.706&category=event-01-10&lang=en"
        here = client.get(asked, headers=seats["wang"]).json()
        assert (here["unit"], here["ground"], here["name"]) == ("west", "duty_list", "West")
        assert here["words"].startswith("duty list no. W")
        assert client.get("/v1/responsibility/case/case-1", headers=seats["wang"]).json()["unit"] == "west"
        assert client.get("/v1/responsibility/case/none", headers=seats["wang"]).status_code == 404
        assert client.get(asked, headers=seats["u-west"]).status_code == 403
        assert client.get(asked).status_code == 401
        for wrong in ("lon=x&lat=1", "lon=400&lat=1", "lat=1", "lon=113&lat=34&datum=mars", "lon=nan&lat=1"):
            assert client.get(f"/v1/responsibility?{wrong}", headers=seats["wang"]).status_code == 422, wrong

        body = canonical(edits(STRIP, NIGHT))
        trial = client.post("/v1/responsibility/trial", data=body, headers=seats["zhao"])
        assert decode(Trial, trial.content).changed == 1
        assert client.post("/v1/responsibility/trial", data=body, headers=seats["wang"]).status_code == 403
        for wrong in (b"", b"[]", b'{"edits":1}', b'{"edits":[{"kind":"x","code":"1"}]}', b"\xff", b'{"edits":[]}'):
            answer = client.post("/v1/responsibility", data=wrong, headers=seats["zhao"])
            assert answer.status_code in {409, 422}, (wrong, answer.text)
        assert client.post("/v1/responsibility", data=b" " * 1_100_000, headers=seats["zhao"]).status_code == 413
        refused = client.post(
            "/v1/responsibility", data=canonical(edits(replace(NIGHT, unit="x"), STRIP)), headers=seats["zhao"]
        )
        assert (refused.status_code, refused.json()["rule"]) == (409, "rule.edits")
        assert "a unit of the city" in refused.json()["text"]
        done = client.post("/v1/responsibility", data=body, headers=seats["zhao"])
        assert decode(InForce, done.content).version == cities.current.version
        assert client.get(asked, headers=seats["wang"]).json()["unit"] == "bureau"

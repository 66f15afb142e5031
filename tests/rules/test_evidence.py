"""Remarks on a photo: taken before the report, before the dispatch, far from the case; distances worked out by hand."""

from dataclasses import replace

import pytest

from rules.assignment import LegRole
from rules.case import Case, Photo, PhotoKind
from rules.city import Policies
from rules.evidence import Remark, distance_m, remarks
from rules.frozen import changed
from tests.builders import a_case, a_city, a_leg, t

CITY = a_city()
# reported 08:40, sent 09:12; the point is 113.61 E, 34.74 N, where 1e-5 degree is 1.112 m northwards, 0.914 m eastwards
CASE = a_case("to_confirm")
TEN = t("2015-04-22 10:00")


def after(taken_at: int = TEN, lon: int = 1136100000, lat: int = 347400000, **fields: object) -> Photo:
    photo = Photo("1" * 64, PhotoKind.AFTER, round=1, owner="leg-1", taken_at=taken_at, lon=lon, lat=lat)
    return changed(photo, **fields)  # type: ignore[arg-type]


def keys(photo: Photo, case: Case = CASE) -> list[str]:
    return [remark.key for remark in remarks(case, photo, CITY)]


def test_a_photo_taken_after_the_dispatch_at_the_place_has_no_remark() -> None:
    assert remarks(CASE, after(), CITY) == ()


def test_the_photo_of_the_second_scene_has_two_remarks() -> None:
    early = after(t("2015-04-22 08:30"), lat=347400000 + 5400)  # 5,400e-7 degree north = 60 m
    assert remarks(CASE, early, CITY) == (
        Remark("before_report", at=t("2015-04-22 08:30"), than=t("2015-04-22 08:40")),
        Remark("far", metres=60, at=t("2015-04-22 08:30")),
    )


def test_between_report_and_dispatch_it_is_before_the_dispatch() -> None:
    sent = t("2015-04-22 09:12")
    assert remarks(CASE, after(sent - 1000), CITY) == (Remark("before_dispatch", at=sent - 1000, than=sent),)
    assert keys(after(sent)) == []
    assert keys(after(sent), a_case("to_confirm", legs=(a_leg("done", sent_at=sent + 999),))) == []  # in whole seconds
    told = a_case("to_confirm", legs=(a_leg("done", told_at=t("2015-04-22 09:00")),))
    assert keys(after(sent - 1000), told) == []  # the unit knew by phone


def test_the_dispatch_is_that_of_the_photos_own_round_and_given_by_the_city() -> None:
    again = t("2015-04-22 11:30")
    legs = (
        a_leg("ended"),
        a_leg("done", id="leg-2", round=2, sent_at=again),
        a_leg("signed", id="leg-3", round=2, role=LegRole.SUB, parent="leg-2", sent_at=again + 600_000),
    )
    case = a_case("to_confirm", legs=legs, round=2)
    assert keys(after(round=1), case) == []
    assert keys(after(round=2), case) == ["before_dispatch"]
    assert keys(after(again, round=2, owner="leg-3"), case) == []


def test_photos_of_the_report_are_older_than_the_report_and_only_their_place_is_remarked() -> None:
    first = after(t("2015-04-22 08:30"), kind=PhotoKind.OVERVIEW, round=0, owner="")
    assert keys(first) == []
    assert keys(changed(first, lat=347500000)) == ["far"]
    handled = a_case("to_close", self_handled=True, legs=(), round=0)
    assert keys(after(t("2015-04-22 08:30"), round=0), handled) == []


def test_nothing_is_said_of_what_a_photo_does_not_tell() -> None:
    assert keys(after(0, lon=0, lat=0)) == []
    assert distance_m(CASE, after(lon=0, lat=0)) is None
    assert distance_m(changed(CASE, located=False), after()) is None


@pytest.mark.parametrize(
    ("east", "north", "metres"),
    [(0, 0, 0), (0, 4500, 50), (0, -4500, 50), (10_000, 0, 91), (0, 100_000, 1112), (30_000, 40_000, 522)],
)
def test_distances(east: int, north: int, metres: int) -> None:
    assert distance_m(CASE, after(lon=1136100000 + east, lat=347400000 + north)) == metres


def test_how_far_is_far_is_the_citys_choice() -> None:
    sixty = after(lat=347400000 + 5400)
    assert [r.key for r in remarks(CASE, sixty, CITY)] == ["far"]
    wide = replace(CITY, policies=Policies(evidence_far_m=60))
    assert remarks(CASE, sixty, wide) == ()

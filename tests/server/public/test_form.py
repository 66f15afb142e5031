"""The form of the public page: one report once, limits, odd input, and that who reports is hidden."""

import pytest

from rules.commands import Actor, Grant, NotAllowed, Role
from server.citizens.house import citizens_of
from server.public import challenge
from server.queries import Search
from tests.server.pages.visitor import photo

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))


def cases(parts) -> list:
    """All cases, as the acceptor sees them."""
    return list(parts.queries.history(Search(), CHEN)[1])


def test_a_report_with_photo_place_and_words_is_a_case(citizen, parts, hands) -> None:
    ada = citizen()
    text = ada.send(ada.open(), photo("red", 50, "2015:04:22 08:50:00", 113.62, 34.75), phone="138001", name="Ada")
    assert ada.page.status_code == 200
    (case,) = cases(parts)
    assert f'data-number="{case.number}"' in text
    assert (case.source, case.category, case.lon, case.lat) == ("app", "event-01-10", 1_136_200_000, 347_500_000)
    assert (len(case.photos), case.stage, case.wants_answer) == (1, "reported", True)
    assert "138001" not in text
    assert parts.personal.reveal(case.id, CHEN, "to answer").data == {"name": "Ada", "phone": "138001"}
    hands.do("chen", Role.ACCEPTOR, "accept", case.id)
    unit = Actor("u-west", grants=(Grant(Role.UNIT, "west"),), unit="west")
    with pytest.raises(NotAllowed, match="personal_right"):
        parts.personal.reveal(case.id, unit, "curious")


def test_the_same_form_three_times_and_the_same_words_again_are_one_case(citizen, parts) -> None:
    ada = citizen()
    form = ada.open()
    links = set()
    for _ in range(3):
        ada.send(form)
        links.add(ada.link)
    assert len(links) == 1
    bob = citizen()
    assert "不必重复提交" in bob.send(bob.open())  # by another device, the same words at the same place
    assert bob.link not in links
    assert len(cases(parts)) == 1


def test_one_form_is_good_for_one_report(citizen, parts) -> None:
    ada = citizen("en")
    form = ada.open()
    ada.send(form)
    text = ada.send(form, words="Another matter")
    assert ada.page.status_code == 422
    assert "Something else was sent with this page" in text
    assert ">Another matter</textarea>" in text
    assert len(cases(parts)) == 1


def test_who_is_too_quick_waits_unless_some_work_was_done(citizen, parts) -> None:
    ada = citizen("en")
    form = ada.open()
    text = ada.send(form, wait_s=3)
    assert (ada.page.status_code, "press Send again in 17 s" in text) == (422, True)
    again = ada.hidden("report")
    assert again["ticket"] == form["ticket"]
    proof = next(str(n) for n in range(100_000) if challenge.is_proof(form["ticket"], str(n), 8))
    ada.send(again, proof=proof, wait_s=0)
    assert ada.page.status_code == 200
    assert len(cases(parts)) == 1


@pytest.mark.parametrize("ticket", ["", "x", "1.2.3", "9" * 500, "٣.a.b", "..", "1429664400000.abc.0"])
def test_a_ticket_that_is_not_ours_takes_nothing(citizen, parts, ticket) -> None:
    ada = citizen("en")
    text = ada.send(ada.open() | {"ticket": ticket})
    assert (ada.page.status_code, "no longer good" in text) == (422, True)
    assert cases(parts) == []


def test_what_is_missing_is_told_and_nothing_typed_is_lost(citizen, parts) -> None:
    ada = citizen("en")
    text = ada.send(ada.open(), photo("green", 30), words="", lat="", lon="", address="")
    assert ada.page.status_code == 422
    assert "Describe what it is" in text
    assert "Put the pin on the place" in text
    assert "Photo 0.jpg is here" in text
    kept = ada.page.text.partition('name="kept-photos" value="')[2].partition('"')[0]
    ada.send(ada.hidden("report"), address="West gate", lat="", lon="")
    assert ada.page.status_code == 200
    (case,) = cases(parts)
    assert (case.address, case.located, len(case.photos)) == ("West gate", False, 1)
    assert kept


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"lat": "north"}, "lat, long"),
        ({"lat": "", "lon": "113"}, "lat was not provided"),
        ({"lat": "1e999"}, "lat, long"),
        ({"words": "x" * 1001}, "too long"),
        ({"phone": "1" * 41}, "too long"),
        ({"link": "../../etc/passwd"}, "no longer good"),
    ],
)
def test_what_cannot_be_is_told_in_words(citizen, parts, words, told) -> None:
    ada = citizen("en")
    text = ada.send(ada.open(), **words)
    assert ada.page.status_code == 422
    assert told in text
    assert cases(parts) == []


def test_markup_and_formulas_come_out_as_text(citizen, parts) -> None:
    ada = citizen()
    ada.send(ada.open(), words="=HYPERLINK(1)<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ada.page.text
    assert "<script>alert" not in ada.page.text


def test_a_file_that_is_no_photo_is_told(citizen, parts) -> None:
    ada = citizen("en")
    text = ada.send(ada.open(), b"=1+1;not a picture")
    assert (ada.page.status_code, "not a photo, or damaged" in text) == (422, True)
    assert cases(parts) == []


@pytest.mark.parametrize("city_rules", [{"photos_max": 1, "photo_mb": 1}])
def test_more_than_the_city_takes_is_not_read(citizen, parts) -> None:
    ada = citizen("en")
    ada.post("/public/", ada.open(), files=[("photos", ("a.jpg", b"x" * 2_500_000))])
    assert ada.page.status_code == 413


@pytest.mark.parametrize("city_rules", [{"device_hour": 2}])
def test_a_device_has_its_measure_within_an_hour(citizen, parts, clock) -> None:
    ada = citizen("en")
    for n in range(3):
        text = ada.send(ada.open(), words=f"Matter number {n} of the day")
    assert (ada.page.status_code, "at most 2 an hour" in text) == (429, True)
    clock.at += 3_600_000
    ada.send(ada.open(), words="After an hour")
    assert ada.page.status_code == 200
    assert len(cases(parts)) == 3


@pytest.mark.parametrize("city_rules", [{"address_hour": 2}])
def test_an_address_has_its_measure_however_many_devices(citizen) -> None:
    statuses = []
    for n in range(3):
        one = citizen()
        one.send(one.open(), words=f"第 {n} 件不同的事情")
        statuses.append(one.page.status_code)
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("city_rules", [{"device_open": 1}])
def test_a_device_waits_until_something_of_it_has_ended(citizen, parts, hands) -> None:
    ada = citizen("en")
    ada.send(ada.open(), words="The first matter")
    ada.send(ada.open(), words="The second matter")
    assert ada.page.status_code == 429
    hands.do("chen", Role.ACCEPTOR, "answer", cases(parts)[0].id, body={"answer": "done"})
    ada.send(ada.open(), words="The second matter")
    assert ada.page.status_code == 200


@pytest.mark.parametrize("city_rules", [{"page": False}])
def test_a_city_may_keep_it_closed(citizen) -> None:
    ada = citizen()
    ada.get("/public/")
    assert ada.page.status_code == 404


def test_marks_are_forgotten_after_their_time(citizen, parts, clock) -> None:
    ada = citizen()
    ada.send(ada.open())
    with parts.database.read() as connection:
        marks = connection.exec_driver_sql("SELECT device, address FROM citizen_reports").one()
    assert all(len(mark) == 40 for mark in marks)
    clock.at += 31 * 86_400_000
    citizens_of(parts).intake.reports.forget(30)
    with parts.database.read() as connection:
        assert connection.exec_driver_sql("SELECT device, address FROM citizen_reports").one() == ("", "")

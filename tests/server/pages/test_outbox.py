"""What a device kept and sent later: with the time at which it was done, once, for who did it."""

import uuid

from server.access.accounts import SYSTEM
from server.queries import Queries
from tests.server.pages.visitor import photo
from tests.server.small_city import MINUTE, NOW


def sign(west, hands, **more: str):
    """Sign the case by a form, as the outbox sends it."""
    hands.dispatched("case-1")
    west.get("/terminal/case/case-1")
    return west.hidden("sign") | more


def signed(parts):
    """The events of signing."""
    queries = Queries(parts.database, parts.cities, parts.clock)
    return [event for event in queries.events("case-1", SYSTEM) if event.verb == "sign"]


def test_a_deed_has_the_time_of_its_device_and_is_done_once(visit, hands, parts, clock) -> None:
    west = visit("u-west")
    form = sign(west, hands)
    clock.at = NOW + 30 * MINUTE
    west.post("/terminal/case/case-1/sign", form)  # came through, but its answer was lost
    west.post("/terminal/case/case-1/sign", form | {"made_at": str(NOW + 5 * MINUTE)})
    assert west.page.status_code == 200
    assert [event.quality for event in signed(parts)] == ["server"]
    assert west.page.url.endswith("done=sign")


def test_a_time_is_taken_within_the_city_s_days_and_never_from_the_future(visit, hands, parts, clock) -> None:
    west = visit("u-west")
    form = sign(west, hands)
    clock.at = NOW + 30 * MINUTE
    west.post("/terminal/case/case-1/sign", form | {"made_at": str(NOW + 5 * MINUTE)})
    assert [(event.at, event.quality) for event in signed(parts)] == [(NOW + 5 * MINUTE, "offline")]


def test_a_damaged_time_is_none(visit, hands, parts, clock) -> None:
    west = visit("u-west")
    form = sign(west, hands)
    clock.at = NOW + 30 * MINUTE
    west.post("/terminal/case/case-1/sign", form | {"made_at": "9" * 40})
    assert [(event.at, event.quality) for event in signed(parts)] == [(NOW + 30 * MINUTE, "server")]


def test_who_is_signed_in_is_told_to_their_own_browser(visit) -> None:
    assert visit().get("/signed-in") == '{"person":"","csrf":""}'
    west = visit("u-west")
    west.get("/signed-in")
    told = west.page.json()
    assert told["person"] == "u-west"
    assert told["csrf"]
    assert west.page.headers["Cache-Control"] == "no-store"


def test_a_unit_notes_its_own_number(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.fill("/terminal/case/case-1/own_number", "own_number", number="HW-117")
    assert "noted its own number" in west.text
    assert "HW-117" in west.get("/terminal/")
    case = Queries(parts.database, parts.cities, parts.clock).case("case-1", SYSTEM)
    assert case
    assert case.legs[0].external_number == "HW-117"


def test_a_collector_s_photos_are_of_three_kinds(visit, parts) -> None:
    collector = visit("c1")
    words, number = "有暴露垃圾", str(uuid.uuid4())
    files = [("photos", "a.jpg", photo("red")), ("close_up", "b.jpg", photo("blue")), ("reference", "c.jpg", photo())]
    collector.fill("/collector/report", "report", files, words=words, address="中原路1号", id=number)
    cases = Queries(parts.database, parts.cities, parts.clock).live(SYSTEM)
    assert [[each.kind for each in case.photos] for case in cases] == [["overview", "close_up", "reference"]]


def test_a_collector_sees_the_own_grid(visit) -> None:
    assert "data-own-grids" in visit("c1").get("/collector/")

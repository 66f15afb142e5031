"""What has been shown of the cases, and what is waited for until it changes by itself."""

from console.desk.claims import Claims
from console.desk.holds import Holds
from console.desk.picture import Picture
from console.desk.showing import Showing
from console.desk.times import Clock
from tests.console.small_city import CITY, NOW, a_case


def test_however_often_a_case_is_shown_its_lamp_is_waited_for_once() -> None:
    picture = Picture(Holds(lambda: 0))
    picture.city = CITY
    picture.cached = {"case-1": a_case(1), "case-2": a_case(2)}
    at = NOW
    showing = Showing(picture, Clock(wall=lambda: at), Claims())
    for _ in range(5):
        showing.delta(("case-1", "case-2"))
    assert showing.alarms == 2

    at = NOW - 1000 + 24 * 60_000 + 1
    assert {shown.id for shown in showing.tick().changed} == {"case-1", "case-2"}
    showing.delta(("case-1", "case-2"))
    assert showing.alarms == 2  # until they are over

"""Addresses are answered from the desk's own city, beside the store's thread, with or without a line."""

from dataclasses import replace
from types import SimpleNamespace

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Question, Unreachable
from console.store.geocoding import Geocoding
from rules.city import City
from tests.builders import a_city
from tests.fixtures.addresses import at, gazetteer, grids


class Room(QObject):
    """What of the store's room is asked here: its desk's city."""

    def __init__(self, city: City | None) -> None:
        super().__init__()
        self.desk = SimpleNamespace(city=city)


def asked(qtbot: QtBot, city: City | None, *questions: Question) -> list[Answer | Unreachable]:
    """The answers, in the order in which they came."""
    room = Room(city)
    geocoding = Geocoding(room)  # type: ignore[arg-type]
    answers: list[Answer | Unreachable] = []
    geocoding.answered.connect(answers.append)
    for question in questions:
        geocoding.take_question(question)
    wanted = sum(question.kind in {Ask.PLACES, Ask.ADDRESS} for question in questions)
    qtbot.waitUntil(lambda: len(answers) == wanted)
    geocoding.end()
    return answers


def a_town() -> City:
    town = grids()
    return replace(a_city(), grids=town, gazetteer=gazetteer(town.plane))


def test_places_and_addresses_come_in_the_order_of_their_questions(qtbot: QtBot) -> None:
    lon, lat = at(152, 30)
    first = Question("1", Ask.PLACES, args={"q": "中原路与文化宫路交叉口南20米"})
    second = Question("2", Ask.ADDRESS, args={"lon": str(lon), "lat": str(lat)})
    places, address = asked(qtbot, a_town(), first, second)
    assert isinstance(places, Answer)
    assert isinstance(address, Answer)
    assert (places.question.id, address.question.id) == ("1", "2")
    assert places.content.sure  # type: ignore[attr-defined]
    assert address.content.text("en") == "3 Zhongyuan Road"  # type: ignore[attr-defined]


def test_before_the_geometry_is_here_it_says_so(qtbot: QtBot) -> None:
    question = Question("1", Ask.PLACES, args={"q": "中原路3号"})
    for city in (None, replace(a_city(), grids=None)):
        (answer,) = asked(qtbot, city, question)
        assert isinstance(answer, Unreachable)
        assert answer.reason == "geocode.not_yet"


def test_other_questions_are_not_its_own(qtbot: QtBot) -> None:
    assert asked(qtbot, a_town(), Question("1", Ask.EVENTS, about="case-1")) == []

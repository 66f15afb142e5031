"""The collector in portions: new garbage goes, what came at once is passed over, in the end everything is looked at."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from console.app.collector import BULK, FELT_NS, FREEZE_EVERY, MANY, WHOLE_AFTER, WHOLE_AT_LAST, Collector
from console.facts import Delta, ShownCase
from rules.case import Case


class Application:
    """Says whether it is in front."""

    state = Qt.ApplicationState.ApplicationActive

    def applicationState(self) -> Qt.ApplicationState:
        return self.state


class Ticks:
    """Each look takes `each` ns."""

    def __init__(self) -> None:
        self.each = self._now = 0

    def __call__(self) -> int:
        self._now += self.each
        return self._now


class Ring:
    """Refers to itself: only a collector ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def application(qapp: QApplication) -> Iterator[Application]:
    gc.collect()
    yield Application()
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def collector(application: Application, ticks: Ticks) -> Iterator[Collector]:
    parent = QObject()
    made = Collector(application, parent, ticks)
    made.start()
    yield made
    parent.deleteLater()


def a_ring() -> weakref.ref[Ring]:
    return weakref.ref(Ring())


def test_new_garbage_goes_and_nothing_else_collects(collector: Collector) -> None:
    ring = a_ring()
    assert not gc.isenabled()
    assert ring() is not None
    collector.look()
    assert ring() is None


def test_what_comes_at_once_is_not_looked_at(collector: Collector) -> None:
    ring = a_ring()
    many = [[number] for number in range(BULK + 1_000)]
    collector.look()
    assert ring() is not None
    assert gc.get_freeze_count() > len(many)


def test_cases_in_the_place_of_older_ones_are_not_looked_at_where_they_are_many(collector: Collector) -> None:
    ring = a_ring()
    collector.note(Delta(tuple(ShownCase(Case(f"case-{n}")) for n in range(MANY))))
    collector.note(Delta((ShownCase(Case("case-1")),)))
    collector.look()
    assert ring() is not None

    other = a_ring()
    collector.note(Delta(tuple(ShownCase(Case(f"case-{n}")) for n in range(MANY))))
    collector.look()
    assert other() is None


@pytest.mark.parametrize(("each", "goes"), [(FELT_NS // FREEZE_EVERY, True), (FELT_NS // FREEZE_EVERY + 1, False)])
def test_what_becomes_garbage_later_goes_where_looking_takes_no_time(
    collector: Collector, ticks: Ticks, each: int, goes: bool
) -> None:
    ticks.each = each
    held = Ring()
    ring = weakref.ref(held)
    collector.look()
    del held
    for _ in range(FREEZE_EVERY - 2):
        collector.look()
    assert ring() is not None
    collector.look()
    assert (ring() is None) is goes


def test_what_lasts_is_frozen(collector: Collector) -> None:
    for _ in range(FREEZE_EVERY - 1):
        collector.look()
    assert gc.get_freeze_count() == 0
    collector.look()
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize(
    ("state", "looks"),
    [
        (Qt.ApplicationState.ApplicationInactive, WHOLE_AFTER),
        (Qt.ApplicationState.ApplicationActive, WHOLE_AT_LAST),
    ],
)
def test_in_the_end_all_garbage_goes(
    collector: Collector, application: Application, state: Qt.ApplicationState, looks: int
) -> None:
    application.state = state
    ring = a_ring()
    gc.freeze()
    collector._since_whole = looks - 2
    collector.look()
    assert ring() is not None
    collector.look()
    assert ring() is None

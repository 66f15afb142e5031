"""The collector in portions: new garbage goes, what came at once is passed over, in the end everything is looked at."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from console.app.collector import BULK, FREEZE_EVERY, WHOLE_AFTER, WHOLE_AT_LAST, Collector


class Application:
    """Says whether it is in front."""

    state = Qt.ApplicationState.ApplicationActive

    def applicationState(self) -> Qt.ApplicationState:
        return self.state


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
def collector(application: Application) -> Iterator[Collector]:
    parent = QObject()
    made = Collector(application, parent)
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

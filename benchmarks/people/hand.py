"""A hand at the real windows, in a process of its own: takes calls by the keyboard, files them, and counts its keys.

`python -m benchmarks.people.hand` writes one line of JSON: keys of each call, what each key took in ms by the
clock and of its own core, and how soon place and similar cases were proposed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.ui.intake.listening import PAUSE
from console.ui.look import Look
from rules.commands import Actor, Grant, Role
from rules.geocoder import Geocoder
from tests.builders import a_case, a_city
from tests.console.ui.conftest import RESOURCES, Room
from tests.fixtures.addresses import at, gazetteer, grids

CALLS, CASES = 10, 1000
LONGEST_S = 10.0
SAID = (("zhongyuanlu ", "中原路"), ("1", "1"), ("hao ", "号"), ("you ", "有"), ("baolu ", "暴露"), ("laji ", "垃圾"))
"""A simple case in pinyin, a blank takes what the input method offers first; what it commits stands beside it."""

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


class Hand:
    """Presses keys where the focus is; each is counted, a held modifier as a key of its own, and timed."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.keys, self.spent, self.work = 0, list[float](), list[float]()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """One key, with what it is held with, until the windows have painted what came of it."""
        self.keys += 2 if held else 1
        self._timed(lambda: QTest.keyClick(self._at(), key, held))

    def _at(self) -> QWidget:
        return QApplication.focusWidget() or self._room.main.focusWidget() or self._room.main

    def say(self, typed: str, committed: str) -> None:
        """Keys of an input method, and what it commits."""
        self.keys += len(typed)
        event = QInputMethodEvent()
        event.setCommitString(committed)
        self._timed(lambda: QCoreApplication.sendEvent(self._at(), event))

    def _timed(self, act: Callable[[], object]) -> None:
        begin, worked = time.perf_counter(), time.thread_time()
        act()
        QApplication.processEvents()
        self.spent.append((time.perf_counter() - begin) * 1000)
        self.work.append((time.thread_time() - worked) * 1000)


def proposed(room: Room) -> float:
    """From the last word until place and similar cases stand in the form, in ms: a pause of the typing is in it."""
    form, begin = room.main.asides.intake, time.perf_counter()
    while (form.place.point is None or not form.alike.near.count()) and time.perf_counter() - begin < LONGEST_S:
        QTest.qWait(1)
    assert form.place.point is not None, f"no place was found in the words {form.words.toPlainText()!r}"
    assert form.alike.near.count(), "no similar case was shown"
    return (time.perf_counter() - begin) * 1000


def one_call(room: Room, hand: Hand) -> tuple[int, float]:
    """From the call to the filed case: how many keys, and how soon the form had answered the words."""
    before = hand.keys
    hand.press(Qt.Key.Key_N, CTRL)
    for typed, committed in SAID:
        hand.say(typed, committed)
    answered = proposed(room)
    hand.press(Qt.Key.Key_Return, CTRL)
    case_id = list(room.board.cases())[-1]
    room.main.choice.go_to(case_id)
    hand.press(Qt.Key.Key_A)
    _submit(room, hand)
    hand.keys += 2  # Ctrl and the digit of the list "to file"
    room.main.choice.go_to(case_id)
    hand.press(Qt.Key.Key_F)
    _submit(room, hand)
    shown = room.board.case(case_id)
    assert shown is not None
    assert shown.case.filed_at, shown.case.stage
    return hand.keys - before, answered


def _submit(room: Room, hand: Hand) -> None:
    form = room.main.case.form
    if form is not None:
        hand.press(Qt.Key.Key_Return, CTRL if "Ctrl" in form.do_button.key else NONE)


def measure(room: Room) -> dict[str, object]:
    """All calls."""
    hand = Hand(room)
    counted, answered = zip(*(one_call(room, hand) for _ in range(CALLS)), strict=True)
    return {"keys": counted, "spent": hand.spent, "work": hand.work, "answered": answered, "pause": PAUSE}


def _desk(application: QApplication) -> Room:
    look = Look("dark", 1.0, RESOURCES)
    look.dress(application)
    town, city = grids(), a_city()
    addresses = gazetteer(town.plane)
    room = Room(QtBot.__new__(QtBot), look, city=replace(city, grids=town, gazetteer=addresses))
    room.desk.geocoder = Geocoder(town, addresses)
    person = Actor("chen", "陈", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
    room.desk.put(*(_standing(n) for n in range(CASES)))
    room.desk.sign_in(person)
    return room


def _standing(n: int):  # type: ignore[no-untyped-def]
    lon, lat = at(n % 40 * 45 - 900, n // 40 * 40 - 500)
    return a_case("with_units", id=f"case-{n}", number=f"{n:011}", lon=lon, lat=lat, located=True)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    desk = _desk(application)
    QTest.qWaitForWindowActive(desk.main)
    while len(desk.board.cases()) < CASES or not desk.main.asides.may_register:  # the board takes them in portions
        QTest.qWait(50)
    desk.main.choice.pick_list("intake")
    desk.main.queue.view.setFocus()
    print(json.dumps(measure(desk)))
    desk.close()

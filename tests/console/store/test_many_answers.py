"""The answers to a long queue: one after the other, when the windows have shown the last one; order is kept."""

from types import SimpleNamespace

from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from console.desk.settled import Settled
from console.facts import Lost
from console.store.sending import FEW, Sending
from rules.commands import Outcome
from rules.protocol import PushAnswer, Result


class Out:
    """What the desk makes of answers; notes them by their last number."""

    def __init__(self, log: list[str]) -> None:
        self._log = log
        self.pushing = self.heard = False

    def answered(self, answer: PushAnswer) -> Settled:
        self._log.append(str(answer.last_n))
        return Settled()

    def lost(self, lost: Lost) -> None:
        self._log.append(lost.reason)

    def next(self, _epoch: str) -> None: ...
    def following(self, _epoch: str) -> None: ...


class Breath:
    """Windows that catch up when the test says so."""

    def __init__(self) -> None:
        self.works: list[QTimer] = []

    def then(self, work: QTimer) -> None:
        self.works.append(work)

    def take(self) -> None:
        works, self.works = self.works, []
        for work in works:
            work.start()


class Room(QObject):
    """As much of the store's room as sending needs."""

    to_send = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.breath = Breath()
        self.watch = SimpleNamespace(answered=lambda _answer: None, drill=True)
        self.desk = SimpleNamespace(
            held_for=lambda: None, files=SimpleNamespace(outbox=SimpleNamespace(keep_copy=lambda: None))
        )

    def tell_counts(self, conflicts: bool = False) -> None: ...
    def show(self, _ids: object) -> None: ...
    def say(self, key: str, details: object = None, kind: str = "") -> None: ...


def an_answer(last_n: int, results: int) -> PushAnswer:
    return PushAnswer(
        "epoch-1", last_n, tuple(Result(f"c-{n}", n, Outcome(f"c-{n}", "accepted")) for n in range(results))
    )


def test_few_are_taken_at_once_many_in_turns_and_a_failure_behind_what_came_before_it(qtbot: QtBot) -> None:
    room, log = Room(), list[str]()
    sending = Sending(room)  # type: ignore[arg-type]
    sending.__dict__["_out"] = Out(log)

    sending.take_answer(an_answer(1, FEW))
    assert log == ["1"]

    sending.take_answer(an_answer(100, FEW + 1))
    sending.take_answer(an_answer(101, 1))
    sending.take_lost(Lost("push", "link.down"))
    qtbot.wait(20)
    assert log == ["1"]
    for told in (["1", "100"], ["1", "100", "101"], ["1", "100", "101", "link.down"]):
        room.breath.take()
        qtbot.waitUntil(lambda told=told: log == told)
    assert room.breath.works == []

    sending.take_lost(Lost("push", "link.down"))
    assert log[4:] == ["link.down"]

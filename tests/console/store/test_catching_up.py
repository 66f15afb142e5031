from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from console.desk.incoming import Came
from console.facts import Changes, Cursor, SnapshotPage
from console.models.errors import CacheFull
from console.models.incoming import images_of, parts_of
from console.store import catching_up
from console.store.catching_up import CatchingUp
from rules.case import Stage
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import canonical
from tests.console.makers import Feed, changes
from tests.console.small_city import a_case


class Desk:
    """Takes rows, and tells of them what a desk tells."""

    def __init__(self, log: list[object]) -> None:
        self._log = log
        self.pieces: list[Changes] = []
        self.trouble: Exception | None = None
        self.ends_at = 0  # the piece in which an epoch ends

    def take(self, piece: Changes) -> SimpleNamespace:
        if self.trouble and len(self.pieces) == 1:
            raise self.trouble
        self.pieces.append(piece)
        self._log.append(len(piece.lines))
        ids = frozenset(f"{len(self.pieces)}-{number}" for number in range(len(piece.lines)))
        return SimpleNamespace(ids=ids, city="", new_epoch=len(self.pieces) == self.ends_at, again=1)

    shows_pages = True

    def see_page(self, page: SnapshotPage) -> frozenset[str]:
        return frozenset(case.id for case in images_of(page.lines))

    def take_snapshot(self, page: SnapshotPage) -> SimpleNamespace:
        self._log.append(f"{len(page.lines)} kept")
        return SimpleNamespace(ids=frozenset(), done=page.tail.done, whole=True, again=0)

    def cursor(self) -> Cursor:
        return Cursor("epoch-1")


class Breath:
    """Windows that never have anything to do."""

    def then(self, work: QTimer) -> None:
        work.start()


class Room(QObject):
    """Notes what is shown."""

    breath = Breath()

    def __init__(self, log: list[object]) -> None:
        super().__init__()
        self._log = log
        self.desk = Desk(log)
        self.shown: list[str] = []
        self.most = 0

    @contextmanager
    def stalling(self) -> Iterator[None]:
        yield

    def show(self, ids: tuple[str, ...]) -> None:
        self._log.append(f"{len(ids)} shown")
        self.shown += ids
        self.most = max(self.most, len(ids))


@pytest.fixture
def log() -> list[object]:
    return []


@pytest.fixture
def room(log: list[object], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(catching_up, "PIECE", 64)
    return Room(log)


def a_batch(rows: int) -> Changes:
    feed = Feed()
    return changes(feed, *(feed.row("case", a_case(number)) for number in range(rows)))


def test_a_click_is_heard_between_two_pieces(qtbot: QtBot, room: Room, log: list[object]) -> None:
    taking = CatchingUp(room)  # type: ignore[arg-type]
    taking.came.connect(lambda *_: log.append("came"))
    QTimer.singleShot(0, lambda: log.append("click"))
    taking.take(a_batch(200))
    qtbot.waitUntil(lambda: "came" in log and not taking.busy)
    assert [each for each in log if isinstance(each, int)] == [64, 64, 64, 8]
    assert log.index("click") == 1


def test_each_piece_ends_where_its_rows_end_and_the_last_where_the_batch_does(qtbot: QtBot, room: Room) -> None:
    taking, batch = CatchingUp(room), a_batch(130)  # type: ignore[arg-type]
    taking.take(batch)
    qtbot.waitUntil(lambda: not taking.busy)
    pieces = room.desk.pieces
    assert [piece.tail.to["410102"].seq for piece in pieces] == [64, 128, 130]
    assert f'"chain":"{pieces[0].tail.to["410102"].chain}"'.encode() in batch.lines[63]
    assert pieces[-1].tail is batch.tail


def test_all_cases_are_shown_at_last_and_few_at_once(qtbot: QtBot, room: Room) -> None:
    taking = CatchingUp(room)  # type: ignore[arg-type]
    taking.take(a_batch(200))
    qtbot.waitUntil(lambda: len(room.shown) == 200)
    assert (len(set(room.shown)), room.most) == (200, catching_up.SHOWN)


def test_what_comes_alone_is_shown_at_once(room: Room) -> None:
    taking = CatchingUp(room)  # type: ignore[arg-type]
    taking.take(a_batch(1))
    assert (room.shown, taking.busy) == (["1-0"], False)


def test_what_the_pieces_brought_is_told_together(qtbot: QtBot, room: Room) -> None:
    taking = CatchingUp(room)  # type: ignore[arg-type]
    told: list[Came] = []
    taking.came.connect(lambda came, _: told.append(came))
    room.desk.ends_at = 2
    taking.take(a_batch(150))
    qtbot.waitUntil(lambda: bool(told))
    assert (len(told[0].ids), told[0].follow, told[0].again) == (150, Cursor(), 3)


def test_what_a_page_brings_is_shown_before_more_of_it_is_taken(
    qtbot: QtBot, room: Room, log: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "PAGE_PIECE", 60)
    taking = CatchingUp(room)  # type: ignore[arg-type]
    taking.paged.connect(lambda *_: log.append("paged"))
    taking.take_page(a_page(100, SnapshotTail("", True), stage=Stage.CLOSED))
    qtbot.waitUntil(lambda: len(room.shown) == 100)
    assert log == ["60 kept", "50 shown", "10 shown", "40 kept", "paged", "40 shown"]


def a_page(cases: int, tail: SnapshotTail, stage: Stage = Stage.TO_DISPATCH) -> SnapshotPage:
    head = SnapshotHead(1, "epoch-1", {}, 100, "city", 0)
    lines = tuple(canonical(SnapshotCase("410102", a_case(number, stage=stage))) for number in range(cases))
    return SnapshotPage(head, lines, tail, first=True)


def test_what_waits_for_the_centre_is_shown_before_any_of_it_is_kept(
    qtbot: QtBot, room: Room, log: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "PAGE_PIECE", 60)
    taking = CatchingUp(room)  # type: ignore[arg-type]
    taking.paged.connect(lambda paged, _: log.append(f"on from {paged.follow.after}"))
    taking.take_page(a_page(100, SnapshotTail("x")))
    qtbot.waitUntil(lambda: len(room.shown) == 100)
    assert (log, taking.resume()) == (["50 shown", "10 shown", "40 shown", "on from x"], "x")


def test_a_disk_that_takes_no_more_ends_it(qtbot: QtBot, room: Room, tmp_path: object) -> None:
    taking = CatchingUp(room)  # type: ignore[arg-type]
    failures: list[object] = []
    taking.failed.connect(failures.append)
    room.desk.trouble = CacheFull(tmp_path, why="full")  # type: ignore[arg-type]
    taking.take(a_batch(200))
    qtbot.waitUntil(lambda: bool(failures))
    assert (failures, taking.busy, len(room.desk.pieces)) == ([room.desk.trouble], False, 1)


def test_a_page_is_cut_so_that_only_its_end_is_gone_on_from() -> None:
    head = SnapshotHead(1, "epoch-1", {"410102": Mark(5, "c")}, 5, "city", 0)
    page = SnapshotPage(head, (b"1", b"2", b"3", b"4", b"5"), SnapshotTail("x"), True)
    parts = list(parts_of(page, 2))
    assert [(part.lines, part.tail.next, part.first) for part in parts] == [
        ((b"1", b"2"), "", True),
        ((b"3", b"4"), "", False),
        ((b"5",), "x", False),
    ]
    assert len(list(parts_of(SnapshotPage(head, (), SnapshotTail("", True), True), 2))) == 1

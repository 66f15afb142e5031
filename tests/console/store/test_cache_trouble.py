"""Local files that do not take what comes, and content that is not what came: the picture goes on, and heals."""

import errno
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, Qt
from pytestqt.qtbot import QtBot

from console.desk.desk import Desk
from console.desk.files import Files
from console.desk.times import Clock
from console.models import shelf
from console.models.audit import Audited, audit
from console.models.file import File
from console.models.keys import find_key
from console.store import checking
from console.sync import poll
from rules.case import Stage
from rules.wire import encode_case
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import a_case

Start = Callable[..., Console]


class CrampedDesk(Desk):
    """The file of its cache can grow no more: SQLite says so as it does of a full disk."""

    def __init__(self, files: Files, clock: Clock) -> None:
        super().__init__(files, clock)
        on_disk = files.shelf.cache._file
        on_disk.rows(f"PRAGMA max_page_count = {on_disk.value('PRAGMA page_count')}")


def on_cache(console: Console, statement: str, *values: object) -> None:
    """Another program with our key."""
    folder = console.folder
    file = File(next(folder.glob("cache-*.db")), find_key(folder, None).part("database"), "NORMAL")
    file.rows(statement, values)
    file.close()


def look(console: Console) -> None:
    """As it does by itself every five minutes."""
    QMetaObject.invokeMethod(console.core.store.arrivals.checking, "look", Qt.ConnectionType.QueuedConnection)


def found_by(qtbot: QtBot, console: Console) -> None:
    """Looked over again and again until it is seen."""

    def said() -> bool:
        look(console)
        return "notice.snapshot" in console.said

    qtbot.waitUntil(said)


def ready(qtbot: QtBot, start: Start, server: FakeServer, *numbers: int) -> Console:
    server.book.has(*(a_case(number) for number in numbers or (1,)))
    console = start().connect(server)
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    return console


def test_a_value_that_somebody_changed_in_the_cache_heals_by_a_snapshot(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    ready(qtbot, start, server, 1, 2).close()
    console = start()
    on_cache(console, "UPDATE cases SET image = ? WHERE id = 'case-2'", encode_case(a_case(2, words="别的")))
    console.close()
    again = start()
    assert again.board.case("case-2").case.words == "别的"
    again.connect(server)

    found_by(qtbot, again)
    server.book.has(a_case(3))  # ends the poll that waits
    qtbot.waitUntil(lambda: again.board.case("case-2").case.words == "有暴露垃圾")
    assert again.said.count("notice.snapshot") == 1


def test_a_case_that_is_missing_is_found_by_the_digest(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    ready(qtbot, start, server, 1, 2).close()
    console = start()
    on_cache(console, "DELETE FROM cases WHERE id = 'case-2'")
    on_cache(console, "DELETE FROM places WHERE case_id = 'case-2'")
    console.close()
    again = start().connect(server)
    server.book.has(a_case(1, version=4))
    qtbot.waitUntil(lambda: again.board.case("case-1").case.version == 4)
    assert "case-2" not in again.stages()
    found_by(qtbot, again)
    server.book.has(a_case(3))
    qtbot.waitUntil(lambda: "case-2" in again.stages())


def test_what_nobody_changed_is_left_alone(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server, 1, 2)
    found: list[object] = []
    console.core.store.arrivals.checking.read.connect(lambda _, told: found.append(told))
    look(console)
    qtbot.waitUntil(lambda: bool(found))
    qtbot.wait(50)
    assert "notice.snapshot" not in console.said


def test_a_disk_without_room_for_the_cache_shows_what_comes_all_the_same(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    ready(qtbot, start, server).close()
    full = start(desk=CrampedDesk).connect(server)
    server.book.has(*(a_case(number) for number in range(2, 60)))
    qtbot.waitUntil(lambda: "case-59" in full.stages())
    assert full.said.count("notice.cache_in_memory") == 1
    assert list(full.folder.glob("cache-*.bad-*")) == []
    server.book.has(a_case(1, Stage.WITH_UNITS, version=9))
    qtbot.waitUntil(lambda: full.stages()["case-1"] == "with_units")


def test_a_console_that_is_far_behind_fetches_all_anew(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(qtbot, start, server).close()
    for version in range(4, 60):
        server.book.has(a_case(1, version=version))
    monkeypatch.setattr(poll, "LIMIT", 10)
    server.book.far = 20
    console = start().connect(server)
    qtbot.waitUntil(lambda: console.board.case("case-1").case.version == 59)
    assert console.said.count("notice.snapshot") == 1
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in console.stages())


def test_a_snapshot_of_many_pages_is_shown_page_by_page(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "PAGE", 7)
    server.book.has(*(a_case(number) for number in range(1, 40)))
    console = start().connect(server)
    qtbot.waitUntil(lambda: len(console.stages()) == 39)
    qtbot.waitUntil(lambda: console.board.is_loaded)
    server.book.has(a_case(40))
    qtbot.waitUntil(lambda: "case-40" in console.stages())


def test_no_place_for_a_cache_at_the_start_is_said_and_nothing_else(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    ready(qtbot, start, server).close()
    file = next((tmp_path / "files").glob("cache-*.db"))
    file.unlink()
    file.mkdir()
    console = start().connect(server)
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    assert (console.said.count("notice.cache_in_memory"), console.failures) == (1, [])


def test_damage_without_a_place_for_a_new_cache_is_told_as_such(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)

    def refuse(_: Path) -> None:
        raise OSError(errno.EFBIG, "a quota is used up")

    monkeypatch.setattr(shelf, "put_aside", refuse)
    console.core.store.arrivals.checking.damaged.emit()
    qtbot.waitUntil(lambda: "notice.cache_in_memory" in console.said)
    assert "notice.cache_rebuilt" not in console.said
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in console.stages())


def test_a_look_has_ended_when_the_file_is_replaced(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ready(qtbot, start, server)
    log: list[str] = []

    def slowly(path: Path, key: bytes) -> Audited:
        log.append("reads")
        time.sleep(0.3)
        log.append("has read")
        return audit(path, key)

    monkeypatch.setattr(checking, "audit", slowly)
    looking = console.core.store.arrivals.checking
    taken: list[object] = []
    looking.differs.connect(lambda *told: taken.append(told))
    look(console)
    qtbot.waitUntil(lambda: log == ["reads"])
    server.book.new_epoch()
    qtbot.waitUntil(lambda: "notice.snapshot" in console.said and console.board.link.online)
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in console.stages())
    assert (log, taken) == (["reads", "has read"], [])

"""Drafts of forms: sealed on the disk, there again after a start, forgotten when done or old."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from console.facts import DESK, Draft
from console.models.drafts import KEPT_MS, Drafts
from console.models.errors import NotRecorded
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.makers import an_outbox
from tests.console.small_city import NOW, a_case

Start = Callable[..., Console]
NOTE = Draft("case-1/note/", {"text": "半句话"}, NOW, "wang")


def test_a_draft_outlives_the_program(qtbot: QtBot, start: Start) -> None:
    first = start()
    first.board.keep_draft(NOTE)
    first.close()
    again = start()
    qtbot.waitUntil(lambda: again.board.draft("case-1/note/") == NOTE)


def test_the_deed_ends_its_draft_also_on_the_disk(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    console.board.keep_draft(NOTE)
    console.board.do(DESK, "note", "case-1", body={"text": "一句话"})
    qtbot.waitUntil(lambda: console.board.draft("case-1/note/") is None)
    console.close()
    again = start()
    qtbot.waitUntil(lambda: again.board.is_loaded)
    assert again.board.draft("case-1/note/") is None


def test_what_is_typed_is_sealed(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.drafts.keep(NOTE)
    assert outbox.drafts.all(NOW) == (NOTE,)
    stored = outbox.me.recall("draft case-1/note/")
    assert stored is not None
    assert "半句话".encode() not in stored
    outbox.close()


def test_a_draft_of_last_week_is_forgotten(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.drafts.keep(NOTE)
    assert outbox.drafts.all(NOW + KEPT_MS + 1) == ()
    assert outbox.me.recall("draft case-1/note/") is None
    outbox.close()


class FullDisk(Drafts):
    """Takes nothing."""

    def keep(self, draft: Draft) -> None:
        raise NotRecorded(Path("outbox.db"), why="disk full")


def test_a_full_disk_is_said_once(qtbot: QtBot, start: Start) -> None:
    console = start()
    outbox = console.core.store.room.desk.files.outbox
    outbox.drafts.__class__ = FullDisk
    console.board.keep_draft(NOTE)
    console.board.keep_draft(NOTE)
    qtbot.waitUntil(lambda: "error.draft_not_kept" in console.said)
    qtbot.wait(50)
    assert console.said.count("error.draft_not_kept") == 1

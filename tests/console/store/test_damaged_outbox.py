"""A console whose local commands were damaged comes up, says so, and everything in them reaches the server once."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from console.facts import DESK, Offers
from rules.case import Stage
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.models.damage import make_old, overwrite, raw
from tests.console.small_city import a_case

Start = Callable[..., Console]


def dispatched_offline(qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path) -> Path:
    """Case 1 is dispatched and settled, case 2 is dispatched without a line; the files of the console that ended."""
    server.book.has(a_case(1), a_case(2))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-2" in console.stages() and console.board.link.online)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS and console.board.outbox == ())
    server.unplug()
    console.board.do(DESK, "dispatch", "case-2", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    console.close()
    return tmp_path / "files"


def test_a_damaged_outbox_is_saved_and_goes_on_under_its_name(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    files = dispatched_offline(qtbot, start, server, tmp_path)
    overwrite(files / "outbox.db", 0)
    again = start()
    assert "notice.salvaged" in again.said
    assert [pending.case_id for pending in again.board.outbox] == ["case-2"]
    server.plug_in()
    again.connect(server)
    qtbot.waitUntil(lambda: server.book.cases["case-2"].stage is Stage.WITH_UNITS and again.board.outbox == ())
    assert len(server.book.cases["case-2"].legs) == 1
    assert "notice.forked" not in again.said


def test_without_the_second_copy_too_the_console_comes_up(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    files = dispatched_offline(qtbot, start, server, tmp_path)
    make_old(files)
    again = start()
    assert [pending.case_id for pending in again.board.outbox] == ["case-2"]
    server.plug_in()
    again.connect(server)
    qtbot.waitUntil(lambda: server.book.cases["case-2"].stage is Stage.WITH_UNITS)


def test_an_outbox_of_a_newer_program_can_be_looked_at_and_nothing_is_sent(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    files = dispatched_offline(qtbot, start, server, tmp_path)
    connection = raw(files)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    again = start()
    assert "error.newer_outbox" in again.said
    server.plug_in()
    again.connect(server).sign_in()
    qtbot.waitUntil(lambda: again.board.link.online and "case-1" in again.stages())
    offered: list[Offers] = []
    again.board.offers.connect(offered.append)
    again.board.ask_offers(DESK, "case-1")
    qtbot.waitUntil(lambda: offered == [Offers(DESK, "case-1")])
    assert again.board.link.closed_for == "error.newer_outbox"
    again.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: again.refusals == ["error.newer_outbox"])
    assert [pending.case_id for pending in again.board.outbox] == ["case-2"]
    assert again.said.count("error.not_recorded") == 0

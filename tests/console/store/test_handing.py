"""Hand-over files on the store's thread: written whole, read from where they lie, and refused in one sentence."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
from pytestqt.qtbot import QtBot

import resources
from console.app.handing import tie_handovers
from console.facts import DESK, Ask, Line
from console.facts.handover import HandoverMade, HandoverUnit, HandoverWish, ReplyTaken, ReplyWish
from console.models.keys import FileKey
from console.models.photos import Photos
from console.ui.handover import HandoverDesk
from rules.assignment import Assignment, LegStage
from rules.case import Case, Photo, PhotoKind, Stage
from rules.handover import MAX_REPLY
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, a_case
from tests.replies import DONE, SIGN, a_deed, a_handover, a_reply, mark, paper_in, reply_to

RESOURCES = Path(resources.__file__).parent
BEFORE = b"\xff\xd8\xff what was there"
AFTER = b"\xff\xd8\xff what is left of it"
Start = Callable[..., Console]


class Papers(QObject):
    """The windows' half, with what came up to it, on the thread of the test."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.desk, keeping = HandoverDesk(RESOURCES), console.core.store.handing
        self.units: list[tuple[HandoverUnit, ...]] = []
        self.made: list[HandoverMade] = []
        self.taken: list[ReplyTaken] = []
        self.refused: list[tuple[str, dict[str, str]]] = []
        tie_handovers(self.desk, keeping)
        keeping.units.connect(self.know_units)
        keeping.made.connect(self.know_made)
        keeping.taken.connect(self.know_taken)
        keeping.refused.connect(self.know_refused)

    @Slot(object)
    def know_units(self, units: tuple[HandoverUnit, ...]) -> None:
        self.units.append(units)

    @Slot(object)
    def know_made(self, made: HandoverMade) -> None:
        self.made.append(made)

    @Slot(object)
    def know_taken(self, taken: ReplyTaken) -> None:
        self.taken.append(taken)

    @Slot(str, object)
    def know_refused(self, rule: str, details: dict[str, str]) -> None:
        self.refused.append((rule, details))

    def make(self, file: Path) -> None:
        """Wish the west's file."""
        self.desk.make_asked.emit(HandoverWish(DESK, "west", file, RESOURCES, "zh_CN"))

    def take(self, file: Path, body: bytes | None = None) -> None:
        """Wish that a reply be read."""
        if body is not None:
            file.write_bytes(body)
        self.desk.take_asked.emit(ReplyWish(DESK, file))


@pytest.fixture
def console(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    """Wang has dispatched a case since the line was cut."""
    server.book.has(a_case(1))
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages())
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    return console


@pytest.fixture
def papers(console: Console) -> Papers:
    return Papers(console)


def rule_of(qtbot: QtBot, papers: Papers) -> str:
    qtbot.waitUntil(lambda: bool(papers.refused))
    return papers.refused[-1][0]


def test_without_a_line_a_unit_is_handed_its_case_and_answers(
    qtbot: QtBot, console: Console, papers: Papers, tmp_path: Path
) -> None:
    file, answer = tmp_path / "west.html", tmp_path / "reply.json"
    papers.desk.units_asked.emit()
    qtbot.waitUntil(lambda: papers.units == [(HandoverUnit("west", 1, 1),)])
    papers.make(file)
    qtbot.waitUntil(lambda: papers.made == [HandoverMade("west", file, 1, 0)])
    paper = paper_in(file.read_bytes())
    done = mark(paper, "feedback", DONE, NOW + 120_000, AFTER, text="已清理")
    papers.take(answer, reply_to(paper, mark(paper, "sign", SIGN, NOW + 60_000), done, photo=AFTER))
    qtbot.waitUntil(lambda: bool(papers.taken))
    assert [(deed.verb, deed.known, deed.rule) for deed in papers.taken[0].deeds] == [
        ("sign", False, ""),
        ("feedback", False, ""),
    ]
    qtbot.waitUntil(lambda: console.stages()["case-1"] == "to_confirm" and console.board.link.unsent == 3)
    papers.take(answer)
    qtbot.waitUntil(lambda: len(papers.taken) == 2)
    assert [deed.known for deed in papers.taken[1].deeds] == [True, True]
    assert console.board.link.unsent == 3


def of_west(number: int, *photos: str) -> Case:
    """A case that the west has to do, with photos of these sha256."""
    legs = (Assignment(f"leg-{number}", 0, "west", stage=LegStage.DELIVERED, sent_at=NOW + number),)
    seen = tuple(Photo(sha256, PhotoKind.OVERVIEW) for sha256 in photos)
    return a_case(number, Stage.WITH_UNITS, legs=legs, photos=seen)


def at_work(qtbot: QtBot, start: Start, server: FakeServer, *cases: Case) -> Console:
    server.book.has(*cases)
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: len(console.stages()) == len(cases))
    return console


def test_photos_that_nobody_has_looked_at_are_brought_into_the_file(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    server.book.blobs["ab" * 32] = BEFORE
    papers = Papers(at_work(qtbot, start, server, of_west(1, "ab" * 32, "cd" * 32)))
    papers.make(tmp_path / "west.html")
    qtbot.waitUntil(lambda: papers.made == [HandoverMade("west", tmp_path / "west.html", 1, 1)])
    assert base64.b64encode(BEFORE) in (tmp_path / "west.html").read_bytes()


def test_with_each_pack_photos_are_brought_for_the_time_without_a_line(
    qtbot: QtBot, start: Start, server: FakeServer, tmp_path: Path
) -> None:
    server.book.blobs["ab" * 32] = BEFORE
    console = at_work(qtbot, start, server, of_west(1, "ab" * 32))
    papers, photos = Papers(console), Photos(console.folder, FileKey(bytes(32)))
    QMetaObject.invokeMethod(console.core.store.packing, "begin", Qt.ConnectionType.QueuedConnection)
    qtbot.waitUntil(lambda: photos.has("ab" * 32))
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    papers.make(tmp_path / "west.html")
    qtbot.waitUntil(lambda: papers.made == [HandoverMade("west", tmp_path / "west.html", 1, 0)])


def test_a_place_that_takes_no_file_is_told_and_nothing_stays_there(
    qtbot: QtBot, papers: Papers, tmp_path: Path
) -> None:
    papers.make(tmp_path / "not there" / "west.html")
    assert rule_of(qtbot, papers) == "error.handover_file"
    assert papers.refused[0][1]["file"] == str(tmp_path / "not there" / "west.html")
    assert papers.refused[0][1]["why"]
    assert papers.made == []


def test_a_reply_that_is_gone_is_told(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    papers.take(tmp_path / "reply.json")
    assert rule_of(qtbot, papers) == "error.handover_file"


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n"], ids=["empty", "picture"])
def test_a_foreign_file_is_told(qtbot: QtBot, papers: Papers, tmp_path: Path, body: bytes) -> None:
    papers.take(tmp_path / "letter", body)
    assert rule_of(qtbot, papers) == "rule.reply_foreign"


def test_a_huge_file_is_read_no_further_than_a_reply_goes(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    huge = tmp_path / "disk.img"
    huge.touch()
    os.truncate(huge, 2 * MAX_REPLY)
    papers.take(huge)
    assert rule_of(qtbot, papers) == "rule.reply_foreign"


def test_another_desks_handover_needs_the_line(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    handover = a_handover("leg-1")
    papers.take(tmp_path / "reply.json", a_reply(handover, a_deed(handover, "sign", SIGN), desk="0" * 64))
    assert rule_of(qtbot, papers) == "rule.reply_other_desk"


def test_nothing_is_made_after_a_sign_out(qtbot: QtBot, console: Console, papers: Papers, tmp_path: Path) -> None:
    console.core.enquiries.ask(Ask.SIGN_OUT, seat=DESK)
    qtbot.waitUntil(lambda: not console.board.seats[DESK].signed_in)
    papers.make(tmp_path / "west.html")
    assert rule_of(qtbot, papers) == "rule.not_signed_in"
    assert not (tmp_path / "west.html").exists()

"""When an emergency pack is gathered, and of what."""

from collections.abc import Callable

from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
from pytestqt.qtbot import QtBot

from console.facts.pack import read_pack
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import a_case

Start = Callable[..., Console]


class Taker(QObject):
    """Keeps the packs, on the thread of the test."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.packs: list[bytes] = []
        console.core.store.packing.made.connect(self.take)

    @Slot(bytes)
    def take(self, pack: bytes) -> None:
        self.packs.append(bytes(pack))


def gather(console: Console) -> None:
    QMetaObject.invokeMethod(console.core.store.packing, "begin", Qt.ConnectionType.QueuedConnection)


def ready(qtbot: QtBot, start: Start, server: FakeServer) -> Console:
    for number in range(1, 4):
        server.book.has(a_case(number))
    console = start().connect(server)
    qtbot.waitUntil(lambda: len(console.stages()) == 3 and console.board.link.online)
    return console


def test_a_pack_holds_every_open_case_and_the_age_of_the_data(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    taker = Taker(console)
    gather(console)
    qtbot.waitUntil(lambda: bool(taker.packs))
    head, lines = read_pack(taker.packs[0])
    assert (head.city, head.language, head.zone) == ("小城", "zh_CN", "Asia/Shanghai")
    assert head.as_of > 0
    assert sorted(line.number for line in lines) == ["15042200001", "15042200002", "15042200003"]


def test_the_pack_speaks_the_language_that_was_chosen_last(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    taker = Taker(console)
    console.core.store.packing.speak("en")
    gather(console)
    qtbot.waitUntil(lambda: bool(taker.packs))
    head, lines = read_pack(taker.packs[0])
    assert (head.city, {line.matter for line in lines}) == ("Small City", {"Exposed refuse"})


def test_a_lost_line_makes_one_at_once(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    taker = Taker(console)
    assert taker.packs == []
    server.unplug()
    qtbot.waitUntil(lambda: bool(taker.packs), timeout=20_000)
    assert len(read_pack(taker.packs[0])[1]) == 3


def test_before_there_are_data_there_is_no_pack(qtbot: QtBot, start: Start) -> None:
    console = start()
    taker = Taker(console)
    gather(console)
    qtbot.wait(100)
    assert taker.packs == []

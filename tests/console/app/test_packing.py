"""The emergency pack on the disk: written by a program of its own, whole or not at all."""

import csv
import io
import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.packing import PackWriting
from console.app.paper import KEPT, write
from console.facts.pack import PackHead, PackLine, json_line
from console.models.disk import Disk

AT = 1_424_628_300_000  # 2015-02-23 02:05 in Shanghai
HEAD = PackHead("zh_CN", "小城", "Asia/Shanghai", AT, AT)
OVER = PackLine("west", "西区", "西城区", "0371-1", "15022300002", "暴露垃圾", "=1+1", stage="leg.signed", due=AT - 1)
LINES = (
    PackLine(
        "west", "西区", "西城区", "0371-1", "15022300001", "暴露垃圾", "秦岭路", stage="leg.sent", due=AT + 1, sent=AT
    ),
    OVER,
    PackLine(number="临A1-3", matter="暴露垃圾", stage="stage.to_dispatch", urgent=True),
)


def pack(*lines: PackLine, head: PackHead = HEAD) -> bytes:
    return b"".join((json_line(head), *map(json_line, lines), json_line(len(lines))))


class Told:
    """What the writing says."""

    def __init__(self, writing: PackWriting) -> None:
        self.written: list[int] = []
        self.failed: list[str] = []
        writing.written.connect(self.written.append)
        writing.failed.connect(self.failed.append)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files" / "centre-down"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_pack_is_written_as_pdf_and_csv_for_its_owner_alone(qtbot: QtBot, folder: Path) -> None:
    writing = PackWriting(folder)
    told = Told(writing)
    writing.write(pack(*LINES))
    qtbot.waitUntil(lambda: bool(told.written or told.failed), timeout=30_000)
    assert (told.written, told.failed) == ([AT], [])
    assert names(folder) == ["pack-20150223-020500.csv", "pack-20150223-020500.pdf"]
    pdf = (folder / "pack-20150223-020500.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.rstrip().endswith(b"%%EOF")
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_table_has_the_phone_on_every_line_and_what_is_overdue_first(qapp: object, folder: Path) -> None:
    assert write(folder, HEAD, LINES) == 1
    body = (folder / "pack-20150223-020500.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row[:5] for row in rows[:4]] == [
        ["单位", "值班电话", "接听单位", "标记", "案号"],
        ["尚无单位在办", "", "", "急", "临A1-3"],
        ["西区", "0371-1", "西城区", "超", "15022300002"],
        ["西区", "0371-1", "西城区", "", "15022300001"],
    ]
    assert rows[2][6] == "'=1+1"  # no formula
    assert rows[3][9:11] == ["2015-02-23 02:05", "2015-02-23 02:05"]
    assert rows[4] == ["数据截至 2015-02-23 02:05"]


def test_a_program_that_is_killed_in_the_middle_leaves_the_pack_before(qtbot: QtBot, folder: Path) -> None:
    write(folder, HEAD, LINES)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    writing = PackWriting(folder)
    told = Told(writing)
    later = PackHead("zh_CN", "小城", "Asia/Shanghai", AT, AT + 300_000)
    writing.write(pack(*(LINES * 5_000), head=later))
    writing.making.process.waitForStarted()
    writing.making.process.kill()
    qtbot.waitUntil(lambda: bool(told.written or told.failed), timeout=30_000)
    assert (told.written, len(told.failed)) == ([], 1)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


class Torn(Disk):
    """Power goes just before a file gets its name."""

    def rename(self, old: Path, new: Path) -> None:
        raise OSError(5, "Input/output error", str(new))


def test_a_disk_that_tears_leaves_the_pack_before_and_what_lay_half_goes_with_the_next(
    qapp: object, folder: Path
) -> None:
    write(folder, HEAD, LINES)
    before = names(folder)
    later = PackHead("zh_CN", "小城", "Asia/Shanghai", AT, AT + 300_000)
    with pytest.raises(OSError, match="Input/output"):
        write(folder, later, LINES, Torn())
    assert [name for name in names(folder) if not name.endswith(".new")] == before
    write(folder, later, LINES)
    assert names(folder) == sorted([*before, "pack-20150223-021000.csv", "pack-20150223-021000.pdf"])


def test_what_is_not_whole_is_not_written_and_said_once(qtbot: QtBot, folder: Path) -> None:
    writing = PackWriting(folder)
    told = Told(writing)
    for _ in range(2):
        writing.write(pack(*LINES)[:-3])
        qtbot.waitUntil(lambda: not writing.making.is_busy, timeout=30_000)
    assert (told.written, told.failed) == ([], ["incomplete"])
    assert not folder.exists()


def test_a_folder_that_cannot_be_is_named_and_the_next_pack_is_good_again(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    writing = PackWriting(tmp_path / "files" / "packs")
    told = Told(writing)
    writing.write(pack(*LINES))
    qtbot.waitUntil(lambda: bool(told.failed), timeout=30_000)
    assert str(tmp_path / "files") in told.failed[0]
    assert "Traceback" not in told.failed[0]
    (tmp_path / "files").unlink()
    writing.write(pack(*LINES))
    qtbot.waitUntil(lambda: bool(told.written), timeout=30_000)


def test_of_packs_that_come_meanwhile_the_last_one_is_written(qtbot: QtBot, folder: Path) -> None:
    writing = PackWriting(folder)
    told = Told(writing)
    for minute in range(3):
        head = PackHead("zh_CN", "小城", "Asia/Shanghai", AT + minute * 60_000, AT + minute * 60_000)
        writing.write(pack(*LINES, head=head))
    qtbot.waitUntil(lambda: len(told.written) == 2, timeout=30_000)
    assert told.written == [AT, AT + 120_000]


def test_the_last_dozen_stays(qapp: object, folder: Path) -> None:
    for minute in range(KEPT + 2):
        write(folder, PackHead("en", "Small", "Asia/Shanghai", AT, AT + minute * 60_000), LINES[2:])
    assert len(names(folder)) == 2 * KEPT
    assert names(folder)[0] == "pack-20150223-020700.csv"

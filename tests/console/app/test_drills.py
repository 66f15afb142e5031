"""The report of an outage drill: what it says in both languages; each record gets one, whole or not at all."""

import os
import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import resources
from console.app.drill_files import is_due, read_all
from console.app.drill_paper import write
from console.app.making import Making
from console.facts.drills import DrillCall, DrillConflict, DrillRecord, DrillRefusal, record_json
from console.models.disk import Disk
from console.ui.drill.page import DrillPage, is_good
from rules.texts import Texts

AT = 1_424_628_300_000  # 2015-02-23 02:05 in Shanghai
MINUTE = 60_000
RECORD = DrillRecord(
    "d-2", "刘<b>志强", AT, AT + 10 * MINUTE, ended=AT + 7 * MINUTE + 30_000, why="urgent", number="15022300009",
    city="小城", city_en="Small City", zone="Asia/Shanghai", pack_at=AT + 3_000, pack_as_of=AT - 1_000,
    commands={"dispatch": 4, "told": 2, "from_a_newer_program": 1},
    urgent=(
        DrillCall("15022300001", "west", "西区", "West", AT + MINUTE, AT + MINUTE + 42_000),
        DrillCall("15022300002", "east", "东区", "East", AT + 2 * MINUTE),
    ),
    refused=(DrillRefusal("dispatch", "rule.drill_unsent", 2, {"n": "7"}),),
    conflicts=(DrillConflict("15022300001", "dispatch"),),
    drained_at=AT + 8 * MINUTE, handovers=2, replies=1,
)  # fmt: skip
EARLIER = DrillRecord(
    "d-1",
    "赵敏",
    AT - 100 * MINUTE,
    AT - 90 * MINUTE,
    ended=AT - 95 * MINUTE,
    why="button",
    zone="Asia/Shanghai",
    left=3,
)


def page(language: str, record: DrillRecord = RECORD, *earlier: DrillRecord) -> str:
    catalogue = (Path(resources.__file__).parent / "texts" / f"{language}.toml").read_bytes()
    return DrillPage(Texts(catalogue), record.zone).html(record, earlier)


def test_the_page_says_who_when_why_and_what_came_of_it() -> None:
    said = page("zh_CN", RECORD, EARLIER)
    for words in (
        "断网演练报告 · 小城", "刘&lt;b&gt;志强", "2015-02-23 02:05:00 – 02:12:30", "7 分 30 秒",
        "有真实紧急案卷 15022300009", "派遣 4", "开始后 3 秒 生成，数据截至 02:04:59", "2 件，已电话通知 1 件",
        "42 秒后", "未通知", "2 份，读入单位回执 1 份", "用时 30 秒", "15022300001", "赵敏",
        "写报告时还有 3 条未得到答复", "还有 7 条命令未发出", "from_a_newer_program 1",
    ):  # fmt: skip
        assert words in said, words
    assert "<b>志强" not in said


def test_the_page_in_english_has_no_chinese_but_names_that_have_no_other() -> None:
    said = page("en", RECORD)
    for words in (
        "Report of an outage drill · Small City",
        "West",
        "2, 1 of them phoned",
        "a real urgent case came",
    ):
        assert words in said
    assert "演练" not in said


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    said = page("zh_CN", RECORD, EARLIER)
    assert "<script" not in said
    assert "http" not in said


def test_a_drill_in_which_nothing_was_missed_says_so() -> None:
    good = DrillRecord("d", "赵敏", AT, AT, ended=AT, why="time", urgent=RECORD.urgent[:1], drained_at=AT)
    assert is_good(good)
    assert "紧急件全部电话通知，没有冲突，命令全部送达" in page("zh_CN", good)
    assert not is_good(RECORD)
    assert "紧急件全部电话通知，没有冲突" not in page("zh_CN")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drills"
    made.mkdir(mode=0o700)
    (made / "drill-20150223-002500.json").write_bytes(record_json(EARLIER))
    (made / "drill-20150223-020500.json").write_bytes(record_json(RECORD))
    return made


def test_each_record_gets_a_page_and_a_paper_for_its_owner_alone(qapp: object, folder: Path) -> None:
    (folder / "drill-20150223-030000.json").write_bytes(b"{")  # cut short: it is none
    made = write(folder, "zh_CN")
    assert [file.name for file in made] == ["drill-20150223-002500.html", "drill-20150223-020500.html"]
    pdf = (folder / "drill-20150223-020500.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert "赵敏" in (folder / "drill-20150223-020500.html").read_text(encoding="utf-8")  # the earlier one beside it
    assert not [file for file in folder.iterdir() if file.suffix == ".new"]
    if sys.platform != "win32":
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.glob("*.pdf")} == {0o600}


def test_what_has_its_report_is_left_alone_and_a_record_written_anew_gets_another(qapp: object, folder: Path) -> None:
    write(folder, "zh_CN")
    assert write(folder, "zh_CN") == ()
    late = max(file.stat().st_mtime_ns for file in folder.iterdir()) + 10**9
    (record, *_) = read_all(folder)
    os.utime(record, ns=(late, late))
    assert is_due(record)
    assert write(folder, "en") == (record.with_suffix(".html"),)


class FullDisk(Disk):
    """Takes nothing."""

    def write_whole(self, path: Path, body: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))


def test_a_full_disk_leaves_no_half_report(qapp: object, folder: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        write(folder, "zh_CN", FullDisk())
    assert sorted({file.suffix for file in folder.iterdir()}) == [".json"]


class Told:
    """What the writing says."""

    def __init__(self, writing: Making) -> None:
        self.made = 0
        self.failed: list[str] = []
        writing.made.connect(self._count)
        writing.failed.connect(self.failed.append)

    def _count(self) -> None:
        self.made += 1


def test_a_program_of_its_own_makes_them_and_once_more_for_what_came_meanwhile(qtbot: QtBot, folder: Path) -> None:
    writing = Making("console.app.drill_paper")
    told = Told(writing)
    writing.make([str(folder), "zh_CN"])
    writing.make([str(folder), "en"])
    qtbot.waitUntil(lambda: told.made == 2 or bool(told.failed), timeout=120_000)
    assert told.failed == []
    assert len(list(folder.glob("*.pdf"))) == len(list(folder.glob("*.html"))) == 2
    assert "断网演练报告" in (folder / "drill-20150223-020500.html").read_text(encoding="utf-8")  # made already


def test_it_says_why_a_report_could_not_be_made(qtbot: QtBot, folder: Path) -> None:
    writing = Making("console.app.drill_paper")
    told = Told(writing)
    (folder / "drill-20150223-002500.html").mkdir()  # nothing can take its place
    writing.make([str(folder), "zh_CN"])
    qtbot.waitUntil(lambda: bool(told.failed), timeout=120_000)
    assert "drill-20150223-002500.html" in told.failed[0]
    assert told.made == 0
